import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/plans", title: "plans.title", order: 20, needs: "plan.list", load: () => import("./PlansPage") },
  { path: "/plans/:id", title: "plans.one", needs: "plan.show", load: () => import("./PlanPage") },
];
