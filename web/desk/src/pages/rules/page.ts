import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/rules", title: "rules.title", order: 14, group: "plan", needs: "rules.list", load: () => import("./RulesPage") },
  { path: "/rules/:id", title: "rules.one", needs: "rules.show", load: () => import("./EditionPage") },
];
