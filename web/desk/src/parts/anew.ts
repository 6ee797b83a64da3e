// A send without a form of fields (a button): where somebody changed the record meanwhile (412), what
// stands on the page is read anew, so that the next press is of what it shows then.
import { Problem } from "@sojourn/shared";
import type { QueryClient } from "@tanstack/react-query";

export async function orAnew<T>(client: QueryClient, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.stale) {
      await client.invalidateQueries();
    }
    throw error;
  }
}
