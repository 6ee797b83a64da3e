// A plan that breaks hard rules: mended on the board, or signed for by two people with a reason.
import { answer, api, day, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { Field } from "../../parts/Field";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useList } from "../../parts/reading";
import { useDraft } from "../../parts/useDraft";
import type { Plan } from "./PlanPage";

export function MustFix({ plan }: { plan: Plan }) {
  const client = useQueryClient();
  const signed = useList("/api/rule-overrides", { plan: plan.id });
  const [reason, setReason, forget] = useDraft(`plans.override.${plan.id}`, "");
  const [trouble, setTrouble] = useState<unknown>();
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: ["/api/rule-overrides"] });
  const decide = async (id: string, version: number, act: "sign" | "decline"): Promise<void> => {
    await answer(api.POST(`/api/rule-overrides/{id}/${act}`, { params: { path: { id } }, body: { version } }));
    await again();
  };
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
            <ul className="plain">
              {rows.map((row) => (
                <li key={row.id}>
                  <bdi>{row.reason}</bdi>{" "}
                  <span className="quiet">
                    {t(`plans.override_${row.state}`)} <bdi>{day(row.signed_on ?? row.asked_on)}</bdi>
                  </span>{" "}
                  {row.state === "waiting" &&
                    (["sign", "decline"] as const).map((act) => (
                      <Button
                        key={act}
                        size="small"
                        onClick={() => void decide(row.id, row.version, act).then(() => setTrouble(undefined), setTrouble)}
                      >
                        {t(`plans.override_${act}`)}
                      </Button>
                    ))}
                </li>
              ))}
            </ul>
            {trouble !== undefined && <ErrorNote problem={trouble} />}
            {!rows.some((row) => row.state !== "declined") && (
              <SendForm
                action={t("plans.override_ask")}
                send={async () => {
                  await answer(api.POST("/api/rule-overrides", { body: { plan: plan.id, reason } }));
                  forget();
                  await again();
                }}
              >
                {(problem) => (
                  <Field
                    label={t("plans.override_reason")}
                    help={t("plans.override_help")}
                    name="reason"
                    value={reason}
                    fault={problem?.faultOf("reason")}
                    onChange={setReason}
                  />
                )}
              </SendForm>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
