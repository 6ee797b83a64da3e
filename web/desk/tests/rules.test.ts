import { speak } from "@sojourn/shared";
import { expect, test } from "vitest";
import { fromPreset, programmeOf, withProgramme } from "../src/pages/rules/programme";
import { lastDay, nextQuarter } from "../src/shell/presets";
import { lookedAt } from "../src/pages/rules/hard";
import { saidOf } from "../src/pages/rules/said";
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

test("the programme's name and dates are read as they are written, and leave other tables alone", () => {
  const named = withProgramme("skills = 9\n", "name", 'Weir "2027" \\ north');
  expect(named).toBe('skills = 9\n\n[programme]\nname = "Weir \\"2027\\" \\\\ north"\n');
  expect(programmeOf(named, "name")).toBe('Weir "2027" \\ north');
  const dated = withProgramme(named, "starts_on", "2027-03-01");
  expect(programmeOf(dated, "starts_on")).toBe("2027-03-01");
  expect(withProgramme(withProgramme(dated, "starts_on", ""), "name", "")).toBe("skills = 9\n\n[programme]\n");
  expect(withProgramme("", "name", "")).toBe("");
});

test("another kind's figures take the place of all but name and dates", () => {
  const made = fromPreset('wish = 2\n[programme]\nname = "Weir"\npreset = "county_cn"\n[need]\nmost_team = 9\n', "volunteers", "[postings]\nmember_months = 12\n");
  expect(made).toBe('[programme]\npreset = "volunteers"\nname = "Weir"\n\n[postings]\nmember_months = 12\n');
});

test("a term ends the day before its last month is over", () => {
  expect(lastDay("2027-03-01", 24)).toBe("2029-02-28");
  expect(lastDay("2027-08-31", 6)).toBe("2028-02-29");
  expect(lastDay("2027-03-15", 12)).toBe("2028-03-14");
  expect(lastDay("", 12)).toBe("");
  expect(nextQuarter("2026-11-28")).toBe("2027-02-01");
});

test("one point is a point", async () => {
  await speak("en");
  expect(saidOf("strength", [1])).toBe("Strength of people: 1 point less, times strength and need");
  expect(saidOf("skills", [4000])).toBe("A skill without a holder: 4,000 points, times the need");
  expect(saidOf("leader_experience", [60, 8, 1])).toContain("1 year counted at most");
});

test("how many sites are looked at is what the text says, else the standard", () => {
  expect(lookedAt("", "near_sites")).toBe(24);
  expect(lookedAt("[placement]\nnear_sites = 0\n", "near_sites")).toBe(0);
  expect(lookedAt("near_sites = 1_2\n[need]\npaired_sites = 3\n", "near_sites")).toBe(12);
  expect(lookedAt("near_sites = 1_2\n[need]\npaired_sites = 3\n", "paired_sites")).toBe(24);
});
