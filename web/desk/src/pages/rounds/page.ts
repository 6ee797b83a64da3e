import { read } from "@sojourn/shared";
import type { Finder, Page } from "../../shell/pages";

export const pages: Page[] = [
  // A sponsor sees there what it is asked for itself.
  { path: "/rounds", title: "rounds.title", order: 42, needs: "place.list", load: () => import("./RoundsPage") },
  { path: "/rounds/:id", title: "rounds.one", needs: "round.show", load: () => import("./RoundPage") },
  { path: "/rounds/places/:id", title: "rounds.place", needs: "place.show", load: () => import("./PlacePage") },
];
export const finders: Finder[] = [
  {
    title: "rounds.title",
    needs: "round.list",
    // There are a few rounds a year: the open ones are read whole.
    find: async (words, signal) =>
      (await read("/api/rounds", { query: { limit: 200 } }, signal)).items
        .filter((each) => each.name.toLowerCase().includes(words.toLowerCase()))
        .slice(0, 8)
        .map(({ id, name, area_name }) => ({ to: `/rounds/${id}`, name, detail: area_name })),
  },
];
