import { expect, test } from "vitest";
import { firstOf } from "../src/pages/home/first";
import { markOf, stageOf, stages } from "../src/pages/home/stage";

const plan = (id: string, state: string, starts_on = "2027-03-01") => ({ id, state, starts_on });

test("the programme is where the furthest plan of its last term is", () => {
  expect(stageOf([], [])).toEqual({ stage: "need" });
  expect(stageOf([plan("a", "failed"), plan("b", "withdrawn")], [])).toEqual({ stage: "need" });
  expect(stageOf([plan("a", "waiting")], [])).toEqual({ stage: "placement", plan: "a" });
  // A draft that was tried beside the published plan takes nothing back.
  expect(stageOf([plan("b", "draft"), plan("a", "published")], [])).toEqual({ stage: "publication", plan: "a" });
  expect(stageOf([plan("a", "confirmed")], [])).toEqual({ stage: "confirmed", plan: "a" });
  expect(stageOf([plan("b", "draft", "2028-03-01"), plan("a", "confirmed")], [])).toEqual({ stage: "placement", plan: "b" });
});

test("a stage that never was is not said to be done", () => {
  const marks = (rounds: unknown[]) => stages.map((stage) => markOf(stage, "publication", rounds));
  expect(marks([{}])).toEqual(["past", "past", "past", "now", "ahead"]);
  expect(marks([])).toEqual(["past", "none", "past", "now", "ahead"]);
  expect(stages.map((stage) => markOf(stage, "need", []))).toEqual(["now", "ahead", "ahead", "ahead", "ahead"]);
});

test("a round for a term without a plan is selection", () => {
  const round = { starts_on: "2027-03-01" };
  expect(stageOf([], [round])).toEqual({ stage: "selection" });
  expect(stageOf([plan("a", "published")], [round])).toEqual({ stage: "publication", plan: "a" });
  expect(stageOf([plan("a", "confirmed", "2026-03-01")], [round])).toEqual({ stage: "selection" });
});

test("a published plan is what people wait for, whatever begins for a later term", () => {
  const later = { starts_on: "2027-09-01" };
  expect(stageOf([plan("a", "published")], [later])).toEqual({ stage: "publication", plan: "a" });
  expect(stageOf([plan("b", "draft", "2027-09-01"), plan("a", "published")], [later])).toEqual({ stage: "publication", plan: "a" });
  // Once a later one is confirmed, it keeps nobody waiting.
  expect(stageOf([plan("b", "confirmed", "2027-09-01"), plan("a", "published")], [])).toEqual({ stage: "confirmed", plan: "b" });
});

test("the first of what waits is found past kinds that the reader does not see", () => {
  expect(firstOf([undefined, [], undefined, [{ to: "/rounds/places/place_1" }, { to: "/other" }]])).toBe("/rounds/places/place_1");
  expect(firstOf([undefined, []])).toBeUndefined();
});
