// The bodies that send staff, by their names.
import { type Answer, type Body, type Query, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ChoiceFilter, SearchFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { RecordForm } from "../../parts/RecordForm";
import { RecordFilter } from "../../parts/RecordFilter";
import { nameColumn } from "../../parts/nameColumn";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { makeFields } from "./fields";

export default function SponsorsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["search", "within", "closed"]);
  const query: Query<"/api/sponsors"> = {
    ...(filters.search !== undefined && { search: filters.search }),
    ...(filters.within !== undefined && { within: filters.within }),
    ...(filters.closed === "yes" && { closed: true }),
    count: true,
  };
  return (
    <>
      <ListPage
        title={t("sponsors.title")}
        path="/api/sponsors"
        query={query}
        action={
          may("sponsor.make") ? (
            <ActionButton name="make" main>
              {t("sponsors.make")}
            </ActionButton>
          ) : undefined
        }
        table="sponsor.import"
        filters={
          <>
            <SearchFilter label={t("sponsors.search")} value={filters.search} onChange={(value) => setFilter("search", value)} />
            {may("area.list") && (
              <RecordFilter
                kind="area"
                label={t("sponsors.within")}
                value={filters.within}
                onChange={(value) => setFilter("within", value)}
              />
            )}
            <ChoiceFilter
              label={t("sponsors.closed")}
              value={filters.closed}
              choices={[{ value: "yes", name: t("sponsors.closed_too") }]}
              onChange={(value) => setFilter("closed", value)}
            />
          </>
        }
        columns={[
          nameColumn(t("sponsors.name"), "/sponsors"),
          { key: "code", title: t("sponsors.code"), show: (each) => <bdi>{each.code}</bdi>, text: (each) => each.code },
          { key: "kind", title: t("sponsors.kind"), show: (each) => <bdi>{each.kind}</bdi>, text: (each) => each.kind },
          { key: "area", title: t("sponsors.area"), show: (each) => <bdi>{each.area_name}</bdi>, text: (each) => each.area_name },
          {
            key: "release",
            title: t("sponsors.release_percent"),
            number: true,
            show: (each) => <bdi>{number(each.release_percent)}</bdi>,
            text: (each) => each.release_percent,
          },
          {
            key: "max",
            title: t("sponsors.max_sites"),
            number: true,
            show: (each) => <bdi>{number(each.max_sites)}</bdi>,
            text: (each) => each.max_sites,
          },
        ]}
        empty={<p>{t(Object.keys(filters).length > 0 ? "sponsors.none_so" : "sponsors.none")}</p>}
      />
      <Action name="make" title={t("sponsors.make")}>
        {() => (
          <RecordForm<Body<"/api/sponsors">>
            draft="sponsors.make"
            fields={makeFields()}
            given={{ release_percent: 10, max_sites: 1 }}
            action={t("sponsors.make")}
            send={async (body) => {
              const made: Answer<"/api/sponsors/{id}"> = await answer(api.POST("/api/sponsors", { body }));
              await client.invalidateQueries({ queryKey: ["/api/sponsors"] });
              await navigate(`/sponsors/${made.id}`, { replace: true });
            }}
          />
        )}
      </Action>
    </>
  );
}
