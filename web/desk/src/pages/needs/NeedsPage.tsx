// What sites need, who is there, and what is short: every site with its terms, the sum above; what is missing of a site
// leads to the form that says it. Beside them the standard numbers of each kind of site.
import { type Row, day, number, t, withTheTerm } from "@sojourn/shared";
import { Button } from "antd";
import { Suspense, lazy } from "react";
import { Link } from "react-router";
import { Downloads } from "../../parts/Downloads";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, CopyTable, ListTable } from "../../parts/ListPage";
import { PageHead } from "../../parts/PageHead";
import { Skeleton } from "../../parts/Skeleton";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useAll, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { missing } from "../sites/fields";

const Standards = lazy(() => withTheTerm(async () => ({ default: (await import("./Standards")).Standards })));

type Site = Row<"/api/need-sites">;
const views = ["all", "team", "minimum", "short", "unknown", "unready", "covered", "own"] as const;

export default function NeedsPage() {
  const may = useMay();
  const tab = useTab(["sites", "standards"]);
  return (
    <>
      <PageHead
        title={t("shell.needs")}
        action={
          may("need.import") ? (
            <Link className="button" to="/import/need">
              {t("needs.import")}
            </Link>
          ) : undefined
        }
      />
      <Tabs
        now={tab}
        tabs={[
          { name: "sites", title: t("needs.by_site") },
          ...(may("standard.list") ? [{ name: "standards" as const, title: t("needs.standards") }] : []),
        ]}
      />
      {tab === "standards" && may("standard.list") ? (
        <Suspense fallback={<Skeleton />}>
          <Standards />
        </Suspense>
      ) : (
        <Sites />
      )}
    </>
  );
}

function Sites() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["show", "area"]);
  const view = views.find((each) => each === filters.show) ?? "all";
  // The server picks them, so that the file has the rows that are shown.
  const asked = {
    ...(view !== "all" && { show: view === "short" ? ("target" as const) : view }),
    ...(filters.area !== undefined && { area: filters.area }),
  };
  const sites = useAll("/api/need-sites", asked);
  const all = useList("/api/need-sites", { limit: 1, count: true });
  // Sites that their own organisation staffs have no place, and are short of nothing.
  const team = (site: Site): boolean => site.place !== undefined;
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
  // What is missing stands first: it leads to its form.
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
    {
      key: "ready",
      title: t("needs.ready"),
      show: (site) =>
        team(site) &&
        (site.ready ? (
          t("needs.is_ready")
        ) : (
          <Gap site={site} form="readiness" may={may("readiness.set")} of={t("needs.ready")}>
            {lacks(site)}
          </Gap>
        )),
      text: (site) => (team(site) ? (site.ready ? t("needs.is_ready") : lacks(site)) : ""),
    },
    {
      key: "in_post",
      title: t("needs.in_post"),
      number: true,
      show: (site) =>
        site.in_post !== undefined ? (
          <bdi>{number(site.in_post)}</bdi>
        ) : (
          <Gap site={site} form="staffing" may={may("staffing.set")} of={t("needs.in_post")}>
            {t("needs.not_reported")}
          </Gap>
        ),
      text: (site) => site.in_post,
    },
    figure("minimum", t("needs.minimum"), (site) => site.minimum),
    figure("target", t("needs.target"), (site) => site.target),
    figure("short", t("needs.short"), (site) => site.short_of_minimum),
    figure("short_target", t("needs.short_of_target"), (site) => site.short_of_target),
    figure("weight", t("needs.weight"), (site) => site.weight),
    figure("hardship", t("needs.hardship"), (site) => site.hardship),
    figure("other", t("needs.other_posts"), (site) => site.other_posts_counted),
    { key: "from", title: t("needs.from"), show: (site) => t(`needs.from_${site.from}`), text: (site) => t(`needs.from_${site.from}`) },
  ];
  return (
    <>
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
        {(rows) =>
          rows.length === 0 && all.count === 0 ? (
            <p>
              {t("needs.none")} {may("site.import") && <Link to="/import/site">{t("needs.import_sites")}</Link>}
            </p>
          ) : (
            <>
              {rows.length === 0 ? <p>{t("needs.none_so")}</p> : <ListTable rows={rows} columns={columns} label={t("shell.needs")} />}
              <p className="below">
                <span role="status">{t("shell.shown_of", { shown: rows.length, all: all.count ?? rows.length })}</span>
                <CopyTable rows={rows} columns={columns} />
                <Downloads path="/api/need-sites" query={asked} />
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

function lacks(site: Site): string {
  // Of which nobody has said anything lacks all: that is said shorter.
  return site.missing.length === 5 ? t("needs.not_ready") : t("needs.lacks", { what: site.missing.map(missing).join(t("shell.comma")) });
}

/** What nobody has told, or what is not there: to the form that closes the gap, for whoever may fill it in. */
function Gap({ site, form, may, of, children }: { site: Site; form: string; may: boolean; of: string; children: string }) {
  return may ? (
    <Link to={`/sites/${site.id}?tab=need&do=${form}`} aria-label={t("needs.gap", { site: site.name, of, what: children })}>
      {children}
    </Link>
  ) : (
    <span className="quiet">{children}</span>
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
