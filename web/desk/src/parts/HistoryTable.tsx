// When, by whom, and what: the table that every history is, newest first.
import { moment, t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { SimpleTable } from "./Facts";
import { More } from "./More";
import { type ListRead, Loaded } from "./reading";

export function HistoryTable<T extends { at: string; by: string }>({
  of,
  what = t("record.what"),
  said,
}: {
  of: ListRead<T>;
  /** The heading of what was done. */
  what?: string;
  said: (row: T) => ReactNode;
}) {
  return (
    <Loaded of={of}>
      {(rows) => (
        <>
          <SimpleTable
            label={t("record.history")}
            head={[{ title: t("record.when") }, { title: t("record.who") }, { title: what }]}
            rows={rows.map((row, index) => ({
              key: `${row.at} ${index}`,
              cells: [
                <bdi key="at">{moment(row.at)}</bdi>,
                row.by === "" ? <span className="quiet">{t("record.by_program")}</span> : <bdi key="by">{row.by}</bdi>,
                said(row),
              ],
            }))}
          />
          <More of={of} />
        </>
      )}
    </Loaded>
  );
}
