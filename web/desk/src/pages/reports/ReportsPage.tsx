// Few fixed reports: staffing, shortage, wishes met, sponsors' share; each number with its definition,
// in administrative order and never a ranking of people. And an office's own workbook, filled.
import { answer, api, clock, number, t } from "@sojourn/shared";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { SimpleTable } from "../../parts/Facts";
import { fileBody, saveFile } from "../../parts/file";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useAll, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import "./reports.css";

/** Fewer are not told: a share of so few is about somebody. */
const small = 5;

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

function Figure({ value, meaning, to }: { value: ReactNode; meaning: string; to?: string }) {
  return (
    <li className="figure">
      <span className="value">{to === undefined ? value : <Link to={to}>{value}</Link>}</span>
      <span className="meaning">{meaning}</span>
    </li>
  );
}

function Staffing() {
  const overview = useRead("/api/need-overview");
  const sites = useAll("/api/need-sites");
  return (
    <Loaded of={overview}>
      {(sum) => (
        <>
          <p className="quiet">{t("shell.answered", { time: clock(overview.at) })}</p>
          <ul className="figures">
            <Figure value={<bdi>{number(sum.sites)}</bdi>} meaning={t("reports.sites")} to="/sites" />
            <Figure value={<bdi>{number(sum.in_post)}</bdi>} meaning={t("reports.in_post")} to="/needs" />
            <Figure value={<bdi>{number(sum.short_of_minimum)}</bdi>} meaning={t("reports.short")} to="/needs?show=short" />
            <Figure value={<bdi>{number(sum.short_of_target)}</bdi>} meaning={t("reports.short_of_target")} to="/needs?show=short" />
            <Figure value={<bdi>{number(sum.unknown_sites)}</bdi>} meaning={t("reports.unknown")} to="/needs?show=unknown" />
          </ul>
          <Loaded of={sites}>
            {(rows) => {
              const areas = new Map<string, { sites: number; minimum: number; short: number }>();
              for (const site of rows) {
                const area = areas.get(site.area_name) ?? { sites: 0, minimum: 0, short: 0 };
                areas.set(site.area_name, {
                  sites: area.sites + 1,
                  minimum: area.minimum + site.minimum,
                  short: area.short + site.short_of_minimum,
                });
              }
              return (
                <SimpleTable
                  label={t("reports.by_area")}
                  head={[
                    { title: t("reports.area") },
                    { title: t("reports.sites_of"), number: true },
                    { title: t("reports.minimum"), number: true },
                    { title: t("reports.short_of"), number: true },
                    { title: t("reports.filled") },
                  ]}
                  rows={[...areas].map(([name, area]) => ({
                    key: name,
                    cells: [
                      <bdi key="name">{name}</bdi>,
                      <bdi key="sites">{number(area.sites)}</bdi>,
                      <bdi key="minimum">{number(area.minimum)}</bdi>,
                      <bdi key="short">{number(area.short)}</bdi>,
                      <Bar key="bar" part={area.minimum - area.short} whole={area.minimum} />,
                    ],
                  }))}
                />
              );
            }}
          </Loaded>
        </>
      )}
    </Loaded>
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
              // A cell of so few, and what would give it away, is about somebody.
              const few = [met(1), met(2), met(3), missed].some((count) => count > 0 && count < small);
              const value = (count: number): ReactNode =>
                few ? <span className="quiet">{t("reports.suppressed")}</span> : <bdi>{number(count)}</bdi>;
              return (
                <>
                  <p>
                    {t("reports.of_plan")} <Link to={`/plans/${now.id}`}><bdi>{now.name}</bdi></Link>
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
  return (
    <Loaded of={sponsors}>
      {(rows) => (
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
                <bdi key="records">{number(sponsor.staff_records)}</bdi>,
              ],
            }))}
          />
        </>
      )}
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
        <a href="/api/report-templates/monthly" download>
          {t("reports.template_monthly")}
        </a>
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
