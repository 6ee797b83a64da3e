// Which area a set of sites lies in, to say of which programme's sites a sheet is. Tested in
// tests/cards.test.ts.

/** The name of the lowest area that all the sites lie in, as far as the reader sees. */
export function holding(areas: { id: string; name: string; parent?: string }[], sites: { area: string }[]): string | undefined {
  const known = new Map(areas.map((each) => [each.id, each]));
  let common: string[] | undefined;
  for (const start of new Set(sites.map((each) => each.area))) {
    const way: string[] = [];
    for (let at = known.get(start); at !== undefined; at = at.parent === undefined ? undefined : known.get(at.parent)) {
      way.unshift(at.id);
    }
    common = common === undefined ? way : common.filter((id, index) => way[index] === id);
  }
  const last = common?.at(-1);
  return last === undefined ? undefined : known.get(last)?.name;
}
