import { findSponsors } from "../../parts/find";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/sponsors", title: "sponsors.title", order: 45, group: "people", needs: "sponsor.list", load: () => import("./SponsorsPage") },
  { path: "/sponsors/:id", title: "sponsors.one", needs: "sponsor.show", load: () => import("./SponsorPage") },
];
export const finders: Finder[] = [
  {
    title: "sponsors.title",
    needs: "sponsor.list",
    find: async (words, signal) =>
      (await findSponsors(words, signal)).map(({ id, name, detail }) => ({
        to: `/sponsors/${id}`,
        name,
        ...(detail !== undefined && { detail }),
      })),
  },
];
