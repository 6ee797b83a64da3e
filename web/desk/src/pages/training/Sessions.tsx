// Sessions of courses, in the order of days.
import { type Body, type Query, type Row, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { FileLink } from "../../parts/FileLink";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { RecordForm } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { findCourses } from "./Courses";

type Session = Row<"/api/training-sessions">;
const states = ["planned", "held", "cancelled"] as const;

export function Sessions() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["state"]);
  const state = states.find((each) => each === filters.state) ?? "planned";
  const query: Query<"/api/training-sessions"> = { state };
  const list = useList("/api/training-sessions", query);
  const columns: Column<Session>[] = [
    {
      key: "course",
      title: t("training.course"),
      show: (row) => (
        <Link to={`/training/sessions/${row.id}`}>
          <bdi>{row.course_name}</bdi>
        </Link>
      ),
    },
    { key: "from", title: t("training.first_day"), show: (row) => <Day of={row.from_day} /> },
    { key: "to", title: t("training.last_day"), show: (row) => <Day of={row.to_day} /> },
    { key: "place", title: t("training.place"), show: (row) => <bdi>{row.place}</bdi> },
    { key: "area", title: t("training.area"), show: (row) => <bdi>{row.area_name}</bdi> },
    {
      key: "people",
      title: t("training.people"),
      number: true,
      show: (row) => <bdi>{t("training.done_of", { done: row.people, needed: row.capacity })}</bdi>,
    },
  ];
  return (
    <>
      <p className="actions">
        {may("training_session.make") && <ActionButton name="session">{t("training.make_session")}</ActionButton>}{" "}
        <FileLink address="/api/training-calendar">
          {t("training.calendar")} <bdi>.ics</bdi>
        </FileLink>
      </p>
      <div className="filters">
        <ChoiceFilter
          label={t("training.state")}
          value={state}
          none={null}
          choices={states.map((value) => ({ value, name: t(`training.state_${value}`) }))}
          onChange={(value) => setFilter("state", value === "planned" ? undefined : value)}
        />
      </div>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("training.no_sessions")}</p>
          ) : (
            <ListTable
              rows={rows}
              columns={columns}
              label={t("training.sessions")}
              onEnd={list.moreIsComing ? undefined : list.more}
            />
          )
        }
      </Loaded>
      <Action name="session" title={t("training.make_session")}>
        {(close) => (
          <RecordForm<Body<"/api/training-sessions">>
            draft="training.session"
            fields={[
              { name: "course", label: t("training.course"), kind: "record", of: "course", find: findCourses },
              { name: "area", label: t("training.area"), help: t("training.area_help"), kind: "record", of: "area", find: findAreas },
              { name: "from_day", label: t("training.first_day"), kind: "day" },
              { name: "to_day", label: t("training.last_day"), help: t("training.by_course"), kind: "day" },
              { name: "place", label: t("training.place"), help: t("training.by_course") },
              { name: "capacity", label: t("training.capacity"), help: t("training.by_course"), kind: "number" },
            ]}
            action={t("training.make_session")}
            send={async (body) => {
              await answer(api.POST("/api/training-sessions", { body }));
              await client.invalidateQueries({ queryKey: ["/api/training-sessions"] });
              close();
            }}
          />
        )}
      </Action>
    </>
  );
}
