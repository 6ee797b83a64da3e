// A weight as a sentence, with its numbers.
import { number, t } from "@sojourn/shared";
import type { Weight } from "./weights";

export function saidOf(name: Weight, values: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = values;
  const points = (count: number): string => t("rules.points", { count });
  switch (name) {
    case "pair":
      return t("rules.weight_pair", { first: points(first), second: number(second), third: points(third) });
    case "wish":
      return t("rules.weight_wish", { first: number(first), second: number(second), third: points(third) });
    case "leader_experience":
      return t("rules.weight_leader_experience", { first: points(first), second: number(second), third: t("rules.years", { count: third }) });
    default:
      return t(`rules.weight_${name}`, { points: points(first) });
  }
}
