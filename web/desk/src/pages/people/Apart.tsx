// Whom somebody is kept apart from: at most one of the two is posted at a time. That it is so, never why.
import { type Body, answer, api, day, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { orAnew } from "../../parts/anew";
import { findPeople } from "../../parts/find";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

export function Apart({ person, open }: { person: { id: string }; open: boolean }) {
  const may = useMay();
  const client = useQueryClient();
  const list = useList("/api/apart", { staff: person.id, ended: true, limit: 200 });
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  // A pair is kept in the order of its ids.
  const partner = (each: { staff: string; name: string; other: string; other_name: string }) =>
    each.staff === person.id ? { id: each.other, name: each.other_name } : { id: each.staff, name: each.name };
  return (
    <>
      <ListSection
        id="apart"
        title={t("statements.apart")}
        none={t("statements.no_apart")}
        of={list}
        head={[t("statements.other"), t("statements.declared_on"), t("statements.do")]}
        rowKey={(each) => each.id}
        row={(each) => [
          may("staff.show") ? (
            <Link key="other" to={`/people/${partner(each).id}`}>
              <bdi>{partner(each).name}</bdi>
            </Link>
          ) : (
            <bdi key="other">{partner(each).name}</bdi>
          ),
          <Day key="on" of={each.declared_on} />,
          each.ended_on !== undefined
            ? t("statements.apart_ended", { day: day(each.ended_on) })
            : open && may("apart.end") && <ActionButton name={`apart-end-${each.id}`}>{t("statements.end_apart")}</ActionButton>,
        ]}
      />
      {open && may("apart.declare") && (
        <>
          <p className="quiet">{t("statements.apart_how")}</p>
          <p className="actions">
            <ActionButton name="set-apart">{t("statements.set_apart")}</ActionButton>
          </p>
          <Action name="set-apart" title={t("statements.set_apart")}>
            {(close) => (
              <RecordForm<Omit<Body<"/api/apart">, "staff">>
                draft={`people.apart.${person.id}`}
                fields={[
                  {
                    name: "other",
                    label: t("statements.other"),
                    kind: "record",
                    of: "staff",
                    find: async (words, signal) => (await findPeople(words, signal)).filter((each) => each.id !== person.id),
                  },
                ]}
                action={t("statements.set_apart")}
                before={<p className="quiet">{t("statements.apart_effect")}</p>}
                send={async (body) => {
                  await answer(api.POST("/api/apart", { body: { ...body, staff: person.id } }));
                  await done(close);
                }}
              />
            )}
          </Action>
        </>
      )}
      {open &&
        may("apart.end") &&
        list.data
          ?.filter((each) => each.ended_on === undefined)
          .map((each) => (
            <Action key={each.id} name={`apart-end-${each.id}`} title={t("statements.end_apart")}>
              {(close) => (
                <SendForm
                  action={t("statements.end_apart")}
                  send={async () => {
                    const path = { params: { path: { id: each.id } } };
                    await orAnew(client, answer(api.POST("/api/apart/{id}/end", { ...path, body: { version: each.version } })));
                    await done(close);
                  }}
                >
                  {() => (
                    <p>
                      <bdi>{partner(each).name}</bdi>. {t("statements.end_apart_effect")}
                    </p>
                  )}
                </SendForm>
              )}
            </Action>
          ))}
    </>
  );
}
