import { beforeEach, expect, test, vi } from "vitest";
import { Problem, answer, api, onSignedOut, read, speak, sync, useToken } from "../src";

const asked: Request[] = [];
let next: () => Response | Promise<Response>;

function json(body: unknown, status = 200, fields: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 300 ? "application/json" : "application/problem+json", ...fields },
  });
}

beforeEach(async () => {
  await speak("zh");
  asked.length = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request);
    return await next();
  });
});

test("asks in the reader's language and gives what was said", async () => {
  next = () => json({ items: [{ id: "plan_1" }] });
  const plans = await read("/api/plans", { query: { state: "draft", limit: 5 } });
  expect(plans.items[0]?.id).toBe("plan_1");
  expect(asked[0]?.url).toMatch(/\/api\/plans\?state=draft&limit=5$/);
  expect(asked[0]?.headers.get("Accept-Language")).toBe("zh");
  expect(asked[0]?.headers.has("Idempotency-Key")).toBe(false);
  expect(sync().gone).toBe(false);
});

test("a change carries a key of its own and the session's token", async () => {
  useToken("token 1");
  next = () => json({}, 200, { "X-CSRF-Token": "token 2" });
  const post = () => answer(api.POST("/api/account/second-factor/confirm", { body: { code: "123456" } }));
  await post();
  await post();
  const [one, other] = asked;
  expect(one?.headers.get("X-CSRF-Token")).toBe("token 1");
  expect(other?.headers.get("X-CSRF-Token")).toBe("token 2");
  expect(one?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{8}){3}$/);
  expect(one?.headers.get("Idempotency-Key")).not.toBe(other?.headers.get("Idempotency-Key"));
});

test("whoever sends it again gives the same key", async () => {
  next = () => json({});
  await answer(
    api.POST("/api/account/second-factor/confirm", { body: { code: "1" }, headers: { "Idempotency-Key": "mine" } }),
  );
  expect(asked[0]?.headers.get("Idempotency-Key")).toBe("mine");
});

test("a refusal is a Problem with its faults", async () => {
  next = () =>
    json({ status: 422, code: "input", detail: "有误", faults: [{ pointer: "/name", code: "missing", detail: "缺少" }] }, 422);
  const problem = await read("/api/plans", {}).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  if (problem instanceof Problem) {
    expect(problem.message).toBe("有误");
    expect(problem.faultOf("name")).toBe("缺少");
    expect(problem.faultOf("other")).toBeUndefined();
    expect(problem.signedOut).toBe(false);
  }
});

test("tells how long to wait", async () => {
  next = () =>
    json({ status: 429, code: "wait", detail: "", faults: [{ pointer: "", code: "retry_after", value: "8", detail: "" }] }, 429);
  await expect(read("/api/plans", {})).rejects.toMatchObject({ wait: 8 });
});

test("a server that is gone is one, until it answers again", async () => {
  next = () => Promise.reject(new TypeError("network"));
  await expect(read("/api/plans", {})).rejects.toMatchObject({ unreachable: true });
  expect(sync().gone).toBe(true);
  next = () => json({ items: [] });
  await read("/api/plans", {});
  expect(sync().gone).toBe(false);
});

test("a page of a proxy is no answer of ours", async () => {
  next = () => new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } });
  await expect(read("/api/plans", {})).rejects.toMatchObject({ code: "not_ours", status: 502 });
});

test("what is read at the same moment goes in one request, each with its own answer", async () => {
  next = () =>
    json([
      { status: 200, body: { items: [{ id: "round_1" }] } },
      { status: 403, body: { status: 403, code: "not_allowed", detail: "不可以" } },
    ]);
  const [rounds, plans] = await Promise.allSettled([
    read("/api/rounds", { query: { limit: 5 } }),
    read("/api/plans", { query: { state: "draft" } }),
  ]);
  expect(asked).toHaveLength(1);
  expect(new URL(asked[0]?.url ?? "").searchParams.getAll("ask")).toEqual(["/api/rounds?limit=5", "/api/plans?state=draft"]);
  expect(rounds).toMatchObject({ status: "fulfilled", value: { items: [{ id: "round_1" }] } });
  expect(plans).toMatchObject({ status: "rejected", reason: { code: "not_allowed", message: "不可以", status: 403 } });
});

test("twenty at most go in one request", async () => {
  next = () => json(Array.from({ length: 20 }, () => ({ status: 200, body: { items: [] } })));
  const many = Array.from({ length: 41 }, (_, index) => read("/api/plans", { query: { limit: index + 1 } }));
  next = async () => {
    const count = new URL(asked.at(-1)?.url ?? "").searchParams.getAll("ask").length;
    return count === 0 ? json({ items: [] }) : json(Array.from({ length: count }, () => ({ status: 200, body: { items: [] } })));
  };
  await Promise.all(many);
  expect(asked.map((each) => new URL(each.url).searchParams.getAll("ask").length)).toEqual([20, 20, 0]);
});

test("what holds all of them back is told to each", async () => {
  next = () => Promise.reject(new TypeError("network"));
  const all = await Promise.allSettled([read("/api/rounds", {}), read("/api/plans", {})]);
  expect(all).toMatchObject([{ reason: { unreachable: true } }, { reason: { unreachable: true } }]);
});

test("a send whose answer was lost is sent again with its key, and another body with another", async () => {
  const reopen = (id: string, version: number) => answer(api.POST("/api/sites/{id}/reopen", { params: { path: { id } }, body: { version } }));
  next = () => Promise.reject(new TypeError("network"));
  await expect(reopen("site_1", 3)).rejects.toMatchObject({ unreachable: true });
  next = () => new Response("<html>", { status: 502 });
  await expect(reopen("site_1", 3)).rejects.toMatchObject({ status: 502 });
  next = () => json({});
  await reopen("site_2", 3);
  await reopen("site_1", 3);
  await reopen("site_1", 3);
  const [first, second, elsewhere, again, afterwards] = asked.map((each) => each.headers.get("Idempotency-Key"));
  expect(second).toBe(first);
  expect(again).toBe(first);
  expect(elsewhere).not.toBe(first);
  // It was answered: the same once more is another request.
  expect(afterwards).not.toBe(first);

  asked.length = 0;
  next = () => Promise.reject(new TypeError("network"));
  await expect(reopen("site_1", 4)).rejects.toMatchObject({ unreachable: true });
  next = () => json({});
  await reopen("site_1", 5);
  await reopen("site_1", 4);
  expect(new Set(asked.map((each) => each.headers.get("Idempotency-Key"))).size).toBe(3);
});

test("a send may be the one that is told that the session has ended", async () => {
  const told = vi.fn();
  const stop = onSignedOut(told);
  next = () => json({ status: 422, code: "input", detail: "" }, 422);
  await expect(answer(api.POST("/api/sites/{id}/reopen", { params: { path: { id: "site_1" } }, body: { version: 3 } }))).rejects.toBeInstanceOf(Problem);
  expect(told).not.toHaveBeenCalled();
  next = () => json({ status: 401, code: "sign_in", detail: "" }, 401);
  await expect(answer(api.POST("/api/sites/{id}/reopen", { params: { path: { id: "site_1" } }, body: { version: 3 } }))).rejects.toMatchObject({ signedOut: true });
  expect(told).toHaveBeenCalledTimes(1);
  stop();
});
