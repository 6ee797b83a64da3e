// What lies there until somebody decides it, each with who asked and its clock.
import { type Key, day, t } from "@sojourn/shared";
import { Link } from "react-router";
import { type ListRead, Loaded, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import type { There } from "./there";

interface Line {
  id: string;
  /** Where somebody decides it. */
  to: string;
  text: string;
}
interface Kind {
  key: string;
  of: ListRead<unknown>;
  lines: Line[] | undefined;
  title: string;
  /** Said where nothing waits; nothing where there is nobody of whom it could. */
  none: string | undefined;
}

/** Kinds in the order in which they stand on the page; only those that the reader may see. */
export function useWaiting(there: There): Kind[] {
  const may = useMay();
  const list = { limit: 3 } as const;
  const mayObjections = may("plan_objection.list");
  const objections = useList("/api/plan-objections", { state: "open", ...list }, { enabled: mayObjections });
  const mayRules = may("rule_override.sign");
  const rules = useList("/api/rule-overrides", { state: "waiting", ...list }, { enabled: mayRules });
  const maySites = may("site_override.sign");
  const sites = useList("/api/site-overrides", { state: "waiting", ...list }, { enabled: maySites });
  const mayCorrections = may("correction.list");
  const corrections = useList("/api/corrections", { state: "open", ...list }, { enabled: mayCorrections });
  const mayShortlists = may("objection.list");
  const shortlists = useList("/api/objections", { waiting: true, ...list }, { enabled: mayShortlists });
  // Whose move it is goes by how a claim stands: the area office checks, the programme office approves and pays.
  const mayApprove = may("claim.approve");
  const approve = useList("/api/claims", { state: "checked", ...list }, { enabled: mayApprove });
  const maySettle = may("claim.settle");
  const settle = useList("/api/claims", { state: "approved", ...list }, { enabled: maySettle });
  const mayCheck = may("claim.check") && !mayApprove;
  const check = useList("/api/claims", { state: "asked", ...list }, { enabled: mayCheck });
  const byHost = may("handover.host_accept");
  const mayHandovers = byHost || may("handover.accept");
  const handovers = useList("/api/handovers", { state: "given", ...list }, { enabled: mayHandovers });
  const mayReplies = may("place.list");
  const replies = useList("/api/round-places", { waiting: true, ...list }, { enabled: mayReplies });

  const mayFeedback = may("feedback.list");
  const feedback = useList("/api/feedback", { state: "open", limit: 2 }, { enabled: mayFeedback });

  const kinds: Kind[] = [];
  const add = <T extends { id: string }>(
    shown: boolean,
    key: Counted,
    of: ListRead<T>,
    none: Key | undefined,
    to: (each: T) => string,
    text: (each: T) => string,
    rows = of.data,
  ): void => {
    if (shown) {
      const count = rows?.length ?? 0;
      kinds.push({
        key,
        of,
        lines: rows?.map((each) => ({ id: each.id, to: to(each), text: text(each) })),
        title: of.more === undefined ? t(`home.${key}`, { count }) : t(`home.${key}_and_more`, { count }),
        none: none === undefined ? undefined : t(none),
      });
    }
  };
  const claim = (each: { name: string; site_name: string; amount: string; due_on: string; overdue: boolean }): string =>
    t(each.overdue ? "home.claim_overdue" : "home.claim", {
      name: each.name,
      site: each.site_name,
      amount: each.amount,
      day: day(each.due_on),
    });
  add(mayObjections, "objections", objections, there.plans ? "home.no_objections" : undefined, (each) => `/plans/${each.plan}?tab=objections`, (each) =>
    t("home.objection", { name: each.staff_name, plan: each.plan_name, day: day(each.received_on) }),
  );
  add(mayRules, "rule_overrides", rules, undefined, (each) => `/plans/${each.plan}?do=publish`, (each) =>
    t("home.rule_override", { plan: each.plan_name, who: each.asked_by ?? t("record.by_program"), day: day(each.asked_on) }),
  );
  add(maySites, "site_overrides", sites, undefined, (each) => `/plans/${each.plan}?do=confirm`, (each) =>
    t("home.site_override", {
      site: each.site_name,
      plan: each.plan_name,
      who: each.asked_by ?? t("record.by_program"),
      day: day(each.asked_on),
    }),
  );
  add(mayCorrections, "corrections", corrections, there.people ? "home.no_corrections" : undefined, (each) => `/corrections/${each.id}`, (each) =>
    t("home.correction", { name: each.name, day: day(each.asked_on) }),
  );
  add(
    mayShortlists,
    "shortlist_objections",
    shortlists,
    there.rounds ? "home.no_shortlist_objections" : undefined,
    (each) => `/rounds/${each.round}?tab=shortlist`,
    (each) => t("home.objection", { name: each.name, plan: each.round_name, day: day(each.raised_on) }),
  );
  const toClaims = (): string => "/money?tab=claims";
  add(mayCheck, "claims_to_check", check, undefined, toClaims, claim);
  add(mayApprove, "claims_to_approve", approve, undefined, toClaims, claim);
  add(maySettle, "claims_to_pay", settle, undefined, toClaims, claim);
  add(
    mayHandovers,
    "handovers",
    handovers,
    undefined,
    (each) => `/handovers/${each.id}`,
    (each) => t("home.handover", { name: each.staff_name, site: each.site_name, day: day(each.last_day) }),
    // A host accepts what has no successor.
    handovers.data?.filter((each) => !byHost || each.goes_to === "host"),
  );
  add(mayReplies, "replies", replies, there.rounds ? "home.no_replies" : undefined, (each) => `/rounds/places/${each.id}`, (each) =>
    t("home.reply", { sponsor: each.name, round: each.round_name, day: day(each.deadline) }),
  );
  add(mayFeedback, "feedback", feedback, undefined, (each) => `/settings/feedback/${each.id}`, (each) =>
    t(`home.feedback_${each.kind}${each.overdue ? "_overdue" : ""}`, { day: day(each.written_on), due: day(each.due_on) }),
  );
  return kinds;
}

type Counted =
  | "objections"
  | "rule_overrides"
  | "site_overrides"
  | "corrections"
  | "shortlist_objections"
  | "claims_to_check"
  | "claims_to_approve"
  | "claims_to_pay"
  | "handovers"
  | "replies"
  | "feedback";

export function Waiting({ of }: { of: Kind[] }) {
  if (of.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t("home.waiting")}</h2>
      {of.every(({ lines, none }) => lines?.length === 0 && none === undefined) && <p className="quiet">{t("home.nothing_waits")}</p>}
      {of.map((kind) => (
        <Loaded key={kind.key} of={kind.of}>
          {() =>
            kind.lines === undefined || kind.lines.length === 0 ? (
              kind.none !== undefined && <p className="quiet">{kind.none}</p>
            ) : (
              <>
                <h3>{kind.title}</h3>
                <ul className="todo">
                  {kind.lines.map(({ id, to, text }) => (
                    <li key={id}>
                      <Link to={to}>{text}</Link>
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      ))}
    </section>
  );
}
