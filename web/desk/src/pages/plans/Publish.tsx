// The two steps that tell people: publishing and confirming. Each shows first what it would change,
// and names the digest of what was shown, so that nothing is decided that was not seen.
import { type Answer, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useRead } from "../../parts/reading";
import { Counts, Unready } from "./Changes";
import { MustFix } from "./MustFix";
import type { Plan } from "./PlanPage";

type Difference = Answer<"/api/plans/{id}/difference">;

export function Publish({ plan, act, close }: { plan: Plan; act: "publish" | "confirm"; close: () => void }) {
  const difference = useRead("/api/plans/{id}/difference", { path: { id: plan.id } });
  return (
    <>
      {act === "publish" && (plan.breaches ?? 0) > 0 && <MustFix plan={plan} />}
      <Loaded of={difference}>{(now) => <Sign plan={plan} act={act} close={close} now={now} again={difference.again} />}</Loaded>
    </>
  );
}

function Sign({
  plan,
  act,
  close,
  now,
  again,
}: {
  plan: Plan;
  act: "publish" | "confirm";
  close: () => void;
  now: Difference;
  again: () => void;
}) {
  const client = useQueryClient();
  const told = now.arrives + now.moves + now.changes_role + now.leaves;
  const open = now.not_ready.filter((each) => each.signed_reason === undefined).length;
  const send = async (): Promise<void> => {
    try {
      await answer(
        api.POST(`/api/plans/{id}/${act}`, {
          params: { path: { id: plan.id } },
          body: { difference: now.digest, version: plan.version },
        }),
      );
    } catch (error) {
      again(); // what would change may be another by now: it is shown anew
      throw error;
    }
    close();
    await client.invalidateQueries();
  };
  return (
    <SendForm action={t(act === "publish" ? "plans.publish_now" : "plans.confirm_now", { count: told })} send={send}>
      {() => (
        <>
          <p>{t("plans.changes_text")}</p>
          <Counts of={now} />
          <p>
            <Link to={`/plans/${plan.id}?tab=changes`}>{t("plans.see_each")}</Link>
          </p>
          {now.records_changed && (
            <p>
              <span aria-hidden="true">▲ </span>
              {t("plans.records_changed")}
            </p>
          )}
          {open > 0 && <Unready of={now.not_ready} />}
          <p>
            <span aria-hidden="true">▲ </span>
            {t(act === "publish" ? "plans.publish_effect" : "plans.confirm_effect", { count: told })}
          </p>
        </>
      )}
    </SendForm>
  );
}
