// What an edition says of the hard rules (docs/placement-model.md).
import { assignments } from "./toml";

export const hardNames = ["once", "never", "must", "team", "first_timers", "release", "lead"] as const;

const standard = 24;

/** Of how many sites of a kind a person is a candidate; 0: of all. */
export function lookedAt(text: string, name: "near_sites" | "paired_sites"): number {
  const value = assignments(text).find((each) => each.path === `placement.${name}` || each.path === name)?.value;
  return value !== undefined && /^[0-9_]+$/.test(value) ? Number(value.replaceAll("_", "")) : standard;
}
