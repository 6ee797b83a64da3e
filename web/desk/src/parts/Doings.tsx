// Who did what to a record, and when, where its history tells operations and not values; newest first.
import { type Answer, type Holes, type ListPath, moment, t } from "@sojourn/shared";
import { Button } from "antd";
import { SimpleTable } from "./Facts";
import { Loaded, useList } from "./reading";

type Doing = Answer<"/api/rounds/{id}/history">["items"][number];
type Path =
  | "/api/rounds/{id}/history"
  | "/api/round-places/{id}/history"
  | "/api/nominations/{id}/history"
  | "/api/staff/{id}/placing/history";

export function Doings({ path, id, did }: { path: Path & ListPath; id: string; did: (operation: string) => string }) {
  const list = useList(path, {}, { holes: { id } as Holes<typeof path> });
  return (
    <Loaded of={list as unknown as Parameters<typeof Loaded<Doing[]>>[0]["of"]}>
      {(rows) => (
        <>
          <SimpleTable
            label={t("record.history")}
            head={[{ title: t("record.when") }, { title: t("record.who") }, { title: t("record.what") }]}
            rows={rows.map((row, index) => ({
              key: `${row.at} ${index}`,
              cells: [
                <bdi key="at">{moment(row.at)}</bdi>,
                row.by === "" ? <span className="quiet">{t("record.by_program")}</span> : <bdi key="by">{row.by}</bdi>,
                <bdi key="did">{did(row.operation)}</bdi>,
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
