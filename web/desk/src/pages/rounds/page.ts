import { read, withTheTerm } from "@sojourn/shared";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  // A sponsor sees there what it is asked for itself.
  { path: "/rounds", title: "shell.rounds", order: 42, group: "people", needs: "place.list", load: () => withTheTerm(() => import("./RoundsPage")) },
  { path: "/rounds/:id", title: "shell.round", needs: "round.show", load: () => withTheTerm(() => import("./RoundPage")) },
  { path: "/rounds/places/:id", title: "shell.round_place", needs: "place.show", load: () => withTheTerm(() => import("./PlacePage")) },
];
export const finders: Finder[] = [
  {
    title: "shell.rounds",
    needs: "round.list",
    // There are a few rounds a year: the open ones are read whole.
    find: async (words, signal) =>
      (await read("/api/rounds", { query: { limit: 200 } }, signal)).items
        .filter((each) => each.name.toLowerCase().includes(words.toLowerCase()))
        .slice(0, 8)
        .map(({ id, name, area_name }) => ({ to: `/rounds/${id}`, name, detail: area_name })),
  },
];
