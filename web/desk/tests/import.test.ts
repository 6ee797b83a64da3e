import { expect, test } from "vitest";
import { editsOf, fromClipboard, fromTable, placeOf, toCsv, withBlock, withCell, withHeadings, withoutRow } from "../src/pages/import/grid";

test("places are called as spreadsheets call them", () => {
  expect([placeOf(1, 0), placeOf(12, 25), placeOf(3, 26), placeOf(3, 701), placeOf(3, 702)]).toEqual(["A1", "Z12", "AA3", "ZZ3", "AAA3"]);
});

test("what was copied from a spreadsheet", () => {
  expect(fromClipboard('a\tb\r\n"two\nlines"\t"say ""so"""\n\tlast')).toEqual([["a", "b"], ["two\nlines", 'say "so"'], ["", "last"]]);
  expect(fromClipboard("one")).toEqual([["one"]]);
  expect(fromClipboard("")).toEqual([]);
});

test("rows keep their numbers on the way to the server", () => {
  const grid = fromTable({ file: "t.xlsx", sheet: "Staff", rows: [{ row: 1, cells: ["list"] }, { row: 3, cells: ["name", "a,b"] }] });
  expect(toCsv(grid)).toBe('list,\r\n,\r\nname,"a,b"\r\n');
  expect(toCsv(withoutRow(grid, 1))).toBe(',\r\n,\r\nname,"a,b"\r\n');
});

test("cells and blocks are put in, and nothing else changes", () => {
  const grid = { name: "t", cells: [["a", "b"], ["c"]] };
  expect(withCell(grid, 2, 1, "d").cells).toEqual([["a", "b"], ["c", "d"]]);
  expect(withBlock(grid, [2], 1, [["x", "y"], ["z"]]).cells).toEqual([["a", "b"], ["c", "x", "y"], ["", "z"]]);
  // Rows between that are not seen stay as they are; what does not fit goes below.
  const more = { name: "t", cells: [["1"], ["2"], ["3"]] };
  expect(withBlock(more, [1, 3], 0, [["x"], ["y"], ["z"]]).cells).toEqual([["x"], ["2"], ["y"], ["z"]]);
  expect(grid.cells).toEqual([["a", "b"], ["c"]]);
});

test("a row that was written wrong counts as mended once somebody changes it", () => {
  const grid = fromTable({ file: "t", sheet: "", rows: [{ row: 1, cells: ["a"] }, { row: 2, cells: ["b;c"], fault: "quotes" }] });
  expect(grid.faults).toEqual({ 2: "quotes" });
  expect(withCell(grid, 1, 0, "x").faults).toEqual({ 2: "quotes" });
  expect(withCell(grid, 2, 0, "x").faults).toEqual({});
  expect(withoutRow(grid, 2).faults).toEqual({});
  expect(toCsv(grid)).toBe('a\r\n"b;c"\r\n');
});

test("what was changed in a workbook goes to the server cell by cell", () => {
  const came = fromTable({ file: "t.xlsx", sheet: "Staff", rows: [{ row: 1, cells: ["name", "day"] }, { row: 2, cells: ["Ada", "46351"] }] });
  expect(editsOf(came, came)).toBe("");
  expect(editsOf(came, withCell(came, 2, 0, 'a, "b"'))).toBe('A2,"a, ""b"""\n');
  expect(editsOf(came, withCell(withCell(came, 2, 0, "x"), 2, 0, "Ada"))).toBe("");
  const longer = withBlock(came, [2, 3], 1, [["46352"], ["x"]]);
  expect(editsOf(came, longer)).toBe("B2,46352\nB3,x\n");
  const without = withoutRow(came, 2);
  expect(without.removed).toEqual([2]);
  expect(editsOf(came, without)).toBe("A2,\nB2,\n");
});

test("a table without headings gets a row for them", () => {
  const grid = withHeadings({ name: "", cells: [["Ada", "7"], ["Bo"]], faults: { 2: "quotes" }, removed: [1] });
  expect(grid.cells).toEqual([["– A", "– B"], ["Ada", "7"], ["Bo"]]);
  expect([grid.heading, grid.removed, grid.faults]).toEqual([1, [2], { 3: "quotes" }]);
});
