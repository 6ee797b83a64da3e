// Taking a table in: pasted or uploaded, its columns matched, what each row would do, what is wrong
// with it mended in place, and then all of it or the good rows.
import { Problem, number, t } from "@sojourn/shared";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type DragEvent, useEffect, useMemo, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { PageHead } from "../../parts/PageHead";
import { useDraft } from "../../parts/useDraft";
import { Columns } from "./Columns";
import { GridTable } from "./GridTable";
import { type Grid, editsOf, fromClipboard, fromTable, toCsv, withBlock, withCell, withHeadings, withoutRow } from "./grid";
import { type Kind, kindName, kindNames } from "./kinds";
import { Wanted } from "./Wanted";
import { type Mode, type Report, type Where, csvOf, download, editTable, marks, readTable, send } from "./report";
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

/** A file that is looked at: how its sheets came, by name; "" for a text. */
interface Source {
  file: File;
  /** Two files would be one key. */
  number: number;
  sheets: Sheet[];
  grids: Record<string, Grid>;
}
type Sheet = Awaited<ReturnType<typeof readTable>>["sheets"][number];

function Importing({ kind }: { kind: Kind }) {
  const client = useQueryClient();
  const [grid, setGrid, forgetGrid, gridKept] = useDraft<Grid>(`import.${kind}`, empty);
  // The file itself says more than its cells do, and what is changed in them is written into it.
  const [keptFile, setKeptFile, forgetFile, fileKept] = useDraft<KeptFile | null>(`import.${kind}.file`, null);
  // Sheets that were left for another one, as they were changed.
  const [left, setLeft, forgetLeft, leftKept] = useDraft<Record<string, Grid>>(`import.${kind}.sheets`, {});
  const [past, setPast] = useState<Grid[]>([]);
  const [source, setSource] = useState<Source>();
  const [whole, setWhole] = useState<{ rows: number; sheet: string }>();
  const [trouble, setTrouble] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Report>();
  const [only, setOnly] = useState(false);
  const change = (next: Grid): void => {
    setPast((before) => [...before.slice(-49), grid]);
    setGrid(next);
    setDone(undefined);
  };
  const forget = (): void => {
    forgetGrid();
    forgetFile();
    forgetLeft();
    setSource(undefined);
    setWhole(undefined);
    setPast([]);
  };
  const begun = grid.cells.length > 0 || whole !== undefined;
  /** Of a sheet as it is chosen: to be mended here, or too large for that. */
  const open = async (file: File, from: Source | undefined, sheet?: string): Promise<Source> => {
    const table = await readTable(file, sheet);
    if (table.rows.length === 0) {
      throw new Error("empty");
    }
    const large = table.not_given > 0 || table.places.length > most;
    const read = large ? empty : fromTable(table);
    setWhole(large ? { rows: table.rows.length + table.not_given, sheet: table.sheet } : undefined);
    const made = { file, number: from?.number ?? Date.now(), sheets: table.sheets, grids: { ...from?.grids, [table.sheet]: read } };
    setSource(made);
    return made;
  };
  // After a session that ended the file is looked at again, for what was changed since.
  const restoring = source === undefined && keptFile !== null && grid.cells.length > 0;
  const restored = useRef(false);
  useEffect(() => {
    if (restoring && !restored.current) {
      restored.current = true;
      void open(fileOf(keptFile), undefined, grid.sheet).catch(setTrouble);
    }
  });
  const restoreAgain = (): void => {
    restored.current = false;
    setTrouble(undefined);
  };
  const settled = useSettled(grid, 400);
  const sheet = whole?.sheet ?? settled.sheet;
  const came = source?.grids[sheet ?? ""];
  const workbook = source !== undefined && source.sheets.length > 0;
  const edits = useMemo(() => (whole !== undefined || came === undefined ? "" : editsOf(came, settled)), [whole, came, settled]);
  const csv = useMemo(() => (workbook || (source !== undefined && edits === "") ? "" : toCsv(settled)), [workbook, source, edits, settled]);
  const seenGrid = whole !== undefined || settled === grid;
  const edited = useQuery({
    queryKey: ["import-file", source?.number, sheet, edits],
    queryFn: ({ signal }) => editTable((source as Source).file, sheet, edits, signal),
    enabled: workbook && edits !== "" && seenGrid,
    retry: false,
    gcTime: 0,
  });
  const untouched = source !== undefined && edits === "";
  const file: Blob | undefined = restoring ? undefined : untouched ? source.file : workbook ? edited.data : csvOf(csv);
  const name = untouched || workbook ? source.file.name : csvName(settled.name);
  const where: Where = {
    ...(workbook && sheet !== undefined && { sheet }),
    ...(whole === undefined && settled.heading !== undefined && { heading_row: settled.heading }),
  };
  const check = useQuery({
    queryKey: ["import", kind, source?.number, where, edits, csv],
    queryFn: ({ signal }) => send(kind, file as Blob, name, { ...where, check: true }, signal),
    enabled: begun && file !== undefined && seenGrid,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  // What is on the page is what was checked.
  const seen = !check.isFetching && !check.isPlaceholderData && file !== undefined && seenGrid;
  // Why is told above; nothing is being checked any more.
  const failed = edited.error !== null || (check.error !== null && !check.isFetching);
  const kept = gridKept && fileKept && leftKept;
  const faults = untouched ? 0 : Object.keys(grid.faults ?? {}).length;
  const doing = async (what: () => Promise<void>): Promise<void> => {
    setTrouble(undefined);
    setDone(undefined);
    setBusy(true);
    try {
      await what();
    } catch (error) {
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const take = (given: File): Promise<void> =>
    doing(async () => {
      const made = await open(given, undefined);
      const read = Object.values(made.grids)[0] ?? empty;
      setPast([]);
      setGrid(read);
      forgetLeft();
      setKeptFile(made.sheets.length > 0 && read !== empty ? await keptOf(given) : null);
    });
  const choose = (name: string): Promise<void> =>
    doing(async () => {
      if (source !== undefined) {
        const known = source.grids[name];
        const made = known === undefined || known === empty ? await open(source.file, source, name) : source;
        setWhole((before) => (made === source ? undefined : before));
        const all = whole === undefined && grid.sheet !== undefined ? { ...left, [grid.sheet]: grid } : left;
        const next = all[name] ?? made.grids[name] ?? empty;
        setLeft(all);
        if (whole === undefined) {
          change(next);
        } else {
          setGrid(next); // a sheet that is not mended here is no step to go back to
        }
      }
    });
  const write = (mode: Mode): Promise<void> =>
    doing(async () => {
      if (file === undefined) {
        return;
      }
      const report = await send(kind, file, name, { ...where, mode });
      // Whoever leaves once it is told finds no draft of what is in already.
      if (report.written && report.refused === 0) {
        forget();
      }
      setDone(report);
      await client.invalidateQueries();
    });
  const problems = async (): Promise<void> => {
    setTrouble(undefined);
    try {
      await download(kind, file as Blob, name, where);
    } catch (error) {
      setTrouble(error);
    }
  };
  const report = check.data;
  const unheaded = whole === undefined && check.error instanceof Problem && check.error.code === "no_headings";
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
        <>
          <p role="alert">✖ {t("import.empty_file")}</p>
          <Wanted kind={kind} />
        </>
      ) : (
        trouble !== undefined && <ErrorNote problem={trouble} retry={restoring ? restoreAgain : undefined} />
      )}
      {done !== undefined && <Done kind={kind} report={done} />}
      {begun && (
        <>
          {edited.error !== null && <ErrorNote problem={edited.error} retry={() => void edited.refetch()} />}
          {check.error !== null && <ErrorNote problem={check.error} retry={() => void check.refetch()} />}
          {unheaded && (
            <>
              <p className="actions">
                {t("import.unheaded")}
                {source === undefined && (
                  <Button size="small" onClick={() => change(withHeadings(grid))}>
                    {t("import.add_headings")}
                  </Button>
                )}
              </p>
              <Wanted kind={kind} />
            </>
          )}
          {source !== undefined && source.sheets.length > 1 && (
            <p>
              <label>
                {t("import.sheet")}{" "}
                <select value={whole?.sheet ?? grid.sheet ?? ""} disabled={busy} onChange={(event) => void choose(event.target.value)}>
                  {source.sheets.map((each) => (
                    <option key={each.name} value={each.name} dir="auto">
                      {each.hidden ? t("import.hidden_sheet", { name: each.name }) : each.name}
                    </option>
                  ))}
                </select>
              </label>
            </p>
          )}
          <div className="import-bar">
            <p role="status">
              {failed || (restoring && trouble !== undefined) ? null : report === undefined || !seen ? t("import.checking") : <Counts report={report} />}
            </p>
            {report !== undefined && report.refused > 0 && report.added + report.changed > 0 && (
              <Button size="small" disabled={busy || !seen || faults > 0} onClick={() => void write("good_rows_now")}>
                {t("import.take_good", { count: report.added + report.changed })}
              </Button>
            )}
            {report !== undefined && (
              <Button size="small" disabled={!seen} onClick={() => void problems()}>
                {t("import.give_back")}
              </Button>
            )}
            <Button
              size="small"
              disabled={past.length === 0}
              onClick={() => {
                const before = past.at(-1);
                if (before !== undefined) {
                  setWhole(undefined);
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
                set={(rows, column, block) => change(withBlock(grid, rows, column, block))}
                choice={(row, column, value, head) => {
                  const headed = head === undefined ? grid : withCell(grid, head.row, column, head.title);
                  change(withCell(headed, row, column, value));
                }}
                remove={(row) => change(withoutRow(grid, row))}
                head={(row) => change({ ...grid, heading: row })}
              />
            </>
          )}
        </>
      )}
    </>
  );
}

interface KeptFile {
  name: string;
  bytes: string;
}

async function keptOf(file: File): Promise<KeptFile> {
  let bytes = "";
  for (const byte of new Uint8Array(await file.arrayBuffer())) {
    bytes += String.fromCharCode(byte);
  }
  return { name: file.name, bytes: btoa(bytes) };
}

function fileOf(kept: KeptFile): File {
  return new File([Uint8Array.from(atob(kept.bytes), (each) => each.charCodeAt(0))], kept.name);
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

