// Work plans: which sites have none, what is overdue, what came of the tasks, and the programme's catalogue of them.
import { type Query, type Row, number, t, today } from "@sojourn/shared";
import { Link } from "react-router";
import { Downloads } from "../../parts/Downloads";
import { SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { PageHead } from "../../parts/PageHead";
import { RecordFilter } from "../../parts/RecordFilter";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Kinds } from "./Kinds";
import { taskName } from "./words";

export default function WorkPage() {
  const may = useMay();
  const tab = useTab(["sites", "results", "catalogue"]);
  return (
    <>
      <PageHead title={t("shell.work")} />
      <Tabs
        now={tab}
        tabs={[
          { name: "sites", title: t("work.sites") },
          { name: "results", title: t("work.results") },
          ...(may("task_kind.list") ? [{ name: "catalogue" as const, title: t("work.catalogue") }] : []),
        ]}
      />
      {tab === "sites" && <Sites />}
      {tab === "results" && <Results />}
      {tab === "catalogue" && <Kinds />}
    </>
  );
}

const shows = ["without_plan", "draft", "agreed", "overdue"] as const;

function useYear(): {
  year: number;
  within: string | undefined;
  show: (typeof shows)[number] | undefined;
  set: (name: "year" | "within" | "show", value: string | undefined) => void;
} {
  const [filters, set] = useFilters(["year", "within", "show"]);
  return {
    year: Number(filters.year ?? today().slice(0, 4)),
    within: filters.within,
    show: shows.find((each) => each === filters.show),
    set,
  };
}

function YearAndArea({ of }: { of: ReturnType<typeof useYear> }) {
  const may = useMay();
  const thisYear = Number(today().slice(0, 4));
  return (
    <>
      <ChoiceFilter
        label={t("work.year")}
        value={String(of.year)}
        none={null}
        choices={[thisYear - 1, thisYear, thisYear + 1].map((each) => ({ value: String(each), name: String(each), record: true }))}
        onChange={(value) => of.set("year", value)}
      />
      {may("area.list") && <RecordFilter kind="area" label={t("work.within")} value={of.within} onChange={(value) => of.set("within", value)} />}
    </>
  );
}

type SiteWork = Row<"/api/work/sites">;

function Sites() {
  const asked = useYear();
  const { year, within, show } = asked;
  const query: Query<"/api/work/sites"> = {
    year,
    ...(within !== undefined && { within }),
    ...(show !== undefined && { show }),
    count: true,
  };
  const list = useList("/api/work/sites", query);
  const count = (key: "tasks" | "overdue" | "due_soon" | "open" | "done"): Column<SiteWork> => ({
    key,
    title: t(`work.${key}`),
    number: true,
    show: (row) =>
      row.plan === undefined ? null : (
        <>
          {key === "overdue" && row.overdue > 0 && <span aria-hidden="true">✖ </span>}
          <bdi>{number(row[key])}</bdi>
        </>
      ),
    text: (row) => row[key],
  });
  const columns: Column<SiteWork>[] = [
    { key: "area", title: t("work.area"), show: (row) => <bdi>{row.area_name}</bdi>, text: (row) => row.area_name },
    {
      key: "name",
      title: t("work.site"),
      show: (row) => (
        <Link to={`/sites/${row.id}?tab=work&year=${year}`}>
          <bdi>{row.name}</bdi>
        </Link>
      ),
      text: (row) => row.name,
    },
    {
      key: "plan",
      title: t("work.plan"),
      show: (row) =>
        row.plan_state === undefined ? (
          <>
            <span aria-hidden="true">○ </span>
            {t("work.no_plan")}
          </>
        ) : (
          t(`work.plan_${row.plan_state}`)
        ),
      text: (row) => t(row.plan_state === undefined ? "work.no_plan" : `work.plan_${row.plan_state}`),
    },
    count("tasks"),
    count("overdue"),
    count("due_soon"),
    count("open"),
    count("done"),
  ];
  return (
    <>
      <p className="quiet">{t("work.how")}</p>
      <div className="filters">
        <YearAndArea of={asked} />
        <ChoiceFilter
          label={t("work.show")}
          value={show}
          choices={shows.map((value) => ({ value, name: t(`work.show_${value}`) }))}
          onChange={(value) => asked.set("show", value)}
        />
      </div>
      <Figures year={year} within={within} />
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t(show === undefined ? "work.no_sites" : "work.no_sites_so")}</p>
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={t("work.sites")} onEnd={list.moreIsComing ? undefined : list.more} />
              <p className="below">
                <span role="status">{t("shell.shown_of", { shown: rows.length, all: list.count ?? rows.length })}</span> <More of={list} />
                <Downloads path="/api/work/sites" query={query} />
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Figures({ year, within }: { year: number; within: string | undefined }) {
  const sums = useRead("/api/work", { query: { year, ...(within !== undefined && { within }) } });
  return (
    <Loaded of={sums}>
      {(now) => (
        <ul className="figures">
          {(["sites", "without_plan", "draft", "tasks", "overdue", "done"] as const).map((key) => (
            <li key={key} className="figure">
              <span className="value">
                <bdi>{number(now[key])}</bdi>
              </span>
              <span className="meaning">{t(`work.figure_${key}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

/** What came of each task of the catalogue, at all sites together. */
function Results() {
  const asked = useYear();
  const { year, within } = asked;
  const sums = useRead("/api/work", { query: { year, ...(within !== undefined && { within }) } });
  return (
    <>
      <p className="quiet">{t("work.results_how")}</p>
      <div className="filters">
        <YearAndArea of={asked} />
      </div>
      <Loaded of={sums}>
        {(now) =>
          now.kinds.length === 0 ? (
            <p>{t("work.no_results")}</p>
          ) : (
            <SimpleTable
              label={t("work.results")}
              head={[
                { title: t("work.category") },
                { title: t("work.task") },
                { title: t("work.sites_with"), number: true },
                { title: t("work.tasks"), number: true },
                { title: t("work.overdue"), number: true },
                { title: t("work.done"), number: true },
                { title: t("work.target"), number: true },
                { title: t("work.amount"), number: true },
                { title: t("work.unit") },
              ]}
              rows={now.kinds.map((each) => ({
                key: each.kind,
                cells: [
                  <bdi key="category">{each.category}</bdi>,
                  <bdi key="name">{taskName(each)}</bdi>,
                  <bdi key="sites">{number(each.sites)}</bdi>,
                  <bdi key="tasks">{number(each.tasks)}</bdi>,
                  <bdi key="overdue">{number(each.overdue)}</bdi>,
                  <bdi key="done">{number(each.done)}</bdi>,
                  each.unit === undefined ? null : <bdi key="target">{number(each.target)}</bdi>,
                  each.unit === undefined ? null : <bdi key="amount">{number(each.amount)}</bdi>,
                  each.unit === undefined ? null : <bdi key="unit">{each.unit}</bdi>,
                ],
              }))}
            />
          )
        }
      </Loaded>
    </>
  );
}
