import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/settings/audit", title: "audit.title", order: 88, needs: "audit.list", load: () => import("./AuditPage") },
  { path: "/settings/audit/:index", title: "audit.entry", needs: "audit.show", load: () => import("./EntryPage") },
];
