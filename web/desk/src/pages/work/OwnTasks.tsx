// The tasks for which somebody answers, and the duty areas of their postings.
import { number, t } from "@sojourn/shared";
import { Link } from "react-router";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { type Task, TaskState, taskName } from "./words";

export function OwnTasks({ staff }: { staff: string }) {
  const may = useMay();
  const tasks = useList("/api/tasks", { staff });
  const duties = useList("/api/duties", { staff }, { enabled: may("duty.list") });
  return (
    <>
      <ListSection
        id="tasks"
        title={t("work.own_tasks")}
        none={t("work.no_own_tasks")}
        of={tasks}
        head={[t("work.year"), t("work.site"), t("work.category"), t("work.task"), t("work.due_on"), t("work.state"), t("work.target"), t("work.result")]}
        rowKey={(each) => each.id}
        row={(each) => [
          <bdi key="year">{String(each.year)}</bdi>,
          may("work_plan.list") ? (
            <Link key="site" to={`/sites/${each.site}?tab=work&year=${each.year}`}>
              <bdi>{each.site_name}</bdi>
            </Link>
          ) : (
            <bdi key="site">{each.site_name}</bdi>
          ),
          <bdi key="category">{each.category}</bdi>,
          <bdi key="task">{taskName(each)}</bdi>,
          <Day key="due" of={each.due_on} />,
          <TaskState key="state" of={each.state} />,
          <Target key="target" of={each} />,
          <bdi key="result">{each.result ?? each.drop_reason}</bdi>,
        ]}
      />
      {may("duty.list") && (
        <ListSection
          id="duties"
          title={t("work.duties")}
          none={t("work.no_duties")}
          of={duties}
          head={[t("work.site"), t("work.duties"), t("work.set_on")]}
          rowKey={(each) => each.id}
          row={(each) => [
            may("term.show") ? (
              <Link key="site" to={`/terms/${each.id}`}>
                <bdi>{each.site_name}</bdi>
              </Link>
            ) : (
              <bdi key="site">{each.site_name}</bdi>
            ),
            <bdi key="areas">{each.areas.join(t("shell.comma"))}</bdi>,
            each.set_on === undefined ? null : <Day key="on" of={each.set_on} />,
          ]}
        />
      )}
    </>
  );
}

export function Target({ of }: { of: Task }) {
  return of.target === undefined ? null : (
    <bdi>
      {number(of.target)} {of.unit}
    </bdi>
  );
}
