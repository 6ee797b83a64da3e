// Reading from the API, and showing what is read.
//
//   const plan = useRead("/api/plans/{id}", { path: { id } });
//   const sites = useList("/api/sites", { within: area });          // keyset paging
//   return <Loaded of={sites}>{(rows) => <SiteTable rows={rows} />}</Loaded>;
//
// Loaded shows a skeleton first, what went wrong, and old data with its time where the server is
// gone: what was shown is never taken away.
import {
  type Holes,
  type ListPath,
  type Query,
  type ReadPath,
  type Answer,
  type Row,
  clock,
  read,
  t,
} from "@sojourn/shared";
import { type UseQueryResult, keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNote } from "./ErrorNote";
import { Skeleton } from "./Skeleton";

export interface Read<T> {
  data: T | undefined;
  error: unknown;
  /** When it came. */
  at: number;
  again: () => void;
}

/** A question of its own kind, as Loaded shows it. */
export function readOf<T>(query: Pick<UseQueryResult<T>, "data" | "error" | "dataUpdatedAt" | "refetch">): Read<T> {
  return { data: query.data, error: query.error, at: query.dataUpdatedAt, again: () => void query.refetch() };
}

/** One record, or any answer. Invalidate it by its path: ["/api/plans/{id}"]. */
export function useRead<P extends ReadPath>(
  path: P,
  given: { path?: Holes<P>; query?: Query<P> } = {},
  options: { enabled?: boolean; refetchInterval?: number | false | ((now: Answer<P> | undefined) => number | false) } = {},
): Read<Answer<P>> {
  const { refetchInterval: often, ...rest } = options;
  return readOf(
    useQuery<Answer<P>>({
      queryKey: [path, given],
      queryFn: ({ signal }) => read(path, given, signal),
      placeholderData: keepPreviousData as never,
      ...rest,
      ...(often !== undefined && { refetchInterval: typeof often === "function" ? (query) => often(query.state.data) : often }),
    }),
  );
}

export interface ListRead<T> extends Read<T[]> {
  /** How many there are in all, where the list counts them. */
  count: number | undefined;
  /** Reads on; undefined on the last page. */
  more: (() => void) | undefined;
  moreIsComing: boolean;
}

/** Whoever reads on reads more at once. */
const onwards = 200;

/** A list, page after page (of 50 rows, or `limit` in the query). */
export function useList<P extends ListPath>(
  path: P,
  query: Query<P> = {} as Query<P>,
  options: { holes?: Holes<P>; enabled?: boolean } = {},
): ListRead<Row<P>> {
  type Page = { items: Row<P>[]; next?: string; count?: number };
  const { holes, enabled } = options;
  const list = useInfiniteQuery({
    queryKey: [path, { path: holes, query }, "list"],
    queryFn: ({ pageParam, signal }) =>
      read(
        path,
        { path: holes, query: { ...query, ...(pageParam !== undefined && { after: pageParam, limit: onwards }) } },
        signal,
      ) as Promise<unknown> as Promise<Page>,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page) => last.next,
    placeholderData: keepPreviousData,
    ...(enabled !== undefined && { enabled }),
  });
  const pages = list.data?.pages;
  return {
    data: pages?.flatMap((page) => page.items),
    error: list.error,
    at: list.dataUpdatedAt,
    again: () => void list.refetch(),
    count: pages?.[0]?.count,
    more: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
    moreIsComing: list.isFetchingNextPage,
  };
}

/** All of them, page after page: for what has to be shown whole (a board, a map). */
export async function readAll<P extends ListPath>(
  path: P,
  query: Query<P> = {} as Query<P>,
  signal?: AbortSignal,
  holes?: Holes<P>,
): Promise<Row<P>[]> {
  const rows: Row<P>[] = [];
  let after: string | undefined;
  do {
    const page = (await read(
      path,
      { ...(holes !== undefined && { path: holes }), query: { ...query, limit: 200, ...(after !== undefined && { after }) } },
      signal,
    )) as unknown as { items: Row<P>[]; next?: string };
    rows.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

/** All rows of a list, for what has to be shown whole. */
export function useAll<P extends ListPath>(
  path: P,
  query: Query<P> = {} as Query<P>,
  options: { holes?: Holes<P>; enabled?: boolean } = {},
): Read<Row<P>[]> {
  const { holes, enabled } = options;
  return readOf(
    useQuery<Row<P>[]>({
      queryKey: [path, { path: holes, query }, "all"],
      queryFn: ({ signal }) => readAll(path, query, signal, holes),
      placeholderData: keepPreviousData as never,
      ...(enabled !== undefined && { enabled }),
    }),
  );
}

export function Loaded<T>({ of, children }: { of: Read<T>; children: (data: T) => ReactNode }) {
  if (of.data === undefined) {
    return of.error === null ? <Skeleton /> : <ErrorNote problem={of.error} retry={of.again} />;
  }
  return (
    <>
      {of.error !== null && <Stale at={of.at} problem={of.error} retry={of.again} />}
      {children(of.data)}
    </>
  );
}

/** Above what is old: since when, why, and a way to ask again. */
export function Stale({ at, problem, retry }: { at: number; problem: unknown; retry: () => void }) {
  return (
    <div className="stale">
      <p>{t("shell.answered", { time: clock(at) })}</p>
      <ErrorNote problem={problem} retry={retry} />
    </div>
  );
}
