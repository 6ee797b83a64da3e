// Few fixed reports: staffing, shortage, wishes met, sponsors' share; each number with its definition,
// in administrative order and never a ranking of people. And an office's own workbook, filled.
import { type Row, answer, api, clock, day, number, t } from "@sojourn/shared";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { SimpleTable } from "../../parts/Facts";
import { fileBody, saveFile } from "../../parts/file";
import { FileLink } from "../../parts/FileLink";
import { fileAddress } from "../../parts/ListPage";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useAll, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { givesAway, inOrder } from "./order";
import "./reports.css";

export default function ReportsPage() {
  const may = useMay();
  const tab = useTab(["staffing", "wishes", "sponsors", "template"]);
  return (
    <>
      <PageHead title={t("reports.title")} />
      <Tabs
        now={tab}
        tabs={[
          { name: "staffing", title: t("reports.staffing") },
          ...(may("plan.board") ? [{ name: "wishes" as const, title: t("reports.wishes") }] : []),
          { name: "sponsors", title: t("reports.sponsors") },
          ...(may("report.fill") ? [{ name: "template" as const, title: t("reports.template") }] : []),
        ]}
      />
      {tab === "staffing" && <Staffing />}
      {tab === "wishes" && may("plan.board") && <Wishes />}
      {tab === "sponsors" && <Sponsors />}
      {tab === "template" && may("report.fill") && <Template />}
    </>
  );
}

/** A bar of parts of a whole; the table beside it is what a screen reader reads. */
function Bar({ part, whole }: { part: number; whole: number }) {
  const share = whole === 0 ? 0 : Math.min(1, part / whole);
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="8" className="whole" />
      <rect width={100 * share} height="8" className="part" />
    </svg>
  );
}

/** `to`: the list that the number is of. */
function Figure({ value, meaning, to }: { value: number; meaning: string; to: string }) {
  return (
    <li className="figure">
      <span className="value">
        <Link to={to}>
          <bdi>{number(value)}</bdi>
        </Link>
      </span>
      <span className="meaning">{meaning}</span>
    </li>
  );
}

function Staffing() {
  const overview = useRead("/api/need-overview");
  const sites = useAll("/api/need-sites");
  const areas = useAll("/api/areas");
  return (
    <Loaded of={overview}>
      {(sum) => (
        <>
          <p className="quiet">
            {t("reports.as_of", { day: day(sum.on), time: clock(overview.at) })}
          </p>
          <ul className="figures">
            <Figure value={sum.sites} meaning={t("reports.sites")} to="/needs?show=team" />
            <Figure value={sum.in_post} meaning={t("reports.in_post")} to="/needs?show=team" />
            <Figure value={sum.short_of_minimum} meaning={t("reports.short")} to="/needs?show=minimum" />
            <Figure value={sum.short_of_target} meaning={t("reports.short_of_target")} to="/needs?show=short" />
            <Figure value={sum.unknown_sites} meaning={t("reports.unknown")} to="/needs?show=unknown" />
            <Figure value={sum.own_sites} meaning={t("reports.own_sites")} to="/needs?show=own" />
            <Figure value={sum.own_people} meaning={t("reports.own_people")} to="/needs?show=own" />
            <Figure value={sum.covered_sites} meaning={t("reports.covered")} to="/needs?show=covered" />
          </ul>
          <details>
            <summary>{t("reports.definitions")}</summary>
            <ul>
              <li>{t("reports.define_team")}</li>
              <li>{t("reports.define_in_post")}</li>
              <li>{t("reports.define_short")}</li>
              <li>{t("reports.define_own")}</li>
              <li>{t("reports.define_filled")}</li>
            </ul>
          </details>
          <Loaded of={areas}>
            {(tree) => (
              <Loaded of={sites}>{(rows) => (rows.length === 0 ? <p>{t("reports.no_sites")}</p> : <ByArea tree={inOrder(tree)} rows={rows} />)}</Loaded>
            )}
          </Loaded>
        </>
      )}
    </Loaded>
  );
}

type Site = Row<"/api/need-sites">;

function ByArea({ tree, rows }: { tree: Row<"/api/areas">[]; rows: Site[] }) {
  const of = new Map<string, Site[]>();
  for (const site of rows) {
    of.set(site.area, [...(of.get(site.area) ?? []), site]);
  }
  const sum = (sites: Site[], value: (site: Site) => number): number => sites.reduce((all, site) => all + value(site), 0);
  return (
    <>
      <h2>{t("reports.by_area")}</h2>
      <SimpleTable
        label={t("reports.by_area")}
        head={[
          { title: t("reports.area") },
          { title: t("reports.sites_of"), number: true },
          { title: t("reports.minimum"), number: true },
          { title: t("reports.short_of"), number: true },
          { title: t("reports.filled") },
          { title: t("reports.own_of"), number: true },
        ]}
        rows={tree
          .filter((area) => of.has(area.id))
          .map((area) => {
            const all = of.get(area.id) ?? [];
            // Those that their own organisation staffs have no place among the needs, and count apart.
            const team = all.filter((site) => site.place !== undefined);
            const minimum = sum(team, (site) => site.minimum);
            const short = sum(team, (site) => site.short_of_minimum);
            const list = (show: string, value: number): ReactNode => (
              <Link to={`/needs?area=${area.id}&show=${show}`}>
                <bdi>{number(value)}</bdi>
              </Link>
            );
            return {
              key: area.id,
              cells: [
                <bdi key="name">{area.name}</bdi>,
                list("team", team.length),
                list("team", minimum),
                list("minimum", short),
                <Bar key="bar" part={minimum - short} whole={minimum} />,
                list("own", all.length - team.length),
              ],
            };
          })}
      />
      <p className="below">
        {(["xlsx", "csv"] as const).map((format) => (
          <FileLink key={format} address={fileAddress("/api/need-sites", {}, format)}>
            {t("reports.shortage_file")} <bdi>.{format}</bdi>
          </FileLink>
        ))}
      </p>
    </>
  );
}

