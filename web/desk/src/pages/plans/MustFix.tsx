// A plan that breaks hard rules: mended on the board, or signed for by two people with a reason.
import { type Answer, answer, api, t } from "@sojourn/shared";
import { useState } from "react";
import { Link } from "react-router";
import { Loaded, useList } from "../../parts/reading";
import { AskSignature, NotSigned, Signatures } from "./Signatures";
import type { Plan } from "./PlanPage";

type Broken = Answer<"/api/plans/{id}/difference">["breaks"][number];

/** `today`: what it breaks by the records as they are now, which may be more than when it was made. */
export function MustFix({ plan, today }: { plan: Plan; today: Broken[] }) {
  const signed = useList("/api/rule-overrides", { plan: plan.id });
  const [trouble, setTrouble] = useState<unknown>();
  return (
    <section aria-label={t("plans.must_fix")} className="must-fix">
      <p>
        <span aria-hidden="true">✖ </span>
        {(plan.breaches ?? 0) > 0 && (
          <>
            {t("plans.breaks", { count: plan.breaches ?? 0 })}{" "}
            <Link to={`/plans/${plan.id}/board?list=must-fix`}>{t("plans.mend")}</Link>
          </>
        )}
        {(plan.breaches ?? 0) === 0 && t("plans.broken_today", { count: today.length })}
      </p>
      {today.length > 0 && (
        <ul className="plain">
          {today.map((each, index) => (
            <li key={index}>
              <bdi>{each.text}</bdi>
            </li>
          ))}
        </ul>
      )}
      <Loaded of={signed}>
        {(rows) => (
          <>
            <Signatures path="/api/rule-overrides" rows={rows} setTrouble={setTrouble} />
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
      <NotSigned trouble={trouble} />
    </section>
  );
}
