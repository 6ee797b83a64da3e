import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/sites", title: "sites.title", order: 30, needs: "site.list", load: () => import("./SitesPage") },
];
