// Suggest or complain, of the programme or of this system; and what became of what one said before. The page that
// it is about comes in the address (?about=/plans/:id), without the id of any record.
import { type Body, type Row, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { Day } from "../../parts/Facts";
import { Labelled } from "../../parts/Field";
import { ListSection } from "../../parts/ListSection";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { useList } from "../../parts/reading";
import { useDraft } from "../../parts/useDraft";
import { PageName, SaidField, State, usePageChoices } from "./parts";
import { characters, longest } from "./text";

type Kind = Body<"/api/account/feedback">["kind"];

export default function SayPage() {
  return (
    <>
      <PageHead title={t("shell.feedback")} />
      <p>{t("feedback.what_for")}</p>
      <p>
        <strong>
          <span aria-hidden="true">▲ </span>
          {t("feedback.not_people")}
        </strong>
      </p>
      <Saying />
      <Own />
    </>
  );
}

function Saying() {
  const client = useQueryClient();
  const choices = usePageChoices();
  const [parameters] = useSearchParams();
  const about = parameters.get("about") ?? "";
  const [draft, setDraft, forget] = useDraft("feedback.make", { kind: "suggestion" as Kind, said: "", page: about, named: false });
  const [done, setDone] = useState(false);
  // Whoever has typed nothing yet and comes from another page means that one.
  const page = draft.said === "" && about !== "" ? about : draft.page;
  const set = (part: Partial<typeof draft>): void => {
    setDone(false);
    setDraft({ ...draft, page, ...part });
  };
  return (
    <>
      <SendForm
        action={t(draft.kind === "complaint" ? "feedback.send_complaint" : "feedback.send_suggestion")}
        disabled={characters(draft.said) > longest}
        send={async () => {
          const known = choices.some((each) => each.value === page);
          await answer(
            api.POST("/api/account/feedback", {
              body: { kind: draft.kind, said: draft.said.trim(), named: draft.named, ...(known && { page }) },
            }),
          );
          forget();
          setDone(true);
          await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:account\/)?feedback/.test(String(path)) });
        }}
      >
        {(problem) => (
          <>
            <Labelled label={t("feedback.kind")}>
              {(ids) => (
                <select {...ids} name="kind" value={draft.kind} onChange={(event) => set({ kind: event.target.value as Kind })}>
                  {(["suggestion", "complaint"] as const).map((each) => (
                    <option key={each} value={each}>
                      {t(`feedback.kind_${each}`)}
                    </option>
                  ))}
                </select>
              )}
            </Labelled>
            <Labelled label={t("feedback.page")} help={t("feedback.page_help")} {...faultOf(problem?.faultOf("page"))}>
              {(ids) => (
                <select {...ids} name="page" value={choices.some((each) => each.value === page) ? page : ""} onChange={(event) => set({ page: event.target.value })}>
                  <option value="">{t("feedback.no_page")}</option>
                  {choices.map((each) => (
                    <option key={each.value} value={each.value}>
                      {each.name}
                    </option>
                  ))}
                </select>
              )}
            </Labelled>
            <SaidField label={t("feedback.said")} help={t("feedback.said_help")} fault={problem?.faultOf("said")} value={draft.said} onChange={(said) => set({ said })} />
            <p>
              <label>
                <input type="checkbox" name="named" checked={draft.named} onChange={(event) => set({ named: event.target.checked })} /> {t("feedback.named")}
              </label>
            </p>
            <p className="quiet">{t("feedback.who_knows")}</p>
          </>
        )}
      </SendForm>
      <p role="status">
        {done && (
          <>
            <span aria-hidden="true">✔ </span>
            {t("feedback.sent")}
          </>
        )}
      </p>
    </>
  );
}

function faultOf(fault: string | undefined): { fault?: string } {
  return fault === undefined ? {} : { fault };
}

function Own() {
  const own = useList("/api/account/feedback");
  return (
    <ListSection
      id="own"
      title={t("feedback.own")}
      none={t("feedback.none_own")}
      of={own}
      head={[t("feedback.text"), t("feedback.kind"), t("feedback.page"), t("feedback.written_on"), t("feedback.due_on"), t("feedback.state")]}
      rowKey={(each: Row<"/api/account/feedback">) => each.id}
      row={(each) => [
        <Link key="said" to={`/feedback/${each.id}`}>
          <bdi>{begins(each.said)}</bdi>
        </Link>,
        t(`feedback.kind_${each.kind}`),
        <PageName key="page" of={each.page} />,
        <Day key="on" of={each.written_on} />,
        <Day key="due" of={each.due_on} />,
        <State key="state" of={each.state} />,
      ]}
    />
  );
}

/** As much of a text as a line of a list has room for. */
export function begins(said: string): string {
  const all = [...said.replaceAll(/\s+/g, " ")];
  return all.length > 60 ? `${all.slice(0, 59).join("")}…` : all.join("");
}