/** Of the newest plan that people are told of. */
function Wishes() {
  const plans = useList("/api/plans", { limit: 200 });
  const plan = plans.data?.find((each) => each.state === "confirmed" || each.state === "published");
  const board = useRead("/api/plans/{id}/board", { path: { id: plan?.id ?? "" } }, { enabled: plan !== undefined });
  return (
    <Loaded of={plans}>
      {() =>
        plan === undefined ? (
          <p>{t("reports.no_plan")}</p>
        ) : (
          <Loaded of={board}>
            {(now) => {
              if (now.too_many) {
                return <p>{t("reports.too_large")}</p>;
              }
              const wished = now.places.filter((place) => place.wished);
              const met = (rank: number): number => wished.filter((place) => place.wish === rank).length;
              const missed = wished.filter((place) => place.wish === 0).length;
              const few = givesAway([met(1), met(2), met(3), missed]);
              const value = (count: number): ReactNode =>
                few ? <span className="quiet">{t("reports.suppressed")}</span> : <bdi>{number(count)}</bdi>;
              return (
                <>
                  <p>
                    {t("reports.of_plan")} <Link to={`/plans/${now.id}`}><bdi>{now.name}</bdi></Link>{" "}
                    {t("reports.begins", { day: day(plan.starts_on) })}
                  </p>
                  <p className="quiet">{few ? t("reports.wishes_small") : t("reports.wishes_how", { count: wished.length })}</p>
                  <SimpleTable
                    label={t("reports.wishes")}
                    head={[{ title: t("reports.wish") }, { title: t("reports.people"), number: true }, { title: t("reports.share") }]}
                    rows={[1, 2, 3, 0].map((rank) => {
                      const count = rank === 0 ? missed : met(rank);
                      return {
                        key: String(rank),
                        cells: [
                          t(`reports.wish_${rank as 0 | 1 | 2 | 3}`),
                          value(count),
                          few ? "" : <Bar key="bar" part={count} whole={wished.length} />,
                        ],
                      };
                    })}
                  />
                </>
              );
            }}
          </Loaded>
        )
      }
    </Loaded>
  );
}

function Sponsors() {
  const sponsors = useAll("/api/need-sponsors");
  const areas = useAll("/api/areas");
  const order = new Map(inOrder(areas.data ?? []).map((area, index) => [area.name, index]));
  return (
    <Loaded of={sponsors}>
      {(all) => {
        if (all.length === 0) {
          return <p>{t("reports.no_sponsors")}</p>;
        }
        const rows = [...all].sort((a, b) => (order.get(a.area_name) ?? 0) - (order.get(b.area_name) ?? 0));
        return (
        <>
          <p className="quiet">
            {t("reports.sponsors_how")} {t("shell.answered", { time: clock(sponsors.at) })}
          </p>
          <SimpleTable
            label={t("reports.sponsors")}
            head={[
              { title: t("reports.sponsor") },
              { title: t("reports.area") },
              { title: t("reports.establishment"), number: true },
              { title: t("reports.in_post_home"), number: true },
              { title: t("reports.reported_for") },
              { title: t("reports.staff_records"), number: true },
            ]}
            rows={rows.map((sponsor) => ({
              key: sponsor.id,
              cells: [
                <Link key="name" to={`/sponsors/${sponsor.id}`}>
                  <bdi>{sponsor.name}</bdi>
                </Link>,
                <bdi key="area">{sponsor.area_name}</bdi>,
                sponsor.establishment === undefined ? t("reports.not_reported") : <bdi key="establishment">{number(sponsor.establishment)}</bdi>,
                sponsor.in_post === undefined ? t("reports.not_reported") : <bdi key="in_post">{number(sponsor.in_post)}</bdi>,
                sponsor.reported_for === undefined ? "" : <span key="day"><bdi>{day(sponsor.reported_for)}</bdi> <bdi className="quiet">{sponsor.source}</bdi></span>,
                <Link key="records" to={`/people?sponsor=${sponsor.id}`}>
                  <bdi>{number(sponsor.staff_records)}</bdi>
                </Link>,
              ],
            }))}
          />
        </>
        );
      }}
    </Loaded>
  );
}

function Template() {
  const [file, setFile] = useState<File>();
  const [month, setMonth] = useState("");
  return (
    <>
      <p>{t("reports.template_how")}</p>
      <p>
        <FileLink address="/api/report-templates/monthly">{t("reports.template_monthly")}</FileLink>
      </p>
      <SendForm
        action={t("reports.fill")}
        disabled={file === undefined}
        send={async () => {
          if (file === undefined) {
            return;
          }
          const filled = await answer(
            api.POST("/api/reports/fill", {
              params: { query: month === "" ? {} : { month } },
              ...fileBody(file, file.name),
              parseAs: "blob",
            }),
          );
          saveFile(filled as unknown as Blob, file.name);
        }}
      >
        {() => (
          <>
            <p>
              <label>
                {t("reports.workbook")} <input type="file" accept=".xlsx" onChange={(event) => setFile(event.target.files?.[0])} />
              </label>
            </p>
            <p>
              <label>
                {t("reports.month")} <input type="month" value={month} onChange={(event) => setMonth(event.target.value)} />
              </label>
            </p>
          </>
        )}
      </SendForm>
    </>
  );
}
