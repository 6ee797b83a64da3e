// What moves on the board are worth, from the server.
import { answer, api, tag } from "@sojourn/shared";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Edits, wordsOf } from "./model";

/** What the moves made so far are worth; with `pick`, what each place of that person would be. */
export function useScore(id: string, edits: Edits, pick?: string, within?: string) {
  const words = wordsOf(edits);
  return useQuery({
    queryKey: ["/api/plans/{id}/score", id, words, pick, within],
    queryFn: ({ signal }) =>
      answer(
        api.POST("/api/plans/{id}/score", {
          params: { path: { id } },
          body: { ...words, language: tag(), ...(pick !== undefined && { pick }), ...(within !== undefined && { within }) },
          signal,
        }),
      ),
    // Prices of another person are none.
    ...(pick === undefined && { placeholderData: keepPreviousData }),
  });
}
