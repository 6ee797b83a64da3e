// What can be taken in from tables, in the order in which an office begins.
import { t } from "@sojourn/shared";

export const kinds = {
  area: "/api/areas/import",
  site: "/api/sites/import",
  sponsor: "/api/sponsors/import",
  staff: "/api/staff/import",
  posting: "/api/postings/import",
  apart: "/api/apart/import",
  calendar: "/api/calendar/import",
  need: "/api/needs/import",
  standard: "/api/need-standards/import",
  workload: "/api/workloads/import",
  staffing: "/api/staffing/import",
  other_post: "/api/other-posts/import",
  establishment: "/api/establishments/import",
  readiness: "/api/readiness/import",
  round: "/api/rounds/import",
  place: "/api/round-places/import",
  placing: "/api/placings/import",
  wish: "/api/wishes/import",
  pin: "/api/pins/import",
  cost: "/api/costs/import",
  affinity: "/api/affinities/import",
  lead: "/api/leads/import",
  completion: "/api/training-completions/import",
  task_kind: "/api/task-kinds/import",
} as const;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

/** The kinds by what they are for. */
export const groups: { name: "begin" | "need" | "selection" | "plan" | "term"; kinds: Kind[] }[] = [
  { name: "begin", kinds: ["area", "site", "sponsor", "staff", "posting", "apart", "calendar"] },
  { name: "need", kinds: ["need", "standard", "workload", "staffing", "other_post", "establishment", "readiness"] },
  { name: "selection", kinds: ["round", "place"] },
  { name: "plan", kinds: ["placing", "wish", "pin", "cost", "affinity", "lead"] },
  { name: "term", kinds: ["completion", "task_kind"] },
];

export function kindName(kind: Kind): string {
  return t(`import.kind_${kind}`);
}
