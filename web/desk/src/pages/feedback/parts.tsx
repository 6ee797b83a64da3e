// What a suggestion or a complaint is written in and shown with.
import { type Row, t } from "@sojourn/shared";
import { Input } from "antd";
import { Day } from "../../parts/Facts";
import { Labelled } from "../../parts/Field";
import { pages } from "../../shell/pages";
import { useMay } from "../../shell/session";
import { characters, longest, seemsACard, seemsAList } from "./text";

type State = Row<"/api/feedback">["state"];
const signs = { open: "○", answered: "◐", closed: "✔" } as const;

export function State({ of }: { of: State }) {
  return (
    <>
      <span aria-hidden="true">{signs[of]} </span>
      {t(`feedback.state_${of}`)}
    </>
  );
}

/** By when it is to be answered; once it is, no more. */
export function Due({ of }: { of: { state: State; due_on: string; overdue?: boolean } }) {
  return of.state === "open" ? (
    <>
      {of.overdue === true && <span aria-hidden="true">▲ </span>}
      <Day of={of.due_on} />
      {of.overdue === true && <>{t("shell.comma")}{t("feedback.overdue")}</>}
    </>
  ) : (
    <span className="quiet">{t("feedback.no_clock")}</span>
  );
}

/** The title of a page, as the navigation has it; of one that is no more, its path. */
export function PageName({ of }: { of: string | undefined }) {
  const page = pages.find((each) => each.path === of);
  return of === undefined ? (
    <span className="quiet">{t("feedback.no_page")}</span>
  ) : page === undefined ? (
    <bdi>{of}</bdi>
  ) : (
    <>{t(page.title)}</>
  );
}

/** Those that the reader may see, by their titles: those of the term are in the shell's catalogue. */
export function usePageChoices(): { value: string; name: string }[] {
  const may = useMay();
  const titles = new Set<string>();
  return pages
    .filter((page) => page.needs === undefined || may(page.needs))
    .map((page) => ({ value: page.path, name: t(page.title) }))
    .filter(({ name }) => !titles.has(name) && titles.add(name) !== undefined);
}

/** A text of some lines, with how much room is left and what does not belong in it. */
export function SaidField({ label, help, fault, value, onChange }: { label: string; help: string; fault: string | undefined; value: string; onChange: (value: string) => void }) {
  const length = characters(value);
  return (
    <>
      <Labelled label={label} help={help} {...(fault !== undefined && { fault })}>
        {(ids) => (
          <Input.TextArea {...ids} name="said" dir="auto" rows={6} status={fault === undefined ? "" : "error"} value={value} onChange={(event) => onChange(event.target.value)} />
        )}
      </Labelled>
      <p className={length > longest ? "fault" : "quiet"}>
        {length > longest && <span aria-hidden="true">✖ </span>}
        {t("feedback.length", { length, longest })}
      </p>
      <div role="status">
        {seemsAList(value) && (
          <p className="fault">
            <span aria-hidden="true">▲ </span>
            {t("feedback.seems_list")}
          </p>
        )}
        {seemsACard(value) && (
          <p className="fault">
            <span aria-hidden="true">▲ </span>
            {t("feedback.seems_card")}
          </p>
        )}
      </div>
    </>
  );
}

export function Answers({ of }: { of: { said: string; answered_on: string; answered_by?: string | undefined }[] }) {
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{t("feedback.answers")}</h2>
      {of.length === 0 ? (
        <p className="quiet">{t("feedback.no_answers")}</p>
      ) : (
        <ul className="todo">
          {of.map((each, index) => (
            <li key={index}>
              <Said of={each.said} />
              <p className="quiet">
                <Day of={each.answered_on} />
                {each.answered_by !== undefined && (
                  <>
                    {" · "}
                    <bdi>{each.answered_by}</bdi>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** With its lines as they were typed. */
export function Said({ of }: { of: string }) {
  return (
    <p className="typed">
      <bdi>{of}</bdi>
    </p>
  );
}
