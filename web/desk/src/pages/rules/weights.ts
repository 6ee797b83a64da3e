// The weights of plans in a text of rules.toml: read from its table [placement], put in, and said as
// low, normal, high or exact. The server checks the text; nothing here decides what is valid.

/** Weights with the value that holds where the text says nothing (docs/placement-model.md). */
export const weights = {
  short_of_minimum: 100_000,
  no_leader: 30_000,
  languages: 8_000,
  skills: 4_000,
  nobody_stays: 3_000,
  short_of_target: 2_000,
  own_sponsor: 200,
  lead_sponsor: 4,
  strength: 1,
} as const;
export type Weight = keyof typeof weights;
export const weightNames = Object.keys(weights) as Weight[];

export const levels = { low: 0.5, normal: 1, high: 2 } as const;
export type Level = keyof typeof levels;

interface Table {
  lines: string[];
  /** Where [placement] begins and ends; -1: it is not there. */
  first: number;
  end: number;
}

function table(text: string): Table {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => /^\s*\[placement\]\s*(#.*)?$/.test(line));
  const after = lines.findIndex((line, index) => index > first && /^\s*\[/.test(line));
  return { lines, first, end: first === -1 ? -1 : after === -1 ? lines.length : after };
}

const assignment = (name: Weight): RegExp => new RegExp(`^\\s*${name}\\s*=\\s*([0-9_]+)\\s*(#.*)?$`);

export function weightOf(text: string, name: Weight): number {
  const { lines, first, end } = table(text);
  for (let i = first + 1; first !== -1 && i < end; ++i) {
    const found = assignment(name).exec(lines[i] ?? "");
    if (found !== null) {
      return Number((found[1] ?? "").replaceAll("_", ""));
    }
  }
  return weights[name];
}

export function withWeight(text: string, name: Weight, value: number): string {
  const { lines, first, end } = table(text);
  const line = `${name} = ${value}`;
  if (first === -1) {
    return `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}[placement]\n${line}\n`;
  }
  for (let i = first + 1; i < end; ++i) {
    const found = assignment(name).exec(lines[i] ?? "");
    if (found !== null) {
      lines[i] = found[2] === undefined ? line : `${line} ${found[2]}`;
      return lines.join("\n");
    }
  }
  lines.splice(first + 1, 0, line);
  return lines.join("\n");
}

export function levelOf(value: number, name: Weight): Level | undefined {
  // "normal" first: of a weight of 1 "low" would be the same.
  return (["normal", "low", "high"] as const).find((level) => Math.round(weights[name] * levels[level]) === value);
}
