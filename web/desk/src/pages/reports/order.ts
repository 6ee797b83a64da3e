// Areas in administrative order: each after the one that it lies in, side by side by their number, else by their name.
import { tag } from "@sojourn/shared";

export interface AreaOf {
  id: string;
  name: string;
  code?: string | undefined;
  parent?: string | undefined;
}

/** Every area, in order. One whose parent is not seen stands at the top. */
export function inOrder<Area extends AreaOf>(areas: readonly Area[], language: string = tag()): Area[] {
  const names = new Intl.Collator(language, { numeric: true });
  const known = new Set(areas.map((area) => area.id));
  const below = new Map<string, Area[]>();
  for (const area of areas) {
    const parent = area.parent !== undefined && known.has(area.parent) ? area.parent : "";
    below.set(parent, [...(below.get(parent) ?? []), area]);
  }
  const made: Area[] = [];
  const add = (parent: string): void => {
    const side = (below.get(parent) ?? []).sort((a, b) =>
      a.code !== undefined && b.code !== undefined && a.code !== b.code ? names.compare(a.code, b.code) : names.compare(a.name, b.name),
    );
    for (const area of side) {
      made.push(area);
      add(area.id);
    }
  };
  add("");
  return made;
}

/** Fewer are not told: a figure of so few is about somebody. */
export const small = 5;

/** Whether the parts of a whole of people would give somebody away: one of them is small, or all people are in one, so that
 * what is said of the whole is said of each. A part of nobody is about nobody. */
export function givesAway(parts: readonly number[]): boolean {
  const told = parts.filter((part) => part > 0);
  return told.some((part) => part < small) || told.length === 1;
}

/** The finest way to tell wishes by rank beside `rest`, so that no part gives somebody away: ranks side by side are told
 * together. Each group is the indexes of its ranks; undefined: even all ranks together would give somebody away. */
export function toldTogether(ranks: readonly number[], rest: number): number[][] | undefined {
  const cuts = Math.max(0, ranks.length - 1);
  // Each bit is a cut behind a rank; more cuts first, and of as many those behind the first ranks.
  const ways = Array.from({ length: 2 ** cuts }, (_, index) =>
    Array.from({ length: cuts }, (_unused, rank) => (index & (1 << (cuts - 1 - rank))) !== 0),
  ).sort((a, b) => Number(b.filter(Boolean).length) - Number(a.filter(Boolean).length) || (String(a) < String(b) ? 1 : -1));
  for (const way of ways) {
    const groups: number[][] = [];
    ranks.forEach((_, index) => {
      if (index === 0 || way[index - 1] === true) {
        groups.push([]);
      }
      groups.at(-1)?.push(index);
    });
    if (!givesAway([...groups.map((group) => group.reduce((sum, index) => sum + (ranks[index] ?? 0), 0)), rest])) {
      return groups;
    }
  }
  return undefined;
}
