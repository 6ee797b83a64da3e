import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/needs", title: "needs.title", order: 12, group: "plan", needs: "need.sites", load: () => import("./NeedsPage") },
];
