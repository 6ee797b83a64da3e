// The registry of pages: every src/pages/*/page.ts is found by itself, so that adding a page edits
// no shared file. See docs/contributing.md, "Adding a desk page".
import type { Key, OperationId } from "@sojourn/shared";
import { type ComponentType, lazy } from "react";

/** The groups of the navigation, in their order; a page without a group stands by itself. */
export const groups = ["plan", "sites", "people", "reports", "settings"] as const;
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

interface Registered extends Page {
  Body: ComponentType;
}

const found = import.meta.glob<{ pages: Page[] }>("../pages/*/page.ts", { eager: true });

export const pages: Registered[] = Object.values(found)
  .flatMap((module) => module.pages)
  .map((page) => ({ ...page, Body: lazy(page.load) }))
  .sort((one, other) => (one.order ?? Infinity) - (other.order ?? Infinity));
