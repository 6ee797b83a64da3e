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

/** Of the term that begins last: the furthest of its plans, or the round that asks for people for it. */
export function stageOf(plans: readonly Plan[], rounds: readonly { starts_on: string }[]): { stage: Stage; plan?: string } {
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
