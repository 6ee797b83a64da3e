// What is said of a record: names and values, in as many columns as there is room for.
import { day } from "@sojourn/shared";
import type { ReactNode } from "react";
import "./record.css";

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** Without a value nothing is shown, unless `none` says what that means. */
export function Fact({ label, none, children }: { label: string; none?: string; children?: ReactNode }) {
  const given = children !== undefined && children !== null && children !== false && children !== "";
  if (!given && none === undefined) {
    return null;
  }
  return (
    <div>
      <dt>{label}</dt>
      <dd>{given ? children : <span className="quiet">{none}</span>}</dd>
    </div>
  );
}

export function Day({ of }: { of: string }) {
  return <bdi>{day(of)}</bdi>;
}

/** A table that is part of a page and read whole: its rows are few. */
export function SimpleTable({
  label,
  head,
  rows,
}: {
  label: string;
  head: { title: string; number?: boolean }[];
  rows: { key: string; cells: ReactNode[] }[];
}) {
  const mark = (index: number): { className?: string } => (head[index]?.number === true ? { className: "number" } : {});
  return (
    <div className="simple-scroll" role="group" aria-label={label} tabIndex={0}>
      <table className="simple">
        <thead>
          <tr>
            {head.map((each, index) => (
              <th key={each.title} scope="col" {...mark(index)}>
                {each.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, index) => (
                <td key={index} {...mark(index)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
