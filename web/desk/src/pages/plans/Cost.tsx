// What a plan costs a year by the rules and what sponsors give for its people: seen before it is published.
import { number, t } from "@sojourn/shared";
import { SimpleTable } from "../../parts/Facts";
import { Loaded, useRead } from "../../parts/reading";

export function Cost({ plan }: { plan: string }) {
  const cost = useRead("/api/plans/{id}/cost", { path: { id: plan } });
  return (
    <Loaded of={cost}>
      {(now) => (
        <details>
          <summary>{t("money.plan_cost", { total: now.total, given: now.from_sponsors })}</summary>
          <p className="quiet">{t("money.plan_cost_of", { people: now.people, leaders: now.leaders, arriving: now.arriving })}</p>
          <SimpleTable
            label={t("money.plan_cost_lines")}
            head={[{ title: t("money.line") }, { title: t("money.amount"), number: true }]}
            rows={now.lines.map((each) => ({ key: each.kind, cells: [t(`money.kind_${each.kind}`), <bdi key="amount">{each.amount}</bdi>] }))}
          />
          <SimpleTable
            label={t("money.plan_cost_sponsors")}
            head={[{ title: t("money.plan_cost_sponsors") }, { title: t("money.people"), number: true }, { title: t("money.amount"), number: true }]}
            rows={now.sponsors.map((each) => ({
              key: each.level,
              cells: [t(`money.level_${each.level}`), <bdi key="people">{number(each.people)}</bdi>, <bdi key="amount">{each.amount}</bdi>],
            }))}
          />
        </details>
      )}
    </Loaded>
  );
}
