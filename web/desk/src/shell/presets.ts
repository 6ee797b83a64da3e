// The kinds of programmes whose figures the rules may begin with, and how long one of them runs.
import type { Row } from "@sojourn/shared";

export type Preset = Row<"/api/rules-presets">["preset"];

export const presets: Record<Preset, { months: number }> = {
  county_cn: { months: 24 },
  extension: { months: 36 },
  health_workers: { months: 36 },
  volunteers: { months: 12 },
};

const days = (date: Date): string => date.toISOString().slice(0, 10);

/** The last day of so many whole months from a day on; nothing while no day is given. */
export function lastDay(starts: string, months: number): string {
  const from = new Date(`${starts}T00:00:00Z`);
  if (Number.isNaN(from.getTime())) {
    return "";
  }
  // A term from the 31st on ends with the month before a month of 30 days is over.
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const inMonth = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 0)).getUTCDate();
  last.setUTCDate(Math.min(from.getUTCDate(), inMonth + 1) - 1);
  return days(last);
}

/** The first day of the month three months from now: so long takes a round. */
export function nextQuarter(now: string): string {
  const from = new Date(`${now}T00:00:00Z`);
  return days(new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 3, 1)));
}
