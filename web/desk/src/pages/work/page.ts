import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/work", title: "shell.work", order: 35, needs: "work.show", load: () => withTheTerm(() => import("./WorkPage")) },
];
