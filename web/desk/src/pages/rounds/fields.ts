// What is said of a round and of a place: the fields of the forms, the states, the rules by name.
import { type Answer, type Body, type Key, day, t, today } from "@sojourn/shared";
import type { FormField } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";

export type Round = Answer<"/api/rounds/{id}">;
export type Place = Answer<"/api/round-places/{id}">;

export function changeFields(): FormField<Omit<Body<"/api/rounds/{id}", "put">, "version">>[] {
  return [
    { name: "notice", label: t("rounds.notice"), help: t("rounds.notice_help") },
    { name: "posts", label: t("rounds.posts"), kind: "number", help: t("rounds.posts_help") },
    { name: "deadline", label: t("rounds.deadline"), kind: "day", help: t("rounds.deadline_help") },
    { name: "starts_on", label: t("rounds.starts_on"), kind: "day" },
  ];
}

export function makeFields(): FormField<Body<"/api/rounds">>[] {
  const [notice, posts, deadline, starts] = changeFields() as FormField<Body<"/api/rounds">>[];
  return [
    { name: "name", label: t("rounds.name"), help: t("rounds.name_help") },
    { name: "area", label: t("rounds.area"), kind: "record", of: "area", find: findAreas, help: t("rounds.area_help") },
    ...[notice, posts].filter((each) => each !== undefined),
    { name: "opens_on", label: t("rounds.opens_on"), kind: "day" },
    ...[deadline, starts].filter((each) => each !== undefined),
  ];
}

/** How far a round has come, in words with their mark. */
export function stateOf(round: Pick<Round, "closed_on" | "objections_until" | "deadline" | "sponsors" | "replied">): string {
  if (round.closed_on !== undefined) {
    return t("rounds.state.closed");
  }
  if (round.objections_until !== undefined) {
    return round.objections_until >= today()
      ? t("rounds.state.objections", { day: day(round.objections_until) })
      : t("rounds.state.shortlisted");
  }
  if (round.sponsors === 0) {
    return t("rounds.state.nobody_asked");
  }
  if (round.replied >= round.sponsors) {
    return t("rounds.state.replied");
  }
  return round.deadline < today() ? t("rounds.state.overdue") : t("rounds.state.naming", { day: day(round.deadline) });
}

/** What a sponsor said, with its mark. */
export function replyOf(place: Pick<Place, "places" | "nominees" | "replied_on" | "deadline">): string {
  if (place.replied_on !== undefined) {
    const said = { count: place.nominees ?? 0, day: day(place.replied_on) };
    return place.nominees === 0
      ? t("rounds.reply.none", { day: said.day })
      : place.replied_on > place.deadline
        ? t("rounds.reply.late", said)
        : t("rounds.reply.names", said);
  }
  if (place.places === 0) {
    return t("rounds.reply.not_asked");
  }
  return place.deadline < today() ? t("rounds.reply.overdue") : t("rounds.reply.waiting");
}

const rules: Record<string, Key> = {
  closed: "rounds.rule.closed",
  no_role: "rounds.rule.no_role",
  short_service: "rounds.rule.short_service",
  not_fit: "rounds.rule.not_fit",
  needed_at_home: "rounds.rule.needed_at_home",
  posted_apart: "rounds.rule.posted_apart",
  not_available: "rounds.rule.not_available",
};

export function ruleName(code: string): string {
  const key = rules[code];
  return key === undefined ? code : t(key);
}

const doings: Record<string, Key> = {
  "round.make": "rounds.did.make",
  "round.change": "rounds.did.change",
  "round.close": "rounds.did.close",
  "round.shortlist": "rounds.did.shortlist",
  "round.import": "rounds.did.import",
  "place.make": "rounds.did.ask",
  "place.change": "rounds.did.ask_again",
  "place.reply": "rounds.did.reply",
  "place.merge": "rounds.did.merge",
  "place.import": "rounds.did.import",
};

export function didName(operation: string): string {
  const key = doings[operation];
  return key === undefined ? operation : t(key);
}
