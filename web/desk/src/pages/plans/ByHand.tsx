// What people changed by hand in a plan: who, when and why. Nothing of a plan that is as it was found.
import { day, t, tag } from "@sojourn/shared";
import { Link } from "react-router";
import { Downloads } from "../../parts/Downloads";
import { SimpleTable } from "../../parts/Facts";
import { More } from "../../parts/More";
import { Loaded, useList } from "../../parts/reading";
import type { Plan } from "./PlanPage";

export function ByHand({ plan }: { plan: Plan }) {
  const list = useList("/api/plans/{id}/by-hand", { language: tag() }, { holes: { id: plan.id } });
  return (
    <Loaded of={list}>
      {(rows) =>
        rows.length === 0 ? null : (
          <section aria-labelledby="by-hand">
            <h2 id="by-hand">{t("plans.by_hand_list")}</h2>
            <SimpleTable
              label={t("plans.by_hand_list")}
              head={[
                { title: t("record.what") },
                { title: t("plans.reason") },
                { title: t("record.who") },
                { title: t("record.when") },
                { title: t("plans.one") },
              ]}
              rows={rows.map((row) => ({
                key: String(row.number),
                cells: [
                  <bdi key="what">{row.what}</bdi>,
                  <bdi key="reason">{row.reason}</bdi>,
                  <span key="who">
                    {row.by === undefined ? <span className="quiet">{t("record.by_program")}</span> : <bdi>{row.by}</bdi>}
                    {row.signed_by !== undefined && (
                      <>
                        {t("shell.comma")}
                        <bdi>{row.signed_by}</bdi>
                      </>
                    )}
                  </span>,
                  <bdi key="on">{day(row.on)}</bdi>,
                  row.plan === plan.id ? (
                    <bdi key="plan">{row.plan_name}</bdi>
                  ) : (
                    <Link key="plan" to={`/plans/${row.plan}`}>
                      <bdi>{row.plan_name}</bdi>
                    </Link>
                  ),
                ],
              }))}
            />
            <More of={list} />
            <p className="actions">
              <Downloads path={`/api/plans/${plan.id}/by-hand`} query={{ language: tag() }} />
            </p>
          </section>
        )
      }
    </Loaded>
  );
}
