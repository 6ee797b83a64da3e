// Who is signed in. Where a session has ended, the page gives way to the sign-in under the same
// address, and comes back as it was: what was typed lies in useDraft().
import { type Answer, type OperationId, Problem, answer, api, may, read } from "@sojourn/shared";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, use } from "react";
import { forgetDrafts } from "./drafts";

export type Account = Answer<"/api/account">;
export const accountKey = ["account"];

/** Nobody (null), or who it is. Throws what useQuery keeps: an unreachable server. */
export function useAccountQuery() {
  return useQuery<Account | null>({
    queryKey: accountKey,
    queryFn: async ({ signal }) => {
      try {
        return await read("/api/account", {}, signal);
      } catch (error) {
        if (error instanceof Problem && error.signedOut) {
          return null;
        }
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

/** Any answer may be the one that says that the session is gone. */
export function noteSignedOut(client: () => QueryClient, error: unknown): void {
  if (error instanceof Problem && error.signedOut) {
    client().setQueryData(accountKey, null);
  }
}

const AccountContext = createContext<Account | null>(null);
export const AccountProvider = AccountContext.Provider;

/** Whoever is signed in, on a page that is shown to nobody else. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (account === null) {
    throw new Error("useAccount is for pages behind the sign-in");
  }
  return account;
}

/** May whoever is signed in do that? `useMay()("plan.publish")` */
export function useMay(): (operation: OperationId) => boolean {
  const { grants } = useAccount();
  return (operation) => may(operation, grants);
}

/** All that was read as somebody, but who that is. */
export function forgetOthers(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== accountKey[0] });
}

/** Ends the session and forgets what was shown and typed. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await answer(api.DELETE("/api/session"));
    forgetDrafts();
    // Not clear(): the page would go on with the account that it has.
    client.setQueryData(accountKey, null);
    forgetOthers(client);
  };
}
