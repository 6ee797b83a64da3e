// Whom and what the board's filters leave, in every view.
import type { Person, Shown, Site } from "./model";

export type BoardFilters = Partial<Record<"search" | "area" | "problems", string>>;

function holds(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.toLowerCase());
}

export function personMatches(person: Person, search: string | undefined): boolean {
  return (
    search === undefined ||
    [person.name, person.sponsor_name ?? "", ...person.skills, ...person.languages].some((text) => holds(text, search))
  );
}

function isShort({ lacks }: Site): boolean {
  return lacks.below_minimum > 0 || lacks.no_leader || lacks.nobody_stays || lacks.languages.length + lacks.skills.length > 0;
}

/** Township and problems. `broken`: the sites that break a rule. */
export function siteMatches(site: Site, { area, problems }: BoardFilters, broken: ReadonlyMap<string, unknown>): boolean {
  return (area === undefined || site.area === area) && (problems !== "yes" || isShort(site) || broken.has(site.id));
}

/** By its own name, or by somebody of its team. */
export function siteIsFound(site: Site, team: Person[], search: string | undefined): boolean {
  return search === undefined || holds(site.name, search) || team.some((person) => personMatches(person, search));
}

/** Who is at a site that the filters leave; whoever is not placed is at none. `sites`: with the moves made. */
export function peopleLeft(
  people: Person[],
  sites: Site[],
  now: Shown,
  filters: BoardFilters,
  broken: ReadonlyMap<string, unknown>,
): Person[] {
  const left = new Set(sites.filter((site) => siteMatches(site, filters, broken)).map((site) => site.id));
  const all = filters.area === undefined && filters.problems !== "yes";
  return people.filter((person) => personMatches(person, filters.search) && (all || left.has(now.at.get(person.id)?.site ?? "")));
}
