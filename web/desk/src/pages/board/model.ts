// What people change on the board, as lists of moves over a plan that stays as it is: applied, undone,
// merged and sent. Pure; the server says what a change is worth.
import type { Answer } from "@sojourn/shared";

export type Board = Answer<"/api/plans/{id}/board">;
export type Person = Board["people"][number];
export type Site = Board["sites"][number];
export type Role = Board["places"][number]["role"];

/** Where somebody is; none: in the pool. */
export interface Place {
  site: string;
  role: Role;
}
/** Each person that is elsewhere than in the plan, each site that another sponsor leads. */
export interface Edits {
  people: Record<string, Place | null>;
  leads: Record<string, string | null>;
}
export const noEdits: Edits = { people: {}, leads: {} };

/** As the API takes them: "staff_3k9q@site_9:leader". */
export function wordsOf(edits: Edits): { moves: string[]; leads: string[] } {
  return {
    moves: Object.entries(edits.people).map(([staff, at]) => `${staff}@${at === null ? "none" : `${at.site}:${at.role}`}`),
    leads: Object.entries(edits.leads).map(([site, sponsor]) => `${site}=${sponsor ?? "none"}`),
  };
}

export function editsOf(words: { moves: readonly string[]; leads: readonly string[] }): Edits {
  const edits: Edits = { people: {}, leads: {} };
  for (const word of words.moves) {
    const [staff = "", where = ""] = word.split("@");
    const [site = "", role] = where.split(":");
    edits.people[staff] = where === "none" ? null : { site, role: role === "leader" ? "leader" : "member" };
  }
  for (const word of words.leads) {
    const [site = "", sponsor = "none"] = word.split("=");
    edits.leads[site] = sponsor === "none" ? null : sponsor;
  }
  return edits;
}

/** Where everybody is in the plan as it is kept. */
export function placesOf(board: Board): Map<string, Place> {
  return new Map(board.places.map(({ staff, site, role }) => [staff, { site, role }]));
}

function same(a: Place | null | undefined, b: Place | null | undefined): boolean {
  return a?.site === b?.site && a?.role === b?.role;
}

/** Whether a board, which may show one area alone, says where the person is. */
function tellsOf(board: Board): (staff: string) => boolean {
  const known = new Set([...board.people.map((person) => person.id), ...board.places.map((place) => place.staff)]);
  return (staff) => known.has(staff);
}

/** The edits with others made after them. What is back where the plan has it is no edit any more; what
 * the board does not show stays as it is. */
export function withEdits(board: Board, before: Edits, more: Edits): Edits {
  const kept = placesOf(board);
  const tells = tellsOf(board);
  const people: Edits["people"] = {};
  for (const [staff, at] of Object.entries({ ...before.people, ...more.people })) {
    if (!tells(staff) || !same(at, kept.get(staff))) {
      people[staff] = at;
    }
  }
  const led = new Map(board.sites.map((site) => [site.id, site.lead]));
  const leads: Edits["leads"] = {};
  for (const [site, sponsor] of Object.entries({ ...before.leads, ...more.leads })) {
    if (!led.has(site) || (sponsor ?? undefined) !== led.get(site)) {
      leads[site] = sponsor;
    }
  }
  return { people, leads };
}

export function count(edits: Edits): number {
  return Object.keys(edits.people).length + Object.keys(edits.leads).length;
}

export interface Shown {
  teams: Map<string, { staff: string; role: Role }[]>;
  pool: string[];
  at: Map<string, Place>;
}

/** Who is where with the edits made: leaders first, then as the plan has them, newcomers last. */
export function shown(board: Board, edits: Edits): Shown {
  const at = placesOf(board);
  for (const [staff, place] of Object.entries(edits.people)) {
    at.delete(staff);
    if (place !== null) {
      at.set(staff, place);
    }
  }
  const teams = new Map<string, { staff: string; role: Role }[]>(board.sites.map((site) => [site.id, []]));
  for (const [staff, { site, role }] of at) {
    teams.get(site)?.push({ staff, role });
  }
  for (const team of teams.values()) {
    team.sort((a, b) => Number(b.role === "leader") - Number(a.role === "leader"));
  }
  return { teams, pool: board.people.filter((person) => !at.has(person.id)).map((person) => person.id), at };
}

/** What both changed, each otherwise. */
export interface Clash {
  people: { staff: string; mine: Place | null; theirs: Place | null }[];
  leads: { site: string; mine: string | null; theirs: string | null }[];
}

/** Of my edits over a plan, those that still make sense over another that somebody made of it: of
 * people and sites that they did not change too. `unseen`: so many of those that are kept lie where
 * their board, of one area, does not show. */
