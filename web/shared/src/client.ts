// The API, typed from docs/openapi.json. A wrong path, parameter or body does not compile.
//
//   const plan = await answer(api.GET("/api/plans/{id}", { params: { path: { id } } }));
//   await answer(api.POST("/api/plans/{id}/withdraw", { params: { path: { id } }, body: {...} }));
//
// answer() gives what the server said or throws a Problem. Every POST, PATCH and PUT carries a key
// by which the server does it at most once. Where no answer came, the same request sent again carries
// the same key; whoever keeps requests over a reload gives it: { headers: { "Idempotency-Key": key } }.
import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./generated/schema";
import { tag } from "./language";
import { noAnswer, Problem } from "./problem";
import { answered, unanswered } from "./sync";
import { addressOf, gatherer, isProblem } from "./together";

let csrf = "";

/** Without crypto.randomUUID, which plain http has not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (each) => each.toString(16).padStart(8, "0")).join("-");
}

/** Was it done? Whose answer was lost, by method and address: another body there is a new request. */
const lost = new Map<string, { body: string; key: string; at: number }>();
/** Those on their way. */
const sent = new Map<string, { where: string; body: string; key: string }>();
/** After that, the same words mean it once more (ms). */
const longest = 3_600_000;

async function keyOf(id: string, request: Request): Promise<string> {
  const where = `${request.method} ${request.url}`;
  const body = await request.clone().text();
  const before = lost.get(where);
  const same = before !== undefined && before.body === body && Date.now() - before.at < longest;
  const key = same ? before.key : newKey();
  sent.set(id, { where, body, key });
  return key;
}

function settled(id: string, told: boolean): void {
  const what = sent.get(id);
  sent.delete(id);
  if (what !== undefined && told) {
    lost.delete(what.where);
  } else if (what !== undefined) {
    lost.set(what.where, { body: what.body, key: what.key, at: Date.now() });
  }
}

const own: Middleware = {
  async onRequest({ id, request }) {
    request.headers.set("Accept-Language", tag());
    if (csrf !== "" && request.method !== "GET") {
      request.headers.set("X-CSRF-Token", csrf);
    }
    if (["POST", "PATCH", "PUT"].includes(request.method) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", await keyOf(id, request));
    }
    return request;
  },
  onResponse({ id, response }) {
    // 502 to 504 come from a proxy too, which does not know what became of it.
    settled(id, ![502, 503, 504].includes(response.status));
    csrf = response.headers.get("X-CSRF-Token") ?? csrf;
    answered();
    return response;
  },
  onError({ id, error }) {
    // What the page itself broke off, it asks anew.
    const brokenOff = error instanceof Error && error.name === "AbortError";
    settled(id, brokenOff);
    if (brokenOff) {
      return error;
    }
    unanswered();
    return noAnswer(0);
  },
};

export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "" : location.origin,
  // Found when it is called, so that tests may put another in its place.
  fetch: (request) => globalThis.fetch(request),
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(own);

/** A token that came in an answer's body: of a session that was just opened. */
export function useToken(token: string): void {
  csrf = token;
}

const whenSignedOut = new Set<() => void>();
/** Any answer may be the one that says that the session is gone, that of a send too. */
export function onSignedOut(listener: () => void): () => void {
  whenSignedOut.add(listener);
  return () => whenSignedOut.delete(listener);
}

/** For answers that came another way. */
export function signedOut(): void {
  for (const listener of whenSignedOut) {
    listener();
  }
}

export async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (error === undefined && response.ok) {
    return data as T;
  }
  const problem = isProblem(error) ? new Problem({ ...error, status: response.status }) : noAnswer(response.status);
  if (problem.signedOut) {
    signedOut();
  }
  throw problem;
}

// The types of answers, by path.

type Json<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Get<P extends keyof paths> = paths[P] extends { get: infer G } ? G : never;
/** Paths that are read. */
export type ReadPath = { [P in keyof paths]: paths[P] extends { get: { responses: { 200: unknown } } } ? P : never }[keyof paths];
/** What a path answers: Answer<"/api/plans/{id}">. */
export type Answer<P extends ReadPath> = Get<P> extends { responses: { 200: infer R } } ? Json<R> : never;
export type ListPath = { [P in ReadPath]: Answer<P> extends { items: unknown[] } ? P : never }[ReadPath];
/** A row of a list: Row<"/api/plans">. */
export type Row<P extends ListPath> = Answer<P> extends { items: (infer R)[] } ? R : never;
type Parameters<P extends ReadPath> = Get<P> extends { parameters: infer A } ? A : never;
export type Query<P extends ReadPath> = Parameters<P> extends { query?: infer Q } ? NonNullable<Q> : never;
export type Holes<P extends ReadPath> = Parameters<P> extends { path: infer H } ? H : undefined;

/** What a path takes: Body<"/api/sites">, Body<"/api/sites/{id}", "put">. */
export type Body<P extends keyof paths, M extends "post" | "put" = "post"> =
  paths[P] extends Record<M, { requestBody?: { content: { "application/json": infer B } } }> ? B : never;

const together = gatherer(api);

/** Reads any path. What is read at the same moment goes in one request. */
export async function read<P extends ReadPath>(
  path: P,
  given: { path?: Holes<P>; query?: Query<P> },
  signal?: AbortSignal,
): Promise<Answer<P>> {
  const said = await together(addressOf(path, given as { path?: object; query?: object }));
  // Whoever went away meanwhile is told nothing.
  signal?.throwIfAborted();
  return said as Answer<P>;
}
