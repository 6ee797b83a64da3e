import { expect, test } from "vitest";
import { fromClipboard, fromTable, placeOf, toCsv, withBlock, withCell, withoutRow } from "../src/pages/import/grid";

test("places are called as spreadsheets call them", () => {
  expect([placeOf(1, 0), placeOf(12, 25), placeOf(3, 26), placeOf(3, 701), placeOf(3, 702)]).toEqual(["A1", "Z12", "AA3", "ZZ3", "AAA3"]);
});

test("what was copied from a spreadsheet", () => {
  expect(fromClipboard('a\tb\r\n"two\nlines"\t"say ""so"""\n\tlast')).toEqual([["a", "b"], ["two\nlines", 'say "so"'], ["", "last"]]);
  expect(fromClipboard("one")).toEqual([["one"]]);
  expect(fromClipboard("")).toEqual([]);
});

test("rows keep their numbers on the way to the server", () => {
  const grid = fromTable({ file: "t.xlsx", rows: [{ row: 1, cells: ["list"] }, { row: 3, cells: ["name", "a,b"] }] });
  expect(toCsv(grid)).toBe('list,\r\n,\r\nname,"a,b"\r\n');
  expect(toCsv(withoutRow(grid, 1))).toBe(',\r\n,\r\nname,"a,b"\r\n');
});

test("cells and blocks are put in, and nothing else changes", () => {
  const grid = { name: "t", cells: [["a", "b"], ["c"]] };
  expect(withCell(grid, 2, 1, "d").cells).toEqual([["a", "b"], ["c", "d"]]);
  expect(withBlock(grid, 2, 1, [["x", "y"], ["z"]]).cells).toEqual([["a", "b"], ["c", "x", "y"], ["", "z"]]);
  expect(grid.cells).toEqual([["a", "b"], ["c"]]);
});

test("a row that was written wrong counts as mended once somebody changes it", () => {
  const grid = fromTable({ file: "t", rows: [{ row: 1, cells: ["a"] }, { row: 2, cells: ["b;c"], fault: "quotes" }] });
  expect(grid.faults).toEqual({ 2: "quotes" });
  expect(withCell(grid, 1, 0, "x").faults).toEqual({ 2: "quotes" });
  expect(withCell(grid, 2, 0, "x").faults).toEqual({});
  expect(withoutRow(grid, 2).faults).toEqual({});
  expect(toCsv(grid)).toBe('a\r\n"b;c"\r\n');
});
