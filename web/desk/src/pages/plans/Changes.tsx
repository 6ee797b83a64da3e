// What a plan would change in the postings as they are, and what differs between two plans, in words.
import { type Answer, t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { SimpleTable } from "../../parts/Facts";
import { Loaded, useRead } from "../../parts/reading";
import type { Plan } from "./PlanPage";
import { Short } from "./Publish";
import { Unready } from "./Unready";
import { changeInWords, signed, termName } from "./words";

type Person = Answer<"/api/plans/{id}/compare">["rows"][number];

const steps = { arrives: "＋", moves: "→", changes_role: "↻", leaves: "−", stays: "=" } as const;

function place(name: string | undefined, role: "leader" | "member" | undefined): ReactNode {
  return name === undefined ? (
    <span className="quiet">{t("plans.nowhere")}</span>
  ) : (
    <>
      <bdi>{name}</bdi> {role !== undefined && <span className="quiet">{t(`record.${role}`)}</span>}
    </>
  );
}

export function PeopleTable({ label, rows }: { label: string; rows: Person[] }) {
  return (
    <SimpleTable
      label={label}
      head={[{ title: t("plans.what") }, { title: t("plans.person") }, { title: t("plans.from") }, { title: t("plans.to") }]}
      rows={rows.map((row) => ({
        key: row.staff,
        cells: [
          <span key="step">
            <span aria-hidden="true">{steps[row.step]} </span>
            {t(`plans.step_${row.step}`)}
          </span>,
          <Link key="staff" to={`/people/${row.staff}`}>
            <bdi>{row.staff_name}</bdi>
          </Link>,
          place(row.from_name, row.from_role),
          place(row.to_name, row.to_role),
        ],
      }))}
    />
  );
}

export function Counts({ of }: { of: Pick<Answer<"/api/plans/{id}/difference">, "arrives" | "moves" | "changes_role" | "leaves" | "stays"> }) {
  return (
    <ul className="counts">
      {(["arrives", "moves", "changes_role", "leaves", "stays"] as const).map((step) => (
        <li key={step}>
          <span aria-hidden="true">{steps[step]} </span>
          {t(`plans.count_${step}`, { count: of[step] })}
        </li>
      ))}
    </ul>
  );
}

export function Changes({ plan }: { plan: Plan }) {
  const difference = useRead("/api/plans/{id}/difference", { path: { id: plan.id } });
  return (
    <Loaded of={difference}>
      {(now) => (
        <>
          <p>{t("plans.changes_text")}</p>
          <Counts of={now} />
          {now.records_changed && (
            <p>
              <span aria-hidden="true">▲ </span>
              {t("plans.records_changed")}
            </p>
          )}
          <Unready of={now.not_ready} />
          <Short of={now.short_sites} />
          {now.rows.length > 0 && <PeopleTable label={t("plans.changes")} rows={now.rows} />}
        </>
      )}
    </Loaded>
  );
}

export function Compared({ plan, other }: { plan: Plan; other: string }) {
  const compared = useRead("/api/plans/{id}/compare", { path: { id: plan.id }, query: { with: other } });
  return (
    <Loaded of={compared}>
      {(now) => (
        <>
          {now.same_input ? (
            <p>{t("plans.other_is", { change: changeInWords(now.other_total - now.total) })}</p>
          ) : (
            <p>
              <span aria-hidden="true">▲ </span>
              {t("plans.other_input")}
            </p>
          )}
          <Counts of={now} />
          {now.rows.length > 0 && <PeopleTable label={t("plans.compare")} rows={now.rows} />}
          {now.leads.length > 0 && (
            <>
              <h2>{t("plans.leads")}</h2>
              <SimpleTable
                label={t("plans.leads")}
                head={[{ title: t("plans.site") }, { title: t("plans.from") }, { title: t("plans.to") }]}
                rows={now.leads.map((row) => ({
                  key: row.site,
                  cells: [
                    <bdi key="site">{row.site_name}</bdi>,
                    row.from_name === undefined ? t("plans.no_lead") : <bdi key="from">{row.from_name}</bdi>,
                    row.to_name === undefined ? t("plans.no_lead") : <bdi key="to">{row.to_name}</bdi>,
                  ],
                }))}
              />
            </>
          )}
          {now.same_input && now.terms.length > 0 && (
            <>
              <h2>{t("plans.terms")}</h2>
              <Terms of={now.terms} />
            </>
          )}
        </>
      )}
    </Loaded>
  );
}

export function Terms({ of }: { of: Answer<"/api/plans/{id}/compare">["terms"] }) {
  return (
    <SimpleTable
      label={t("plans.terms")}
      head={[{ title: t("plans.term") }, { title: t("plans.points"), number: true }, { title: t("plans.count"), number: true }]}
      rows={of.map((row) => ({
        key: row.term,
        cells: [
          termName(row.term),
          <bdi key="points">{signed(row.points)}</bdi>,
          <bdi key="count">{signed(row.count)}</bdi>,
        ],
      }))}
    />
  );
}
