// Whether somebody has arrived at their site, and what stands in the way: insurance, fitness, training; and the
// exceptions, each with who asked, why, and who signed.
import { type Body, type Row, answer, api, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Standing, kinds } from "../training/words";
import type { Term } from "./words";

/** Every answer that an arrival or an exception changes. */
function useDone(): (call: Parameters<typeof answer>[0], close: () => void) => Promise<void> {
  const client = useQueryClient();
  return async (call, close) => {
    await answer(call);
    close();
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:arrival|training-)/.test(String(path)) });
  };
}

export function Arrival({ term }: { term: Term }) {
  const may = useMay();
  const done = useDone();
  const arrivals = useList("/api/arrivals", { posting: term.id }, { enabled: may("arrival.list") });
  const mayRecord = may("arrival.record");
  if (!may("arrival.list")) {
    return null;
  }
  const over = term.last_day < today();
  return (
    <section aria-labelledby="arrival">
      <h2 id="arrival">{t("postings.arrival")}</h2>
      <Loaded of={arrivals}>
        {([arrived]) =>
          arrived === undefined ? (
            <>
              <p className="quiet">{t("postings.not_arrived")}</p>
              {mayRecord && !over && <Gates term={term} />}
            </>
          ) : (
            <>
              <Facts>
                <Fact label={t("postings.arrived_on")}>
                  <Day of={arrived.arrived_on} />
                </Fact>
                <Fact label={t("postings.arrived_by")}>{arrived.by_exception === undefined ? t("postings.gates_open") : t("postings.by_exception")}</Fact>
              </Facts>
              {may("arrival.withdraw") && (
                <p className="actions">
                  <ActionButton name="withdraw-arrival">{t("postings.withdraw_arrival")}</ActionButton>
                </p>
              )}
              <Action name="withdraw-arrival" title={t("postings.withdraw_arrival")}>
                {(close) => (
                  <RecordForm<Body<"/api/arrivals/{id}/withdraw">>
                    draft={`postings.withdraw_arrival.${arrived.id}`}
                    fields={[{ name: "reason", label: t("postings.reason") }]}
                    given={{ version: arrived.version }}
                    action={t("postings.withdraw_arrival")}
                    send={(body) => done(api.POST("/api/arrivals/{id}/withdraw", { params: { path: { id: arrived.id } }, body }), close)}
                  />
                )}
              </Action>
            </>
          )
        }
      </Loaded>
      <Training term={term} />
      <Exceptions term={term} />
    </section>
  );
}

/** What an arrival today, or on the first day of the posting, would meet. */
function Gates({ term }: { term: Term }) {
  const done = useDone();
  const gates = useRead("/api/arrival-gates", { query: { posting: term.id } });
  return (
    <Loaded of={gates}>
      {(now) => (
        <>
          <Facts>
            <Fact label={t("postings.gates_on")}>
              <Day of={now.on} />
            </Fact>
            <Fact label={t("money.insurance")}>
              <Gate open={now.insured} />
            </Fact>
            <Fact label={t("money.fitness")}>
              <Gate open={now.fit} />
            </Fact>
            <Fact label={t("postings.training")}>
              <Gate open={now.trained} />
            </Fact>
          </Facts>
          <p className="actions">
            <ActionButton name="arrived">{t("postings.record_arrival")}</ActionButton>{" "}
            {(!now.insured || !now.fit) && <ActionButton name="except-arrival">{t("postings.ask_exception")}</ActionButton>}
          </p>
          <Action name="arrived" title={t("postings.record_arrival")}>
            {(close) => (
              <RecordForm<Body<"/api/arrivals">>
                draft={`postings.arrived.${term.id}`}
                fields={[{ name: "on", label: t("postings.arrived_on"), kind: "day" }]}
                given={{ on: today() }}
                action={t("postings.record_arrival")}
                before={<p className="quiet">{t("postings.arrival_effect")}</p>}
                send={(body) => done(api.POST("/api/arrivals", { body: { ...body, posting: term.id } }), close)}
              />
            )}
          </Action>
          <Action name="except-arrival" title={t("postings.ask_exception")}>
            {(close) => (
              <RecordForm<Body<"/api/arrival-exceptions">>
                draft={`postings.except_arrival.${term.id}`}
                fields={[{ name: "reason", label: t("postings.reason"), help: t("postings.exception_help") }]}
                action={t("postings.ask_exception")}
                before={<p className="quiet">{t("postings.exception_effect")}</p>}
                send={(body) => done(api.POST("/api/arrival-exceptions", { body: { ...body, posting: term.id } }), close)}
              />
            )}
          </Action>
        </>
      )}
    </Loaded>
  );
}

function Gate({ open }: { open: boolean }) {
  return (
    <>
      <span aria-hidden="true">{open ? "✔ " : "✖ "}</span>
      {t(open ? "postings.gate_holds" : "postings.gate_lacks")}
    </>
  );
}

