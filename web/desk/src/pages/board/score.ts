// What moves on the board are worth, from the server.
import { answer, api, tag } from "@sojourn/shared";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
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

export type Score = NonNullable<ReturnType<typeof useScore>["data"]>;

/** The last answer, and when it came: what the cards show stays while the server is gone. */
export function useLastScore(score: ReturnType<typeof useScore>): { data: Score; at: number } | undefined {
  const last = useRef<{ data: Score; at: number }>(undefined);
  if (score.data !== undefined && !score.isPlaceholderData && score.data !== last.current?.data) {
    last.current = { data: score.data, at: score.dataUpdatedAt };
  }
  return last.current;
}
