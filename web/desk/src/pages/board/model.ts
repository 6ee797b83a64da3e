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

/** Of my edits over a plan, those that still make sense over another that somebody made of it: of
 * people whom they did not move too. */
export function mine(over: Board, theirs: Board, edits: Edits): { kept: Edits; clash: string[] } {
  const before = placesOf(over);
  const now = placesOf(theirs);
  const tells = tellsOf(theirs);
  const kept: Edits = { people: {}, leads: { ...edits.leads } };
  const clash: string[] = [];
  for (const [staff, at] of Object.entries(edits.people)) {
    if (!tells(staff) || same(before.get(staff), now.get(staff))) {
      kept.people[staff] = at;
    } else if (!same(at, now.get(staff))) {
      clash.push(staff);
    }
  }
  return { kept, clash };
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
