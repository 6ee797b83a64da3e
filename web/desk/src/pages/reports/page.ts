import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/reports", title: "reports.title", order: 70, needs: "need.overview", load: () => import("./ReportsPage") },
];
