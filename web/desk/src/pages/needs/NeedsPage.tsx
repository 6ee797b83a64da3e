// What sites need, who is there, and what is short: every site with its terms, the sum above.
import { type Row, number, t } from "@sojourn/shared";
import { Link } from "react-router";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable, fileAddress } from "../../parts/ListPage";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useAll, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Site = Row<"/api/need-sites">;
const views = ["all", "short", "unknown"] as const;

export default function NeedsPage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["show"]);
  const view = views.find((each) => each === filters.show) ?? "all";
  const sites = useAll("/api/need-sites");
  const shown = (site: Site): boolean =>
    view === "short" ? site.short_of_minimum + site.short_of_target > 0 : view === "unknown" ? site.in_post === undefined : true;
  const figure = (key: string, title: string, value: (site: Site) => number | undefined): Column<Site> => ({
    key,
    title,
    number: true,
    show: (site) => {
      const found = value(site);
      return found === undefined ? <span className="quiet">{t("needs.not_reported")}</span> : <bdi>{number(found)}</bdi>;
    },
    text: (site) => value(site),
  });
  const columns: Column<Site>[] = [
    {
      key: "name",
      title: t("needs.site"),
      show: (site) => (
        <Link to={`/sites/${site.id}?tab=need`}>
          <bdi>{site.name}</bdi>
        </Link>
      ),
      text: (site) => site.name,
    },
    { key: "area", title: t("needs.area"), show: (site) => <bdi>{site.area_name}</bdi>, text: (site) => site.area_name },
    { key: "from", title: t("needs.from"), show: (site) => t(`needs.from_${site.from}`), text: (site) => t(`needs.from_${site.from}`) },
    figure("weight", t("needs.weight"), (site) => site.weight),
    figure("minimum", t("needs.minimum"), (site) => site.minimum),
    figure("target", t("needs.target"), (site) => site.target),
    figure("in_post", t("needs.in_post"), (site) => site.in_post),
    figure("other", t("needs.other_posts"), (site) => site.other_posts_counted),
    figure("short", t("needs.short"), (site) => site.short_of_minimum),
    figure("short_target", t("needs.short_of_target"), (site) => site.short_of_target),
    figure("hardship", t("needs.hardship"), (site) => site.hardship),
  ];
  return (
    <>
      <PageHead
        title={t("needs.title")}
        action={
          may("need.import") ? (
            <Link className="button" to="/import/need">
              {t("needs.import")}
            </Link>
          ) : undefined
        }
      />
      <p className="quiet">{t("needs.how")}</p>
      {may("need.overview") && <Sum />}
      <div className="filters">
        <ChoiceFilter
          label={t("needs.show")}
          value={view}
          none={null}
          choices={views.map((value) => ({ value, name: t(`needs.show_${value}`) }))}
          onChange={(value) => setFilter("show", value === "all" ? undefined : value)}
        />
      </div>
      <Loaded of={sites}>
        {(rows) => {
          const left = rows.filter(shown);
          return rows.length === 0 ? (
            <p>
              {t("needs.none")} {may("site.import") && <Link to="/import/site">{t("needs.import_sites")}</Link>}
            </p>
          ) : (
            <>
              {left.length === 0 ? <p>{t("needs.none_so")}</p> : <ListTable rows={left} columns={columns} label={t("needs.title")} />}
              <p className="below">
                <span role="status">{t("shell.shown_of", { shown: left.length, all: rows.length })}</span>
                {(["xlsx", "csv"] as const).map((format) => (
                  <a key={format} href={fileAddress("/api/need-sites", {}, format)} download>
                    {t("shell.download")} <bdi>.{format}</bdi>
                  </a>
                ))}
              </p>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** The sum over all sites, for whoever sees the programme's establishments. */
function Sum() {
  const overview = useRead("/api/need-overview");
  return (
    <Loaded of={overview}>
      {(sum) => (
        <ul className="figures">
          {(
            [
              ["sites", sum.sites],
              ["minimum_all", sum.minimum],
              ["target_all", sum.target],
              ["in_post_all", sum.in_post],
              ["short_all", sum.short_of_minimum],
              ["vacant_at_home", sum.vacant_at_home],
              ["unknown_sites", sum.unknown_sites],
            ] as const
          ).map(([key, value]) => (
            <li key={key} className="figure">
              <span className="value">
                <bdi>{number(value)}</bdi>
              </span>
              <span className="meaning">{t(`needs.${key}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
