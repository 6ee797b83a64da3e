import { findSites } from "../../parts/find";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/sites", title: "sites.title", order: 30, needs: "site.list", load: () => import("./SitesPage") },
  { path: "/site-cards", title: "sites.cards", needs: "site.list", load: () => import("./CardsPage") },
  { path: "/sites/:id", title: "sites.one", needs: "site.show", load: () => import("./SitePage") },
];
export const finders: Finder[] = [
  {
    title: "sites.title",
    needs: "site.list",
    find: async (words, signal) =>
      (await findSites(words, signal)).map(({ id, name, detail }) => ({
        to: `/sites/${id}`,
        name,
        ...(detail !== undefined && { detail }),
      })),
  },
];
