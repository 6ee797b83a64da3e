// One suggestion or complaint: the office answers it, and closes it once that is enough. Whoever wrote it does neither.
import { type Answer, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useRead } from "../../parts/reading";
import { useDraft } from "../../parts/useDraft";
import { useMay } from "../../shell/session";
import { Answers, Due, PageName, Said, SaidField, State } from "./parts";
import { characters, longest } from "./text";

type Entry = Answer<"/api/feedback/{id}">;

export default function EntryPage() {
  const { id = "" } = useParams();
  const entry = useRead("/api/feedback/{id}", { path: { id } });
  return <Loaded of={{ ...entry, data: entry.data?.id === id ? entry.data : undefined }}>{(shown) => <TheEntry of={shown} />}</Loaded>;
}

function TheEntry({ of }: { of: Entry }) {
  const may = useMay();
  const open = of.state !== "closed" && !of.own && may("feedback.answer");
  return (
    <>
      <p className="quiet">
        <Link to="/settings/feedback">{t("shell.feedback_all")}</Link>
      </p>
      <PageHead
        title={t(`feedback.kind_${of.kind}`)}
        action={
          open ? (
            <ActionButton name="answer" main>
              {t(of.answers.length === 0 ? "feedback.answer" : "feedback.answer_again")}
            </ActionButton>
          ) : undefined
        }
      />
      <Said of={of.said} />
      <Facts>
        <Fact label={t("feedback.page")}>
          <PageName of={of.page} />
        </Fact>
        <Fact label={t("feedback.by")} none={t("feedback.not_told")}>
          {of.written_by === undefined ? undefined : <bdi>{of.written_by}</bdi>}
        </Fact>
        <Fact label={t("feedback.written_on")}>
          <Day of={of.written_on} />
        </Fact>
        <Fact label={t("feedback.due_on")}>
          <Due of={of} />
        </Fact>
        <Fact label={t("feedback.state")}>
          <State of={of.state} />
        </Fact>
        <Fact label={t("feedback.closed_on")}>{of.closed_on === undefined ? undefined : <Day of={of.closed_on} />}</Fact>
      </Facts>
      {of.own && of.state !== "closed" && <p>{t("feedback.yours")}</p>}
      {open && of.state === "answered" && (
        <p className="actions">
          <ActionButton name="close">{t("feedback.close")}</ActionButton>
        </p>
      )}
      <Answers of={of.answers} />
      <Action name="answer" title={t("feedback.answer")}>
        {(close) => <Answering of={of} close={close} />}
      </Action>
      <Action name="close" title={t("feedback.close")}>
        {(close) => <Closing of={of} close={close} />}
      </Action>
    </>
  );
}

function Answering({ of, close }: { of: Entry; close: () => void }) {
  const again = useAgain();
  const [draft, setDraft, forget] = useDraft(`feedback.answer.${of.id}`, { said: "" });
  return (
    <SendForm
      action={t("feedback.answer")}
      disabled={characters(draft.said) > longest}
      send={async () => {
        await answer(api.POST("/api/feedback/{id}/answer", { params: { path: { id: of.id } }, body: { said: draft.said.trim(), version: of.version } }));
        forget();
        await again();
        close();
      }}
    >
      {(problem) => (
        <>
          <Said of={of.said} />
          <SaidField label={t("feedback.your_answer")} help={t("feedback.answer_help")} fault={problem?.faultOf("said")} value={draft.said} onChange={(said) => setDraft({ said })} />
        </>
      )}
    </SendForm>
  );
}

function Closing({ of, close }: { of: Entry; close: () => void }) {
  const again = useAgain();
  return (
    <SendForm
      action={t("feedback.close")}
      send={async () => {
        await answer(api.POST("/api/feedback/{id}/close", { params: { path: { id: of.id } }, body: { version: of.version } }));
        await again();
        close();
      }}
    >
      {() => <p>{t("feedback.close_effect")}</p>}
    </SendForm>
  );
}

/** Reads anew what an answer changes. */
function useAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:account\/)?feedback/.test(String(path)) });
}
