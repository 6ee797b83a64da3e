// Somebody whom a sponsor names: whether they will go, what each point of strength comes from, the
// documents that speak for them, and what can be done about it.
import { type Answer, type Body, type Key, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Doings } from "../../parts/Doings";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { type Given, RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Nominee = Answer<"/api/nominations/{id}">;
type Kind = Nominee["evidence"][number]["kind"];

/** Those that need a document; the others come from the staff record. */
const shownKinds = ["appraisal", "backbone", "promoted", "assessed", "reserve"] as const;

const doings: Record<string, Key> = {
  "nomination.make": "people.did.make",
  "nomination.evidence": "people.did.evidence",
  "nomination.take_evidence": "people.did.take_evidence",
  "nomination.answer": "people.did.answer",
  "nomination.withdraw": "people.did.withdraw",
  "nomination.reject": "people.did.reject",
  "objection.decide": "people.did.objection",
  "round.shortlist": "people.did.shortlist",
  "place.merge": "people.did.merge",
  "wish.say": "people.did.wish",
};

export default function NomineePage() {
  const { id = "" } = useParams();
  const nominee = useRead("/api/nominations/{id}", { path: { id } });
  return (
    <Loaded of={{ ...nominee, data: nominee.data?.id === id ? nominee.data : undefined }}>
      {(now) => <TheNominee nominee={now} />}
    </Loaded>
  );
}

function TheNominee({ nominee }: { nominee: Nominee }) {
  const may = useMay();
  const tab = useTab(["facts", "history"]);
  const stands = nominee.standing === "nominated" || nominee.standing === "shortlisted";
  return (
    <>
      <p className="quiet">
        {may("nomination.list") && <Link to={`/nominees?round=${nominee.round}`}>{t("people.back_to_nominees")}</Link>}
      </p>
      <PageHead
        title={nominee.name}
        of="record"
        action={
          stands && nominee.answer === "asked" && may("nomination.answer") ? (
            <ActionButton name="answer" main>
              {t("people.enter_answer")}
            </ActionButton>
          ) : stands && may("nomination.evidence") ? (
            <ActionButton name="evidence" main>
              {t("people.add_evidence")}
            </ActionButton>
          ) : undefined
        }
      >
        <p>
          {t(`people.standing.${nominee.standing}`)} · {t(`people.answer.${nominee.answer}`)}
        </p>
      </PageHead>
      <p className="actions">
        {stands && nominee.answer !== "asked" && may("nomination.answer") && (
          <ActionButton name="answer">{t("people.enter_answer")}</ActionButton>
        )}
        {stands && nominee.answer === "asked" && may("nomination.evidence") && (
          <ActionButton name="evidence">{t("people.add_evidence")}</ActionButton>
        )}
        {stands && may("nomination.withdraw") && <ActionButton name="withdraw">{t("people.withdraw")}</ActionButton>}
        {stands && may("nomination.reject") && <ActionButton name="reject">{t("people.reject")}</ActionButton>}
      </p>
      <Tabs
        now={tab}
        tabs={[
          { name: "facts", title: t("people.nomination") },
          { name: "history", title: t("record.history") },
        ]}
      />
      {tab === "facts" && <NomineeFacts nominee={nominee} stands={stands} />}
      {tab === "history" && (
        <Doings
          path="/api/nominations/{id}/history"
          id={nominee.id}
          did={(operation) => {
            const key = doings[operation];
            return key === undefined ? operation : t(key);
          }}
        />
      )}
      <Actions nominee={nominee} />
    </>
  );
}

function NomineeFacts({ nominee, stands }: { nominee: Nominee; stands: boolean }) {
  const may = useMay();
  return (
    <>
      <Facts>
        <Fact label={t("people.round")}>
          {may("round.show") ? (
            <Link to={`/rounds/${nominee.round}`}>
              <bdi>{nominee.round_name}</bdi>
            </Link>
          ) : (
            <bdi>{nominee.round_name}</bdi>
          )}
        </Fact>
        <Fact label={t("people.sponsor")}>
          <bdi>{nominee.sponsor_name}</bdi>
        </Fact>
        <Fact label={t("people.named_on")}>
          <Day of={nominee.made_on} />
        </Fact>
        <Fact label={t("people.record")}>
          {may("staff.show") && (
            <Link to={`/people/${nominee.staff}`}>
              <bdi>{nominee.name}</bdi>
            </Link>
          )}
        </Fact>
        <Fact label={t("people.reason_given")}>{nominee.reason !== undefined && <bdi>{nominee.reason}</bdi>}</Fact>
        <Fact label={t("people.alternative")}>{nominee.alternative !== undefined && <bdi>{nominee.alternative}</bdi>}</Fact>
      </Facts>
      <section aria-labelledby="strength">
        <h2 id="strength">{t("people.strength_of", { points: nominee.strength })}</h2>
        {nominee.points.length === 0 ? (
          <p className="quiet">{t("people.no_points")}</p>
        ) : (
          <SimpleTable
            label={t("people.strength")}
            head={[{ title: t("people.speaks") }, { title: t("people.points"), number: true }, { title: t("people.comes_from") }]}
            rows={nominee.points.map((line, index) => ({
              key: `${line.kind} ${index}`,
              cells: [
                t(`people.kind.${line.kind}`),
                <bdi key="points">{number(line.points)}</bdi>,
                // Years in service come from the day of hire.
                /^\d{4}-\d\d-\d\d$/.test(line.source) ? <Day key="source" of={line.source} /> : <bdi key="source">{line.source}</bdi>,
              ],
            }))}
          />
        )}
      </section>
      <section aria-labelledby="evidence">
        <h2 id="evidence">{t("people.evidence")}</h2>
        {nominee.evidence.length === 0 ? (
          <p className="quiet">{t("people.no_document")}</p>
        ) : (
          <SimpleTable
            label={t("people.evidence")}
            head={[
              { title: t("people.speaks") },
              { title: t("people.document_day") },
              { title: t("people.document") },
              { title: t("people.do") },
            ]}
            rows={nominee.evidence.map((each, index) => ({
              key: `${each.kind} ${each.source}`,
              cells: [
                t(`people.kind.${each.kind}`),
                <Day key="on" of={each.on} />,
                <bdi key="source">{each.source}</bdi>,
                stands && may("nomination.take_evidence") && (
                  <ActionButton key="take" name={`take-${index}`}>
                    {t("people.take_back")}
                  </ActionButton>
                ),
              ],
            }))}
          />
        )}
        {nominee.evidence.map((each, index) => (
          <TakeBack key={`${each.kind} ${each.source}`} nominee={nominee} kind={each.kind} source={each.source} name={`take-${index}`} />
        ))}
      </section>
    </>
  );
}

function TakeBack({ nominee, kind, source, name }: { nominee: Nominee; kind: Kind; source: string; name: string }) {
  const client = useQueryClient();
  return (
    <Action name={name} title={t("people.take_back")}>
      {(close) => (
        <SendForm
          action={t("people.take_back")}
          send={async () => {
            try {
              await answer(
                api.POST("/api/nominations/{id}/take-evidence", {
                  params: { path: { id: nominee.id } },
                  body: { kind, source, version: nominee.version },
                }),
              );
            } catch (error) {
              // What stands on the page is old by now; the next try is of what it shows then.
              await client.invalidateQueries({ queryKey: ["/api/nominations/{id}"] });
              throw error;
            }
            close();
            await client.invalidateQueries();
          }}
        >
          {() => (
            <p>
              {t(`people.kind.${kind}`)} · <bdi>{source}</bdi>. {t("people.take_back_effect")}
            </p>
          )}
        </SendForm>
      )}
    </Action>
  );
}

function Actions({ nominee }: { nominee: Nominee }) {
  const client = useQueryClient();
  const { id, version } = nominee;
  const path = { params: { path: { id } } };
  const fresh = async (): Promise<Given> => {
    const now = await answer(api.GET("/api/nominations/{id}", path));
    return { version: now.version, ...(now.answer !== "asked" && { willing: now.answer === "willing" }) };
  };
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  const reason = { name: "reason" as const, label: t("people.reason_given"), help: t("people.reason_help") };
  return (
    <>
      <Action name="answer" title={t("people.enter_answer")}>
        {(close) => (
          <RecordForm<Body<"/api/nominations/{id}/answer">>
            draft={`people.answer.${id}`}
            fields={[{ name: "willing", label: t("people.will_go"), kind: "yes" }]}
            given={{ version, ...(nominee.answer !== "asked" && { willing: nominee.answer === "willing" }) }}
            fresh={fresh}
            action={t("people.enter_answer")}
            before={<p className="quiet">{t("people.answer_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/nominations/{id}/answer", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="evidence" title={t("people.add_evidence")}>
        {(close) => (
          <RecordForm<Body<"/api/nominations/{id}/evidence">>
            draft={`people.evidence.${id}`}
            fields={[
              {
                name: "kind",
                label: t("people.speaks"),
                kind: "choice",
                choices: shownKinds.map((value) => ({ value, name: t(`people.kind.${value}`) })),
              },
              { name: "on", label: t("people.document_day"), kind: "day" },
              { name: "source", label: t("people.document"), help: t("people.document_help") },
            ]}
            given={{ version }}
            fresh={fresh}
            action={t("people.add_evidence")}
            before={<p className="quiet">{t("people.evidence_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/nominations/{id}/evidence", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="withdraw" title={t("people.withdraw")}>
        {(close) => (
          <RecordForm<Body<"/api/nominations/{id}/withdraw">>
            draft={`people.withdraw.${id}`}
            fields={[reason]}
            given={{ version }}
            fresh={fresh}
            action={t("people.withdraw")}
            before={<p>▲ {t("people.withdraw_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/nominations/{id}/withdraw", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="reject" title={t("people.reject")}>
        {(close) => (
          <RecordForm<Body<"/api/nominations/{id}/reject">>
            draft={`people.reject.${id}`}
            fields={[reason, { name: "alternative", label: t("people.alternative"), help: t("people.alternative_help") }]}
            given={{ version }}
            fresh={fresh}
            action={t("people.reject")}
            before={<p>▲ {t("people.reject_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/nominations/{id}/reject", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
