// What was said of a site, a sponsor or a kind of site, newest first: from which day on it holds, where it stands written,
// and whether it was withdrawn. A statement is never changed: the next of its kind follows it, or it is withdrawn with a
// reason and what was said before holds again. Its sentences come with the term: see withTheTerm().
import { type Body, day, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Action, ActionButton } from "./Action";
import { Day, SimpleTable } from "./Facts";
import { History, type HistoryPath } from "./History";
import { More } from "./More";
import { type FormField, type Given, RecordForm } from "./RecordForm";
import { type ListRead, Loaded } from "./reading";

export interface Statement {
  id: string;
  from_day: string;
  source: string;
  recorded_on: string;
  withdrawn_on?: string;
  withdrawn_reason?: string;
  version: number;
}

/** One way to say something of it: a button, and the form that it opens. */
export interface Saying {
  /** In the address: ?do=staffing. */
  name: string;
  title: string;
  form: (done: () => Promise<void>) => ReactNode;
}

const roles = ["team", "leader", "member"] as const;

/** How many people of a role and skill are needed, and who set that: of one site, or of a kind of sites. */
export function needFields<T>(): FormField<T>[] {
  return [
    { name: "role", label: t("statements.role"), kind: "choice", choices: roles.map((value) => ({ value, name: t(`statements.role_${value}`) })) },
    { name: "skill", label: t("statements.skill"), help: t("statements.skill_help") },
    { name: "minimum", label: t("statements.minimum"), kind: "number" },
    { name: "target", label: t("statements.target"), kind: "number", help: t("statements.target_help") },
    { name: "set_by", label: t("statements.set_by"), help: t("statements.set_by_help") },
  ] as FormField<unknown>[] as FormField<T>[];
}

/** From which day, and where it stands written: with every statement. `seen`: of what somebody saw there on a day. */
export function whenAndWhere<T>(seen = false): FormField<T & { from_day: string; source: string }>[] {
  return [
    { name: "from_day", label: t(seen ? "statements.seen_on" : "statements.from_day"), kind: "day" },
    { name: "source", label: t("statements.source"), help: t("statements.source_help") },
  ] as FormField<T & { from_day: string; source: string }>[];
}

/** What a form of a statement begins with. */
export function fromToday(given: Record<string, unknown> = {}): Given {
  return { from_day: today(), ...given };
}

const labels = ["from_day", "source", "recorded_on", "withdrawn_on", "withdrawn_reason"] as const;

export function Statements<T extends Statement>({
  id,
  title,
  none,
  of,
  head,
  cells,
  label,
  says = [],
  before,
  withdraw,
  history,
}: {
  id: string;
  title: string;
  /** What it means that nothing was said. */
  none: string;
  of: ListRead<T>;
  head: { title: string; number?: boolean }[];
  cells: (each: T) => ReactNode[];
  /** What a member is called in the history. */
  label: (field: string) => string;
  says?: Saying[];
  before?: ReactNode;
  /** Undefined: not offered. */
  withdraw: ((id: string, body: Body<"/api/needs/{id}/withdraw">) => Promise<unknown>) | undefined;
  history: HistoryPath;
}) {
  const client = useQueryClient();
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  const known = (field: string): string => {
    const found = labels.find((each) => each === field);
    return found === undefined ? label(field) : t(`statements.${found}`);
  };
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {before}
      {says.length > 0 && (
        <p className="actions">
          {says.map((each) => (
            <ActionButton key={each.name} name={each.name}>
              {each.title}
            </ActionButton>
          ))}
        </p>
      )}
      {says.map((each) => (
        <Action key={each.name} name={each.name} title={each.title}>
          {(close) => each.form(() => done(close))}
        </Action>
      ))}
      <Loaded of={of}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{none}</p>
          ) : (
            <>
              <SimpleTable
                label={title}
                head={[
                  ...head,
                  { title: t("statements.from_day") },
                  { title: t("statements.source") },
                  { title: t("statements.recorded_on") },
                  { title: t("statements.do") },
                ]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    ...cells(each),
                    <Day key="from" of={each.from_day} />,
                    <bdi key="source">{each.source}</bdi>,
                    <Day key="told" of={each.recorded_on} />,
                    <span key="do" className="actions">
                      {each.withdrawn_on !== undefined ? (
                        <span>
                          <span aria-hidden="true">✖ </span>
                          {t("statements.withdrawn", { day: day(each.withdrawn_on) })} <bdi>{each.withdrawn_reason}</bdi>
                        </span>
                      ) : (
                        withdraw !== undefined && <ActionButton name={`withdraw-${each.id}`}>{t("statements.withdraw")}</ActionButton>
                      )}
                      <ActionButton name={`history-${each.id}`}>{t("statements.who")}</ActionButton>
                    </span>,
                  ],
                }))}
              />
              <More of={of} />
              {rows.map((each) => (
                <div key={each.id}>
                  <Action name={`history-${each.id}`} title={t("statements.who")}>
                    {() => <History path={history} id={each.id} label={known} />}
                  </Action>
                  {withdraw !== undefined && (
                    <Action name={`withdraw-${each.id}`} title={t("statements.withdraw_what")}>
                      {(close) => (
                        <RecordForm<Body<"/api/needs/{id}/withdraw">>
                          draft={`statements.withdraw.${each.id}`}
                          fields={[{ name: "reason", label: t("statements.reason"), help: t("statements.reason_help") }]}
                          given={{ version: each.version }}
                          action={t("statements.withdraw_what")}
                          before={
                            <p>
                              <Day of={each.from_day} /> · <bdi>{each.source}</bdi>. {t("statements.withdraw_effect")}
                            </p>
                          }
                          send={async (body) => {
                            await withdraw(each.id, body);
                            await done(close);
                          }}
                        />
                      )}
                    </Action>
                  )}
                </div>
              ))}
            </>
          )
        }
      </Loaded>
    </section>
  );
}
