// Against drawings that Project Nayuki's generator made (as @rc-component/qrcode 2.0.0 holds it).
import { describe, expect, test } from "vitest";
import { qr } from "../src/qr";

const textOf = (length: number): string => "otpauth://totp/Sojourn:olga?secret=".repeat(9).slice(0, length);
const linesOf = (rows: boolean[][], dark: string, light: string): string[] =>
  rows.map((row) => row.map((each) => (each ? dark : light)).join(""));
async function digestOf(rows: boolean[][]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(linesOf(rows, "1", "0").join("\n")));
  return [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

const drawn = [
  "#######...#...#######",
  "#.....#...###.#.....#",
  "#.###.#.#.#...#.###.#",
  "#.###.#.##.#..#.###.#",
  "#.###.#.##..#.#.###.#",
  "#.....#.####..#.....#",
  "#######.#.#.#.#######",
  "........##...........",
  "#.#####..#.#..#####..",
  "#..#....#..#####.#..#",
  "###..##..##.#.##.#.#.",
  "##.#.......##########",
  "##...####.#.#...#....",
  "........###.#..##..#.",
  "#######..###.#.....#.",
  "#.....#.##.....######",
  "#.###.#.####.#.#...#.",
  "#.###.#.#######.##...",
  "#.###.#.#...#.#..#...",
  "#.....#...#####..##..",
  "#######.#...#....#.#.",
];
/** Bytes, mask, version, digest of the drawing. */
const vectors: [number, number, number, string][] = [
  [14, 0, 1, "8332c0f218dfcae0"],
  [26, 1, 2, "1c04d89ae087784a"],
  [42, 2, 3, "8c46753eb1823703"],
  [62, 3, 4, "69f3b0627b830044"],
  [84, 4, 5, "3fdf81e224f0aab8"],
  [106, 5, 6, "7b8583a5d23e3ffb"],
  [122, 6, 7, "71dd6369c46784d0"],
  [152, 7, 8, "d288c6666e305c6a"],
  [180, 0, 9, "100283e25c0537ea"],
  [213, 1, 10, "f747a8eb80492658"],
];

describe("a QR code", () => {
  test("is drawn as the standard says", () => {
    expect(linesOf(qr("Sojourn", 2), "#", ".")).toEqual(drawn);
  });

  test.each(vectors)("of %i bytes with mask %i is of version %i", async (length, mask, version, digest) => {
    const rows = qr(textOf(length), mask);
    expect(rows.length).toBe(version * 4 + 17);
    expect(await digestOf(rows)).toBe(digest);
  });

  test("takes text of any language", async () => {
    expect(await digestOf(qr("下乡", 0))).toBe("cd80397044f1722a");
  });

  test("takes a mask of its own, and no text that is too long", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((mask) => qr("Sojourn", mask))).toContainEqual(qr("Sojourn"));
    expect(() => qr(textOf(214))).toThrow("214 bytes");
  });
});
