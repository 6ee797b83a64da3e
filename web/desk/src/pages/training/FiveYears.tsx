// The plan of five years: what is to be reached in each, and how far it has come by what people completed.
import { type Body, type Row, answer, api, number, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { findCourses } from "./Courses";

type Plan = Row<"/api/five-year-plans">;
type Target = Row<"/api/training-targets">;
const numbers = ["people", "days", "outside", "follow_ups"] as const;

const ofPlans = ({ queryKey: [path] }: { queryKey: readonly unknown[] }): boolean => /^\/api\/(?:five-year|training-target)/.test(String(path));

export function FiveYears() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["plan", "within"]);
  const plans = useList("/api/five-year-plans");
  const done = async (close: () => void): Promise<void> => {
    await client.invalidateQueries({ predicate: ofPlans });
    close();
  };
  return (
    <>
      <p className="quiet">{t("training.five_how")}</p>
      <Loaded of={plans}>
        {(rows) => {
          const plan = rows.find((each) => each.id === filters.plan) ?? rows[0];
          return plan === undefined ? (
            <p>{t("training.no_five")}</p>
          ) : (
            <>
              <div className="filters">
                <ChoiceFilter
                  label={t("training.five")}
                  value={plan.id}
                  none={null}
                  choices={rows.map((each) => ({ value: each.id, name: each.name, record: true }))}
                  onChange={(value) => setFilter("plan", value)}
                />
                {may("area.list") && (
                  <RecordFilter kind="area" label={t("training.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
                )}
              </div>
              <ThePlan plan={plan} within={filters.within} done={done} />
            </>
          );
        }}
      </Loaded>
      {may("five_year_plan.make") && (
        <p className="actions">
          <ActionButton name="plan">{t("training.make_five")}</ActionButton>
        </p>
      )}
      <Action name="plan" title={t("training.make_five")}>
        {(close) => (
          <RecordForm<Body<"/api/five-year-plans">>
            draft="training.five"
            fields={[
              { name: "name", label: t("training.five_name") },
              { name: "first_year", label: t("training.first_year"), kind: "number" },
              { name: "source", label: t("training.decision") },
            ]}
            given={{ first_year: Number(today().slice(0, 4)) }}
            action={t("training.make_five")}
            send={async (body) => {
              await answer(api.POST("/api/five-year-plans", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

function ThePlan({ plan, within, done }: { plan: Plan; within: string | undefined; done: (close: () => void) => Promise<void> }) {
  const may = useMay();
  const query = { plan: plan.id, ...(within !== undefined && { within }) };
  const targets = useRead("/api/training-targets", { query });
  const year = Number(today().slice(0, 4));
  const fields = numbers.map((name) => ({ name, label: t(`training.${name}_target`), kind: "number" as const }));
  return (
    <>
      <h2>
        <bdi>{plan.name}</bdi>
      </h2>
      <p className="quiet">
        <bdi>
          {plan.first_year}–{plan.last_year}
        </bdi>{" "}
        · <bdi>{plan.source}</bdi>
      </p>
      {may("training_target.make") && (
        <p className="actions">
          <ActionButton name="target">{t("training.make_target")}</ActionButton>
        </p>
      )}
      <Loaded of={targets}>
        {({ items: rows }) =>
          rows.length === 0 ? (
            <p>{t("training.no_targets")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("training.targets")}
                head={[
                  { title: t("training.year") },
                  { title: t("training.course") },
                  ...numbers.map((name) => ({ title: t(`training.${name}_target`), number: true })),
                  ...(may("training_target.change") ? [{ title: t("training.what_to_do") }] : []),
                ]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    <bdi key="year">{String(each.year)}</bdi>,
                    each.course_name === undefined ? t("training.all_courses") : <bdi key="course">{each.course_name}</bdi>,
                    ...numbers.map((name) => <Reached key={name} of={each} what={name} now={year} />),
                    ...(may("training_target.change")
                      ? [
                          <span key="do" className="actions">
                            <ActionButton name={`change-${each.id}`}>{t("training.change_target")}</ActionButton>{" "}
                            <ActionButton name={`remove-${each.id}`}>{t("training.remove_target")}</ActionButton>
                          </span>,
                        ]
                      : []),
                  ],
                }))}
              />
              <p className="below">
                <Downloads path="/api/training-targets" query={query} />
              </p>
              {rows.map((each) => (
                <Forms key={each.id} of={each} done={done} />
              ))}
            </>
          )
        }
      </Loaded>
      <Action name="target" title={t("training.make_target")}>
        {(close) => (
          <RecordForm<Body<"/api/training-targets">>
            draft={`training.target.${plan.id}`}
            fields={[
              { name: "year", label: t("training.year"), kind: "number" },
              { name: "course", label: t("training.course"), help: t("training.target_course_help"), kind: "record", of: "course", find: findCourses },
              ...fields,
            ]}
            given={{ year: Math.min(Math.max(year, plan.first_year), plan.last_year) }}
            action={t("training.make_target")}
            send={async (body) => {
              await answer(api.POST("/api/training-targets", { body: { ...body, plan: plan.id } }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

/** What was reached beside what is to be; a year that is over says whether it was. */
function Reached({ of, what, now }: { of: Target; what: (typeof numbers)[number]; now: number }) {
  const [wanted, done] = [of[what], of[`${what}_done`]];
  if (wanted === undefined) {
    return <bdi className="quiet">{number(done)}</bdi>;
  }
  return (
    <>
      {done >= wanted ? <span aria-hidden="true">✓ </span> : of.year < now && <span aria-hidden="true">▲ </span>}
      <bdi>{t("training.done_of", { done, needed: wanted })}</bdi>
    </>
  );
}

function Forms({ of, done }: { of: Target; done: (close: () => void) => Promise<void> }) {
  const at = { params: { path: { id: of.id } } };
  const told = (
    <p>
      <bdi>{String(of.year)}</bdi> · {of.course_name === undefined ? t("training.all_courses") : <bdi>{of.course_name}</bdi>}
    </p>
  );
  return (
    <>
      <Action name={`change-${of.id}`} title={t("training.change_target")}>
        {(close) => (
          <RecordForm<Body<"/api/training-targets/{id}", "put">>
            draft={`training.change_target.${of.id}`}
            fields={numbers.map((name) => ({ name, label: t(`training.${name}_target`), kind: "number" as const }))}
            given={of}
            fresh={() => read("/api/training-targets/{id}", { path: { id: of.id } })}
            action={t("training.change_target")}
            before={told}
            send={async (body) => {
              await answer(api.PUT("/api/training-targets/{id}", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`remove-${of.id}`} title={t("training.remove_target")}>
        {(close) => (
          <SendForm
            action={t("training.remove_target")}
            send={async () => {
              await answer(api.POST("/api/training-targets/{id}/remove", { ...at, body: { version: of.version } }));
              await done(close);
            }}
          >
            {() => told}
          </SendForm>
        )}
      </Action>
    </>
  );
}
