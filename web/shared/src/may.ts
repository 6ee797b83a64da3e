// Who may do what, from the table of operations (x-roles of docs/openapi.json): what the server
// would refuse is not offered. The server decides; this only keeps dead ends off the page.
import table from "./generated/operations.json";

export type OperationId = keyof typeof table;
export interface Grant {
  role: string;
  scope: string;
  from: string;
  to?: string;
}

/** Today where the reader is, as the server writes a date. */
export function today(now: Date = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function may(operation: OperationId, grants: readonly Grant[], on: string = today()): boolean {
  const entry: { roles: readonly string[] | null; whole: boolean } = table[operation];
  if (entry.roles === null) {
    return true;
  }
  return grants.some(
    (grant) =>
      entry.roles?.includes(grant.role) === true &&
      (!entry.whole || grant.scope === "programme") &&
      grant.from <= on &&
      (grant.to === undefined || on <= grant.to),
  );
}
