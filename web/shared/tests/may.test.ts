import { expect, test } from "vitest";
import { may, today } from "../src";

const grant = { role: "programme_officer", scope: "programme", from: "2026-01-01" };

test("may do what one of the roles may, while the grant lasts", () => {
  expect(may("plan.publish", [grant], "2026-11-27")).toBe(true);
  expect(may("plan.publish", [grant], "2025-12-31")).toBe(false);
  expect(may("plan.publish", [{ ...grant, to: "2026-11-26" }], "2026-11-27")).toBe(false);
  expect(may("plan.publish", [{ ...grant, role: "member" }], "2026-11-27")).toBe(false);
  expect(may("plan.publish", [], "2026-11-27")).toBe(false);
});

test("everybody may look at their own account", () => {
  expect(may("account.me", [], "2026-11-27")).toBe(true);
});

test("a day is written as the server does", () => {
  expect(today(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
});
