// The shortlist of a round: published once, open to objections for some working days; each objection
// is typed in however it came, and decided with its reason.
import { type Body, type Row, answer, api, day, number, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, SimpleTable } from "../../parts/Facts";
import { RecordForm } from "../../parts/RecordForm";
import type { Find } from "../../parts/RecordPicker";
import { SendForm } from "../../parts/SendForm";
import { Loaded, readAll, useAll, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import type { Round } from "./fields";

type Objection = Row<"/api/objections">;

/** Whom it concerns stands above the button; after a 412 the round is read anew. */
export function PublishForm({ round, done }: { round: Round; done: () => Promise<void> }) {
  const client = useQueryClient();
  const waiting = round.sponsors - round.replied;
  return (
    <SendForm
      action={t("rounds.publish")}
      send={async () => {
        try {
          await answer(
            api.POST("/api/rounds/{id}/shortlist", { params: { path: { id: round.id } }, body: { version: round.version } }),
          );
        } catch (error) {
          // What stands on the page is old by now; the next try is of what it shows then.
          await client.invalidateQueries({ queryKey: ["/api/rounds/{id}"] });
          throw error;
        }
        await done();
      }}
    >
      {() => (
        <>
          <p>▲ {t("rounds.publish_effect", { count: round.willing })}</p>
          {waiting > 0 && <p>▲ {t("rounds.publish_waiting", { count: waiting })}</p>}
          {round.willing < round.posts && (
            <p>▲ {t("rounds.publish_short", { willing: number(round.willing), posts: number(round.posts) })}</p>
          )}
        </>
      )}
    </SendForm>
  );
}

export function ShortlistTab({ round }: { round: Round }) {
  const may = useMay();
  const listed = useAll("/api/nominations", { round: round.id, standing: "shortlisted" });
  if (round.shortlisted_on === undefined || round.objections_until === undefined) {
    return <p>{t("rounds.not_published", { willing: number(round.willing), posts: number(round.posts) })}</p>;
  }
  const window = round.closed_on === undefined && round.objections_until >= today();
  return (
    <>
      <p>
        {t("rounds.published", { day: day(round.shortlisted_on) })}{" "}
        {t(window ? "rounds.window_open" : "rounds.window_over", { day: day(round.objections_until) })}
      </p>
      <Loaded of={listed}>
        {(rows) => (
          <p>
            <Link to={`/nominees?round=${round.id}&standing=shortlisted`}>{t("rounds.on_list", { count: rows.length })}</Link>
          </p>
        )}
      </Loaded>
      <section aria-labelledby="objections">
        <h2 id="objections">{t("rounds.objections")}</h2>
        {!window && round.closed_on === undefined && may("objection.make") && (
          // A letter counts by its own day: it may be typed in when the window is over.
          <p className="actions">
            <ActionButton name="object">{t("rounds.object")}</ActionButton>
          </p>
        )}
        <Objections round={round} />
      </section>
    </>
  );
}

function Objections({ round }: { round: Round }) {
  const may = useMay();
  const client = useQueryClient();
  const list = useList("/api/objections", { round: round.id, limit: 200 });
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  return (
    <>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("rounds.no_objection")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("rounds.objections")}
                head={[
                  { title: t("rounds.person") },
                  { title: t("rounds.ground") },
                  { title: t("rounds.letter") },
                  { title: t("rounds.raised_on") },
                  { title: t("rounds.decision") },
                ]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    <Link key="name" to={`/nominees/${each.nomination}`}>
                      <bdi>{each.name}</bdi>
                    </Link>,
                    <bdi key="ground">{each.ground}</bdi>,
                    <bdi key="source">{each.source}</bdi>,
                    <Day key="on" of={each.raised_on} />,
                    each.decided_on === undefined ? (
                      may("objection.decide") ? (
                        <ActionButton key="decide" name={`decide-${each.id}`}>
                          {t("rounds.decide")}
                        </ActionButton>
                      ) : (
                        t("rounds.undecided")
                      )
                    ) : (
                      <span key="decision">
                        {t(each.upheld === true ? "rounds.upheld" : "rounds.declined")} · <Day of={each.decided_on} /> ·{" "}
                        <bdi>{each.decided_reason}</bdi>
                      </span>
                    ),
                  ],
                }))}
              />
              {rows.map((each) => (
                <Decide key={each.id} of={each} done={done} />
              ))}
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** However it came, to somebody on the list. */
export function ObjectionForm({ round, done }: { round: Round; done: () => Promise<void> }) {
  const onList: Find = async (words, signal) =>
    (await readAll("/api/nominations", { round: round.id, standing: "shortlisted" }, signal))
      .filter((each) => each.name.toLowerCase().includes(words.toLowerCase()))
      .slice(0, 8)
      .map(({ id, name, sponsor_name }) => ({ id, name, detail: sponsor_name }));
  return (
    <RecordForm<Body<"/api/objections">>
      draft={`rounds.object.${round.id}`}
      fields={[
        { name: "nomination", label: t("rounds.object_to"), kind: "record", of: `nominee-${round.id}`, find: onList },
        { name: "ground", label: t("rounds.ground"), help: t("rounds.ground_help") },
        { name: "source", label: t("rounds.letter"), help: t("rounds.object_source_help") },
        { name: "on", label: t("rounds.raised_on"), kind: "day", help: t("rounds.raised_help") },
      ]}
      action={t("rounds.object")}
      send={async (body) => {
        await answer(api.POST("/api/objections", { body }));
        await done();
      }}
    />
  );
}

function Decide({ of, done }: { of: Objection; done: (close: () => void) => Promise<void> }) {
  const path = { params: { path: { id: of.id } } };
  return (
    <Action name={`decide-${of.id}`} title={t("rounds.decide")}>
      {(close) => (
        <RecordForm<Body<"/api/objections/{id}/decide">>
          draft={`rounds.decide.${of.id}`}
          fields={[
            { name: "upheld", label: t("rounds.is_right"), kind: "yes" },
            { name: "reason", label: t("rounds.reason"), help: t("rounds.decide_help") },
          ]}
          given={{ version: of.version }}
          fresh={async () => ({ version: (await answer(api.GET("/api/objections/{id}", path))).version })}
          action={t("rounds.decide")}
          before={
            <>
              <p>
                <bdi>{of.name}</bdi>: <bdi>{of.ground}</bdi>
              </p>
              <p>▲ {t("rounds.decide_effect")}</p>
            </>
          }
          send={async (body) => {
            await answer(api.POST("/api/objections/{id}/decide", { ...path, body }));
            await done(close);
          }}
        />
      )}
    </Action>
  );
}
