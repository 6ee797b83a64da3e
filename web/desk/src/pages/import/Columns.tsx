// Which column of the table is read as what; whoever knows better says so. A choice heads the column
// anew in the grid, so that the table that goes to the server says it itself.
import { t } from "@sojourn/shared";
import type { Report } from "./report";
import type { Grid } from "./grid";
import { noHeading, placeOf, widestOf } from "./grid";

export function Columns({ report, grid, set }: { report: Report; grid: Grid; set: (row: number, column: number, value: string) => void }) {
  const row = report.heading_row;
  const read = new Map(report.columns.map((column) => [column.place, column]));
  const headings = grid.cells[row - 1] ?? [];
  const taken = new Set(report.columns.flatMap((column) => column.column ?? []));
  const missing = report.known.filter((column) => column.required && !taken.has(column.column));
  return (
    <details className="columns" open={missing.length > 0 || report.columns.some((column) => column.column === undefined)}>
      <summary>{t("import.columns", { read: taken.size, count: report.columns.length })}</summary>
      {missing.length > 0 && (
        <p>
          <span aria-hidden="true">▲ </span>
          {t("import.missing")}{" "}
          {missing.map((column, index) => (
            <span key={column.column}>
              {index > 0 && ", "}
              <bdi>{column.title}</bdi>
            </span>
          ))}
        </p>
      )}
      <ul>
        {Array.from({ length: widestOf(grid) }, (_, index) => {
          const column = read.get(placeOf(row, index));
          const heading = headings[index] ?? "";
          return (
            <li key={index}>
              <label>
                <bdi>{heading === "" ? placeOf(row, index) : heading}</bdi>{" "}
                <select
                  value={column?.column ?? ""}
                  onChange={(event) => {
                    const chosen = report.known.find((each) => each.column === event.target.value);
                    // A heading that says nothing is left aside, and stands there to be chosen again.
                    set(row, index, chosen?.title ?? noHeading(index));
                  }}
                >
                  <option value="">{t("import.left_out")}</option>
                  {report.known
                    .filter((each) => each.column === column?.column || !taken.has(each.column))
                    .map((each) => (
                      <option key={each.column} value={each.column} dir="auto">
                        {each.title}
                      </option>
                    ))}
                </select>
              </label>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
