// What plans are called by: their state, how good they are, how they were made.
import { type Row, number, t } from "@sojourn/shared";
import type { ReactNode } from "react";

type Plan = Pick<Row<"/api/plans">, "state" | "total" | "bound" | "proven" | "by_hand" | "breaches">;

const marks = {
  waiting: "◌",
  draft: "◐",
  published: "●",
  confirmed: "✔",
  failed: "✖",
  cancelled: "✖",
  withdrawn: "✖",
} as const;

export function State({ of }: { of: Plan["state"] }) {
  return (
    <span className={`plan-state ${of}`}>
      <span aria-hidden="true">{marks[of]} </span>
      {t(`plans.state_${of}`)}
    </span>
  );
}

/** How far from the best possible plan, in words. */
export function howGood({ total, bound, proven, breaches }: Plan): string {
  if (total === undefined) {
    return "";
  }
  if ((breaches ?? 0) > 0) {
    return t("plans.breaks", { count: breaches ?? 0 });
  }
  if (proven === true || bound === undefined || total === bound) {
    return t("plans.proven");
  }
  return t("plans.gap", { points: number(total - bound) });
}

const did = [
  "plan.make",
  "plan.keep",
  "plan.fail",
  "plan.cancel",
  "plan.cancelled",
  "plan.edit",
  "plan.publish",
  "plan.confirm",
  "plan.withdraw",
] as const;

/** What somebody did with a plan, as the audit log calls it, in words. */
export function didWords(operation: string): ReactNode {
  const known = did.find((each) => each === operation);
  return known === undefined ? <code>{operation}</code> : t(`plans.did_${known.replace("plan.", "") as "make"}`);
}

export function howMade(by: Plan["by_hand"]): string {
  return t(by === undefined ? "plans.by_search" : `plans.by_${by}`);
}

/** A change of points: less is better, and that is said, not only signed. */
export function changeInWords(points: number): string {
  return points === 0
    ? t("plans.same_points")
    : t(points < 0 ? "plans.better" : "plans.worse", { count: Math.abs(points) });
}

export function signed(value: number): string {
  return value > 0 ? `+${number(value)}` : number(value);
}

const terms = [
  "short_of_minimum",
  "no_leader",
  "languages",
  "skills",
  "nobody_stays",
  "short_of_target",
  "lead_sponsor",
  "own_sponsor",
  "pair",
  "wish",
  "leader_experience",
  "strength",
] as const;

export function termName(term: string): string {
  const known = terms.find((each) => each === term);
  return known === undefined ? term : t(`plans.term_${known}`);
}
