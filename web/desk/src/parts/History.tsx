// Who changed what of a record, and when; newest first.
import { type Answer, type ListPath, moment, t } from "@sojourn/shared";
import { Button } from "antd";
import { SimpleTable } from "./Facts";
import { Loaded, useList } from "./reading";

type Change = Answer<"/api/sites/{id}/history">["items"][number];
type Path = "/api/sites/{id}/history" | "/api/staff/{id}/history" | "/api/sponsors/{id}/history" | "/api/areas/{id}/history";

export function History({ path, id, label }: { path: Path & ListPath; id: string; label: (field: string) => string }) {
  const list = useList(path, {} as never, { holes: { id } as never });
  return (
    <Loaded of={list as unknown as Parameters<typeof Loaded<Change[]>>[0]["of"]}>
      {(changes) => (
        <>
          <SimpleTable
            label={t("record.history")}
            head={[{ title: t("record.when") }, { title: t("record.who") }, { title: t("record.what") }]}
            rows={changes.map((change, index) => ({
              key: `${change.at} ${index}`,
              cells: [
                <bdi key="at">{moment(change.at)}</bdi>,
                change.by === "" ? <span className="quiet">{t("record.by_program")}</span> : <bdi key="by">{change.by}</bdi>,
                <WhatChanged key="what" change={change} label={label} />,
              ],
            }))}
          />
          {list.more !== undefined && (
            <Button size="small" onClick={list.more} loading={list.moreIsComing}>
              {t("shell.more")}
            </Button>
          )}
        </>
      )}
    </Loaded>
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
