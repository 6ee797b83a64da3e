import { expect, test } from "vitest";
import { peopleLeft, siteIsFound, siteMatches } from "../src/pages/board/filters";
import type { Person, Shown, Site } from "../src/pages/board/model";

const lacks = { below_minimum: 0, no_leader: false, nobody_stays: false, languages: [], skills: [] };
const sites = [
  { id: "site_1", name: "Hill", area: "area_1", lacks },
  { id: "site_2", name: "Lake", area: "area_2", lacks: { ...lacks, no_leader: true } },
] as unknown as Site[];
const people = ["Ann", "Ben", "Cy"].map((name) => ({ id: name, name, skills: [], languages: [] })) as unknown as Person[];
const now = {
  at: new Map([
    ["Ann", { site: "site_1", role: "member" }],
    ["Ben", { site: "site_2", role: "member" }],
  ]),
} as unknown as Shown;
const left = (filters: object, broken = new Map<string, string>()) => peopleLeft(people, sites, now, filters, broken).map((each) => each.name);

test("people by township and problems are those at the sites that are left", () => {
  expect(left({})).toEqual(["Ann", "Ben", "Cy"]);
  expect(left({ area: "area_1" })).toEqual(["Ann"]);
  expect(left({ problems: "yes" })).toEqual(["Ben"]);
  expect(left({ problems: "yes" }, new Map([["site_1", "two leaders"]]))).toEqual(["Ann", "Ben"]);
  expect(left({ area: "area_1", search: "cy" })).toEqual([]);
  expect(left({ search: "CY" })).toEqual(["Cy"]);
});

test("a site is found by its name and by whoever is there", () => {
  const [hill] = sites as [Site];
  expect(siteIsFound(hill, people.slice(0, 1), "ann")).toBe(true);
  expect(siteIsFound(hill, people.slice(0, 1), "hil")).toBe(true);
  expect(siteIsFound(hill, people.slice(0, 1), "ben")).toBe(false);
  expect(siteMatches(hill, { area: "area_2" }, new Map())).toBe(false);
});
