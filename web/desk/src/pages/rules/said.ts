// A weight as a sentence, with its numbers.
import { number, t } from "@sojourn/shared";
import type { Weight } from "./weights";

export function saidOf(name: Weight, values: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = values;
  const all = { first: number(first), second: number(second), third: number(third) };
  return name === "pair" || name === "wish" || name === "leader_experience" ? t(`rules.weight_${name}`, all) : t(`rules.weight_${name}`, { points: all.first });
}
