import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/money", title: "shell.money", order: 55, needs: "budget.show", load: () => withTheTerm(() => import("./MoneyPage")) },
];
