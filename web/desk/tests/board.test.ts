import { expect, test } from "vitest";
import {
  type Board,
  beginning,
  count,
  courseOf,
  drafted,
  editsOf,
  exchange,
  mine,
  noEdits,
  reasonsOf,
  redo,
  shown,
  step,
  stepsOf,
  undo,
  withEdits,
  withMine,
  wordsOf,
} from "../src/pages/board/model";

const board = {
  sites: [{ id: "site_1", lead: "sponsor_1" }, { id: "site_2" }],
  people: [{ id: "staff_1" }, { id: "staff_2" }, { id: "staff_3" }],
  places: [
    { staff: "staff_1", site: "site_1", role: "member" },
    { staff: "staff_2", site: "site_1", role: "leader" },
  ],
} as unknown as Board;

test("edits are words and back", () => {
  const edits = { people: { staff_1: null, staff_3: { site: "site_2", role: "leader" as const } }, leads: { site_2: "sponsor_1", site_1: null } };
  const words = wordsOf(edits);
  expect(words).toEqual({ moves: ["staff_1@none", "staff_3@site_2:leader"], leads: ["site_2=sponsor_1", "site_1=none"] });
  expect(editsOf(words)).toEqual(edits);
});

test("teams and pool with the edits made, leaders first", () => {
  const now = shown(board, editsOf({ moves: ["staff_2@none", "staff_3@site_1:leader"], leads: [] }));
  expect(now.teams.get("site_1")?.map((each) => each.staff)).toEqual(["staff_3", "staff_1"]);
  expect(now.pool).toEqual(["staff_2"]);
  expect(now.teams.get("site_2")).toEqual([]);
});

test("who goes back to where the plan has them is no edit", () => {
  const away = withEdits(board, noEdits, editsOf({ moves: ["staff_1@none"], leads: ["site_1=none"] }));
  expect(count(away)).toBe(2);
  const back = withEdits(board, away, editsOf({ moves: ["staff_1@site_1:member"], leads: ["site_1=sponsor_1"] }));
  expect(back).toEqual(noEdits);
  // In another role is an edit.
  expect(count(withEdits(board, back, editsOf({ moves: ["staff_1@site_1:leader"], leads: [] })))).toBe(1);
});

test("steps are undone and made again; a new step forgets what was undone", () => {
  const one = editsOf({ moves: ["staff_1@none"], leads: [] });
  const two = editsOf({ moves: ["staff_2@none"], leads: [] });
  let course = step(step(beginning, one), two);
  course = undo(course);
  expect(course.now).toEqual(one);
  expect(redo(course).now).toEqual(two);
  expect(undo(undo(course)).now).toEqual(noEdits);
  expect(step(course, noEdits).next).toEqual([]);
});

test("over another's version my edits stay, and what both changed is named with both", () => {
  const theirs = {
    ...board,
    sites: [{ id: "site_1", lead: "sponsor_2" }, { id: "site_2" }],
    places: [{ staff: "staff_1", site: "site_2", role: "member" }, board.places[1]],
  } as unknown as Board;
  const edits = editsOf({ moves: ["staff_1@none", "staff_3@site_2:member"], leads: ["site_1=none", "site_2=sponsor_1"] });
  const merged = mine(board, theirs, edits);
  expect(merged.kept).toEqual({ people: { staff_3: { site: "site_2", role: "member" } }, leads: { site_2: "sponsor_1" } });
  expect(merged.clash).toEqual({
    people: [{ staff: "staff_1", mine: null, theirs: { site: "site_2", role: "member" } }],
    leads: [{ site: "site_1", mine: null, theirs: "sponsor_2" }],
  });
  // Theirs count, but for what is chosen.
  expect(withMine(merged.kept, merged.clash, new Set())).toEqual(merged.kept);
  const chosen = withMine(merged.kept, merged.clash, new Set(["staff_1", "site_1"]));
  expect(chosen.people.staff_1).toBeNull();
  expect(chosen.leads.site_1).toBeNull();
  // What both changed alike is nobody's question.
  expect(mine(board, theirs, editsOf({ moves: ["staff_1@site_2:member"], leads: ["site_1=sponsor_2"] }))).toEqual({
    kept: noEdits,
    clash: { people: [], leads: [] },
    unseen: 0,
  });
});

test("two people change places and roles; whoever is not placed takes the other's", () => {
  const now = shown(board, noEdits);
  expect(exchange(now, "staff_1", "staff_2").people).toEqual({
    staff_1: { site: "site_1", role: "leader" },
    staff_2: { site: "site_1", role: "member" },
  });
  expect(exchange(now, "staff_3", "staff_1").people).toEqual({ staff_3: { site: "site_1", role: "member" }, staff_1: null });
});

test("sites that moves touch are shown as they would be, the others are the same objects", () => {
  const lacks = { below_minimum: 1 } as Board["sites"][number]["lacks"];
  const sites = drafted(board, [{ id: "site_1", points: 7, lacks }]);
  expect(sites[0]).toEqual({ id: "site_1", points: 7, lacks });
  expect(sites[1]).toBe(board.sites[1]);
});

test("steps are undone after the page was loaded anew, too", () => {
  const course = step(step(beginning, editsOf({ moves: ["staff_1@none"], leads: [] })), editsOf({ moves: ["staff_2@none"], leads: [] }));
  const again = courseOf(board, JSON.parse(JSON.stringify(stepsOf(course))) as ReturnType<typeof stepsOf>);
  expect(again.now).toEqual(course.now);
  expect(undo(again).now).toEqual(course.past[1]);
  expect(undo(undo(again)).now).toEqual(noEdits);
});

test("what a board of one area does not show is neither forgotten nor given up in a merge", () => {
  const edits = editsOf({ moves: ["staff_9@none", "staff_8@site_9:member"], leads: ["site_9=none"] });
  expect(withEdits(board, edits, editsOf({ moves: ["staff_1@none"], leads: [] }))).toEqual({
    people: { staff_9: null, staff_8: { site: "site_9", role: "member" }, staff_1: null },
    leads: { site_9: null },
  });
  const nothingShown = { sites: [], people: [], places: [] } as unknown as Board;
  expect(mine(board, nothingShown, editsOf({ moves: ["staff_1@none"], leads: [] }))).toEqual({
    kept: { people: { staff_1: null }, leads: {} },
    clash: { people: [], leads: [] },
    unseen: 1,
  });
});

test("reasons are of the plan with the moves made, and none is told while it is not known", () => {
  const kept = {
    ...board,
    places: [
      { staff: "staff_1", site: "site_1", role: "member", wish: 0, wished: true, text: "as it was" },
      { staff: "staff_2", site: "site_1", role: "leader", wish: 1, wished: true, text: "the only leader" },
    ],
  } as unknown as Board;
  const edits = editsOf({ moves: ["staff_1@site_2:member"], leads: [] });
  expect(reasonsOf(kept, noEdits, []).get("staff_1")?.text).toBe("as it was");
  // Moved, and not priced yet: the old reason would be wrong.
  expect(reasonsOf(kept, edits, []).has("staff_1")).toBe(false);
  const anew = reasonsOf(kept, edits, [
    { staff: "staff_1", wish: 2, wished: true, text: "second wish" },
    { staff: "staff_2", wish: 1, wished: true, text: "alone there" },
  ]);
  expect(anew.get("staff_1")?.text).toBe("second wish");
  expect(anew.get("staff_2")?.text).toBe("alone there");
});