/** What they have to have learnt, and what of it is lacking. */
function Training({ term }: { term: Term }) {
  const may = useMay();
  const done = useDone();
  const required = useList("/api/training-coverage", { staff: term.staff, all: true }, { enabled: may("training.coverage") });
  if (!may("training.coverage")) {
    return null;
  }
  return (
    <Loaded of={required}>
      {(all) => {
        const rows = all.filter((each) => each.posting === term.id);
        const lacks = rows.filter((each) => each.standing === "overdue" || each.standing === "lacking" || each.standing === "missed").map((each) => each.kind);
        return rows.length === 0 ? null : (
          <>
            <SimpleTable
              label={t("postings.training_gate")}
              head={[{ title: t("postings.training_gate") }, { title: t("training.days_done") }, { title: t("training.due") }, { title: t("training.standing") }]}
              rows={rows.map((each) => ({
                key: `${each.kind} ${each.due}`,
                cells: [
                  t(`training.${each.kind}_kind`),
                  <bdi key="done">{t("training.done_of", { done: each.done, needed: each.needed })}</bdi>,
                  <Day key="due" of={each.due} />,
                  <Standing key="standing" of={each.standing} />,
                ],
              }))}
            />
            {lacks.length > 0 && may("training_exception.ask") && (
              <p className="actions">
                <ActionButton name="except-training">{t("postings.ask_training_exception")}</ActionButton>
              </p>
            )}
            <Action name="except-training" title={t("postings.ask_training_exception")}>
              {(close) => (
                <RecordForm<Body<"/api/training-exceptions">>
                  draft={`postings.except_training.${term.id}`}
                  fields={[
                    {
                      name: "kind",
                      label: t("training.lacks"),
                      kind: "choice",
                      choices: kinds.filter((each) => lacks.includes(each)).map((value) => ({ value, name: t(`training.${value}_kind`) })),
                    },
                    { name: "reason", label: t("postings.reason"), help: t("postings.exception_help") },
                  ]}
                  action={t("postings.ask_training_exception")}
                  before={<p className="quiet">{t("postings.exception_effect")}</p>}
                  send={(body) => done(api.POST("/api/training-exceptions", { body: { ...body, posting: term.id } }), close)}
                />
              )}
            </Action>
          </>
        );
      }}
    </Loaded>
  );
}

type Exception = Pick<Row<"/api/arrival-exceptions">, "id" | "reason" | "asked_by" | "asked_on" | "state" | "signed_by" | "signed_on" | "version"> & {
  of: "arrival" | "training";
  what: string;
};
const signs = { waiting: "○", approved: "✔", declined: "✖" } as const;

function Exceptions({ term }: { term: Term }) {
  const may = useMay();
  const [mayArrival, mayTraining] = [may("exception.list"), may("training_exception.list")];
  const arrival = useList("/api/arrival-exceptions", { posting: term.id }, { enabled: mayArrival });
  const training = useList("/api/training-exceptions", { posting: term.id }, { enabled: mayTraining });
  const rows: Exception[] = [
    ...(arrival.data ?? []).map((each) => ({ ...each, of: "arrival" as const, what: t("postings.insurance_or_fitness") })),
    ...(training.data ?? []).map((each) => ({ ...each, of: "training" as const, what: t(`training.${each.kind}_kind`) })),
  ];
  const maySign = (each: Exception): boolean => each.state === "waiting" && may(each.of === "arrival" ? "exception.sign" : "training_exception.sign");
  return rows.length === 0 ? null : (
    <>
      <h3>{t("postings.exceptions")}</h3>
      <SimpleTable
        label={t("postings.exceptions")}
        head={[
          { title: t("postings.exception_from") },
          { title: t("postings.reason") },
          { title: t("postings.asked_by") },
          { title: t("postings.state") },
          { title: t("postings.signed_by") },
          { title: t("postings.what_to_do") },
        ]}
        rows={rows.map((each) => ({
          key: each.id,
          cells: [
            each.what,
            <bdi key="reason">{each.reason}</bdi>,
            <Who key="asked" name={each.asked_by} on={each.asked_on} />,
            <span key="state">
              <span aria-hidden="true">{signs[each.state]} </span>
              {t(`postings.exception_${each.state}`)}
            </span>,
            <Who key="signed" name={each.signed_by} on={each.signed_on} />,
            maySign(each) ? (
              <span key="do" className="actions">
                <ActionButton name={`sign-${each.id}`}>{t("postings.sign")}</ActionButton>{" "}
                <ActionButton name={`decline-${each.id}`}>{t("postings.decline")}</ActionButton>
              </span>
            ) : null,
          ],
        }))}
      />
      {rows.filter(maySign).map((each) => (
        <Signing key={each.id} of={each} />
      ))}
    </>
  );
}

function Who({ name, on }: { name: string | undefined; on: string | undefined }) {
  return on === undefined ? null : (
    <>
      {name !== undefined && (
        <>
          <bdi>{name}</bdi>{" "}
        </>
      )}
      <Day of={on} />
    </>
  );
}

function Signing({ of }: { of: Exception }) {
  const done = useDone();
  const at = { params: { path: { id: of.id } } };
  return (
    <>
      {(["sign", "decline"] as const).map((step) => (
        <Action key={step} name={`${step}-${of.id}`} title={t(`postings.${step}`)}>
          {(close) => (
            <RecordForm<Body<"/api/arrival-exceptions/{id}/sign">>
              draft={`postings.${step}.${of.id}`}
              fields={[]}
              given={{ version: of.version }}
              action={t(`postings.${step}`)}
              before={
                <>
                  <p>
                    {of.what} · <bdi>{of.reason}</bdi>
                  </p>
                  <p className="quiet">{t(`postings.${step}_effect`)}</p>
                </>
              }
              send={(body) =>
                done(
                  of.of === "arrival"
                    ? step === "sign"
                      ? api.POST("/api/arrival-exceptions/{id}/sign", { ...at, body })
                      : api.POST("/api/arrival-exceptions/{id}/decline", { ...at, body })
                    : step === "sign"
                      ? api.POST("/api/training-exceptions/{id}/sign", { ...at, body })
                      : api.POST("/api/training-exceptions/{id}/decline", { ...at, body }),
                  close,
                )
              }
            />
          )}
        </Action>
      ))}
    </>
  );
}
