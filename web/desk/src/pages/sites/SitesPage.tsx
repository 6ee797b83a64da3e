// All sites that somebody may see, in the order of the records, as a list or as a map.
import { type Answer, type Body, type Query, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ChoiceFilter, SearchFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { PageHead } from "../../parts/PageHead";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { nameColumn } from "../../parts/nameColumn";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { SiteMap } from "./SiteMap";
import { kinds, makeFields, team, tiers, usual } from "./fields";

export default function SitesPage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["search", "within", "kind", "tier", "least_need", "closed", "view"]);
  const { view, ...narrowing } = filters;
  const query: Query<"/api/sites"> = {
    ...(filters.search !== undefined && { search: filters.search }),
    ...(filters.within !== undefined && { within: filters.within }),
    ...(kinds.includes(filters.kind as never) && { kind: filters.kind as (typeof kinds)[number] }),
    ...(tiers.includes(filters.tier as never) && { tier: filters.tier as (typeof tiers)[number] }),
    ...(["2", "3", "4", "5"].includes(filters.least_need ?? "") && { least_need: Number(filters.least_need) }),
    ...(filters.closed === "yes" && { closed: true }),
  };
  const controls = (
    <>
      <SearchFilter label={t("sites.search")} value={filters.search} onChange={(value) => setFilter("search", value)} />
      {may("area.list") && (
        <RecordFilter
          kind="area"
          label={t("sites.within")}
          value={filters.within}
          onChange={(value) => setFilter("within", value)}
        />
      )}
      <ChoiceFilter
        label={t("sites.kind")}
        value={filters.kind}
        choices={kinds.map((value) => ({ value, name: t(`sites.kind.${value}`) }))}
        onChange={(value) => setFilter("kind", value)}
      />
      <ChoiceFilter
        label={t("sites.tier")}
        value={filters.tier}
        choices={tiers.map((value) => ({ value, name: t(`sites.tier.${value}`) }))}
        onChange={(value) => setFilter("tier", value)}
      />
      <ChoiceFilter
        label={t("sites.need")}
        value={filters.least_need}
        choices={["2", "3", "4", "5"].map((value) => ({ value, name: t("sites.at_least", { value }) }))}
        onChange={(value) => setFilter("least_need", value)}
      />
      <ChoiceFilter
        label={t("sites.closed")}
        value={filters.closed}
        choices={[{ value: "yes", name: t("sites.closed_too") }]}
        onChange={(value) => setFilter("closed", value)}
      />
      <ChoiceFilter
        label={t("sites.view")}
        value={view ?? "list"}
        none={null}
        choices={[
          { value: "list", name: t("sites.as_list") },
          { value: "map", name: t("sites.as_map") },
        ]}
        onChange={(value) => setFilter("view", value === "map" ? value : undefined)}
      />
    </>
  );
  const make = (
    <>
      <Link className="button" to={filters.within === undefined ? "/site-cards" : `/site-cards?within=${filters.within}`}>
        {t("sites.print_cards")}
      </Link>{" "}
      {may("site.make") && (
        <ActionButton name="make" main>
          {t("sites.make")}
        </ActionButton>
      )}
    </>
  );
  return (
    <>
      {view === "map" ? (
        <>
          <PageHead title={t("sites.title")} action={make} />
          <div className="filters">{controls}</div>
          <SiteMap query={query} narrowed={Object.keys(narrowing).length > 0} />
        </>
      ) : (
        <ListPage
          title={t("sites.title")}
          path="/api/sites"
          query={{ ...query, count: true }}
          action={make}
          table="site.import"
          filters={controls}
          columns={[
            nameColumn(t("sites.name"), "/sites"),
            { key: "code", title: t("sites.code"), show: (site) => <bdi>{site.code}</bdi>, text: (site) => site.code },
            {
              key: "area",
              title: t("sites.area"),
              show: (site) => <bdi>{site.area_name}</bdi>,
              text: (site) => site.area_name,
            },
            {
              key: "kind",
              title: t("sites.kind"),
              show: (site) => t(`sites.kind.${site.kind}`),
              text: (site) => t(`sites.kind.${site.kind}`),
            },
            {
              key: "tier",
              title: t("sites.tier"),
              show: (site) => t(`sites.tier.${site.tier}`),
              text: (site) => t(`sites.tier.${site.tier}`),
            },
            {
              key: "team",
              title: t("sites.team"),
              show: (site) => team(site.min_team, site.target_team),
              text: (site) => team(site.min_team, site.target_team),
            },
            {
              key: "skills",
              title: t("sites.skills"),
              show: (site) => <bdi>{site.skills.join(", ")}</bdi>,
              text: (site) => site.skills.join(", "),
            },
          ]}
          empty={<p>{t(Object.keys(narrowing).length > 0 ? "sites.none_so" : "sites.none")}</p>}
        />
      )}
      <Make />
    </>
  );
}

function Make() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <Action name="make" title={t("sites.make")}>
      {() => (
        <RecordForm<Body<"/api/sites">>
          draft="sites.make"
          fields={makeFields()}
          given={usual}
          action={t("sites.make")}
          send={async (body) => {
            const made: Answer<"/api/sites/{id}"> = await answer(api.POST("/api/sites", { body }));
            await client.invalidateQueries({ queryKey: ["/api/sites"] });
            await navigate(`/sites/${made.id}`, { replace: true });
          }}
        />
      )}
    </Action>
  );
}
