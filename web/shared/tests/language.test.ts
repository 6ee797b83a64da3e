import { expect, test } from "vitest";
import { type Key, day, language, speak, t } from "../src";

test("says a sentence in the language that is spoken", async () => {
  await speak("en");
  expect(t("home.greeting", { name: "Lin" })).toBe("Good day, Lin");
  expect(document.documentElement.lang).toBe("en");
  await speak("zh");
  expect(language()).toBe("zh");
  expect(t("home.greeting", { name: "Lin" })).toBe("Lin，您好");
  expect(document.documentElement.lang).toBe("zh-Hans");
});

test("counts as the language counts", async () => {
  await speak("en");
  expect(t("home.placed", { count: 1 })).toBe("1 person placed");
  expect(t("home.placed", { count: 1234 })).toBe("1,234 people placed");
  await speak("zh");
  expect(t("home.placed", { count: 1 })).toBe("已安排1人");
});

test("a sentence or a value that is missing is a mistake of ours", async () => {
  await speak("en");
  expect(() => t("home.nonsense" as Key)).toThrow('no sentence "home.nonsense" in en');
  expect(() => t("home.greeting")).toThrow("{{name}}");
});

test("writes a day as people do, the same in every time zone", async () => {
  await speak("en");
  expect(day("2026-11-25")).toBe("25 Nov 2026");
  await speak("zh");
  expect(day("2026-01-05")).toBe("2026年1月5日");
});
