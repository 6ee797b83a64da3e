// A table sent to be checked or taken in, and what the server says of each row.
import { answer, api } from "@sojourn/shared";
import { fileBody, saveFile } from "../../parts/file";
import { type Kind, kinds } from "./kinds";

export type Mode = "all_or_nothing" | "good_rows_now";
export type Report = NonNullable<Awaited<ReturnType<typeof send>>>;

export const marks = { added: "＋", changed: "◐", same: "=", refused: "✖" } as const;

/** Which sheet, and where its headings stand. */
export interface Where {
  sheet?: string;
  heading_row?: number;
}

/** With the mark by which spreadsheets know the encoding. */
export function csvOf(text: string): Blob {
  return new Blob(["\uFEFF", text], { type: "text/csv" });
}

/** All kinds answer alike. */
export async function send(kind: Kind, file: Blob, name: string, query: Where & { check?: boolean; mode?: Mode }, signal?: AbortSignal) {
  return answer(
    api.POST(kinds[kind] as "/api/staff/import", {
      params: { query },
      ...fileBody(file, name),
      ...(signal !== undefined && { signal }),
    }),
  );
}

/** The cells of a table as it was saved. */
export async function readTable(file: File, sheet?: string) {
  return answer(
    api.POST("/api/tables/read", {
      params: { query: sheet === undefined ? {} : { sheet } },
      ...fileBody(file, file.name),
    }),
  );
}

/** The same workbook with these cells changed, "B5,3" a line. */
export async function editTable(file: File, sheet: string | undefined, cells: string, signal?: AbortSignal): Promise<Blob> {
  const made = await answer(
    api.POST("/api/tables/edit", {
      params: { query: (sheet === undefined ? {} : { sheet }) as never },
      ...fileBody(file, file.name, { cells }),
      parseAs: "blob",
      ...(signal !== undefined && { signal }),
    }),
  );
  return made as unknown as Blob;
}

/** Keeps the table with what is wrong in it, under `name`. */
export async function download(kind: Kind, file: Blob, name: string, query: Where): Promise<void> {
  const table = await answer(
    api.POST(`${kinds[kind]}/problems` as "/api/staff/import/problems", {
      params: { query },
      ...fileBody(file, name),
      parseAs: "blob",
    }),
  );
  saveFile(table as unknown as Blob, name);
}
