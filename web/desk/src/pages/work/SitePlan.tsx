// A site's work plan of a year: its tasks, who answers for each, and what came of it.
import { type Answer, type Body, type Row, answer, api, number, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Day, SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useAll, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Target } from "./OwnTasks";
import { TaskForms } from "./TaskForms";
import { type Task, TaskState, ofWork, taskName } from "./words";

type Plan = Row<"/api/work-plans">;

export function SitePlan({ site }: { site: string }) {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["year"]);
  const thisYear = Number(today().slice(0, 4));
  const year = Number(filters.year ?? thisYear);
  const plans = useList("/api/work-plans", { site, year });
  return (
    <>
      <p className="quiet">{t("work.plan_how")}</p>
      <div className="filters">
        <ChoiceFilter
          label={t("work.year")}
          value={String(year)}
          none={null}
          choices={[thisYear - 1, thisYear, thisYear + 1].map((each) => ({ value: String(each), name: String(each), record: true }))}
          onChange={(value) => setFilter("year", value)}
        />
      </div>
      <Loaded of={plans}>
        {([plan]) =>
          plan !== undefined ? (
            <ThePlan plan={plan} />
          ) : (
            <>
              <p>{t("work.no_plan_of", { year: String(year) })}</p>
              {may("work_plan.make") && <ActionButton name="begin">{t("work.begin")}</ActionButton>}
            </>
          )
        }
      </Loaded>
      <Action name="begin" title={t("work.begin")}>
        {(close) => (
          <SendForm
            action={t("work.begin")}
            send={async () => {
              await answer(api.POST("/api/work-plans", { body: { site, year } }));
              await client.invalidateQueries({ predicate: ofWork });
              close();
            }}
          >
            {() => <p>{t("work.begin_effect", { year: String(year) })}</p>}
          </SendForm>
        )}
      </Action>
    </>
  );
}

