import { expect, test } from "vitest";
import { levelOf, weightOf, withWeight } from "../src/pages/rules/weights";

const text = "[need]\nmethod = \"quota\"\nskills = 5\n\n[placement]\npairing = \"joint\"\nskills = 8_000 # dear\n\n[rounds]\nskills = 7\n";

test("weights are those of the table of plans, and of no other", () => {
  expect(weightOf(text, "skills")).toBe(8000);
  expect(weightOf(text, "languages")).toBe(8000);
  expect(weightOf("", "skills")).toBe(4000);
  expect(levelOf(8000, "skills")).toBe("high");
  expect(levelOf(4001, "skills")).toBeUndefined();
});

test("a weight is put in where it stands, or at the head of its table, or with a table of its own", () => {
  expect(withWeight(text, "skills", 2000)).toBe(text.replace("skills = 8_000 # dear", "skills = 2000 # dear"));
  expect(weightOf(withWeight(text, "languages", 1), "languages")).toBe(1);
  expect(withWeight("", "skills", 1)).toBe("[placement]\nskills = 1\n");
  expect(withWeight("[need]\nmethod = \"wisn\"", "skills", 1)).toBe('[need]\nmethod = "wisn"\n\n[placement]\nskills = 1\n');
});
