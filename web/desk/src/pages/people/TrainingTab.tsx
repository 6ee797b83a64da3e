// What somebody has to have learnt and by when, what they completed, and what covers them.
import { number, t } from "@sojourn/shared";
import { Link } from "react-router";
import { ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Standing } from "../training/words";
import { Allowance } from "./Allowance";
import { Withdrawing } from "./Withdrawing";

export function TrainingTab({ id }: { id: string }) {
  const may = useMay();
  const [mayLearn, mayCover, mayCheck, mayClaim] = [may("training.coverage"), may("insurance.list"), may("health_check.list"), may("claim.list")];
  const required = useList("/api/training-coverage", { staff: id, all: true }, { enabled: mayLearn });
  const mayRecord = may("completion.list");
  const completed = useList("/api/training-completions", { staff: id }, { enabled: mayRecord });
  const insurances = useList("/api/insurances", { staff: id }, { enabled: mayCover });
  const checks = useList("/api/health-checks", { staff: id }, { enabled: mayCheck });
  const claims = useList("/api/claims", { staff: id }, { enabled: mayClaim });
  return (
    <>
      {mayLearn && (
          <ListSection
            id="required"
            title={t("people.required")}
            none={t("people.nothing_required")}
            of={required}
            head={[t("training.kind"), t("training.site"), t("training.days_done"), t("training.due"), t("training.standing"), t("training.booked")]}
            rowKey={(each) => `${each.posting} ${each.kind} ${each.due}`}
            row={(each) => [
              t(`training.${each.kind}_kind`),
              <bdi key="site">{each.site_name}</bdi>,
              <bdi key="done">{t("training.done_of", { done: each.done, needed: each.needed })}</bdi>,
              <Day key="due" of={each.due} />,
              <Standing key="standing" of={each.standing} />,
              each.standing === "missed" ? null : each.session === undefined || each.session_from === undefined ? (
                <span key="session" className="quiet">
                  {t("training.not_booked")}
                </span>
              ) : (
                <Link key="session" to={`/training/sessions/${each.session}`}>
                  <Day of={each.session_from} />
                </Link>
              ),
            ]}
          />
      )}
      {mayRecord && (
          <ListSection
            id="completed"
            title={t("people.completed")}
            none={t("people.nothing_completed")}
            of={completed}
            head={[t("training.course"), t("training.completed_on"), t("training.days"), t("training.expires_on"), t("training.source")]}
            rowKey={(each) => each.id}
            row={(each) => [
              <bdi key="course">{each.course_name}</bdi>,
              <Day key="on" of={each.completed_on} />,
              <bdi key="days">{number(each.days)}</bdi>,
              each.expires_on === undefined ? null : <Day key="expires" of={each.expires_on} />,
              <bdi key="source">{each.source}</bdi>,
            ]}
          />
      )}
      {mayCover && (
        <ListSection
          id="insurances"
          title={t("money.insurance")}
          none={t("money.not_insured")}
          of={insurances}
          head={[t("money.insurer"), t("money.policy"), t("money.from"), t("money.to"), ...(may("insurance.withdraw") ? [t("money.what_to_do")] : [])]}
          rowKey={(each) => each.id}
          row={(each) => [
            <bdi key="insurer">{each.insurer}</bdi>,
            <bdi key="policy">{each.policy_number}</bdi>,
            <Day key="from" of={each.from_day} />,
            <Day key="to" of={each.to_day} />,
            ...(may("insurance.withdraw")
              ? [
                  <ActionButton key="do" name={`withdraw-${each.id}`}>
                    {t("money.withdraw_cover")}
                  </ActionButton>,
                ]
              : []),
          ]}
        />
      )}
      {may("insurance.withdraw") && (insurances.data ?? []).map((each) => <Withdrawing key={each.id} of={each} kind="insurance" />)}
      {mayCheck && (
        <ListSection
          id="checks"
          title={t("money.health_check")}
          none={t("people.not_checked")}
          of={checks}
          head={[t("money.checked_on"), t("money.next_due"), ...(may("health_check.withdraw") ? [t("money.what_to_do")] : [])]}
          rowKey={(each) => each.id}
          row={(each) => [
            <Day key="on" of={each.done_on} />,
            each.next_due === undefined ? null : <Day key="next" of={each.next_due} />,
            ...(may("health_check.withdraw")
              ? [
                  <ActionButton key="do" name={`withdraw-${each.id}`}>
                    {t("money.withdraw_cover")}
                  </ActionButton>,
                ]
              : []),
          ]}
        />
      )}
      {may("health_check.withdraw") && (checks.data ?? []).map((each) => <Withdrawing key={each.id} of={each} kind="health_check" />)}
      <Allowance id={id} />
      {mayClaim && (
        <ListSection
          id="claims"
          title={t("money.claims")}
          none={t("people.no_claims")}
          of={claims}
          head={[t("money.line"), t("money.day"), t("money.amount"), t("money.state"), t("money.waits_for")]}
          rowKey={(each) => each.id}
          row={(each) => [
            t(`money.kind_${each.kind}`),
            <Day key="day" of={each.day} />,
            <bdi key="amount">{each.amount}</bdi>,
            t(`money.state_${each.state}`),
            each.holder === "nobody" ? null : t(`money.holder_${each.holder}`),
          ]}
        />
      )}
    </>
  );
}
