// Where the programme is in its life cycle, by its plans and rounds.

export const stages = ["need", "selection", "placement", "publication", "confirmed"] as const;
export type Stage = (typeof stages)[number];

interface Plan {
  id: string;
  state: string;
  starts_on: string;
}

const reached: Record<string, Stage> = {
  waiting: "placement",
  draft: "placement",
  published: "publication",
  confirmed: "confirmed",
};

/** A published plan while people may object to it. Else of the term that begins last: the furthest of its plans, or the round that
 * asks for people for it. */
export function stageOf(plans: readonly Plan[], rounds: readonly { starts_on: string }[]): { stage: Stage; plan?: string } {
  // No later round takes the place of what still has to be confirmed.
  const confirmed = plans.filter(({ state }) => state === "confirmed").map(({ starts_on: starts }) => starts).sort().at(-1) ?? "";
  const told = plans.find(({ state, starts_on: starts }) => state === "published" && starts > confirmed);
  if (told !== undefined) {
    return { stage: "publication", plan: told.id };
  }
  let last: { stage: Stage; plan: string; starts: string } | undefined;
  for (const { id, state, starts_on: starts } of plans) {
    const stage = reached[state];
    if (
      stage !== undefined &&
      (last === undefined ||
        starts > last.starts ||
        (starts === last.starts && stages.indexOf(stage) > stages.indexOf(last.stage)))
    ) {
      last = { stage, plan: id, starts };
    }
  }
  // An open round for a term that is not planned yet.
  if (rounds.some((round) => last === undefined || round.starts_on > last.starts)) {
    return { stage: "selection" };
  }
  return last === undefined ? { stage: "need" } : { stage: last.stage, plan: last.plan };
}

/** What is said of a stage: one that lies before the programme's is done, but selection only where there was a round. */
export function markOf(stage: Stage, now: Stage, rounds: readonly unknown[]): "past" | "now" | "ahead" | "none" {
  if (stage === now) {
    return "now";
  }
  if (stages.indexOf(stage) > stages.indexOf(now)) {
    return "ahead";
  }
  return stage === "selection" && rounds.length === 0 ? "none" : "past";
}
