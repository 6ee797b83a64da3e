import { expect, test } from "vitest";
import { givesAway, inOrder } from "../src/pages/reports/order";

test("areas stand in administrative order, not in that of their need", () => {
  const areas = [
    { id: "t2", name: "Alder", code: "410102", parent: "c" },
    { id: "c", name: "Weir County", code: "4101" },
    { id: "t1", name: "Weir", code: "410101", parent: "c" },
    { id: "t10", name: "Brook", parent: "c" },
    { id: "x", name: "Ash", parent: "not seen" },
  ];
  expect(inOrder(areas.slice(0, 3), "en").map((area) => area.id)).toEqual(["c", "t1", "t2"]);
  expect(inOrder(areas.slice(3), "en").map((area) => area.id)).toEqual(["x", "t10"]);
  expect(inOrder([], "en")).toEqual([]);
});

test("figures of fewer than five people are not told, nor those they could be worked out from", () => {
  expect(givesAway([20, 10, 5, 0])).toBe(false);
  expect(givesAway([20, 10, 4, 9])).toBe(true);
  // Of all together it is known of each.
  expect(givesAway([30, 0, 0, 0])).toBe(true);
  expect(givesAway([0, 0, 0, 0])).toBe(false);
});
