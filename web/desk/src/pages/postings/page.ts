import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/handovers", title: "shell.handovers", order: 36, needs: "term.list", load: () => withTheTerm(() => import("./HandoversPage")) },
  { path: "/handovers/:id", title: "shell.handover", needs: "handover.show", load: () => withTheTerm(() => import("./HandoverPage")) },
  { path: "/terms/:id", title: "shell.term", needs: "term.show", load: () => withTheTerm(() => import("./TermPage")) },
];
