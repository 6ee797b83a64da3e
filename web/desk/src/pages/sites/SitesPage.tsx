// All sites that somebody may see, in the order of the records.
import { type Query, type Row, t } from "@sojourn/shared";
import { ChoiceFilter, SearchFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { useFilters } from "../../parts/useFilters";

const kinds = ["village", "community", "farm"] as const;
const tiers = ["low", "middle", "high"] as const;

function team(site: Row<"/api/sites">): string {
  return site.min_team === site.target_team
    ? t("sites.people", { count: site.target_team })
    : t("sites.from_to", { least: site.min_team, target: site.target_team });
}

export default function SitesPage() {
  const [filters, setFilter] = useFilters(["search", "kind", "tier", "closed"]);
  const query: Query<"/api/sites"> = {
    ...(filters.search !== undefined && { search: filters.search }),
    ...(kinds.includes(filters.kind as never) && { kind: filters.kind as (typeof kinds)[number] }),
    ...(tiers.includes(filters.tier as never) && { tier: filters.tier as (typeof tiers)[number] }),
    ...(filters.closed === "yes" && { closed: true }),
    count: true,
  };
  return (
    <ListPage
      title={t("sites.title")}
      path="/api/sites"
      query={query}
      filters={
        <>
          <SearchFilter
            label={t("sites.search")}
            value={filters.search}
            onChange={(value) => setFilter("search", value)}
          />
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
            label={t("sites.closed")}
            value={filters.closed}
            choices={[{ value: "yes", name: t("sites.closed_too") }]}
            onChange={(value) => setFilter("closed", value)}
          />
        </>
      }
      columns={[
        {
          key: "name",
          title: t("sites.name"),
          show: (site) => (
            <>
              <bdi>{site.name}</bdi> {site.closed_on !== undefined && <span className="quiet">✖ {t("sites.is_closed")}</span>}
            </>
          ),
          text: (site) => site.name,
        },
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
          show: team,
          text: team,
        },
      ]}
      empty={<p>{t(Object.keys(filters).length > 0 ? "sites.none_so" : "sites.none")}</p>}
    />
  );
}