export function mine(over: Board, theirs: Board, edits: Edits): { kept: Edits; clash: Clash; unseen: number } {
  const before = placesOf(over);
  const now = placesOf(theirs);
  const tells = tellsOf(theirs);
  const led = new Map(over.sites.map((site) => [site.id, site.lead ?? null]));
  const leads = new Map(theirs.sites.map((site) => [site.id, site.lead ?? null]));
  const kept: Edits = { people: {}, leads: {} };
  const clash: Clash = { people: [], leads: [] };
  let unseen = 0;
  for (const [staff, at] of Object.entries(edits.people)) {
    if (!tells(staff)) {
      kept.people[staff] = at;
      unseen += 1;
    } else if (same(before.get(staff), now.get(staff))) {
      kept.people[staff] = at;
    } else if (!same(at, now.get(staff))) {
      clash.people.push({ staff, mine: at, theirs: now.get(staff) ?? null });
    }
  }
  for (const [site, sponsor] of Object.entries(edits.leads)) {
    const there = leads.get(site);
    if (there === undefined) {
      kept.leads[site] = sponsor;
      unseen += 1;
    } else if (there === led.get(site)) {
      kept.leads[site] = sponsor;
    } else if (there !== sponsor) {
      clash.leads.push({ site, mine: sponsor, theirs: there });
    }
  }
  return { kept, clash, unseen };
}

/** The same with those of the clashing ones that I keep as I had them. */
export function withMine(kept: Edits, clash: Clash, chosen: ReadonlySet<string>): Edits {
  const made: Edits = { people: { ...kept.people }, leads: { ...kept.leads } };
  for (const { staff, mine: at } of clash.people) {
    if (chosen.has(staff)) {
      made.people[staff] = at;
    }
  }
  for (const { site, mine: sponsor } of clash.leads) {
    if (chosen.has(site)) {
      made.leads[site] = sponsor;
    }
  }
  return made;
}

type Changed = Pick<Site, "id" | "points" | "lead" | "lead_name" | "lacks">;

/** Sites with points, lead sponsor and lacks as the moves make them. One that they do not touch is the
 * same object as before, and is not drawn anew. */
export function drafted(board: Board, changed: readonly Changed[]): Site[] {
  const anew = new Map(changed.map((site) => [site.id, site]));
  return board.sites.map((site) => {
    const now = anew.get(site.id);
    if (now === undefined) {
      return site;
    }
    const { lead: _lead, lead_name: _name, ...rest } = site;
    const { lead, lead_name } = now;
    return {
      ...rest,
      points: now.points,
      lacks: now.lacks,
      ...(lead !== undefined && { lead }),
      ...(lead_name !== undefined && { lead_name }),
    };
  });
}

/** Why somebody is where they are, and the wish that it meets. */
export type Reason = Pick<Board["places"][number], "staff" | "wish" | "wished" | "text">;

/** Of everybody who is placed, with the moves made: those whose team they touch have other reasons than
 * the plan as it is kept. `anew`: of the teams that are touched, none while it is not known. */
export function reasonsOf(board: Board, edits: Edits, anew: readonly Reason[]): Map<string, Reason> {
  const reasons = new Map<string, Reason>(board.places.map((place) => [place.staff, place]));
  for (const staff of Object.keys(edits.people)) {
    reasons.delete(staff);
  }
  for (const each of anew) {
    reasons.set(each.staff, each);
  }
  return reasons;
}

/** The moves that make two people change places and roles; whoever is not placed takes the other's. */
export function exchange(now: Shown, one: string, other: string): Edits {
  return { people: { [one]: now.at.get(other) ?? null, [other]: now.at.get(one) ?? null }, leads: {} };
}

/** Steps back and forth, as they are kept while nobody has kept the plan. */
export interface Steps {
  moves: string[];
  leads: string[];
  past?: { moves: string[]; leads: string[] }[];
}
export function stepsOf(course: Course): Steps {
  return { ...wordsOf(course.now), past: course.past.slice(-20).map(wordsOf) };
}
/** They can be undone after the page was loaded anew, too. */
export function courseOf(board: Board, steps: Steps): Course {
  const edits = (words: { moves: string[]; leads: string[] }): Edits => withEdits(board, noEdits, editsOf(words));
  return { past: (steps.past ?? []).map(edits), now: edits(steps), next: [] };
}

/** Steps back and forth. */
export interface Course {
  past: Edits[];
  now: Edits;
  next: Edits[];
}
export const beginning: Course = { past: [], now: noEdits, next: [] };
/** Further back than that nobody goes, and a draft stays small. */
const most = 100;

export function step(course: Course, to: Edits): Course {
  return { past: [...course.past, course.now].slice(-most), now: to, next: [] };
}
export function undo(course: Course): Course {
  const before = course.past.at(-1);
  return before === undefined ? course : { past: course.past.slice(0, -1), now: before, next: [course.now, ...course.next] };
}
export function redo(course: Course): Course {
  const [after, ...next] = course.next;
  return after === undefined ? course : { past: [...course.past, course.now], now: after, next };
}

/** The areas that hold sites themselves, as townships do, in the order of the sites. */
export function areasOf(board: Board): { value: string; name: string; record: true }[] {
  const seen = new Map<string, string>();
  for (const site of board.sites) {
    seen.set(site.area, site.area_name);
  }
  return [...seen].map(([value, name]) => ({ value, name, record: true }));
}
