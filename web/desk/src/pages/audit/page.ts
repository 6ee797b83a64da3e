import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/settings/audit", title: "shell.audit", order: 88, group: "settings", needs: "audit.list", load: () => withTheTerm(() => import("./AuditPage")) },
  { path: "/settings/audit/:index", title: "shell.audit_entry", needs: "audit.show", load: () => withTheTerm(() => import("./EntryPage")) },
];
