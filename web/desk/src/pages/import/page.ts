import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/import", title: "import.title", order: 60, needs: "table.read", load: () => import("./KindsPage") },
  { path: "/import/:kind", title: "import.one", needs: "table.read", load: () => import("./ImportPage") },
];
