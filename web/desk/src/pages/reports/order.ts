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
