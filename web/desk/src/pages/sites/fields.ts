// What is said of a site: the fields of its forms, and what its history calls them.
import { type Body, type Key, t } from "@sojourn/shared";
import type { FormField } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";

export const kinds = ["village", "community", "farm"] as const;
export const tiers = ["low", "middle", "high"] as const;

const labels: Record<string, Key> = {
  name: "sites.name",
  code: "sites.code",
  area: "sites.area",
  kind: "sites.kind",
  tier: "sites.tier",
  need: "sites.need",
  hardship: "sites.hardship",
  min_team: "sites.min_team",
  target_team: "sites.target_team",
  max_first_timers: "sites.max_first_timers",
  languages: "sites.languages",
  skills: "sites.skills",
  challenge: "sites.challenge",
  lat: "sites.lat",
  lon: "sites.lon",
  x_km: "sites.x_km",
  y_km: "sites.y_km",
  closed_on: "sites.closed_on",
  closed_reason: "sites.closed_reason",
  merged_into: "sites.merged_into",
};

export function siteLabel(field: string): string {
  const key = labels[field];
  return key === undefined ? field : t(key);
}

/** "3 people", "2 to 3 people". */
export function team(least: number, target: number): string {
  return least === target ? t("sites.people", { count: target }) : t("sites.from_to", { least, target });
}

export function factFields(): FormField<Omit<Body<"/api/sites/{id}", "put">, "version">>[] {
  return [
    { name: "area", label: t("sites.area"), kind: "record", of: "area", find: findAreas, help: t("sites.area_help") },
    {
      name: "kind",
      label: t("sites.kind"),
      kind: "choice",
      choices: kinds.map((value) => ({ value, name: t(`sites.kind.${value}`) })),
    },
    {
      name: "tier",
      label: t("sites.tier"),
      kind: "choice",
      choices: tiers.map((value) => ({ value, name: t(`sites.tier.${value}`) })),
      help: t("sites.tier_help"),
    },
    { name: "need", label: t("sites.need"), kind: "number", help: t("sites.need_help") },
    { name: "hardship", label: t("sites.hardship"), kind: "number", help: t("sites.hardship_help") },
    { name: "min_team", label: t("sites.min_team"), kind: "number" },
    { name: "target_team", label: t("sites.target_team"), kind: "number" },
    { name: "max_first_timers", label: t("sites.max_first_timers"), kind: "number" },
    { name: "languages", label: t("sites.languages"), kind: "words", help: t("sites.languages_help") },
    { name: "skills", label: t("sites.skills"), kind: "words", help: t("sites.skills_help") },
    { name: "challenge", label: t("sites.challenge"), help: t("sites.challenge_help") },
    { name: "lat", label: t("sites.lat"), kind: "number" },
    { name: "lon", label: t("sites.lon"), kind: "number" },
    { name: "x_km", label: t("sites.x_km"), kind: "number", help: t("sites.grid_help") },
    { name: "y_km", label: t("sites.y_km"), kind: "number" },
    { name: "code", label: t("sites.code"), help: t("sites.code_help") },
  ];
}

export function makeFields(): FormField<Body<"/api/sites">>[] {
  return [{ name: "name", label: t("sites.name") }, ...factFields()];
}

/** One of the five that a team needs at a site. */
export function missing(what: string): string {
  const known = ["lodging", "water_power", "medical", "communications", "contact"] as const;
  const found = known.find((each) => each === what);
  return found === undefined ? what : t(`sites.missing.${found}`);
}

/** What a new site begins with: the usual team. */
export const usual = {
  kind: "village",
  tier: "middle",
  need: 3,
  hardship: 0,
  min_team: 2,
  target_team: 3,
  max_first_timers: 2,
  languages: [],
  skills: [],
};
