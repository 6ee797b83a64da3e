// Who did what to a record, and when, where its history tells operations and not values; newest first.
import type { Answer, Holes, ListPath } from "@sojourn/shared";
import { HistoryTable } from "./HistoryTable";
import { type ListRead, useList } from "./reading";

type Doing = Answer<"/api/rounds/{id}/history">["items"][number];
type Path =
  | "/api/rounds/{id}/history"
  | "/api/round-places/{id}/history"
  | "/api/nominations/{id}/history"
  | "/api/staff/{id}/placing/history";

export function Doings({ path, id, did }: { path: Path & ListPath; id: string; did: (operation: string) => string }) {
  const list = useList(path, {}, { holes: { id } as Holes<typeof path> });
  return <HistoryTable of={list as unknown as ListRead<Doing>} said={(row) => <bdi key="did">{did(row.operation)}</bdi>} />;
}