function ThePlan({ plan }: { plan: Plan }) {
  const may = useMay();
  const client = useQueryClient();
  const tasks = useAll("/api/tasks", { plan: plan.id });
  const kinds = useAll("/api/task-kinds", {}, { enabled: may("task.make") });
  const sums = useRead("/api/work", { query: { year: plan.year } }, { enabled: may("work.show") });
  const owners = useOwners(plan, may("posting.list"), may("area_lead.list"));
  const agreed = plan.state === "agreed";
  const done = async (close: () => void): Promise<void> => {
    await client.invalidateQueries({ predicate: ofWork });
    close();
  };
  const kindChoices = (kinds.data ?? []).map((each) => ({
    value: each.id,
    name: `${each.category} · ${taskName(each)}${each.unit === undefined ? "" : ` (${each.unit})`}`,
    record: true,
  }));
  return (
    <>
      <p>
        <span aria-hidden="true">{agreed ? "✓ " : "○ "}</span>
        {plan.agreed_on === undefined ? t("work.plan_draft") : t("work.agreed_on")} {plan.agreed_on !== undefined && <Day of={plan.agreed_on} />}
        {plan.source !== undefined && (
          <>
            {" "}
            · <bdi>{plan.source}</bdi>
          </>
        )}
      </p>
      {sums.data !== undefined && <Rule of={sums.data} tasks={plan.tasks} />}
      <p className="actions">
        {may("task.make") && <ActionButton name="task">{t("work.add")}</ActionButton>}{" "}
        {!agreed && may("work_plan.agree") && <ActionButton name="agree">{t("work.agree")}</ActionButton>}
      </p>
      <Loaded of={tasks}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("work.no_tasks")}</p>
          ) : (
            <>
              <Tasks of={rows} agreed={agreed} />
              {rows.map((each) => (
                <TaskForms key={each.id} of={each} agreed={agreed} owners={owners} done={done} />
              ))}
            </>
          )
        }
      </Loaded>
      <Action name="task" title={t("work.add")}>
        {(close) => (
          <RecordForm<Body<"/api/tasks">>
            draft={`work.task.${plan.id}`}
            fields={[
              { name: "kind", label: t("work.task"), kind: "choice", choices: kindChoices },
              { name: "staff", label: t("work.owner"), help: t("work.owner_help"), kind: "choice", choices: owners },
              { name: "due_on", label: t("work.due_on"), help: t("work.due_on_help", { year: String(plan.year) }), kind: "day" },
              { name: "aim", label: t("work.aim"), help: t("work.no_names") },
              { name: "target", label: t("work.target"), help: t("work.target_help"), kind: "number" },
              ...(agreed ? [{ name: "reason" as const, label: t("work.reason"), help: t("work.reason_help") }] : []),
            ]}
            action={t("work.add")}
            send={async (body) => {
              await answer(api.POST("/api/tasks", { body: { ...body, plan: plan.id } }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="agree" title={t("work.agree")}>
        {(close) => (
          <RecordForm<Body<"/api/work-plans/{id}/agree">>
            draft={`work.agree.${plan.id}`}
            fields={[{ name: "source", label: t("work.source"), help: t("work.source_help") }]}
            given={{ version: plan.version }}
            fresh={() => read("/api/work-plans/{id}", { path: { id: plan.id } })}
            action={t("work.agree")}
            before={<p>{t("work.agree_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/work-plans/{id}/agree", { params: { path: { id: plan.id } }, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

/** How many tasks the rules ask for, and whether the plan has them. */
function Rule({ of, tasks }: { of: Answer<"/api/work">; tasks: number }) {
  const { least_tasks: least, most_tasks: most } = of;
  return (
    <p className="quiet">
      {(tasks < least || tasks > most) && <span aria-hidden="true">▲ </span>}
      {t("work.rule", { tasks, least, most })}
    </p>
  );
}

/** Whoever serves at the site in that year, or leads its team. */
function useOwners(plan: Plan, mayPostings: boolean, mayLeads: boolean): { value: string; name: string; record: boolean }[] {
  const postings = useAll("/api/postings", { site: plan.site }, { enabled: mayPostings });
  const leads = useAll("/api/area-leads", { site: plan.site }, { enabled: mayLeads });
  const names = new Map<string, string>();
  for (const each of [...(postings.data ?? []), ...(leads.data ?? [])]) {
    if (each.from_day <= `${plan.year}-12-31` && (each.to_day === undefined || each.to_day >= `${plan.year}-01-01`)) {
      names.set(each.staff, each.staff_name);
    }
  }
  return [...names].map(([value, name]) => ({ value, name, record: true }));
}

function Tasks({ of, agreed }: { of: Task[]; agreed: boolean }) {
  const may = useMay();
  return (
    <SimpleTable
      label={t("work.tasks")}
      head={[
        { title: t("work.category") },
        { title: t("work.task") },
        { title: t("work.owner") },
        { title: t("work.due_on") },
        { title: t("work.state") },
        { title: t("work.target"), number: true },
        { title: t("work.result") },
        { title: t("work.what_to_do") },
      ]}
      rows={of.map((each) => ({
        key: each.id,
        cells: [
          <bdi key="category">{each.category}</bdi>,
          <span key="task">
            <bdi>{taskName(each)}</bdi>
            {each.aim !== undefined && (
              <>
                <br />
                <bdi className="quiet">{each.aim}</bdi>
              </>
            )}
          </span>,
          <span key="owner">
            <bdi>{each.staff_name}</bdi>
            {each.owner_left && (
              <>
                <br />
                <span aria-hidden="true">▲ </span>
                {t("work.owner_left")}
              </>
            )}
          </span>,
          <Day key="due" of={each.due_on} />,
          <TaskState key="state" of={each.state} />,
          <Target key="target" of={each} />,
          <Result key="result" of={each} />,
          <span key="do" className="actions">
            {each.state === "done"
              ? may("task.reopen") && <ActionButton name={`reopen-${each.id}`}>{t("work.reopen")}</ActionButton>
              : each.state !== "dropped" && (
                  <>
                    {agreed && may("task.finish") && <ActionButton name={`finish-${each.id}`}>{t("work.finish")}</ActionButton>}{" "}
                    {may("task.change") && <ActionButton name={`change-${each.id}`}>{t("work.change")}</ActionButton>}{" "}
                    {may("task.drop") && <ActionButton name={`drop-${each.id}`}>{t("work.drop")}</ActionButton>}
                  </>
                )}
          </span>,
        ],
      }))}
    />
  );
}

function Result({ of }: { of: Task }) {
  if (of.drop_reason !== undefined) {
    return <bdi className="quiet">{of.drop_reason}</bdi>;
  }
  return of.result === undefined ? null : (
    <>
      <bdi>{of.result}</bdi>
      <br />
      <span className="quiet">
        {t("work.evidence")}: <bdi>{of.evidence}</bdi>
      </span>
      {of.amount !== undefined && (
        <>
          <br />
          <bdi>
            {number(of.amount)} {of.unit}
          </bdi>
        </>
      )}
    </>
  );
}
