// The cells, edited as in a spreadsheet: arrows move, typing or Enter edits, Escape puts back, a block
// is pasted from the cell on. Only rows in view are drawn, however many there are.
import { t } from "@sojourn/shared";
import { Button } from "antd";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { type Report, marks } from "./report";
import { type Grid, fromClipboard, placeOf, widestOf } from "./grid";

const height = 30; // pixels of a row, as in import.css
const around = 8; // rows drawn above and below what is in view

export function GridTable({
  grid,
  report,
  only,
  set,
  choice,
  remove,
  head,
}: {
  grid: Grid;
  report: Report | undefined;
  only: boolean;
  /** A block from a column on, its lines into these rows and then below. */
  set: (rows: number[], column: number, block: string[][]) => void;
  /** Into a cell; `head`: the heading, where the column has none yet. */
  choice: (row: number, column: number, value: string, head: { row: number; title: string } | undefined) => void;
  remove: (row: number) => void;
  head: (row: number) => void;
}) {
  const name = useId();
  const box = useRef<HTMLDivElement>(null);
  /** Waits in the cursor's cell, so that whatever is typed, Chinese too, begins there. */
  const input = useRef<HTMLInputElement>(null);
  /** Nobody's focus is taken before they were in the grid. */
  const moved = useRef(false);
  const [top, setTop] = useState(0);
  const [view, setView] = useState(480);
  const [cursor, setCursor] = useState({ row: 1, column: 0 });
  const [typed, setTyped] = useState<string>();
  const listed = useMemo(() => new Map((report?.listed ?? []).map((row) => [row.row, row])), [report]);
  const wrong = useMemo(
    () => new Map((report?.listed ?? []).flatMap((row) => row.problems.map((problem) => [problem.place, problem] as const))),
    [report],
  );
  const heading = report?.heading_row ?? 0;
  const widest = widestOf(grid);
  const rows = useMemo(() => {
    const removed = new Set(grid.removed);
    // One more than there are: whoever types into it adds a row.
    const all = Array.from({ length: grid.cells.length + 1 }, (_, index) => index + 1).filter((row) => !removed.has(row));
    return only ? all.filter((row) => row === heading || (listed.get(row)?.problems.length ?? 0) > 0) : all;
  }, [grid, only, listed, heading]);
  const first = Math.max(0, Math.floor(top / height) - around);
  const last = Math.min(rows.length, Math.ceil((top + view) / height) + around);
  useEffect(() => setView(box.current?.clientHeight ?? 480), []);

  const show = (row: number): void => {
    const at = rows.indexOf(row) * height;
    const shown = box.current;
    if (shown !== null && at >= 0 && (at < shown.scrollTop || at + 2 * height > shown.scrollTop + shown.clientHeight)) {
      shown.scrollTop = Math.max(0, at - shown.clientHeight / 2);
    }
  };
  const go = (down: number, right: number): void => {
    const at = Math.max(0, Math.min(rows.length - 1, rows.indexOf(cursor.row) + down));
    const row = rows[at] ?? 1;
    moved.current = true;
    setCursor({ row, column: Math.max(0, Math.min(widest - 1, cursor.column + right)) });
    show(row);
  };
  const value = grid.cells[cursor.row - 1]?.[cursor.column] ?? "";
  /** Into the last row, where a new one is begun. */
  const add = (): void => {
    const row = rows.at(-1) ?? 1;
    moved.current = true;
    setCursor({ row, column: 0 });
    show(row);
    setTimeout(() => input.current?.focus({ preventScroll: true }), 0);
  };
  const takeOut = (): void => {
    const at = rows.indexOf(cursor.row);
    if (at === -1 || cursor.row > grid.cells.length) {
      return;
    }
    moved.current = true;
    remove(cursor.row);
    setCursor({ row: rows[at + 1] ?? rows[at - 1] ?? 1, column: cursor.column });
  };
  const keep = (): void => {
    if (typed !== undefined && typed !== value) {
      set([cursor.row], cursor.column, [[typed]]);
    }
    setTyped(undefined);
  };
  useEffect(() => {
    if (box.current?.contains(document.activeElement) === true || document.activeElement === document.body) {
      if (moved.current) {
        input.current?.focus({ preventScroll: true });
      }
    }
  }, [cursor]);

  const key = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (typed !== undefined) {
      if (event.key === "Enter") {
        event.preventDefault();
        keep();
        go(event.shiftKey ? -1 : 1, 0);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        setTyped(undefined);
      }
      return;
    }
    const step = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [15, 0],
      PageUp: [-15, 0],
    }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(step[0] ?? 0, step[1] ?? 0);
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      setTyped(value);
    } else if (event.key === "Insert") {
      event.preventDefault();
      add();
    } else if ((event.key === "Delete" || event.key === "Backspace") && event.ctrlKey) {
      event.preventDefault();
      takeOut();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      set([cursor.row], cursor.column, [[""]]);
    }
  };
  const paste = (event: ClipboardEvent): void => {
    if (typed === undefined) {
      event.preventDefault();
      // Into the rows that are seen, from here on.
      const from = Math.max(0, rows.indexOf(cursor.row));
      const block = fromClipboard(event.clipboardData.getData("text/plain"));
      set(rows.slice(from, from + block.length), cursor.column, block);
    }
  };
  const nextWrong = (): void => {
    const after = [...listed.values()].filter((row) => row.problems.length > 0);
    const next = after.find((row) => row.row > cursor.row) ?? after[0];
    const problem = next?.problems[0];
    if (next !== undefined) {
      const column = Array.from({ length: widest }, (_, index) => index).find((index) => placeOf(next.row, index) === problem?.place);
      setCursor({ row: next.row, column: column ?? 0 });
      show(next.row);
      moved.current = true;
      setTimeout(() => input.current?.focus({ preventScroll: true }), 0);
    }
  };
  const columns = Array.from({ length: widest }, (_, index) => index);
  /** What is accepted goes into the cell. A record is named by its number or id, "Ada, School (T1)": where the row is about
   * a person or is itself that record, in the column for it, which is added where the table has none. */
  const choose = (problem: Report["listed"][number]["problems"][number], accepted: string): void => {
    const named = /\(([^()]+)\)$/.exec(accepted)?.[1];
    const column = columns.find((each) => placeOf(cursor.row, each) === problem.place);
    const read = report?.columns.find((each) => each.place === (column === undefined ? "" : placeOf(heading, column)))?.column;
    const known = (name: string) => report?.known.find((each) => each.column === name);
    const own = read === undefined || read === "name" || read === "code";
    const target =
      named === undefined
        ? undefined
        : known("id") !== undefined && own
          ? known(/^[a-z]+_[0-9a-z]+$/.test(named) ? "id" : "code")
          : read === "staff"
            ? known("staff_number")
            : read === "other"
              ? known("other_number")
              : undefined;
    if (named !== undefined && target !== undefined) {
      const given = report?.columns.find((each) => each.column === target.column);
      const at = given === undefined ? widest : columns.findIndex((each) => placeOf(heading, each) === given.place);
      choice(cursor.row, at, named, given === undefined ? { row: heading, title: target.title } : undefined);
    } else if (column !== undefined) {
      set([cursor.row], column, [[named ?? accepted]]);
    }
  };
  // The cursor's row is always there, for its cell has the focus.
  const drawn = rows.slice(first, last).map((row, index) => [row, first + index] as const);
  const cursorAt = rows.indexOf(cursor.row);
  if (cursorAt !== -1 && (cursorAt < first || cursorAt >= last)) {
    drawn.push([cursor.row, cursorAt]);
  }
  return (
    <div className="sheet">
      <div
        ref={box}
        className="sheet-box"
        role="grid"
        tabIndex={-1}
        aria-label={t("import.grid")}
        aria-describedby={`${name}-keys`}
        aria-rowcount={grid.cells.length + 1}
        aria-colcount={widest + 1}
        onKeyDown={key}
        onPaste={paste}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <div className="sheet-letters" aria-hidden="true">
          <div className="sheet-number" />
          {columns.map((column) => (
            <div key={column} className="sheet-cell">
              <bdi>{placeOf(1, column).slice(0, -1)}</bdi>
            </div>
          ))}
        </div>
        <div className="sheet-rows" style={{ blockSize: rows.length * height }}>
          {drawn.map(([row, at]) => {
            const about = listed.get(row);
            const effect = about?.effect ?? (report !== undefined && report.not_listed === 0 && row > heading && (grid.cells[row - 1] ?? []).some((cell) => cell !== "") ? "same" : undefined);
            return (
              <div
                key={row}
                role="row"
                aria-rowindex={row}
                className={`sheet-row${row === heading ? " heading" : ""}`}
                style={{ insetBlockStart: at * height }}
              >
                <div role="rowheader" className={`sheet-number ${effect ?? ""}`}>
                  {effect !== undefined && (
                    <span aria-hidden="true">{marks[effect]} </span>
                  )}
                  <bdi>{row}</bdi>
                  {effect !== undefined && <span className="unseen">{t(`import.effect_${effect}`)}</span>}
                </div>
                {columns.map((column) => {
                  const here = row === cursor.row && column === cursor.column;
                  const problem = wrong.get(placeOf(row, column));
                  const text = grid.cells[row - 1]?.[column] ?? "";
                  return (
                    <div
                      key={column}
                      id={`${name}-${row}-${column}`}
                      role={row === heading ? "columnheader" : "gridcell"}
                      aria-colindex={column + 2}
                      aria-invalid={problem !== undefined}
                      aria-selected={here}
                      className={`sheet-cell${here ? " here" : ""}${problem !== undefined ? " wrong" : ""}`}
                      onMouseDown={() => {
                        if (typed !== undefined) {
                          keep();
                        }
                        moved.current = true;
                        setCursor({ row, column });
                        setTimeout(() => input.current?.focus({ preventScroll: true }), 0);
                      }}
                      onDoubleClick={() => setTyped(text)}
                    >
                      {!(here && typed !== undefined) && (
                        <>
                          {problem !== undefined && <span aria-hidden="true">✖ </span>}
                          <bdi>{text}</bdi>
                        </>
                      )}
                      {here && (
                        <input
                          ref={input}
                          className={typed === undefined ? "waiting" : ""}
                          aria-label={placeOf(row, column)}
                          value={typed ?? ""}
                          onChange={(event) => setTyped(event.target.value)}
                          onBlur={keep}
                        />
                      )}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      <aside className="sheet-aside" aria-label={t("import.about_row")}>
        <p className="actions">
          <Button size="small" onClick={nextWrong} disabled={(report?.refused ?? 0) === 0}>
            {t("import.next_problem")}
          </Button>
          <Button size="small" onClick={takeOut} disabled={cursor.row > grid.cells.length}>
            {t("import.remove_row")}
          </Button>
          <Button size="small" onClick={add} disabled={only}>
            {t("import.add_row")}
          </Button>
          <Button size="small" onClick={() => head(cursor.row)} disabled={cursor.row === heading || cursor.row > grid.cells.length}>
            {t("import.head_row")}
          </Button>
        </p>
        <div role="status">
          <AboutRow
            row={listed.get(cursor.row)}
            number={cursor.row}
            choose={(problem, text) => choose(problem, text)}
          />
        </div>
        <p id={`${name}-keys`} className="quiet">
          {t("import.keys")}
        </p>
      </aside>
    </div>
  );
}

function AboutRow({
  row,
  number,
  choose,
}: {
  row: Report["listed"][number] | undefined;
  number: number;
  choose: (problem: Report["listed"][number]["problems"][number], text: string) => void;
}) {
  return (
    <>
      <h2>
        {t("import.row", { row: number })} {row !== undefined && <bdi>{row.name}</bdi>}
      </h2>
      {row === undefined ? (
        <p className="quiet">{t("import.row_same")}</p>
      ) : (
        <>
          <p>
            <span aria-hidden="true">{marks[row.effect]} </span>
            {t(`import.effect_${row.effect}`)}
          </p>
          {row.problems.map((problem, index) => (
            <div key={index} className="fault">
              <p>
                <span aria-hidden="true">✖ </span>
                <bdi>{problem.place}</bdi> <bdi>{problem.column}</bdi>: <bdi>{problem.detail}</bdi>
              </p>
              {problem.accepted.length > 0 && (
                <p className="actions">
                  {problem.accepted.slice(0, 12).map((text) => (
                    <Button key={text} size="small" onClick={() => choose(problem, text)}>
                      <bdi>{text}</bdi>
                    </Button>
                  ))}
                </p>
              )}
            </div>
          ))}
          {row.effect === "changed" && (
            <ul>
              {row.changes.map((change) => (
                <li key={change.column}>
                  <bdi>{change.column}</bdi>: <bdi>{change.before ?? "–"}</bdi> → <bdi>{change.after ?? "–"}</bdi>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}
