// What a text of rules.toml says of the programme itself: its table [programme].
import { assignments, withLineAfter, withValue } from "./toml";

export const programmeKeys = ["name", "starts_on", "ends_on", "preset", "office", "office_zh"] as const;
export type ProgrammeKey = (typeof programmeKeys)[number];
const isDay = (key: ProgrammeKey): boolean => key === "starts_on" || key === "ends_on";

export function programmeOf(text: string, key: ProgrammeKey): string {
  const value = assignments(text).find((each) => each.path === `programme.${key}`)?.value ?? "";
  return /^".*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(["\\])/g, "$1") : /^'.*'$/.test(value) ? value.slice(1, -1) : value;
}

/** Nothing takes the line away. */
export function withProgramme(text: string, key: ProgrammeKey, value: string): string {
  const written = isDay(key) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
  const there = assignments(text).find((each) => each.path === `programme.${key}`);
  if (there !== undefined) {
    if (value !== "") {
      return withValue(text, there, written);
    }
    const lines = text.split("\n");
    lines.splice(there.first, there.last - there.first + 1);
    return lines.join("\n");
  }
  if (value === "") {
    return text;
  }
  const table = text.split("\n").findIndex((line) => /^\s*\[\s*programme\s*\]/.test(line));
  // At the end where there is none: keys above all tables would become its own.
  return table === -1 ? `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}\n[programme]\n${key} = ${written}\n`.replace(/^\n/, "") : withLineAfter(text, table, `${key} = ${written}`);
}

/** The figures of a kind of programme, with what was said of the programme. */
export function fromPreset(text: string, preset: string, figures: string): string {
  const kept = programmeKeys.reduce((made, key) => withProgramme(made, key, key === "preset" ? preset : programmeOf(text, key)), "");
  return `${kept}\n${figures}`;
}
