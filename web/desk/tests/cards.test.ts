// Of which area a sheet of site cards says it is.
import { expect, test } from "vitest";
import { holding } from "../src/pages/sites/holding";

const areas = [
  { id: "county", name: "River County" },
  { id: "north", name: "North Township", parent: "county" },
  { id: "south", name: "South Township", parent: "county" },
];

test("the lowest area that holds all sites is named", () => {
  expect(holding(areas, [{ area: "north" }, { area: "south" }])).toBe("River County");
  expect(holding(areas, [{ area: "north" }, { area: "north" }])).toBe("North Township");
  expect(holding(areas, [{ area: "county" }, { area: "south" }])).toBe("River County");
});

test("nothing is named where the reader sees no area that holds them all", () => {
  expect(holding(areas, [])).toBeUndefined();
  expect(holding([], [{ area: "north" }])).toBeUndefined();
  expect(holding([{ id: "north", name: "North Township", parent: "county" }], [{ area: "north" }, { area: "south" }])).toBeUndefined();
});
