// The registry of pages: every src/pages/*/page.ts is found by itself, so that adding a page edits
// no shared file. See docs/contributing.md, "Adding a desk page".
import type { Key, OperationId } from "@sojourn/shared";
import type { ComponentType } from "react";
import { matchPath } from "react-router";

/** The groups of the navigation, in their order; a page without a group stands by itself, above them. */
export const groups = ["plan", "people", "settings"] as const;
export type Group = (typeof groups)[number];

export interface Page {
  /** As react-router has it: "/sites", "/sites/:id". */
  path: string;
  /** Of the tab and the navigation. */
  title: Key;
  /** Where it stands in the navigation: smaller is higher. Without, it is reached from other pages. */
  order?: number;
  group?: Group;
  /** Shown to those who may do this operation; to everybody signed in if not given. */
  needs?: OperationId;
  load: () => Promise<{ default: ComponentType }>;
}

/** What Ctrl-K finds beside pages. */
export interface Found {
  /** Where it is shown. */
  to: string;
  name: string;
  /** What tells it from others of that name: its area, its sponsor. */
  detail?: string;
}
export interface Finder {
  /** What kind of records these are, above them. */
  title: Key;
  needs: OperationId;
  /** At most a handful. */
  find: (words: string, signal: AbortSignal) => Promise<Found[]>;
}

export interface Registered extends Page {
  /** Once it is loaded. */
  Body?: ComponentType;
}

const modules = Object.values(
  import.meta.glob<{ pages: Page[]; finders?: Finder[] }>("../pages/*/page.ts", { eager: true }),
);

export const finders: Finder[] = modules.flatMap((module) => module.finders ?? []);

export const pages: Registered[] = modules
  .flatMap((module) => module.pages)
  .map((page) => ({ ...page }))
  .sort((one, other) => (one.order ?? Infinity) - (other.order ?? Infinity));

/** Whether there is a page at an address: others may not be built yet. */
export function hasPage(address: string): boolean {
  return pageAt(address) !== undefined;
}

/** What a page is called by in its own address: "/people/:id", without whose it is. */
export function patternAt(address: string): string | undefined {
  return pageAt(address)?.path;
}

function pageAt(address: string): Registered | undefined {
  return pages.find((page) => matchPath(page.path, new URL(address, location.origin).pathname) !== null);
}

export async function loadBody(page: Registered): Promise<ComponentType> {
  page.Body = (await page.load()).default;
  return page.Body;
}

/** Loads the page of an address while it is still asked who is signed in. */
export function preload(address: string): void {
  const page = pageAt(address);
  if (page !== undefined) {
    // Where it fails, the page itself says so.
    loadBody(page).catch(() => undefined);
  }
}
