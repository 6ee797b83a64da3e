// A page that is a list: title, filters, table, more rows on demand, the table for a spreadsheet.
//
//   <ListPage title={t("sites.title")} path="/api/sites" query={{ within }} columns={[
//     { key: "name", title: t("sites.name"), show: (site) => <Link to={`/sites/${site.id}`}>{site.name}</Link>,
//       text: (site) => site.name }]}
//     empty={<p>{t("sites.none")}</p>} />
import { type ListPath, type OperationId, type Query, type Row, t } from "@sojourn/shared";
import { Button, Table } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "react-router";
import { useMay } from "../shell/session";
import { SimpleTable } from "./Facts";
import { Downloads } from "./Downloads";
import { PageHead } from "./PageHead";
import { Loaded, useList } from "./reading";
import { usePrinting } from "./usePrinting";

export interface Column<T> {
  key: string;
  title: string;
  show: (row: T) => ReactNode;
  /** As text, for copying; without, the column is not copied. */
  text?: (row: T) => string | number | undefined;
  /** Numbers stand at the end of their column. */
  number?: boolean;
  width?: number;
}

export function ListPage<P extends ListPath>({
  title,
  path,
  query = {} as Query<P>,
  columns,
  action,
  filters,
  empty,
  file = true,
  table,
  rowKey,
  before,
}: {
  title: string;
  path: P;
  query?: Query<P>;
  columns: Column<Row<P>>[];
  /** The page's one main action. */
  action?: ReactNode;
  filters?: ReactNode;
  /** Said where there is nothing: what to do first. */
  empty: ReactNode;
  /** The operation that takes such records from a table: "site.import". */
  table?: OperationId & `${string}.import`;
  /** The list is had as a file: true for all that take no holes. */
  file?: boolean;
  /** Of rows without an id: the member that tells them apart. */
  rowKey?: string;
  /** Between the page's head and the filters. */
  before?: ReactNode;
}) {
  const list = useList(path, query);
  const may = useMay();
  const { more, moreIsComing } = list;
  const end = useEnd(more !== undefined && !moreIsComing && (list.data?.length ?? 0) <= drawnWhole ? more : undefined);
  return (
    <>
      <PageHead
        title={title}
        action={
          table !== undefined && may(table) ? (
            <>
              <Link className="button" to={`/import/${table.slice(0, table.indexOf("."))}`}>
                {t("shell.import")}
              </Link>{" "}
              {action}
            </>
          ) : (
            action
          )
        }
      />
      {before}
      {filters !== undefined && <div className="filters">{filters}</div>}
      <Loaded of={list}>
        {(rows) =>
          // A page may hold nothing, and yet not be the last.
          rows.length === 0 && more === undefined ? (
            empty
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={title} rowKey={rowKey} onEnd={moreIsComing ? undefined : more} />
              <OnPaper rows={rows.length} all={list.count} more={more !== undefined} />
              <p className="below" ref={end}>
                <span role="status">
                  {list.count === undefined
                    ? t("shell.shown", { count: rows.length })
                    : t("shell.shown_of", { shown: rows.length, all: list.count })}
                </span>{" "}
                {list.more !== undefined && (
                  <Button size="small" onClick={list.more} disabled={list.moreIsComing}>
                    {t("shell.more")}
                  </Button>
                )}
                <CopyTable rows={rows} columns={columns} />
                {file &&
                  <Downloads path={path} query={query as Record<string, unknown>} />}
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** Calls `reached` when the element comes into view. */
function useEnd(reached: (() => void) | undefined): (element: HTMLElement | null) => void {
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (element === null || reached === undefined) {
      return;
    }
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && reached());
    watch.observe(element);
    return () => watch.disconnect();
  }, [element, reached]);
  return setElement;
}

/** Said on paper alone: that these are not all rows. */
export function OnPaper({ rows, all, more }: { rows: number; all?: number | undefined; more: boolean }) {
  return more ? (
    <p className="printed">▲ {all === undefined ? t("shell.paper_part", { count: rows }) : t("shell.paper_part_of", { shown: rows, all })}</p>
  ) : null;
}

/** Of a longer table only the rows in view are drawn. On paper all are. */
const drawnWhole = 100;

/** A table of rows that have an id. `onEnd`: whoever scrolls comes near its end. */
export function ListTable<T>({
  rows,
  columns,
  label,
  rowKey = "id",
  onEnd,
}: {
  rows: T[];
  columns: Column<T>[];
  label: string;
  rowKey?: string | ((row: T) => string);
  onEnd?: (() => void) | undefined;
}) {
  const many = rows.length > drawnWhole;
  if (usePrinting()) {
    const keyOf = (row: T): string =>
      typeof rowKey === "function" ? rowKey(row) : String((row as Record<string, unknown>)[rowKey]);
    return (
      <SimpleTable
        label={label}
        head={columns.map(({ title, number = false }) => ({ title, number }))}
        rows={rows.map((row) => ({ key: keyOf(row), cells: columns.map((column) => column.show(row)) }))}
      />
    );
  }
  return (
    <Table<object>
      aria-label={label}
      size="small"
      rowKey={rowKey as never}
      dataSource={rows as object[]}
      pagination={false}
      virtual={many}
      {...(many &&
        onEnd !== undefined && {
          onScroll: ({ currentTarget: at }) => {
            if (at.scrollHeight - at.scrollTop < 3 * at.clientHeight) {
              onEnd();
            }
          },
        })}
      scroll={many ? { y: Math.max(320, innerHeight - 320), x: 160 * columns.length } : { x: "max-content" }}
      columns={columns.map((column) => ({
        key: column.key,
        title: column.title,
        ...(column.width !== undefined && { width: column.width }),
        ...(column.number === true && { align: "end" as const }),
        render: (_: unknown, row: object) => column.show(row as T),
      }))}
    />
  );
}

export function CopyTable<T>({ rows, columns }: { rows: T[]; columns: Column<T>[] }) {
  const [copied, setCopied] = useState(false);
  const texts = columns.filter((column) => column.text !== undefined);
  if (texts.length === 0 || navigator.clipboard === undefined) {
    return null; // plain http has no clipboard; the files below do
  }
  // What a spreadsheet would take for a formula is given as text.
  const cell = (value: string | number): string => {
    const line = String(value).replaceAll(/[\t\n\r]+/g, " ");
    return typeof value === "string" && /^[=+\-@]/.test(line) ? `'${line}` : line;
  };
  const copy = async (): Promise<void> => {
    const lines = [texts.map((column) => cell(column.title))].concat(
      rows.map((row) => texts.map((column) => cell(column.text?.(row) ?? ""))),
    );
    await navigator.clipboard.writeText(lines.map((line) => line.join("\t")).join("\n"));
    setCopied(true);
  };
  return (
    <>
      <Button size="small" onClick={() => void copy()}>
        {t("shell.copy_table")}
      </Button>
      <span role="status">{copied && t("shell.copied")}</span>
    </>
  );
}
