import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/reports", title: "shell.reports", order: 70, needs: "need.overview", load: () => withTheTerm(() => import("./ReportsPage")) },
];
