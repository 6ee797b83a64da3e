// Who should sit in which session: proposed from what people lack, with the proof that nobody more
// could be served, and why the others are not. Nothing is kept before it is accepted.
import { type Answer, answer, api, day, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Day, SimpleTable } from "../../parts/Facts";
import { RecordFilter } from "../../parts/RecordFilter";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Proposal = Answer<"/api/training-plan">;
type NotServed = Proposal["not_served"][number];

export function PlanSessions() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["within"]);
  const within = filters.within === undefined ? {} : { within: filters.within };
  const plan = useRead("/api/training-plan", { query: within });
  return (
    <>
      <p className="quiet">{t("training.plan_how")}</p>
      {may("area.list") && (
        <div className="filters">
          <RecordFilter kind="area" label={t("training.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        </div>
      )}
      <Loaded of={plan}>{(shown) => <TheProposal plan={shown} within={within} />}</Loaded>
    </>
  );
}

function TheProposal({ plan, within }: { plan: Proposal; within: { within?: string } }) {
  const client = useQueryClient();
  const [kept, setKept] = useState<number>();
  return (
    <>
      <ul className="figures">
        {(
          [
            ["needs", plan.needs],
            ["in_time", plan.in_time],
            ["late", plan.late],
            ["wishes", plan.wishes],
            ["not_served", plan.not_served.length],
          ] as const
        ).map(([key, value]) => (
          <li key={key} className="figure">
            <span className="value">
              <bdi>{number(value)}</bdi>
            </span>
            <span className="meaning">{t(`training.plan_${key}`)}</span>
          </li>
        ))}
      </ul>
      <p>
        {plan.served_proven ? (
          <>
            <span aria-hidden="true">✓ </span>
            {t("training.proven")}
            {plan.wished > 0 && ` ${t(plan.wishes_proven ? "training.wishes_proven" : "training.wishes_not_proven", { count: plan.wished })}`}
          </>
        ) : (
          <>
            <span aria-hidden="true">▲ </span>
            {t("training.not_proven", { bound: plan.in_time_bound })}
          </>
        )}
      </p>
      {kept !== undefined && <p role="status">{t("training.accepted", { count: kept })}</p>}
      {plan.places.length > 0 && (
        <>
          <SendForm
            action={t("training.accept", { count: plan.places.length })}
            send={async () => {
              const made = await answer(api.POST("/api/training-plan/accept", { body: { ...within, digest: plan.digest } }));
              setKept(made.places);
              await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/api/training-") });
            }}
          >
            {() => null}
          </SendForm>
          <h2>{t("training.proposed")}</h2>
          <SimpleTable
            label={t("training.proposed")}
            head={[
              { title: t("training.course") },
              { title: t("training.first_day") },
              { title: t("training.last_day") },
              { title: t("training.place") },
              { title: t("training.person") },
              { title: t("training.site") },
              { title: t("training.due") },
            ]}
            rows={plan.places.map((row) => ({
              key: `${row.session} ${row.staff}`,
              cells: [
                <bdi key="course">{row.course_name}</bdi>,
                <Day key="from" of={row.from_day} />,
                <Day key="to" of={row.to_day} />,
                <bdi key="place">{row.place}</bdi>,
                <bdi key="staff">{row.staff_name}</bdi>,
                <bdi key="site">{row.site_name}</bdi>,
                row.due === undefined ? t("training.wished") : <Day key="due" of={row.due} />,
              ],
            }))}
          />
        </>
      )}
      {plan.not_served.length > 0 && (
        <>
          <h2>{t("training.not_served")}</h2>
          <SimpleTable
            label={t("training.not_served")}
            head={[
              { title: t("training.person") },
              { title: t("training.site") },
              { title: t("training.lacks") },
              { title: t("training.due") },
              { title: t("training.why") },
            ]}
            rows={plan.not_served.map((row) => ({
              key: `${row.staff} ${row.kind} ${row.site_name}`,
              cells: [
                <bdi key="staff">{row.staff_name}</bdi>,
                <bdi key="site">{row.site_name}</bdi>,
                t(`training.${row.kind}_kind`),
                <Day key="due" of={row.due} />,
                <Why key="why" of={row} />,
              ],
            }))}
          />
        </>
      )}
      {plan.needs === 0 && plan.wished === 0 && <p>{t("training.nothing_to_plan")}</p>}
    </>
  );
}

function Why({ of }: { of: NotServed }) {
  if (of.no_course) {
    return t("training.no_course");
  }
  if (of.sessions.length === 0) {
    return t("training.no_session");
  }
  return (
    <ul>
      {of.sessions.map((each) => (
        <li key={each.session}>
          <bdi>{each.course_name}</bdi> <bdi>{day(each.from_day)}</bdi>:{" "}
          {each.why === "full"
            ? t("training.why_full", { places: each.places, sooner: each.due_sooner })
            : t(`training.why_${each.why}`)}
        </li>
      ))}
    </ul>
  );
}
