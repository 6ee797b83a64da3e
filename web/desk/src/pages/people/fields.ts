// What is said of a staff member: the fields of the forms, and what the history calls them.
import { type Body, type Key, t } from "@sojourn/shared";
import type { FormField } from "../../parts/RecordForm";
import { findAreas, findSponsors } from "../../parts/find";

export const roles = ["leader", "member"] as const;
const levels = ["basic", "working", "fluent"] as const;

const labels: Record<string, Key> = {
  name: "people.name",
  code: "people.code",
  sponsor: "people.sponsor",
  area: "people.area",
  roles: "people.roles",
  grade: "people.grade",
  position: "people.position",
  hired_on: "people.hired_on",
  languages: "people.languages",
  skills: "people.skills",
  availability: "people.availability",
  fit_until: "people.fit_until",
  declared_conflict: "people.declared_conflict",
  needed_until: "people.needed_until",
  closed_on: "people.closed_on",
  closed_reason: "people.closed_reason",
  merged_into: "people.merged_into",
};

export function personLabel(field: string): string {
  const key = labels[field];
  return key === undefined ? field : t(key);
}

/** A field as a correction names it: "staff.name", "name". */
export function fieldLabel(field: string): string {
  return personLabel(field.replace(/^staff\./, ""));
}

export function rolesText(given: readonly (typeof roles)[number][]): string {
  return given.map((role) => t(`people.role.${role}`)).join(t("shell.comma"));
}

export function factFields(): FormField<Omit<Body<"/api/staff/{id}", "put">, "version">>[] {
  return [
    { name: "sponsor", label: t("people.sponsor"), kind: "record", of: "sponsor", find: findSponsors, help: t("people.pick_help") },
    { name: "area", label: t("people.area"), kind: "record", of: "area", find: findAreas, help: t("people.area_help") },
    {
      name: "roles",
      label: t("people.roles"),
      kind: "several",
      choices: roles.map((value) => ({ value, name: t(`people.role.${value}`) })),
    },
    { name: "grade", label: t("people.grade") },
    { name: "position", label: t("people.position") },
    { name: "hired_on", label: t("people.hired_on"), kind: "day" },
    { name: "code", label: t("people.code"), help: t("people.code_help") },
  ];
}

export function makeFields(): FormField<Body<"/api/staff">>[] {
  return [{ name: "name", label: t("people.name") }, ...factFields()];
}

const level = {
  label: () => t("people.level"),
  choices: () => levels.map((value) => ({ value, name: t(`people.level.${value}`) })),
};

export function skillFields(): FormField<Body<"/api/staff/{id}/skills">>[] {
  return [
    { name: "skill", label: t("people.skill") },
    { name: "level", label: level.label(), kind: "choice", choices: level.choices() },
    { name: "certificate", label: t("people.certificate") },
    { name: "valid_until", label: t("people.valid_until"), kind: "day" },
  ];
}

export function languageFields(): FormField<Body<"/api/staff/{id}/languages">>[] {
  return [
    { name: "language", label: t("people.language") },
    { name: "level", label: level.label(), kind: "choice", choices: level.choices() },
    { name: "tested_on", label: t("people.tested_on"), kind: "day" },
    { name: "certificate", label: t("people.certificate") },
  ];
}
