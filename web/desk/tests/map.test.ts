import { expect, test } from "vitest";
import { clustersOf, pointsOf, scaled } from "../src/pages/sites/SiteMap";

const site = (id: number, x_km: number, y_km: number) => ({ id: `site_${id}`, x_km, y_km }) as never;

test("north is above, and the map is as wide as its sites", () => {
  const [south, north] = scaled(pointsOf([site(1, 0, 0), site(2, 10, 10)]));
  expect(north?.y).toBeLessThan(south?.y ?? 0);
  expect(north?.x).toBeGreaterThan(south?.x ?? 0);
});

test("every site is in one circle, the fullest first, and no circle lies over another", () => {
  const sites = Array.from({ length: 3000 }, (_, i) => site(i, (i * i) % 97, (i * 31) % 89));
  const clusters = clustersOf(scaled(pointsOf(sites)));
  const ids = clusters.flatMap((each) => each.points.map((point) => point.site.id));
  expect(new Set(ids).size).toBe(3000);
  expect(ids.length).toBe(3000);
  expect(clusters[0]?.points.length).toBe(Math.max(...clusters.map((each) => each.points.length)));
  for (const [index, one] of clusters.entries()) {
    for (const other of clusters.slice(index + 1)) {
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(Math.max(one.r, other.r));
    }
  }
});

test("sites at one place are one circle there", () => {
  const [only, ...rest] = clustersOf(scaled(pointsOf([site(1, 5, 5), site(2, 5, 5)])));
  expect(rest).toEqual([]);
  expect(only?.points.length).toBe(2);
});
