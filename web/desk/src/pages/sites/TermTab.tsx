// What a site's team still has to learn, and the site's budget of this year.
import { t, today } from "@sojourn/shared";
import { Link } from "react-router";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Standing } from "../training/words";

export function TermTab({ id }: { id: string }) {
  const may = useMay();
  const [mayLearn, mayMoney] = [may("training.coverage"), may("line.list")];
  const year = Number(today().slice(0, 4));
  const lacks = useList("/api/training-coverage", { site: id }, { enabled: mayLearn });
  const lines = useList("/api/budget-lines", { site: id, year }, { enabled: mayMoney });
  return (
    <>
      {mayLearn && (
        <ListSection
          id="lacks"
          title={t("training.gaps")}
          none={t("sites.team_trained")}
          of={lacks}
          head={[t("training.person"), t("training.lacks"), t("training.days_done"), t("training.due"), t("training.standing")]}
          rowKey={(each) => `${each.posting} ${each.kind}`}
          row={(each) => [
            may("staff.show") ? (
              <Link key="staff" to={`/people/${each.staff}?tab=training`}>
                <bdi>{each.staff_name}</bdi>
              </Link>
            ) : (
              <bdi key="staff">{each.staff_name}</bdi>
            ),
            t(`training.${each.kind}_kind`),
            <bdi key="done">{t("training.done_of", { done: each.done, needed: each.needed })}</bdi>,
            <Day key="due" of={each.due} />,
            <Standing key="standing" of={each.standing} />,
          ]}
        />
      )}
      {mayMoney && (
        <>
          <ListSection
            id="budget"
            title={t("sites.budget_of", { year: String(year) })}
            none={t("money.no_lines")}
            of={lines}
            head={[t("money.line"), t("money.planned"), t("money.committed"), t("money.paid"), t("money.unspent"), t("money.gap")]}
            rowKey={(each) => each.id}
            row={(each) => [
              t(`money.kind_${each.kind}`),
              ...(["planned", "committed", "paid", "unspent", "gap"] as const).map((key) => <bdi key={key}>{each[key]}</bdi>),
            ]}
          />
          <p>
            <Link to={`/money?year=${year}&site=${id}`}>{t("sites.to_budget")}</Link>
          </p>
        </>
      )}
    </>
  );
}
