import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/needs", title: "shell.needs", order: 12, group: "plan", needs: "need.sites", load: () => withTheTerm(() => import("./NeedsPage")) },
];
