// A list as a file, in both formats, beside what is shown of it.
import { t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { FileLink } from "./FileLink";

export type Format = "xlsx" | "csv";
export const formats: readonly Format[] = ["xlsx", "csv"];

/** Where the API gives the list: the same question, but for what pages it. */
export function fileAddress(path: string, query: Record<string, unknown>, format: Format): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && name !== "after" && name !== "limit" && name !== "count") {
        parameters.append(name, String(each));
      }
    }
  }
  parameters.set("format", format);
  return `${path}?${parameters.toString()}`;
}

/** `says`: what the file holds, where it is not the list above it. */
export function Downloads({ path, query, says = t("shell.download") }: { path: string; query: Record<string, unknown>; says?: ReactNode }) {
  return formats.map((format) => (
    <FileLink key={format} address={fileAddress(path, query, format)}>
      {says} <bdi>.{format}</bdi>
    </FileLink>
  ));
}
