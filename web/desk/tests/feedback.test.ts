import { describe, expect, test } from "vitest";
import { characters, seemsACard, seemsAList } from "../src/pages/feedback/text";

describe("what somebody writes", () => {
  test("is counted in characters, as the server does", () => {
    expect(characters("表格")).toBe(2);
    expect(characters("a😀")).toBe(2);
  });

  test("is no list that was pasted", () => {
    expect(seemsAList("The list prints badly.\nIt has nine columns.\nTwo would do.\nSee page 3.")).toBe(false);
    expect(seemsAList("名单打印不全。\n请改为两栏。\n谢谢。\n完毕。")).toBe(false);
    expect(seemsAList("Lin An\nQian Bo\nSun Ce\nLi De")).toBe(true);
    expect(seemsAList("Lin An\t13")).toBe(true);
    expect(seemsAList("Lin An\nQian Bo\nSun Ce")).toBe(false);
  });

  test("holds no number of an identity card", () => {
    expect(seemsACard("Ask 11010519491231002X")).toBe(true);
    expect(seemsACard("110105 19491231 0021")).toBe(true);
    expect(seemsACard("Call 13800138000")).toBe(false);
    expect(seemsACard("1234567890123456789")).toBe(false);
  });
});
