// What is said of a sponsor: the fields of its forms, and what its history calls them.
import { type Body, type Key, t } from "@sojourn/shared";
import type { FormField } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";

const labels: Record<string, Key> = {
  name: "sponsors.name",
  code: "sponsors.code",
  kind: "sponsors.kind",
  area: "sponsors.area",
  release_percent: "sponsors.release_percent",
  max_sites: "sponsors.max_sites",
  closed_on: "sponsors.closed_on",
  closed_reason: "sponsors.reason",
  merged_into: "sponsors.merged_into",
};

export function sponsorLabel(field: string): string {
  const key = labels[field];
  return key === undefined ? field : t(key);
}

export function factFields(): FormField<Omit<Body<"/api/sponsors/{id}", "put">, "version">>[] {
  return [
    { name: "kind", label: t("sponsors.kind"), help: t("sponsors.kind_help") },
    { name: "area", label: t("sponsors.area"), kind: "record", of: "area", find: findAreas, help: t("sponsors.pick_help") },
    { name: "release_percent", label: t("sponsors.release_percent"), kind: "number", help: t("sponsors.release_help") },
    { name: "max_sites", label: t("sponsors.max_sites"), kind: "number", help: t("sponsors.max_help") },
    { name: "code", label: t("sponsors.code"), help: t("sponsors.code_help") },
  ];
}

export function makeFields(): FormField<Body<"/api/sponsors">>[] {
  return [{ name: "name", label: t("sponsors.name") }, ...factFields()];
}
