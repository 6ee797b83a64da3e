// Who changed what of a record, and when; newest first.
import { type Answer, type ListPath, t } from "@sojourn/shared";
import { HistoryTable } from "./HistoryTable";
import { type ListRead, useList } from "./reading";

type Change = Answer<"/api/sites/{id}/history">["items"][number];
export type HistoryPath =
  | `/api/${"sites" | "staff" | "sponsors" | "areas"}/{id}/history`
  | `/api/${"needs" | "need-standards" | "staffing" | "readiness" | "workloads" | "other-posts" | "establishments"}/{id}/history`;

export function History({ path, id, label }: { path: HistoryPath & ListPath; id: string; label: (field: string) => string }) {
  const list = useList(path, {} as never, { holes: { id } as never });
  return (
    <HistoryTable
      of={list as unknown as ListRead<Change>}
      said={(change) => <WhatChanged key="what" change={change} label={label} />}
    />
  );
}

function WhatChanged({ change, label }: { change: Change; label: (field: string) => string }) {
  const shown = (value: string | undefined, name: string | undefined): string =>
    name ?? (value === "outside" ? t("record.outside") : (value ?? "–"));
  if (change.values !== "shown") {
    return <span className="quiet">{t(change.values === "erased" ? "record.erased" : "record.damaged")}</span>;
  }
  if (change.verb === "insert") {
    return (
      <details>
        <summary>{t("record.made")}</summary>
        <ul>
          {change.changes.map((each) => (
            <li key={each.field}>
              {label(each.field)} <bdi>{shown(each.after, each.after_name)}</bdi>
            </li>
          ))}
        </ul>
      </details>
    );
  }
  return (
    <ul className="plain">
      {change.changes.map((each) => (
        <li key={each.field}>
          {label(each.field)} <bdi>{shown(each.before, each.before_name)}</bdi> <span aria-hidden="true">→</span>
          <span className="unseen">{t("record.became")}</span> <bdi>{shown(each.after, each.after_name)}</bdi>
        </li>
      ))}
      {change.changes.length === 0 && <li className="quiet">{t("record.hidden_change")}</li>}
    </ul>
  );
}
