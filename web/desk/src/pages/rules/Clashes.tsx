// Two rules that cannot both hold: what each says, side by side, in the text's words and in a sentence.
import { type Problem, number, t } from "@sojourn/shared";
import { saidOf } from "./said";
import { type Weight, valuesOf, weightNames } from "./weights";

const codes = ["rules_clash", "rules.twice"];
/** Rules of other tables that a clash names. */
const others = {
  "[need] least_team": "rules.said_least_team",
  "[need] most_team": "rules.said_most_team",
  "[need.wisn] days": "rules.said_days",
  "[need.wisn] away": "rules.said_away",
} as const;

/** "[placement] wish = 2" as a sentence; nothing for a rule that has none. */
function sentenceOf(rule: string): string | undefined {
  const found = /^(.*?) = (.*)$/.exec(rule);
  const name = (found?.[1] ?? "").replace(/^\[placement\] /, "");
  const value = found?.[2] ?? "";
  const other = others[name as keyof typeof others] as (typeof others)[keyof typeof others] | undefined;
  if (other !== undefined) {
    return t(other, { value: number(Number(value)) });
  }
  const weight = weightNames.find((each): each is Weight => each === name);
  return weight === undefined || !/^[0-9]+$/.test(value) ? undefined : saidOf(weight, valuesOf(`${name} = ${value}`, weight));
}

export function Clashes({ problem }: { problem: Problem }) {
  const clashes = problem.faults.filter((fault) => codes.includes(fault.code) && (fault.value ?? "").includes(" | "));
  return (
    <>
      {clashes.map((fault, index) => (
        <div key={index} className="problem">
          <p>
            <span aria-hidden="true">✖ </span>
            {t("rules.clash")} <bdi>{fault.detail}</bdi>
          </p>
          <ul className="figures">
            {(fault.value ?? "").split(" | ").map((rule) => (
              <li key={rule} className="figure">
                <p>{sentenceOf(rule)}</p>
                <code dir="ltr">{rule}</code>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
