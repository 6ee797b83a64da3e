import { describe, expect, test } from "vitest";
import { merge } from "../catalogues.mjs";

const faultsOf = (files: Record<string, string>) =>
  merge(Object.entries(files).map(([name, text]) => ({ name, text }))).faults;

describe("the catalogues", () => {
  test("have the same sentences in all languages", () => {
    expect(faultsOf({ "a.en.json": '{"a.x": "X", "a.y": "Y"}', "a.zh.json": '{"a.x": "甲"}' })).toEqual([
      "locales/desk: a.y has no zh",
    ]);
    expect(faultsOf({ "a.en.json": '{"a.x": "X"}', "a.zh.json": '{"a.x": "甲", "a.z": "乙"}' })).toEqual([
      "locales/desk: a.z has no en",
    ]);
  });

  test("have the same placeholders", () => {
    const [fault] = faultsOf({ "a.en.json": '{"a.x": "{{n}} of {{m}}"}', "a.zh.json": '{"a.x": "{{n}}个"}' });
    expect(fault).toMatch(/a\.x has other placeholders/);
    expect(faultsOf({ "a.en.json": '{"a.x": "{{n}} of {{m}}"}', "a.zh.json": '{"a.x": "{{m}}中{{n}}"}' })).toEqual([]);
  });

  test("have the forms of numbers that their language has", () => {
    expect(
      faultsOf({ "a.en.json": '{"a.x_one": "one", "a.x_other": "{{count}}"}', "a.zh.json": '{"a.x_other": "{{count}}"}' }),
    ).toEqual([]);
    expect(
      faultsOf({ "a.en.json": '{"a.x_other": "{{count}}"}', "a.zh.json": '{"a.x_other": "{{count}}"}' }),
    ).toEqual(["locales/desk: a.x_one in en: the forms of that language are one, other"]);
    expect(
      faultsOf({
        "a.en.json": '{"a.x_one": "one", "a.x_other": "{{count}}"}',
        "a.zh.json": '{"a.x_one": "一", "a.x_other": "{{count}}"}',
      }),
    ).toEqual(["locales/desk: a.x_one in zh: the forms of that language are other"]);
  });

  test("say something, once, under their own name", () => {
    expect(faultsOf({ "a.en.json": '{"a.x": " "}', "a.zh.json": '{"a.x": "甲"}' })).toEqual([
      "locales/desk/a.en.json: a.x says nothing",
    ]);
    expect(faultsOf({ "a.en.json": '{\n"a.x": "X",\n"a.x": "Y"}', "a.zh.json": '{"a.x": "甲"}' })).toEqual([
      "locales/desk/a.en.json: a.x stands there twice",
    ]);
    expect(faultsOf({ "a.en.json": '{"b.x": "X"}', "a.zh.json": '{"b.x": "甲"}' })).toHaveLength(2);
    expect(faultsOf({ "a.fr.json": "{}" })).toEqual(["locales/desk/a.fr.json: a catalogue is named NAME.en.json or NAME.zh.json"]);
    expect(faultsOf({ "a.en.json": "{" })[0]).toMatch(/^locales\/desk\/a\.en\.json: /);
  });
});
