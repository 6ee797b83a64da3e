// Few fixed reports: staffing, shortage, wishes met, sponsors' share; each number with its definition,
// in administrative order and never a ranking of people. And an office's own workbook, filled.
import { type Row, answer, api, clock, day, number, t } from "@sojourn/shared";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { Downloads } from "../../parts/Downloads";
import { SimpleTable } from "../../parts/Facts";
import { fileBody, saveFile } from "../../parts/file";
import { FileLink } from "../../parts/FileLink";
import { LetterLink } from "../../parts/LetterLink";
import { type Column, CopyTable } from "../../parts/ListPage";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useAll, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Bar } from "./Bar";
import { Sponsors } from "./Sponsors";
import { inOrder, toldTogether } from "./order";
import "./reports.css";

export default function ReportsPage() {
  const may = useMay();
  const tab = useTab(["staffing", "wishes", "sponsors", "template"]);
  return (
    <>
      <PageHead title={t("shell.reports")} />
      {may("report.print") && (
        <p className="actions">
          <LetterLink address="/api/reports/printed" title={t("reports.pdf")} />
        </p>
      )}
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
        <Downloads path="/api/need-sites" query={{}} says={t("reports.shortage_file")} />
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
              const ranks = ([1, 2, 3] as const).map(met);
              const groups = toldTogether(ranks, missed);
              const name = (group: number[]): string => {
                const [first, last] = [group[0] ?? 0, group.at(-1) ?? 0].map((index) => t(`reports.wish_${(index + 1) as 1 | 2 | 3}`));
                return first === last || first === undefined || last === undefined
                  ? (first ?? "")
                  : t("reports.wish_together", { first, last });
              };
              const rows: { key: string; wish: string; count: number }[] = [
                ...(groups ?? []).map((group) => ({
                  key: String(group[0]),
                  wish: name(group),
                  count: group.reduce((sum, index) => sum + (ranks[index] ?? 0), 0),
                })),
                { key: "none", wish: t("reports.wish_0"), count: missed },
              ];
              const columns: Column<(typeof rows)[number]>[] = [
                { key: "wish", title: t("reports.wish"), show: (row) => row.wish, text: (row) => row.wish },
                { key: "count", title: t("reports.people"), number: true, show: (row) => <bdi>{number(row.count)}</bdi>, text: (row) => row.count },
                { key: "share", title: t("reports.share"), show: (row) => <Bar part={row.count} whole={wished.length} /> },
              ];
              return (
                <>
                  <p>
                    {t("reports.of_plan")} <Link to={`/plans/${now.id}`}><bdi>{now.name}</bdi></Link>{" "}
                    {t("reports.begins", { day: day(plan.starts_on) })} {t("shell.answered", { time: clock(board.at) })}
                  </p>
                  <p className="quiet">
                    {groups !== undefined && t("reports.wishes_how", { count: wished.length })}{" "}
                    {(groups === undefined || groups.length < ranks.length) && t("reports.wishes_small")}
                  </p>
                  {groups === undefined ? (
                    <p>{t("reports.none_told")}</p>
                  ) : (
                    <>
                      <SimpleTable
                        label={t("reports.wishes")}
                        head={columns.map(({ title, number: end = false }) => ({ title, number: end }))}
                        rows={rows.map((row) => ({ key: row.key, cells: columns.map((column) => column.show(row)) }))}
                      />
                      <p className="below">
                        <CopyTable rows={rows} columns={columns} />
                      </p>
                    </>
                  )}
                </>
              );
            }}
          </Loaded>
        )
      }
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
