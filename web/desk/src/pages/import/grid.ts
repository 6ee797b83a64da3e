// The grid of an import: cells as people typed or pasted them, by row as the file numbers it. Pure.

/** Rows from 1 on, columns from 0 on; a row that the file has not is empty. */
export interface Grid {
  name: string;
  cells: string[][];
  /** Rows whose writing is wrong, so that their cells may be shifted; until somebody mends them. */
  faults?: Record<number, string>;
}

/** "B12": what the server's reports call a cell; "12" for a whole row. */
export function placeOf(row: number, column: number): string {
  let letters = "";
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return `${letters}${row}`;
}

/** What was copied from a spreadsheet: tabs between cells, quotes around cells with line ends. */
export function fromClipboard(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        ++i;
      } else if (c === '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c === '"' && cell === "") {
      quoted = true;
    } else if (c === "\t") {
      row.push(cell);
      cell = "";
    } else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") {
        ++i;
      }
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else {
      cell += c;
    }
  }
  if (cell !== "" || row.length > 0) {
    rows.push([...row, cell]);
  }
  return rows;
}

export function fromTable(table: { file: string; rows: { row: number; cells: string[]; fault?: string }[] }): Grid {
  const cells: string[][] = [];
  const faults: Record<number, string> = {};
  for (const { row, cells: given, fault } of table.rows) {
    cells[row - 1] = given;
    if (fault !== undefined) {
      faults[row] = fault;
    }
  }
  return { name: table.file, cells: Array.from(cells, (row) => row ?? []), faults };
}

export function widestOf(grid: Grid): number {
  return grid.cells.reduce((widest, row) => Math.max(widest, row.length), 1);
}

/** Without the faults of rows that were changed. */
function mended(grid: Grid, from: number, to: number): Record<number, string> {
  return Object.fromEntries(Object.entries(grid.faults ?? {}).filter(([row]) => Number(row) < from || Number(row) > to));
}

/** As CSV, a line a row, so that the server numbers rows as the grid does. */
export function toCsv(grid: Grid): string {
  const widest = widestOf(grid);
  // Whatever else could be taken for a delimiter is quoted too.
  const cell = (value: string): string => (/[",;\t\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  // A row of one empty cell would be no line at all.
  return grid.cells.map((row) => Array.from({ length: widest }, (_, i) => cell(row[i] ?? "")).join(",")).join("\r\n") + "\r\n";
}

export function withCell(grid: Grid, row: number, column: number, value: string): Grid {
  return withBlock(grid, row, column, [[value]]);
}

/** With a block put in from a cell on; rows are added where there are too few. */
export function withBlock(grid: Grid, row: number, column: number, block: string[][]): Grid {
  const cells = [...grid.cells];
  block.forEach((line, down) => {
    const at = row - 1 + down;
    while (cells.length <= at) {
      cells.push([]);
    }
    const changed = [...(cells[at] ?? [])];
    line.forEach((value, right) => {
      while (changed.length <= column + right) {
        changed.push("");
      }
      changed[column + right] = value;
    });
    cells[at] = changed;
  });
  return { ...grid, cells, faults: mended(grid, row, row + block.length - 1) };
}

export function withoutRow(grid: Grid, row: number): Grid {
  // The others keep their numbers: the row is emptied, not taken out.
  return { ...grid, cells: grid.cells.map((each, index) => (index === row - 1 ? [] : each)), faults: mended(grid, row, row) };
}
