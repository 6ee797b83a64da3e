import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/money", title: "money.title", order: 55, needs: "budget.show", load: () => import("./MoneyPage") },
];
