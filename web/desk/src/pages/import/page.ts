import { t } from "@sojourn/shared";
import { kindName, kindNames } from "./kinds";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/import", title: "import.title", order: 60, needs: "table.read", load: () => import("./KindsPage") },
  { path: "/import/:kind", title: "import.one", needs: "table.read", load: () => import("./ImportPage") },
];
export const finders: Finder[] = [
  {
    title: "import.title",
    needs: "table.read",
    find: async (words) =>
      Promise.resolve(
        kindNames
          .map((kind) => ({ to: `/import/${kind}`, name: t("import.heading", { kind: kindName(kind) }) }))
          .filter(({ name }) => name.toLowerCase().includes(words.toLowerCase())),
      ),
  },
];
