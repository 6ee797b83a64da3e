// What is said of a person and a site: wishes, pins, points. Each is set anew, which takes the place of
// what was said before of the same two, and ended with its reason.
import { type Body, type Row, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { SimpleTable } from "../../parts/Facts";
import { type FormField, RecordForm } from "../../parts/RecordForm";
import { findSites } from "../../parts/find";
import { type ListRead, Loaded, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import type { Person } from "./PersonPage";

type Wish = Row<"/api/wishes">;
type Pin = Row<"/api/pins">;
type Cost = Row<"/api/costs">;

const ranks = ["first", "second", "third", "refuse"] as const;

function siteField<T>(): FormField<T & { site: string }> {
  return { name: "site", label: t("people.site"), kind: "record", of: "site", find: findSites } as FormField<T & { site: string }>;
}

export function Wishes({ person, open }: { person: Person; open: boolean }) {
  const list = useList("/api/wishes", { staff: person.id, limit: 200 });
  const may = useMay();
  return (
    <Said<Wish>
      id="wishes"
      title={t("people.wishes")}
      none={t("people.no_wish")}
      of={list}
      head={[t("people.rank")]}
      cells={(each) => [
        <>
          {t(`people.rank.${each.rank}`)} {each.confidential === true && <span className="quiet">{t("people.confidential")}</span>}
        </>,
      ]}
      set={open && may("wish.set") ? t("people.set_wish") : undefined}
      form={(done) => (
        <RecordForm<Body<"/api/wishes">>
          draft={`people.wish.${person.id}`}
          fields={[
            siteField(),
            {
              name: "rank",
              label: t("people.rank"),
              kind: "choice",
              choices: ranks.map((value) => ({ value, name: t(`people.rank.${value}`) })),
            },
          ]}
          action={t("people.set_wish")}
          before={<p className="quiet">{t("people.wish_effect")}</p>}
          send={async (body) => {
            await answer(api.POST("/api/wishes", { body: { ...body, staff: person.id } }));
            await done();
          }}
        />
      )}
      end={open && may("wish.end") ? t("people.end_wish") : undefined}
      fresh={async (id) => (await answer(api.GET("/api/wishes/{id}", { params: { path: { id } } }))).version}
      sendEnd={async (id, body) => {
        await answer(api.POST("/api/wishes/{id}/end", { params: { path: { id } }, body }));
      }}
    />
  );
}

export function Pins({ person, open }: { person: Person; open: boolean }) {
  const list = useList("/api/pins", { staff: person.id, limit: 200 });
  const may = useMay();
  const rules = ["must", "never"] as const;
  const roles = ["any", "leader", "member"] as const;
  return (
    <Said<Pin>
      id="pins"
      title={t("people.pins")}
      none={t("people.no_pin")}
      of={list}
      head={[t("people.pin_rule"), t("people.as"), t("people.reason_given")]}
      cells={(each) => [
        t(`people.pin.${each.rule}`),
        each.role === "any" ? t("people.any_role") : t(`people.role.${each.role}`),
        <bdi key="reason">{each.reason}</bdi>,
      ]}
      set={open && may("pin.set") ? t("people.set_pin") : undefined}
      form={(done) => (
        <RecordForm<Body<"/api/pins">>
          draft={`people.pin.${person.id}`}
          fields={[
            siteField(),
            {
              name: "rule",
              label: t("people.pin_rule"),
              kind: "choice",
              choices: rules.map((value) => ({ value, name: t(`people.pin.${value}`) })),
            },
            {
              name: "role",
              label: t("people.as"),
              kind: "choice",
              choices: roles.map((value) => ({ value, name: value === "any" ? t("people.any_role") : t(`people.role.${value}`) })),
            },
            { name: "reason", label: t("people.reason_given"), help: t("people.pin_help") },
          ]}
          given={{ role: "any" }}
          action={t("people.set_pin")}
          before={<p className="quiet">{t("people.pin_effect")}</p>}
          send={async (body) => {
            await answer(api.POST("/api/pins", { body: { ...body, staff: person.id } }));
            await done();
          }}
        />
      )}
      end={open && may("pin.end") ? t("people.end_pin") : undefined}
      fresh={async (id) => (await answer(api.GET("/api/pins/{id}", { params: { path: { id } } }))).version}
      sendEnd={async (id, body) => {
        await answer(api.POST("/api/pins/{id}/end", { params: { path: { id } }, body }));
      }}
    />
  );
}

export function Costs({ person, open }: { person: Person; open: boolean }) {
  const list = useList("/api/costs", { staff: person.id, limit: 200 });
  const may = useMay();
  return (
    <Said<Cost>
      id="costs"
      title={t("people.costs")}
      none={t("people.no_cost")}
      of={list}
      head={[t("people.points"), t("people.reason_given")]}
      cells={(each) => [<bdi key="points">{number(each.points)}</bdi>, <bdi key="reason">{each.reason}</bdi>]}
      set={open && may("cost.set") ? t("people.set_cost") : undefined}
      form={(done) => (
        <RecordForm<Body<"/api/costs">>
          draft={`people.cost.${person.id}`}
          fields={[
            siteField(),
            { name: "points", label: t("people.points"), kind: "number", help: t("people.cost_help") },
            { name: "reason", label: t("people.reason_given"), help: t("people.pin_help") },
          ]}
          action={t("people.set_cost")}
          send={async (body) => {
            await answer(api.POST("/api/costs", { body: { ...body, staff: person.id } }));
            await done();
          }}
        />
      )}
      end={open && may("cost.end") ? t("people.end_cost") : undefined}
      fresh={async (id) => (await answer(api.GET("/api/costs/{id}", { params: { path: { id } } }))).version}
      sendEnd={async (id, body) => {
        await answer(api.POST("/api/costs/{id}/end", { params: { path: { id } }, body }));
      }}
    />
  );
}

interface Pair {
  id: string;
  site: string;
  site_name: string;
  version: number;
}

function Said<T extends Pair>({
  id,
  title,
  none,
  of,
  head,
  cells,
  set,
  form,
  end,
  fresh,
  sendEnd,
}: {
  id: string;
  title: string;
  none: string;
  of: ListRead<T>;
  head: string[];
  cells: (each: T) => ReactNode[];
  /** What its button says; undefined: not offered. */
  set: string | undefined;
  form: (done: () => Promise<void>) => ReactNode;
  end: string | undefined;
  /** The version that there is now. */
  fresh: (id: string) => Promise<number>;
  sendEnd: (id: string, body: Body<"/api/wishes/{id}/end">) => Promise<void>;
}) {
  const may = useMay();
  const client = useQueryClient();
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Loaded of={of}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{none}</p>
          ) : (
            <>
              <SimpleTable
                label={title}
                head={[t("people.site"), ...head, ...(end === undefined ? [] : [t("people.do")])].map((each) => ({ title: each }))}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    may("site.show") ? (
                      <Link key="site" to={`/sites/${each.site}`}>
                        <bdi>{each.site_name}</bdi>
                      </Link>
                    ) : (
                      <bdi key="site">{each.site_name}</bdi>
                    ),
                    ...cells(each),
                    ...(end === undefined
                      ? []
                      : [
                          <ActionButton key="end" name={`end-${each.id}`}>
                            {t("people.end")}
                          </ActionButton>,
                        ]),
                  ],
                }))}
              />
              {end !== undefined &&
                rows.map((each) => (
                  <Action key={each.id} name={`end-${each.id}`} title={end}>
                    {(close) => (
                      <RecordForm<Body<"/api/wishes/{id}/end">>
                        draft={`people.end.${each.id}`}
                        fields={[{ name: "reason", label: t("people.reason_given"), help: t("people.reason_help") }]}
                        given={{ version: each.version }}
                        fresh={async () => ({ version: await fresh(each.id) })}
                        action={end}
                        before={
                          <p>
                            <bdi>{each.site_name}</bdi>. {t("people.end_effect")}
                          </p>
                        }
                        send={async (body) => {
                          await sendEnd(each.id, body);
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
      {set !== undefined && (
        <>
          <p className="actions">
            <ActionButton name={`set-${id}`}>{set}</ActionButton>
          </p>
          <Action name={`set-${id}`} title={set}>
            {(close) => form(() => done(close))}
          </Action>
        </>
      )}
    </section>
  );
}
