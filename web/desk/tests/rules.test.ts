import { expect, test } from "vitest";
import { atLevel, levelOf, valuesOf, withValues } from "../src/pages/rules/weights";

const text = "[need]\nmethod = \"quota\"\nskills = 5\n\n[placement]\npairing = \"joint\"\nskills = 8_000 # dear\n\n[rounds]\nskills = 7\n";

test("weights are those of the table of plans, and of no other", () => {
  expect(valuesOf(text, "skills")).toEqual([8000]);
  expect(valuesOf(text, "languages")).toEqual([8000]);
  expect(valuesOf("", "skills")).toEqual([4000]);
  expect(levelOf([8000], "skills")).toBe("high");
  expect(levelOf([4001], "skills")).toBeUndefined();
});

test("rules above all tables are set too, and are changed where they stand", () => {
  const above = "skills = 9 # here\nwish = 2\n\n[need]\nskills = 5\n";
  expect(valuesOf(above, "skills")).toEqual([9]);
  expect(valuesOf(above, "wish")).toEqual([300, 200, 120]);
  expect(levelOf(valuesOf(above, "wish"), "wish")).toBe("high");
  expect(withValues(above, "skills", [7])).toBe(above.replace("skills = 9", "skills = 7"));
  expect(withValues(above, "wish", [75, 50, 30])).toBe(above.replace("wish = 2", "wish = [75, 50, 30]"));
});

test("a weight is put in where it stands, or at the head of its table, or with a table of its own", () => {
  expect(withValues(text, "skills", [2000])).toBe(text.replace("skills = 8_000 # dear", "skills = 2000 # dear"));
  expect(valuesOf(withValues(text, "languages", [1]), "languages")).toEqual([1]);
  expect(withValues("", "skills", [1])).toBe("[placement]\nskills = 1\n");
  expect(withValues("[need]\nmethod = \"wisn\"", "skills", [1])).toBe('[need]\nmethod = "wisn"\n\n[placement]\nskills = 1\n');
});

test("weights of several numbers, however they are written", () => {
  for (const written of [
    "[placement]\npair = { per_km = 3, most = 500 }\n",
    "[placement]\npair.per_km = 3\npair.most = 500 # far\n",
    "[placement]\nskills = 1\n\n[placement.pair]\nper_km = 3\nmost = 500\n\n[need]\nper_km = 9\n",
    "pair.per_km = 3\npair.most = 500\n",
    "[pair]\nmost = 500\nper_km = 3\n",
  ]) {
    expect(valuesOf(written, "pair")).toEqual([3, 500, 12]);
    const changed = withValues(written, "pair", [1, 200, 6]);
    expect(valuesOf(changed, "pair")).toEqual([1, 200, 6]);
    expect(changed.includes("[need]")).toBe(written.includes("[need]"));
    expect(changed.includes("# far")).toBe(written.includes("# far"));
  }
  expect(valuesOf("[placement]\nwish = [\n  9, # first\n  8,\n  7]\nskills = 3\n", "wish")).toEqual([9, 8, 7]);
  expect(valuesOf(withValues("", "leader_experience", [30, 4, 12]), "leader_experience")).toEqual([30, 4, 12]);
  // Years are counted, not weighed.
  expect(atLevel("leader_experience", "high")).toEqual([120, 16, 12]);
  expect(valuesOf("leader_experience = 0", "leader_experience")).toEqual([0, 0, 12]);
  expect(valuesOf('[need]\nnote = "pair = 3 # no"\n', "pair")).toEqual([2, 400, 12]);
});
