// One session: who sits in it, and that they completed it.
import { type Answer, type Body, answer, api, number, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { findPeople } from "../../parts/find";
import { Loaded, useAll, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Wishers } from "./Wishes";

type Session = Answer<"/api/training-sessions/{id}">;

export default function SessionPage() {
  const { id = "" } = useParams();
  const session = useRead("/api/training-sessions/{id}", { path: { id } });
  return <Loaded of={{ ...session, data: session.data?.id === id ? session.data : undefined }}>{(shown) => <TheSession of={shown} />}</Loaded>;
}

function TheSession({ of }: { of: Session }) {
  const may = useMay();
  const client = useQueryClient();
  const seats = useAll("/api/training-seats", { session: of.id });
  const open = of.state === "planned";
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/api/training-") });
  };
  const fresh = async (): Promise<Session> => read("/api/training-sessions/{id}", { path: { id: of.id } });
  return (
    <>
      <p className="quiet">
        <Link to="/training?tab=sessions">{t("training.back")}</Link>
      </p>
      <PageHead
        title={of.course_name}
        of="record"
        action={
          open && may("training_session.complete") ? (
            <ActionButton name="complete" main>
              {t("training.complete")}
            </ActionButton>
          ) : undefined
        }
      />
      <Facts>
        <Fact label={t("training.first_day")}>
          <Day of={of.from_day} />
        </Fact>
        <Fact label={t("training.last_day")}>
          <Day of={of.to_day} />
        </Fact>
        <Fact label={t("training.place")}>
          <bdi>{of.place}</bdi>
        </Fact>
        <Fact label={t("training.area")}>
          <bdi>{of.area_name}</bdi>
        </Fact>
        <Fact label={t("training.capacity")}>
          <bdi>{number(of.capacity)}</bdi>
        </Fact>
        <Fact label={t("training.state")}>{t(`training.state_${of.state}`)}</Fact>
        <Fact label={t("training.reason")}>{of.reason === undefined ? undefined : <bdi>{of.reason}</bdi>}</Fact>
      </Facts>
      {open && (
        <p className="actions">
          {may("seat.make") && <ActionButton name="add">{t("training.add_person")}</ActionButton>}{" "}
          {may("training_session.cancel") && <ActionButton name="cancel">{t("training.cancel")}</ActionButton>}
        </p>
      )}
      <h2>{t("training.people")}</h2>
      <Loaded of={seats}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("training.nobody")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("training.people")}
                head={[{ title: t("training.person") }, { title: t("training.state") }, { title: t("training.what_to_do") }]}
                rows={rows.map((row) => ({
                  key: row.id,
                  cells: [
                    <bdi key="name">{row.staff_name}</bdi>,
                    t(`training.seat_${row.state}`),
                    row.state === "booked" && may("seat.give_up") ? (
                      <ActionButton key="give_up" name={`give-up-${row.id}`}>
                        {t("training.give_up")}
                      </ActionButton>
                    ) : null,
                  ],
                }))}
              />
              {rows.map((row) => (
                <Action key={row.id} name={`give-up-${row.id}`} title={t("training.give_up")}>
                  {(close) => (
                    <RecordForm<Body<"/api/training-seats/{id}/give-up">>
                      draft={`training.give_up.${row.id}`}
                      fields={[{ name: "reason", label: t("training.reason") }]}
                      given={{ version: row.version }}
                      action={t("training.give_up")}
                      before={
                        <p>
                          <bdi>{row.staff_name}</bdi>
                        </p>
                      }
                      send={async (body) => {
                        await answer(api.POST("/api/training-seats/{id}/give-up", { params: { path: { id: row.id } }, body }));
                        await done(close);
                      }}
                    />
                  )}
                </Action>
              ))}
            </>
          )
        }
      </Loaded>
      {open && may("course_wish.list") && <Wishers session={of.id} course={of.course} />}
      <Action name="add" title={t("training.add_person")}>
        {(close) => (
          <RecordForm<Body<"/api/training-seats">>
            draft={`training.add.${of.id}`}
            fields={[{ name: "staff", label: t("training.person"), kind: "record", of: "staff", find: findPeople }]}
            action={t("training.add_person")}
            send={async (body) => {
              await answer(api.POST("/api/training-seats", { body: { ...body, session: of.id } }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="cancel" title={t("training.cancel")}>
        {(close) => (
          <RecordForm<Body<"/api/training-sessions/{id}/cancel">>
            draft={`training.cancel.${of.id}`}
            fields={[{ name: "reason", label: t("training.reason") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("training.cancel")}
            before={<p className="quiet">{t("training.cancel_effect", { count: of.people })}</p>}
            send={async (body) => {
              await answer(api.POST("/api/training-sessions/{id}/cancel", { params: { path: { id: of.id } }, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="complete" title={t("training.complete")}>
        {(close) => (
          <RecordForm<Body<"/api/training-sessions/{id}/complete">>
            draft={`training.complete.${of.id}`}
            fields={[
              { name: "source", label: t("training.source"), help: t("training.source_help") },
              {
                name: "not_completed",
                label: t("training.not_completed"),
                help: t("training.not_completed_help"),
                kind: "several",
                choices: (seats.data ?? [])
                  .filter((row) => row.state === "booked")
                  .map((row) => ({ value: row.staff, name: row.staff_name })),
              },
            ]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("training.complete")}
            before={<p className="quiet">{t("training.complete_effect", { count: of.people })}</p>}
            send={async (body) => {
              await answer(api.POST("/api/training-sessions/{id}/complete", { params: { path: { id: of.id } }, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
