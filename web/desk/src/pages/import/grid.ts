// The grid of an import: cells as people typed or pasted them, by row as the file numbers it. Pure.

/** Rows from 1 on, columns from 0 on; a row that the file has not is empty. */
export interface Grid {
  name: string;
  cells: string[][];
  /** Rows whose writing is wrong, so that their cells may be shifted; until somebody mends them. */
  faults?: Record<number, string>;
  /** Of the workbook; none: the table came as a text. */
  sheet?: string;
  /** Where the headings stand, if somebody said so. */
  heading?: number;
  /** Rows that were taken out: the others keep their numbers. */
  removed?: number[];
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

export function fromTable(table: { file: string; sheet: string; rows: { row: number; cells: string[]; fault?: string }[] }): Grid {
  const cells: string[][] = [];
  const faults: Record<number, string> = {};
  for (const { row, cells: given, fault } of table.rows) {
    cells[row - 1] = given;
    if (fault !== undefined) {
      faults[row] = fault;
    }
  }
  return { name: table.file, cells: Array.from(cells, (row) => row ?? []), faults, ...(table.sheet !== "" && { sheet: table.sheet }) };
}

export function widestOf(grid: Grid): number {
  return grid.cells.reduce((widest, row) => Math.max(widest, row.length), 1);
}

/** Without the faults of rows that were changed. */
function mended(grid: Grid, rows: Set<number>): Record<number, string> {
  return Object.fromEntries(Object.entries(grid.faults ?? {}).filter(([row]) => !rows.has(Number(row))));
}

// Whatever could be taken for a delimiter is quoted too.
const csvCell = (value: string): string => (/[",;\t\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** As CSV, a line a row, so that the server numbers rows as the grid does. */
export function toCsv(grid: Grid): string {
  const widest = widestOf(grid);
  // A row of one empty cell would be no line at all.
  return grid.cells.map((row) => Array.from({ length: widest }, (_, i) => csvCell(row[i] ?? "")).join(",")).join("\r\n") + "\r\n";
}

/** The cells that differ from how they came, "B5,3" a line: what the server writes into the workbook. */
export function editsOf(before: Grid, after: Grid): string {
  let lines = "";
  const rows = Math.max(before.cells.length, after.cells.length);
  for (let at = 0; at < rows; ++at) {
    const old = before.cells[at] ?? [];
    const now = after.cells[at] ?? [];
    if (old === now) {
      continue;
    }
    for (let column = 0; column < Math.max(old.length, now.length); ++column) {
      const value = now[column] ?? "";
      if (value !== (old[column] ?? "")) {
        lines += `${placeOf(at + 1, column)},${csvCell(value)}\n`;
      }
    }
  }
  return lines;
}

export function withCell(grid: Grid, row: number, column: number, value: string): Grid {
  return withBlock(grid, [row], column, [[value]]);
}

/** With a block put in from a column on, its lines into these rows, which are in order, and then below the last of them. */
export function withBlock(grid: Grid, rows: number[], column: number, block: string[][]): Grid {
  const cells = [...grid.cells];
  const beyond = Math.max(rows.at(-1) ?? 0, cells.length);
  const at = (line: number): number => rows[line] ?? beyond + 1 + line - rows.length;
  block.forEach((line, down) => {
    const row = at(down) - 1;
    while (cells.length <= row) {
      cells.push([]);
    }
    const changed = [...(cells[row] ?? [])];
    line.forEach((value, right) => {
      while (changed.length <= column + right) {
        changed.push("");
      }
      changed[column + right] = value;
    });
    cells[row] = changed;
  });
  return { ...grid, cells, faults: mended(grid, new Set(block.map((_, line) => at(line)))) };
}

/** The others keep their numbers: the row is emptied, and not shown any more. */
export function withoutRow(grid: Grid, row: number): Grid {
  return {
    ...grid,
    cells: grid.cells.map((each, index) => (index === row - 1 ? [] : each)),
    removed: [...(grid.removed ?? []), row],
    faults: mended(grid, new Set([row])),
  };
}

/** With a row above all others for headings, which are chosen afterwards. */
export function withHeadings(grid: Grid): Grid {
  const headings = Array.from({ length: widestOf(grid) }, (_, column) => noHeading(column));
  return {
    ...grid,
    cells: [headings, ...grid.cells],
    heading: 1,
    removed: (grid.removed ?? []).map((row) => row + 1),
    faults: Object.fromEntries(Object.entries(grid.faults ?? {}).map(([row, fault]) => [Number(row) + 1, fault])),
  };
}

/** What heads a column that is not read: it says nothing, and no two say the same. */
export function noHeading(column: number): string {
  return `– ${placeOf(1, column).slice(0, -1)}`;
}
