// What sites need, who is there, and what is short: every site with its terms, the sum above.
import { type Row, day, number, t } from "@sojourn/shared";
import { Button } from "antd";
import { Link } from "react-router";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable, fileAddress } from "../../parts/ListPage";
import { FileLink } from "../../parts/FileLink";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useAll, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Site = Row<"/api/need-sites">;
const views = ["all", "team", "minimum", "short", "unknown", "covered", "own"] as const;

export default function NeedsPage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["show", "area"]);
  const view = views.find((each) => each === filters.show) ?? "all";
  const sites = useAll("/api/need-sites");
  // Sites that their own organisation staffs have no place, and are short of nothing.
  const team = (site: Site): boolean => site.place !== undefined;
  const asked: Record<(typeof views)[number], (site: Site) => boolean> = {
    all: () => true,
    team,
    minimum: (site) => team(site) && site.short_of_minimum > 0,
    short: (site) => team(site) && site.short_of_minimum + site.short_of_target > 0,
    unknown: (site) => team(site) && site.in_post === undefined,
    covered: (site) => site.in_post !== undefined && site.in_post >= site.minimum,
    own: (site) => !team(site),
  };
  const shown = (site: Site): boolean => asked[view](site) && (filters.area === undefined || site.area === filters.area);
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
        {filters.area !== undefined && (
          <Button onClick={() => setFilter("area", undefined)}>
            {t("needs.only_area")} <bdi>{sites.data?.find((site) => site.area === filters.area)?.area_name}</bdi> ✕
          </Button>
        )}
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
                  <FileLink key={format} address={fileAddress("/api/need-sites", {}, format)}>
                    {t("shell.download")} <bdi>.{format}</bdi>
                  </FileLink>
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
        <>
          <p className="quiet">{t("needs.as_of", { day: day(sum.on) })}</p>
          <ul className="figures">
            {(
              [
                ["sites", sum.sites, "/needs?show=team"],
                ["minimum_all", sum.minimum, "/needs?show=team"],
                ["target_all", sum.target, "/needs?show=team"],
                ["in_post_all", sum.in_post, "/needs?show=team"],
                ["short_all", sum.short_of_minimum, "/needs?show=minimum"],
                ["vacant_at_home", sum.vacant_at_home, "/reports?tab=sponsors"],
                ["unknown_sites", sum.unknown_sites, "/needs?show=unknown"],
                ["own_sites", sum.own_sites, "/needs?show=own"],
              ] as const
            ).map(([key, value, list]) => (
              <li key={key} className="figure">
                <span className="value">
                  <Link to={list}>
                    <bdi>{number(value)}</bdi>
                  </Link>
                </span>
                <span className="meaning">{t(`needs.${key}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
