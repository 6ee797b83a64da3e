// The weights of plans in a text of rules.toml: read from its table [placement] or from above all
// tables, put in, and said as low, normal, high or exact. Some have several numbers: a list, a table,
// or one number by which the standards are multiplied.
import { type Assignment, assignments, withLineAfter, withValue } from "./toml";

/** Weights with the numbers that hold where the text says nothing (docs/placement-model.md). */
export const weights = {
  short_of_minimum: [100_000],
  no_leader: [30_000],
  languages: [8_000],
  skills: [4_000],
  nobody_stays: [3_000],
  short_of_target: [2_000],
  own_sponsor: [200],
  lead_sponsor: [4],
  strength: [1],
  pair: [2, 400, 12],
  wish: [150, 100, 60],
  leader_experience: [60, 8, 12],
} as const;
export type Weight = keyof typeof weights;
export const weightNames = Object.keys(weights) as Weight[];

/** The numbers of a weight that is a table, by their keys. */
export const parts = { pair: ["per_km", "most", "hardship"], leader_experience: ["base", "per_year", "years"] } as const;
/** Not a weight: it is not multiplied. */
const counted = "leader_experience.years";

export const levels = { low: 0.5, normal: 1, high: 2 } as const;
export type Level = keyof typeof levels;

const number = (value: string | undefined): number | undefined =>
  value !== undefined && /^[0-9_]+$/.test(value) ? Number(value.replaceAll("_", "")) : undefined;
const partsOf = (name: Weight): readonly string[] => (name in parts ? parts[name as keyof typeof parts] : []);

function multiplied(name: Weight, by: number): number[] {
  return weights[name].map((value, index) => (`${name}.${partsOf(name)[index] ?? ""}` === counted ? value : Math.round(value * by)));
}

/** Those of a weight: its own, and those of its parts. */
function of(text: string, name: Weight): { whole: Assignment | undefined; part: (key: string) => Assignment | undefined; any: Assignment[] } {
  const all = assignments(text).map((each) => ({ ...each, path: each.path.replace(/^placement\./, "") }));
  return {
    whole: all.find((each) => each.path === name),
    part: (key) => all.find((each) => each.path === `${name}.${key}`),
    any: all.filter((each) => each.path.startsWith(`${name}.`)),
  };
}

export function valuesOf(text: string, name: Weight): number[] {
  const { whole, part } = of(text, name);
  const times = number(whole?.value);
  if (times !== undefined) {
    return weights[name].length === 1 ? [times] : multiplied(name, times);
  }
  const value = whole?.value ?? "";
  if (value.startsWith("[")) {
    const given = value.slice(1, -1).split(",");
    return weights[name].map((standard, index) => number(given[index]?.trim()) ?? standard);
  }
  const inline = new Map(value.startsWith("{") ? value.slice(1, -1).split(",").map((each) => each.split("=").map((side) => side.trim()) as [string, string]) : []);
  return weights[name].map((standard, index) => {
    const key = partsOf(name)[index] ?? "";
    return number(inline.get(key)) ?? number(part(key)?.value) ?? standard;
  });
}

function written(name: Weight, values: readonly number[]): string {
  const keys = partsOf(name);
  return values.length === 1
    ? String(values[0])
    : keys.length === 0
      ? `[${values.join(", ")}]`
      : `{ ${keys.map((key, index) => `${key} = ${values[index] ?? 0}`).join(", ")} }`;
}

export function withValues(text: string, name: Weight, values: readonly number[]): string {
  const { whole, any } = of(text, name);
  if (whole !== undefined) {
    return withValue(text, whole, written(name, values));
  }
  if (any.length > 0) {
    // Each part where it stands; one that is not there beside the others.
    return partsOf(name).reduce((now, key, index) => {
      const { part, any: others } = of(now, name);
      const value = String(values[index] ?? 0);
      const there = part(key);
      const last = others.at(-1);
      return there !== undefined
        ? withValue(now, there, value)
        : last === undefined
          ? now
          : withLineAfter(now, last.last, `${last.key.replace(/[^.]*$/, "")}${key} = ${value}`);
    }, text);
  }
  const line = `${name} = ${written(name, values)}`;
  const head = text.split("\n").findIndex((each) => /^\s*\[\s*placement\s*\]\s*(#.*)?$/.test(each));
  return head === -1 ? `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}[placement]\n${line}\n` : withLineAfter(text, head, line);
}

export function levelOf(values: readonly number[], name: Weight): Level | undefined {
  // "normal" first: of a weight of 1 "high" differs, "low" would be the same.
  return (["normal", "low", "high"] as const).find((level) => multiplied(name, levels[level]).every((value, index) => value === values[index]));
}

export function atLevel(name: Weight, level: Level): number[] {
  return multiplied(name, levels[level]);
}
