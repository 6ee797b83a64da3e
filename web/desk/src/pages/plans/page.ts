import { t } from "@sojourn/shared";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/plans", title: "plans.title", order: 20, group: "plan", needs: "plan.list", load: () => import("./PlansPage") },
  { path: "/plans/:id", title: "plans.one", needs: "plan.show", load: () => import("./PlanPage") },
];
export const finders: Finder[] = [
  {
    title: "plans.title",
    needs: "plan.make",
    find: async (words) =>
      Promise.resolve(t("plans.solve").toLowerCase().includes(words.toLowerCase()) ? [{ to: "/plans?do=make", name: t("plans.solve") }] : []),
  },
];
