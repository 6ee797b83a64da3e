// A table sent to be checked or taken in, and what the server says of each row.
import { answer, api } from "@sojourn/shared";
import { fileBody, saveFile } from "../../parts/file";
import { type Kind, kinds } from "./kinds";

export type Mode = "all_or_nothing" | "good_rows_now";
export type Report = NonNullable<Awaited<ReturnType<typeof send>>>;

export const marks = { added: "＋", changed: "◐", same: "=", refused: "✖" } as const;

/** All kinds answer alike. */
export async function send(kind: Kind, file: Blob, name: string, query: { check?: boolean; mode?: Mode }, signal?: AbortSignal) {
  return answer(
    api.POST(kinds[kind] as "/api/staff/import", {
      params: { query },
      ...fileBody(file, name),
      ...(signal !== undefined && { signal }),
    }),
  );
}

/** Keeps the table of what is wrong, under `name`. */
export async function download(kind: Kind, file: Blob, name: string): Promise<void> {
  const table = await answer(
    api.POST(`${kinds[kind]}/problems` as "/api/staff/import/problems", {
      params: { query: {} },
      ...fileBody(file, name),
      parseAs: "blob",
    }),
  );
  saveFile(table as unknown as Blob, name);
}
