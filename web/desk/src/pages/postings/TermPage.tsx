// One term: its days, what is due in it, what happened in it, and what can be done.
import { type Body, type Row, answer, api, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { LetterLink } from "../../parts/LetterLink";
import { PageHead } from "../../parts/PageHead";
import { type FormField, RecordForm } from "../../parts/RecordForm";
import { findSites } from "../../parts/find";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Arrival } from "./Arrival";
import { Duties } from "./Duties";
import { BeginHandover, TakesOver } from "./HandoversPage";
import { Months } from "./Months";
import { NextStep, PersonName, Role, SiteName, type Term, ofPostings } from "./words";

export default function TermPage() {
  const { id = "" } = useParams();
  const term = useRead("/api/terms/{id}", { path: { id } });
  return <Loaded of={{ ...term, data: term.data?.id === id ? term.data : undefined }}>{(shown) => <TheTerm term={shown} />}</Loaded>;
}

function TheTerm({ term }: { term: Term }) {
  const may = useMay();
  const over = term.state === "over" || term.state === "closed";
  const due = term.next_step === "ask_successor" || term.next_step === "name_successor" || over;
  return (
    <>
      <p className="quiet">
        <Link to="/handovers">{t("postings.back")}</Link>
      </p>
      <PageHead
        title={term.staff_name}
        of="record"
        action={
          term.handover !== undefined && may("handover.show") ? (
            <Link className="button" to={`/handovers/${term.handover}`}>
              {t("postings.to_handover")}
            </Link>
          ) : due ? (
            <BeginHandover of={term} main />
          ) : undefined
        }
      />
      <Facts>
        <Fact label={t("postings.person")}>
          <PersonName id={term.staff} name={term.staff_name} />
        </Fact>
        <Fact label={t("postings.site")}>
          <SiteName id={term.site} name={term.site_name} />
        </Fact>
        <Fact label={t("postings.role")}>
          <Role of={term.role} />
        </Fact>
        <Fact label={t("postings.from")}>
          <Day of={term.from_day} />
        </Fact>
        <Fact label={t("postings.until")}>
          <Day of={term.last_day} /> {term.by_rule && <span className="quiet">{t("postings.by_rule")}</span>}
        </Fact>
        <Fact label={t("postings.state")}>{t(`postings.state_${term.state}`)}</Fact>
        <Fact label={t("postings.probation_until")}>
          <Day of={term.probation_until} />
        </Fact>
        <Fact label={t("postings.next")}>
          <NextStep of={term} />
        </Fact>
        <Fact label={t("postings.takes_over")}>
          {term.successor === undefined ? undefined : (
            <TakesOver of={{ goes_to: "successor", successor: term.successor, ...(term.successor_name !== undefined && { successor_name: term.successor_name }) }} />
          )}
        </Fact>
      </Facts>
      {may("term.extend") && !over && <Doings term={term} />}
      <Letters term={term} />
      {may("duty.show") && <Duties posting={term.id} />}
      <Arrival term={term} />
      <Months term={term} />
      <h2>{t("postings.events")}</h2>
      <Events term={term} />
    </>
  );
}

/** Each as soon as there is something to say. */
function Letters({ term }: { term: Term }) {
  const may = useMay();
  const ends = term.state === "ending" || term.state === "over" || term.state === "closed";
  return (
    <p className="actions">
      {may("letter.posting") && <LetterLink address={`/api/terms/${term.id}/letter`} title={t("postings.letter_posting")} />}
      {ends && may("letter.return") && <LetterLink address={`/api/terms/${term.id}/return-letter`} title={t("postings.letter_return")} />}
      {term.state === "closed" && may("letter.certificate") && (
        <LetterLink address={`/api/terms/${term.id}/certificate`} title={t("postings.letter_certificate")} />
      )}
    </p>
  );
}

