import { findPeople } from "../../parts/find";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/people", title: "people.title", order: 40, group: "people", needs: "staff.list", load: () => import("./PeoplePage") },
  { path: "/people/:id", title: "people.one", needs: "staff.show", load: () => import("./PersonPage") },
  { path: "/nominees", title: "people.nominees", order: 41, group: "people", needs: "nomination.list", load: () => import("./NomineesPage") },
  { path: "/nominees/:id", title: "people.nominee", needs: "nomination.show", load: () => import("./NomineePage") },
  { path: "/corrections", title: "people.corrections", needs: "correction.list", load: () => import("./CorrectionsPage") },
  { path: "/corrections/:id", title: "people.correction", needs: "correction.show", load: () => import("./CorrectionPage") },
];
export const finders: Finder[] = [
  {
    title: "people.title",
    needs: "staff.list",
    find: async (words, signal) =>
      (await findPeople(words, signal)).map(({ id, name, detail }) => ({
        to: `/people/${id}`,
        name,
        ...(detail !== undefined && { detail }),
      })),
  },
];
