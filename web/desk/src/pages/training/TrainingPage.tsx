// Training: who lacks what by when, the sessions, a plan of who sits in which, and the courses.
import { type Body, type Query, type Row, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { PageHead } from "../../parts/PageHead";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { findPeople } from "../../parts/find";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Courses, findCourses } from "./Courses";
import { FiveYears } from "./FiveYears";
import { PlanSessions } from "./PlanSessions";
import { Sessions } from "./Sessions";
import { SurveyTab } from "./Survey";
import { Standing, kinds } from "./words";

type Gap = Row<"/api/training-coverage">;

export default function TrainingPage() {
  const may = useMay();
  const tab = useTab(["gaps", "sessions", "plan", "courses", "survey", "five_years"]);
  return (
    <>
      <PageHead
        title={t("shell.training")}
        action={
          tab !== "plan" && may("training_session.plan") ? (
            <Link className="button" to="?tab=plan">
              {t("training.plan_sessions")}
            </Link>
          ) : undefined
        }
      />
      <Tabs
        now={tab}
        tabs={[
          { name: "gaps", title: t("training.gaps") },
          ...(may("training_session.list") ? [{ name: "sessions" as const, title: t("training.sessions") }] : []),
          ...(may("training_session.plan") ? [{ name: "plan" as const, title: t("training.plan") }] : []),
          { name: "courses", title: t("training.courses") },
          ...(may("survey.list") ? [{ name: "survey" as const, title: t("training.survey") }] : []),
          ...(may("five_year_plan.list") ? [{ name: "five_years" as const, title: t("training.five") }] : []),
        ]}
      />
      {tab === "gaps" && <Gaps />}
      {tab === "sessions" && <Sessions />}
      {tab === "plan" && <PlanSessions />}
      {tab === "courses" && <Courses />}
      {tab === "survey" && <SurveyTab />}
      {tab === "five_years" && <FiveYears />}
    </>
  );
}

function Gaps() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["within", "kind", "show"]);
  const kind = kinds.find((each) => each === filters.kind);
  const query: Query<"/api/training-coverage"> = {
    ...(filters.within !== undefined && { within: filters.within }),
    ...(kind !== undefined && { kind }),
    ...(filters.show === "overdue" && { overdue: true }),
    ...(filters.show === "missed" && { missed: true }),
    ...(filters.show === "all" && { all: true }),
    count: true,
  };
  const list = useList("/api/training-coverage", query);
  const columns: Column<Gap>[] = [
    {
      key: "staff",
      title: t("training.person"),
      show: (row) =>
        may("staff.show") ? (
          <Link to={`/people/${row.staff}`}>
            <bdi>{row.staff_name}</bdi>
          </Link>
        ) : (
          <bdi>{row.staff_name}</bdi>
        ),
      text: (row) => row.staff_name,
    },
    { key: "site", title: t("training.site"), show: (row) => <bdi>{row.site_name}</bdi>, text: (row) => row.site_name },
    { key: "from", title: t("training.posted_from"), show: (row) => <Day of={row.from_day} />, text: (row) => row.from_day },
    { key: "kind", title: t("training.lacks"), show: (row) => t(`training.${row.kind}_kind`), text: (row) => t(`training.${row.kind}_kind`) },
    {
      key: "done",
      title: t("training.days_done"),
      number: true,
      show: (row) => <bdi>{t("training.done_of", { done: row.done, needed: row.needed })}</bdi>,
      text: (row) => `${row.done}/${row.needed}`,
    },
    { key: "due", title: t("training.due"), show: (row) => <Day of={row.due} />, text: (row) => row.due },
    { key: "standing", title: t("training.standing"), show: (row) => <Standing of={row.standing} />, text: (row) => t(`training.standing_${row.standing}`) },
    {
      key: "session",
      title: t("training.booked"),
      show: (row) =>
        row.standing === "missed" ? null : row.session === undefined || row.session_from === undefined ? (
          <span className="quiet">{t("training.not_booked")}</span>
        ) : may("training_session.show") ? (
          <Link to={`/training/sessions/${row.session}`}>
            <Day of={row.session_from} />
          </Link>
        ) : (
          <Day of={row.session_from} />
        ),
      text: (row) => row.session_from,
    },
  ];
  return (
    <>
      <p className="quiet">{t("training.how")}</p>
      <Figures within={filters.within} />
      {(may("completion.make") || may("completion.import")) && (
        <p className="actions">
          {may("completion.make") && <ActionButton name="record">{t("training.record")}</ActionButton>}{" "}
          {may("completion.import") && <Link to="/import/completion">{t("training.import")}</Link>}
        </p>
      )}
      <div className="filters">
        <ChoiceFilter
          label={t("training.show")}
          value={filters.show ?? "gaps"}
          none={null}
          choices={(["gaps", "overdue", "missed", "all"] as const).map((value) => ({ value, name: t(`training.show_${value}`) }))}
          onChange={(value) => setFilter("show", value === "gaps" ? undefined : value)}
        />
        <ChoiceFilter
          label={t("training.kind")}
          value={kind}
          choices={kinds.map((value) => ({ value, name: t(`training.${value}_kind`) }))}
          onChange={(value) => setFilter("kind", value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("training.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t(Object.keys(filters).length > 0 ? "training.none_so" : "training.none")}</p>
          ) : (
            <>
              <ListTable
                rows={rows}
                columns={columns}
                label={t("training.gaps")}
                rowKey={(row) => `${row.posting} ${row.kind} ${row.due}`}
                onEnd={list.moreIsComing ? undefined : list.more}
              />
              <p className="below">
                <span role="status">{t("shell.shown_of", { shown: rows.length, all: list.count ?? rows.length })}</span>
                <Downloads path="/api/training-coverage" query={query} />
              </p>
            </>
          )
        }
      </Loaded>
      <Action name="record" title={t("training.record")}>
        {(close) => (
          <RecordForm<Body<"/api/training-completions">>
            draft="training.record"
            fields={[
              { name: "staff", label: t("training.person"), kind: "record", of: "staff", find: findPeople },
              { name: "course", label: t("training.course"), kind: "record", of: "course", find: findCourses },
              { name: "completed_on", label: t("training.completed_on"), kind: "day" },
              { name: "days", label: t("training.days"), help: t("training.days_help"), kind: "number" },
              { name: "certificate", label: t("training.certificate") },
              { name: "expires_on", label: t("training.expires_on"), help: t("training.expires_help"), kind: "day" },
              { name: "source", label: t("training.source"), help: t("training.source_help") },
            ]}
            action={t("training.record")}
            send={async (body) => {
              await answer(api.POST("/api/training-completions", { body }));
              await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/api/training-") });
              close();
            }}
          />
        )}
      </Action>
    </>
  );
}

/** Full coverage is the measure. */
function Figures({ within }: { within: string | undefined }) {
  const figures = useRead("/api/training-figures", { query: { ...(within !== undefined && { within }) } });
  return (
    <Loaded of={figures}>
      {({ items: [sum] }) =>
        sum === undefined ? null : (
          <ul className="figures">
            {(
              [
                ["posted", sum.posted],
                ["covered", sum.covered],
                ["overdue", sum.overdue],
                ["lacking", sum.lacking],
                ["expiring", sum.expiring],
                ["missed", sum.missed],
                ["excepted", sum.excepted],
                ["percent", sum.percent],
              ] as const
            ).map(([key, value]) => (
              <li key={key} className="figure">
                <span className="value">
                  <bdi>{number(value)}</bdi>
                </span>
                <span className="meaning">{t(`training.figure_${key}`)}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
