// The areas in which sites lie, as a list by kind; made, renamed, moved, joined and closed here.
import { type Answer, type Body, type Row, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useSearchParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ChoiceFilter, SearchFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { type Given, RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { orAnew } from "../../parts/anew";
import { findAreas } from "../../parts/find";
import { useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Area = Row<"/api/areas">;
const areaKinds = ["nation", "province", "prefecture", "county", "township"] as const;

export default function AreasPage() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["kind", "search", "closed", "area"]);
  const [, setParameters] = useSearchParams();
  const kind = areaKinds.find((each) => each === filters.kind);
  const act = (name: string, area: Area): void =>
    setParameters((before) => {
      before.set("do", name);
      before.set("area", area.id);
      return before;
    });
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries(); // sites, sponsors and needs name areas too
  };
  return (
    <>
      <ListPage
        title={t("settings.areas")}
        path="/api/areas"
        query={{ count: true, ...(kind !== undefined && { kind }), ...(filters.search !== undefined && { search: filters.search }), ...(filters.closed === "yes" && { closed: true }) }}
        action={
          <ActionButton name="make" main>
            {t("settings.area_make")}
          </ActionButton>
        }
        table="area.import"
        filters={
          <>
            <SearchFilter label={t("settings.name")} value={filters.search} onChange={(value) => setFilter("search", value)} />
            <ChoiceFilter
              label={t("settings.kind")}
              value={kind}
              choices={areaKinds.map((value) => ({ value, name: t(`settings.kind_${value}`) }))}
              onChange={(value) => setFilter("kind", value)}
            />
            <ChoiceFilter
              label={t("settings.closed_areas")}
              value={filters.closed}
              choices={[{ value: "yes", name: t("settings.closed_too") }]}
              onChange={(value) => setFilter("closed", value)}
            />
          </>
        }
        columns={[
          { key: "name", title: t("settings.name"), show: (area) => <bdi>{area.name}</bdi>, text: (area) => area.name },
          { key: "kind", title: t("settings.kind"), show: (area) => t(`settings.kind_${area.kind}`), text: (area) => t(`settings.kind_${area.kind}`) },
          { key: "parent", title: t("settings.parent"), show: (area) => area.parent !== undefined && <Parent id={area.parent} /> },
          { key: "code", title: t("settings.code"), show: (area) => <bdi>{area.code}</bdi>, text: (area) => area.code },
          ...(filters.closed === "yes"
            ? [
                {
                  key: "closed",
                  title: t("settings.closed_on"),
                  show: (area: Area) =>
                    area.closed_on !== undefined && (
                      <>
                        <Day of={area.closed_on} /> <bdi className="quiet">{area.closed_reason}</bdi>
                      </>
                    ),
                  text: (area: Area) => area.closed_on,
                },
              ]
            : []),
          {
            key: "do",
            title: t("settings.do"),
            show: (area) =>
              area.closed_on !== undefined ? (
                area.merged_into !== undefined ? (
                  <span className="quiet">
                    {t("settings.area_joined")} <Parent id={area.merged_into} />
                  </span>
                ) : (
                  may("area.reopen") && (
                    <Button size="small" onClick={() => act("reopen", area)}>
                      {t("settings.area_reopen")}
                    </Button>
                  )
                )
              ) : (
              <>
                {may("area.rename") && (
                  <Button size="small" onClick={() => act("rename", area)}>
                    {t("settings.rename")}
                  </Button>
                )}{" "}
                {may("area.move") && (
                  <Button size="small" onClick={() => act("move", area)}>
                    {t("settings.area_move")}
                  </Button>
                )}{" "}
                {may("area.merge") && (
                  <Button size="small" onClick={() => act("merge", area)}>
                    {t("settings.area_merge")}
                  </Button>
                )}{" "}
                {may("area.close") && (
                  <Button size="small" onClick={() => act("close", area)}>
                    {t("settings.close")}
                  </Button>
                )}
              </>
              ),
          },
        ]}
        empty={<p>{t(kind !== undefined || filters.search !== undefined || filters.closed === "yes" ? "settings.no_area" : "settings.no_areas")}</p>}
      />
      <Action name="make" title={t("settings.area_make")}>
        {(close) => (
          <RecordForm<Body<"/api/areas">>
            draft="settings.area"
            fields={[
              { name: "name", label: t("settings.name") },
              { name: "kind", label: t("settings.kind"), kind: "choice", choices: areaKinds.map((value) => ({ value, name: t(`settings.kind_${value}`) })) },
              { name: "parent", label: t("settings.parent"), kind: "record", of: "area", find: findAreas, help: t("settings.parent_help") },
              { name: "code", label: t("settings.code") },
            ]}
            action={t("settings.area_make")}
            send={async (body) => {
              await answer(api.POST("/api/areas", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
      {filters.area !== undefined && <Change id={filters.area} done={done} />}
    </>
  );
}

/** An outer area that the reader does not see has no name. */
function Parent({ id }: { id: string }) {
  const area = useRead("/api/areas/{id}", { path: { id } }).data;
  return area?.id === id ? <bdi>{area.name}</bdi> : null;
}

function Change({ id, done }: { id: string; done: (close: () => void) => Promise<void> }) {
  const client = useQueryClient();
  const area = useRead("/api/areas/{id}", { path: { id } });
  const given = area.data;
  if (given === undefined || given.id !== id) {
    return null;
  }
  const path = { params: { path: { id } } };
  const fresh = async () => ({ ...(await answer(api.GET("/api/areas/{id}", path))) });
  return (
    <>
      <Elsewhere area={given} done={done} />
      <Action name="rename" title={t("settings.rename")}>
        {(close) => (
          <RecordForm<Body<"/api/areas/{id}/rename">>
            draft={`settings.area.rename.${id}`}
            fields={[{ name: "name", label: t("settings.name") }]}
            given={given}
            fresh={fresh}
            action={t("settings.rename")}
            send={async (body) => {
              await answer(api.POST("/api/areas/{id}/rename", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="reopen" title={t("settings.area_reopen")}>
        {(close) => (
          <SendForm
            action={t("settings.area_reopen")}
            send={async () => {
              await orAnew(client, answer(api.POST("/api/areas/{id}/reopen", { ...path, body: { version: given.version } })));
              await done(close);
            }}
          >
            {() => (
              <p>
                <bdi>{given.name}</bdi>: {t("settings.area_reopen_effect")}
              </p>
            )}
          </SendForm>
        )}
      </Action>
      <Action name="close" title={t("settings.close")}>
        {(close) => (
          <RecordForm<Body<"/api/areas/{id}/close">>
            draft={`settings.area.close.${id}`}
            fields={[{ name: "reason", label: t("settings.reason") }]}
            facts={[
              { name: "name", label: t("settings.name") },
              { name: "closed_on", label: t("settings.closed") },
            ]}
            given={given}
            fresh={fresh}
            action={t("settings.close")}
            before={
              <p>
                <bdi>{given.name}</bdi>: {t("settings.close_effect")}
              </p>
            }
            send={async (body) => {
              await answer(api.POST("/api/areas/{id}/close", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

/** Moving and joining: everything that lies in it goes along, so it is counted first. */
function Elsewhere({ area, done }: { area: Answer<"/api/areas/{id}">; done: (close: () => void) => Promise<void> }) {
  const { id, name } = area;
  const sites = useList("/api/sites", { within: id, count: true, limit: 1 });
  const inner = useList("/api/areas", { within: id, count: true, limit: 1 });
  const outer = useRead("/api/areas/{id}", { path: { id: area.parent ?? "" } }, { enabled: area.parent !== undefined });
  if (sites.count === undefined || inner.count === undefined || (area.parent !== undefined && outer.data?.id !== area.parent)) {
    return null;
  }
  const path = { params: { path: { id } } };
  const effect = (words: string) => (
    <p>
      ▲ <bdi>{name}</bdi>: {t("settings.area_holds", { areas: number((inner.count ?? 1) - 1), sites: number(sites.count ?? 0) })} {words}
    </p>
  );
  const others = async (words: string, signal: AbortSignal) => (await findAreas(words, signal)).filter((each) => each.id !== id);
  const fresh = async (): Promise<Given> => {
    const now = await answer(api.GET("/api/areas/{id}", path));
    const above = now.parent === undefined ? undefined : await answer(api.GET("/api/areas/{id}", { params: { path: { id: now.parent } } }));
    return { ...now, ...(above !== undefined && { parent_name: above.name }) };
  };
  const facts = [{ name: "name", label: t("settings.name") }];
  return (
    <>
      <Action name="move" title={t("settings.area_move_title")}>
        {(close) => (
          <RecordForm<Body<"/api/areas/{id}/move">>
            key={id}
            draft={`settings.area.move.${id}`}
            fields={[{ name: "parent", label: t("settings.parent"), kind: "record", of: "area", find: others, help: t("settings.area_move_help") }]}
            facts={facts}
            given={{ ...area, ...(outer.data !== undefined && area.parent !== undefined && { parent_name: outer.data.name }) }}
            fresh={fresh}
            action={t("settings.area_move_title")}
            before={effect(t("settings.area_move_effect"))}
            send={async (body) => {
              await answer(api.POST("/api/areas/{id}/move", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="merge" title={t("settings.area_merge_title")}>
        {(close) => (
          <RecordForm<Body<"/api/areas/{id}/merge">>
            key={id}
            draft={`settings.area.merge.${id}`}
            fields={[
              { name: "into", label: t("settings.area_into"), kind: "record", of: "area", find: others, help: t("settings.area_into_help") },
              { name: "reason", label: t("settings.reason") },
            ]}
            facts={facts}
            given={{ name, version: area.version }}
            fresh={fresh}
            action={t("settings.area_merge_title")}
            before={effect(t("settings.area_merge_effect"))}
            send={async (body) => {
              await answer(api.POST("/api/areas/{id}/merge", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
