import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/handovers", title: "postings.title", order: 36, needs: "term.list", load: () => import("./HandoversPage") },
  { path: "/handovers/:id", title: "postings.handover", needs: "handover.show", load: () => import("./HandoverPage") },
  { path: "/terms/:id", title: "postings.term", needs: "term.show", load: () => import("./TermPage") },
];
