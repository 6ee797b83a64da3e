// Taking a table in: pasted or uploaded, its columns matched, what each row would do, what is wrong
// with it mended in place, and then all of it or the good rows.
import { answer, api, number, t } from "@sojourn/shared";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type DragEvent, useEffect, useMemo, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { fileBody } from "../../parts/file";
import { PageHead } from "../../parts/PageHead";
import { useDraft } from "../../parts/useDraft";
import { Columns } from "./Columns";
import { GridTable } from "./GridTable";
import { type Grid, fromClipboard, fromTable, toCsv, withBlock, withCell, withoutRow } from "./grid";
import { type Kind, kindName, kindNames } from "./kinds";
import { type Mode, type Report, download, marks, send } from "./report";
import "./import.css";

const empty: Grid = { name: "", cells: [] };
/** Columns that are mended here at most. */
const most = 200;

export default function ImportPage() {
  const { kind: named = "" } = useParams();
  const kind = kindNames.find((each) => each === named);
  return kind === undefined ? (
    <>
      <PageHead title={t("import.title")} />
      <p>
        {t("import.no_kind")} <Link to="/import">{t("import.all_kinds")}</Link>
      </p>
    </>
  ) : (
    <Importing key={kind} kind={kind} />
  );
}

function Importing({ kind }: { kind: Kind }) {
  const client = useQueryClient();
  const [grid, setGrid, forget, kept] = useDraft<Grid>(`import.${kind}`, empty);
  const [past, setPast] = useState<Grid[]>([]);
  // The file itself, as long as nobody changed a cell of it: it says more than its cells do.
  const [original, setOriginal] = useState<{ file: File; grid: Grid; number: number }>();
  const [whole, setWhole] = useState<{ file: File; rows: number; number: number }>();
  const [trouble, setTrouble] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Report>();
  const [only, setOnly] = useState(false);
  const change = (next: Grid): void => {
    setPast((before) => [...before.slice(-49), grid]);
    setGrid(next);
    setDone(undefined);
  };
  const begun = grid.cells.length > 0 || whole !== undefined;
  const settled = useSettled(grid, 400);
  const csv = useMemo(() => toCsv(settled), [settled]);
  const untouched = whole ?? (original?.grid === grid ? original : undefined);
  const [file, name] = untouched === undefined ? [csvOf(csv), csvName(settled.name)] : [untouched.file, untouched.file.name];
  const check = useQuery({
    // A file is told by its number: two files would be one key.
    queryKey: ["import", kind, untouched === undefined ? csv : untouched.number],
    queryFn: ({ signal }) => send(kind, file, name, { check: true }, signal),
    enabled: begun && (untouched !== undefined || settled === grid),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  // What is on the page is what was checked.
  const seen = !check.isFetching && (untouched !== undefined || settled === grid);
  const faults = untouched === undefined ? Object.keys(grid.faults ?? {}).length : 0;
  const take = async (file: File): Promise<void> => {
    setTrouble(undefined);
    setDone(undefined);
    setBusy(true);
    try {
      const table = await answer(
        api.POST("/api/tables/read", {
          params: { query: {} },
          ...fileBody(file, file.name),
        }),
      );
      setPast([]);
      if (table.rows.length === 0) {
        throw new Error("empty");
      }
      const number = Date.now();
      if (table.not_given > 0 || table.places.length > most) {
        setWhole({ file, rows: table.rows.length + table.not_given, number });
        setOriginal(undefined);
        setGrid(empty);
      } else {
        const read = fromTable(table);
        setWhole(undefined);
        setOriginal({ file, grid: read, number });
        setGrid(read);
      }
    } catch (error) {
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const write = async (mode: Mode): Promise<void> => {
    setTrouble(undefined);
    setBusy(true);
    try {
      const report = await send(kind, file, name, { mode });
      setDone(report);
      await client.invalidateQueries();
      if (report.written && report.refused === 0) {
        forget();
        setWhole(undefined);
        setPast([]);
      }
    } catch (error) {
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const problems = async (): Promise<void> => {
    setTrouble(undefined);
    try {
      await download(kind, file, name);
    } catch (error) {
      setTrouble(error);
    }
  };
  const report = check.data;
  return (
    <>
      <p className="quiet">
        <Link to="/import">{t("import.all_kinds")}</Link>
      </p>
      <PageHead
        title={t("import.heading", { kind: kindName(kind) })}
        action={
          begun && report !== undefined && check.error === null && report.added + report.changed > 0 && report.refused === 0 ? (
            <Button type="primary" disabled={busy || !seen || faults > 0} onClick={() => void write("all_or_nothing")}>
              {t("import.take_all", { count: report.added + report.changed })}
            </Button>
          ) : undefined
        }
      />
      {!begun && done === undefined && <Begin kind={kind} take={take} paste={(cells) => change({ name: "", cells })} busy={busy} />}
      {trouble instanceof Error && trouble.message === "empty" ? (
        <p role="alert">✖ {t("import.empty_file")}</p>
      ) : (
        trouble !== undefined && <ErrorNote problem={trouble} />
      )}
      {done !== undefined && <Done kind={kind} report={done} />}
      {begun && (
        <>
          {check.error !== null && <ErrorNote problem={check.error} retry={() => void check.refetch()} />}
          <div className="import-bar">
            <p role="status">
              {report === undefined || !seen ? t("import.checking") : <Counts report={report} />}
            </p>
            {report !== undefined && report.refused > 0 && report.added + report.changed > 0 && (
              <Button size="small" disabled={busy || !seen || faults > 0} onClick={() => void write("good_rows_now")}>
                {t("import.take_good", { count: report.added + report.changed })}
              </Button>
            )}
            {report !== undefined && (
              <Button size="small" onClick={() => void problems()}>
                {t("import.give_back")}
              </Button>
            )}
            <Button
              size="small"
              disabled={past.length === 0}
              onClick={() => {
                const before = past.at(-1);
                if (before !== undefined) {
                  setGrid(before);
                  setPast(past.slice(0, -1));
                }
              }}
            >
              {t("import.undo")}
            </Button>
            <Button
              size="small"
              onClick={() => {
                forget();
                setWhole(undefined);
                setPast([]);
              }}
            >
              {t("import.another")}
            </Button>
            {whole === undefined && (
              <label>
                <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} /> {t("import.only_problems")}
              </label>
            )}
          </div>
          {!kept && <p>▲ {t("import.too_large_to_keep")}</p>}
          {faults > 0 && <p>✖ {t("import.damaged", { count: faults })}</p>}
          {report !== undefined && report.not_listed > 0 && <p>▲ {t("import.not_listed", { count: report.not_listed })}</p>}
          {whole !== undefined ? (
            <p>{t("import.too_large_to_mend", { rows: number(whole.rows) })}</p>
          ) : (
            <>
              {report !== undefined && (
                <Columns report={report} grid={grid} set={(row, column, value) => change(withCell(grid, row, column, value))} />
              )}
              <GridTable
                grid={grid}
                report={check.error === null ? report : undefined}
                only={only}
                set={(row, column, block) => change(withBlock(grid, row, column, block))}
                choice={(row, column, value, head) => {
                  const headed = head === undefined ? grid : withCell(grid, head.row, column, head.title);
                  change(withCell(headed, row, column, value));
                }}
                empty={(row) => change(withoutRow(grid, row))}
              />
            </>
          )}
        </>
      )}
    </>
  );
}

/** With the mark by which spreadsheets know the encoding. */
function csvOf(text: string): Blob {
  return new Blob(["\uFEFF", text], { type: "text/csv" });
}

function csvName(name: string): string {
  return `${name.replace(/\.[^.]*$/, "") || "table"}.csv`;
}

/** What has not changed for a while. */
function useSettled<T>(value: T, pause: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(wait);
  }, [value, pause]);
  return settled;
}

function Begin({
  kind,
  take,
  paste,
  busy,
}: {
  kind: Kind;
  take: (file: File) => Promise<void>;
  paste: (cells: string[][]) => void;
  busy: boolean;
}) {
  // Wherever the page has the focus: there is nothing else to paste into.
  const pasting = useRef(paste);
  pasting.current = paste;
  useEffect(() => {
    const pasted = (event: globalThis.ClipboardEvent): void => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text !== "" && document.querySelector("dialog[open]") === null) {
        event.preventDefault();
        pasting.current(fromClipboard(text));
      }
    };
    document.addEventListener("paste", pasted);
    return () => document.removeEventListener("paste", pasted);
  }, []);
  const dropped = (event: DragEvent): void => {
    const [file] = event.dataTransfer.files;
    if (file !== undefined) {
      event.preventDefault();
      void take(file);
    }
  };
  return (
    <div className="begin" onDrop={dropped} onDragOver={(event) => event.preventDefault()}>
      <p>{t(`import.about_${kind}`)}</p>
      <p>{t("import.begin")}</p>
      <label className="upload">
        {t("import.upload")}{" "}
        <input
          type="file"
          accept=".xlsx,.csv,.txt,text/csv"
          disabled={busy}
          onChange={(event) => {
            const [file] = [...(event.target.files ?? [])];
            if (file !== undefined) {
              void take(file);
            }
            event.target.value = ""; // the same file again, mended meanwhile, is another choice
          }}
        />
      </label>
      <label className="paste">
        {t("import.paste")}
        <textarea rows={3} onChange={(event) => event.target.value.includes("\t") && paste(fromClipboard(event.target.value))} />
      </label>
      <p className="quiet">{t("import.begin_help")}</p>
    </div>
  );
}

function Counts({ report }: { report: Report }) {
  return (
    <ul className="counts">
      {(["added", "changed", "same", "refused"] as const).map((effect) => (
        <li key={effect}>
          <span aria-hidden="true">{marks[effect]} </span>
          {t(`import.count_${effect}`, { count: report[effect] })}
        </li>
      ))}
    </ul>
  );
}

const listOf: Partial<Record<Kind, string>> = { site: "/sites", sponsor: "/sponsors", staff: "/people" };

function Done({ kind, report }: { kind: Kind; report: Report }) {
  return (
    <div className={report.written ? "done" : "done nothing"} role="status">
      <p>
        {report.written ? "✔ " : "✖ "}
        {report.written ? t("import.written", { count: report.added + report.changed }) : t("import.not_written")}
        {report.refused > 0 && ` ${t("import.left", { count: report.refused })}`}
      </p>
      {report.written && (
        <p>
          {listOf[kind] !== undefined && <Link to={listOf[kind]}>{t("import.see_list")}</Link>} <Link to="/import">{t("import.all_kinds")}</Link>
        </p>
      )}
    </div>
  );
}

