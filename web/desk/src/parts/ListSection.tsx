// A part of a record's page that is a short list: its title, its rows, or what it means that there are none.
import type { ReactNode } from "react";
import { SimpleTable } from "./Facts";
import { type ListRead, Loaded } from "./reading";

export function ListSection<T>({
  id,
  title,
  none,
  of,
  head,
  row,
  rowKey,
}: {
  id: string;
  title: string;
  none: string;
  of: ListRead<T>;
  head: string[];
  row: (each: T) => ReactNode[];
  rowKey: (each: T) => string;
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Loaded of={of}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{none}</p>
          ) : (
            <SimpleTable
              label={title}
              head={head.map((each) => ({ title: each }))}
              rows={rows.map((each) => ({ key: rowKey(each), cells: row(each) }))}
            />
          )
        }
      </Loaded>
    </section>
  );
}
