// Broken rules and lacks in the reader's words.
import { number, t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { changeInWords, signed, termName } from "../plans/words";
import type { Board, Role, Site } from "./model";

export type Breach = Board["breaches"][number];

const codes = [
  "placement.unknown",
  "placement.twice",
  "placement.not_available",
  "placement.home_site",
  "placement.refused",
  "placement.never_pin",
  "placement.not_candidate",
  "pin.must_not_kept",
  "pin.must_other_role",
  "team.too_large",
  "team.two_leaders",
  "team.leader_without_role",
  "team.too_many_first_timers",
  "sponsor.releases_too_many",
  "lead.unknown",
  "lead.not_one_per_site",
  "lead.not_listed",
  "lead.announced_not_kept",
  "lead.too_many_sites",
  "lead.not_largest_sum",
  "lead.tie_not_by_order",
] as const;

/** What is broken, in a few words. */
export function breachName(code: string): string {
  const known = codes.find((each) => each === code);
  return known === undefined ? code : t(`board.rule.${known}.said`);
}

/** The same with whom it is about. */
export function BreachText({ of }: { of: Pick<Breach, "code" | "staff_name" | "site_name" | "sponsor_name"> }) {
  return (
    <>
      {breachName(of.code)}
      {[of.staff_name, of.site_name, of.sponsor_name].map(
        (name, index) =>
          name !== undefined && (
            <span key={index}>
              {" · "}
              <bdi>{name}</bdi>
            </span>
          ),
      )}
    </>
  );
}

/** A place as whoever is picked up would have it. */
export interface Target {
  role: Role;
  change: number;
  /** Which terms change, and by how much. */
  terms: { term: string; points: number }[];
  breaks: string[];
}

/** In which role, and at what price. */
export function priceWords(target: Target): string {
  return `${t(`record.${target.role}`)}${t("shell.colon")}${costWords(target)}`;
}

/** The rules that a move would break, and what it would change: the one says nothing of the other. */
export function costWords({ change, breaks }: Pick<Target, "change" | "breaks">): string {
  return [...(breaks.length > 0 ? [`✖ ${breaks.map(breachName).join(t("shell.comma"))}`] : []), changeInWords(change)].join(" · ");
}

/** What the whole plan would then be worth. `total`: as the board stands now. */
export function thenWords(total: number, { change }: Pick<Target, "change">): string {
  return t("board.then", { points: number(total + change) });
}

/** What changes most by a move, term by term. */
export function termsOf({ terms }: Pick<Target, "terms">): string {
  return [...terms]
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, 3)
    .map(({ term, points }) => `${termName(term)} ${signed(points)}`)
    .join(t("shell.comma"));
}

/** The hard rules that each site breaks, in words. */
export function brokenOf(breaches: readonly Breach[]): Map<string, string> {
  const names = new Map<string, Set<string>>();
  for (const { site, code } of breaches) {
    if (site !== undefined) {
      names.set(site, (names.get(site) ?? new Set()).add(breachName(code)));
    }
  }
  return new Map([...names].map(([site, said]) => [site, [...said].join(t("shell.comma"))]));
}

export function lackWords(lacks: Site["lacks"]): ReactNode[] {
  const words: ReactNode[] = [];
  if (lacks.below_minimum > 0) {
    words.push(t("board.below_minimum", { count: lacks.below_minimum }));
  }
  if (lacks.no_leader) {
    words.push(t("board.no_leader"));
  }
  if (lacks.nobody_stays) {
    words.push(t("board.nobody_stays"));
  }
  for (const each of [...lacks.languages, ...lacks.skills]) {
    words.push(
      <>
        {t("board.lacks")} <bdi>{each}</bdi>
      </>,
    );
  }
  return words;
}

/** What a site lacks, in one line. */
export function Lacks({ of }: { of: Site["lacks"] }) {
  return lackWords(of).map((word, index) => (
    <span key={index}>
      {index > 0 && t("shell.comma")}
      {word}
    </span>
  ));
}

/** The same as a warning of its own; nothing where nothing is lacking. */
export function LacksWarning({ of }: { of: Site["lacks"] }) {
  return lackWords(of).length === 0 ? null : (
    <p className="lacks">
      <span aria-hidden="true">▲ </span>
      <Lacks of={of} />
    </p>
  );
}
