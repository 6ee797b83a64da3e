// Of whom anything can be said: nobody is told that everybody of nobody is well.
import { useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";

export interface There {
  sites: boolean;
  people: boolean;
  /** Somebody is in post. */
  serving: boolean;
  /** A plan that people were told of. */
  plans: boolean;
  rounds: boolean;
}

/** Asks for nothing that the page does not show anyway. Whoever may not see it is not told that there is none. */
export function useThere(): There {
  const may = useMay();
  const mayPosts = may("need.overview");
  const mayPlans = may("plan.list");
  const mayRounds = may("round.list");
  const posts = useRead("/api/need-overview", {}, { enabled: mayPosts }).data;
  const plans = useList("/api/plans", { limit: 3 }, { enabled: mayPlans }).data;
  const rounds = useList("/api/rounds", { limit: 3 }, { enabled: mayRounds }).data;
  // Not known yet: what could be told is asked for in the same request.
  const counted = (count: number | undefined): boolean => count === undefined || count > 0;
  return {
    sites: counted(posts === undefined ? undefined : posts.sites + posts.own_sites),
    people: counted(posts?.staff_records),
    serving: counted(posts?.in_post),
    plans: !mayPlans || plans?.some(({ state }) => state === "published" || state === "confirmed") === true,
    rounds: !mayRounds || (rounds?.length ?? 0) > 0,
  };
}
