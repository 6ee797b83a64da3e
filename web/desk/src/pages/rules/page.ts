import type { Page } from "../../shell/pages";

export const pages: Page[] = [{ path: "/rules", title: "rules.title", order: 14, group: "plan", needs: "rules.list", load: () => import("./RulesPage") }];
