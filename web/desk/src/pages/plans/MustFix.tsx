// A plan that breaks hard rules: mended on the board, or signed for by two people with a reason.
import { answer, api, t } from "@sojourn/shared";
import { Link } from "react-router";
import { Loaded, useList } from "../../parts/reading";
import { AskSignature, Signatures } from "./Signatures";
import type { Plan } from "./PlanPage";

export function MustFix({ plan }: { plan: Plan }) {
  const signed = useList("/api/rule-overrides", { plan: plan.id });
  return (
    <section aria-label={t("plans.must_fix")} className="must-fix">
      <p>
        <span aria-hidden="true">✖ </span>
        {t("plans.breaks", { count: plan.breaches ?? 0 })}{" "}
        <Link to={`/plans/${plan.id}/board?list=must-fix`}>{t("plans.mend")}</Link>
      </p>
      <Loaded of={signed}>
        {(rows) => (
          <>
            <Signatures path="/api/rule-overrides" rows={rows} />
            {!rows.some((row) => row.state !== "declined") && (
              <AskSignature
                of={plan.id}
                label={t("plans.override_reason")}
                ask={async (reason) => {
                  await answer(api.POST("/api/rule-overrides", { body: { plan: plan.id, reason } }));
                }}
              />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
