import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/corrections", title: "corrections.title", order: 43, group: "people", needs: "correction.list", load: () => import("./CorrectionsPage") },
  { path: "/corrections/:id", title: "corrections.one", needs: "correction.show", load: () => import("./CorrectionPage") },
];