function Doings({ term }: { term: Term }) {
  const paused = term.state === "paused";
  const begun = term.state !== "to_come";
  const sent = useSent(term);
  const events = useRead("/api/terms/{id}/events", { path: { id: term.id } });
  const held = events.data?.items.some((each) => each.kind === "talk" && each.withdrawn_on === undefined) ?? true;
  const reason = { name: "reason", label: t("postings.reason") } as const;
  return (
    <>
      <p className="actions">
        {begun && !held && <ActionButton name="talk">{t("postings.talk")}</ActionButton>}{" "}
        {term.state === "probation" && (
          <>
            <ActionButton name="pass">{t("postings.pass")}</ActionButton> <ActionButton name="return">{t("postings.return")}</ActionButton>{" "}
          </>
        )}
        <ActionButton name={paused ? "resume" : "pause"}>{t(paused ? "postings.resume" : "postings.pause")}</ActionButton>{" "}
        <ActionButton name="extend">{t("postings.extend")}</ActionButton> <ActionButton name="transfer">{t("postings.transfer")}</ActionButton>{" "}
        <ActionButton name="end">{t("postings.end")}</ActionButton>
      </p>
      <Doing<Body<"/api/terms/{id}/talk">>
        term={term}
        name="talk"
        effect={t("postings.talk_effect")}
        fields={[{ name: "on", label: t("postings.on"), kind: "day" }]}
        given={{ on: today() }}
        send={(body) => sent(api.POST("/api/terms/{id}/talk", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/pass-probation">>
        term={term}
        name="pass"
        fields={[{ name: "on", label: t("postings.on"), kind: "day" }]}
        given={{ on: today() }}
        send={(body) => sent(api.POST("/api/terms/{id}/pass-probation", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/return">>
        term={term}
        name="return"
        effect={t("postings.return_effect")}
        fields={[{ name: "last_day", label: t("postings.last_day"), kind: "day" }]}
        send={(body) => sent(api.POST("/api/terms/{id}/return", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/pause">>
        term={term}
        name="pause"
        effect={t("postings.pause_effect")}
        fields={[
          { name: "from_day", label: t("postings.pause_from"), kind: "day" },
          { name: "to_day", label: t("postings.pause_to"), help: t("postings.pause_to_help"), kind: "day" },
          { ...reason, help: t("postings.pause_reason_help") },
        ]}
        send={(body) => sent(api.POST("/api/terms/{id}/pause", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/resume">>
        term={term}
        name="resume"
        fields={[{ name: "to_day", label: t("postings.pause_to"), kind: "day" }]}
        send={(body) => sent(api.POST("/api/terms/{id}/resume", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/extend">>
        term={term}
        name="extend"
        effect={t("postings.extend_effect")}
        fields={[
          { name: "last_day", label: t("postings.last_day"), kind: "day" },
          reason,
          { name: "document", label: t("postings.consent"), help: t("postings.consent_help") },
        ]}
        send={(body) => sent(api.POST("/api/terms/{id}/extend", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/transfer">>
        term={term}
        name="transfer"
        effect={t("postings.transfer_effect")}
        fields={[
          { name: "site", label: t("postings.new_site"), kind: "record", of: "site", find: findSites },
          { name: "from_day", label: t("postings.first_day_there"), kind: "day" },
          {
            name: "role",
            label: t("postings.role"),
            kind: "choice",
            optional: true,
            choices: (["leader", "member"] as const).map((value) => ({ value, name: t(`people.role.${value}`) })),
          },
          reason,
          { name: "document", label: t("postings.decision") },
        ]}
        send={(body) => sent(api.POST("/api/terms/{id}/transfer", { params: { path: { id: term.id } }, body }))}
      />
      <Doing<Body<"/api/terms/{id}/end">>
        term={term}
        name="end"
        effect={t("postings.end_effect")}
        fields={[
          { name: "last_day", label: t("postings.last_day"), kind: "day" },
          { ...reason, help: t("postings.end_reason_help") },
          { name: "document", label: t("postings.decision") },
        ]}
        send={(body) => sent(api.POST("/api/terms/{id}/end", { params: { path: { id: term.id } }, body }))}
      />
    </>
  );
}

/** Sends, and reads anew what may have changed by it. */
function useSent(term: Term): (call: Parameters<typeof answer>[0]) => Promise<void> {
  const client = useQueryClient();
  return async (call) => {
    await answer(call);
    await client.invalidateQueries({ predicate: ofPostings });
    await client.invalidateQueries({ queryKey: ["/api/terms/{id}", term.id] });
  };
}

function Doing<B>({
  term,
  name,
  effect,
  fields,
  given = {},
  send,
}: {
  term: Term;
  name: "talk" | "pass" | "return" | "pause" | "resume" | "extend" | "transfer" | "end";
  effect?: string;
  fields: FormField<B>[];
  given?: Record<string, unknown>;
  send: (body: B) => Promise<void>;
}) {
  return (
    <Action name={name} title={t(`postings.${name}`)}>
      {(close) => (
        <RecordForm<B>
          draft={`postings.${name}.${term.id}`}
          fields={fields}
          given={{ ...given, ...(name !== "talk" && name !== "pass" && { version: term.version }) }}
          fresh={() => read("/api/terms/{id}", { path: { id: term.id } })}
          action={t(`postings.${name}`)}
          {...(effect !== undefined && { before: <p className="quiet">{effect}</p> })}
          send={async (body) => {
            await send(body);
            close();
          }}
        />
      )}
    </Action>
  );
}

type Event = Row<"/api/terms/{id}/events">;

function Events({ term }: { term: Term }) {
  const may = useMay();
  const sent = useSent(term);
  const events = useRead("/api/terms/{id}/events", { path: { id: term.id } });
  return (
    <Loaded of={events}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t("postings.no_events")}</p>
        ) : (
          <>
            <SimpleTable
              label={t("postings.events")}
              head={[
                { title: t("postings.what") },
                { title: t("postings.days") },
                { title: t("postings.end_moved") },
                { title: t("postings.reason") },
                { title: t("postings.by_which_rule") },
                { title: t("postings.decided_on") },
                { title: t("postings.what_to_do") },
              ]}
              rows={items.map((each) => ({
                key: each.id,
                cells: [
                  t(`postings.event_${each.kind}`),
                  <Days key="days" of={each} />,
                  each.last_day_after === undefined ? null : (
                    <span key="moved">
                      {each.last_day_before !== undefined && <Day of={each.last_day_before} />} <span aria-hidden="true">→</span>
                      <span className="unseen">{t("record.became")}</span> <Day of={each.last_day_after} />
                    </span>
                  ),
                  <span key="reason">
                    <bdi>{each.reason}</bdi> <bdi className="quiet">{each.document}</bdi>
                  </span>,
                  each.rule === undefined ? null : <bdi key="rule">{`${each.rule} = ${each.rule_value ?? ""}`}</bdi>,
                  <Day key="on" of={each.decided_on} />,
                  each.withdrawn_on !== undefined ? (
                    <span key="withdrawn">
                      {t("postings.withdrawn")} <Day of={each.withdrawn_on} />: <bdi>{each.withdrawn_reason}</bdi>
                    </span>
                  ) : (
                    <span key="do" className="actions">
                      {each.kind === "extension" && may("letter.extension") && (
                        <LetterLink small address={`/api/term-events/${each.id}/letter`} title={t("postings.letter")} />
                      )}
                      {(each.kind === "early_end" || each.kind === "probation_return") && may("letter.return") && (
                        <LetterLink small address={`/api/terms/${term.id}/return-letter`} title={t("postings.letter")} />
                      )}
                      {may("term.withdraw_event") && each.kind !== "transfer" && (
                        <ActionButton name={`withdraw-${each.id}`}>{t("postings.withdraw")}</ActionButton>
                      )}
                    </span>
                  ),
                ],
              }))}
            />
            {items.map((each) => (
              <Action key={each.id} name={`withdraw-${each.id}`} title={t("postings.withdraw")}>
                {(close) => (
                  <RecordForm<Body<"/api/term-events/{id}/withdraw">>
                    draft={`postings.withdraw.${each.id}`}
                    fields={[{ name: "reason", label: t("postings.reason") }]}
                    given={{ version: each.version }}
                    action={t("postings.withdraw")}
                    before={<p className="quiet">{t("postings.withdraw_effect")}</p>}
                    send={async (body) => {
                      await sent(api.POST("/api/term-events/{id}/withdraw", { params: { path: { id: each.id } }, body }));
                      close();
                    }}
                  />
                )}
              </Action>
            ))}
          </>
        )
      }
    </Loaded>
  );
}

function Days({ of }: { of: Event }) {
  return (
    <>
      <Day of={of.from_day} />
      {of.kind === "pause" && of.to_day === undefined && <> – {t("postings.not_over")}</>}
      {of.to_day !== undefined && (
        <>
          –<Day of={of.to_day} />
        </>
      )}
    </>
  );
}
