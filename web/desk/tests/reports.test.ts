import { expect, test } from "vitest";
import { givesAway, inOrder, toldTogether } from "../src/pages/reports/order";

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

test("wishes side by side are told together, as finely as gives nobody away", () => {
  expect(toldTogether([20, 10, 5], 9)).toEqual([[0], [1], [2]]);
  expect(toldTogether([20, 3, 2], 9)).toEqual([[0], [1, 2]]);
  expect(toldTogether([2, 4, 9], 9)).toEqual([[0, 1], [2]]);
  // As in the example: 3 and 1 are too few together too.
  expect(toldTogether([27, 3, 1], 114)).toEqual([[0, 1, 2]]);
  // A part of nobody is about nobody.
  expect(toldTogether([20, 0, 0], 9)).toEqual([[0], [1], [2]]);
  expect(toldTogether([2, 1, 1], 114)).toBeUndefined();
  expect(toldTogether([20, 10, 5], 3)).toBeUndefined();
  // All have what they wished: of all together it is known of each.
  expect(toldTogether([20, 0, 0], 0)).toBeUndefined();
});
