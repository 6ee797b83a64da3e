// Where the first of what waits is decided.

/** What waits, kind after kind as it stands on the page; undefined: not read, or not for this reader. */
export function firstOf(kinds: readonly (readonly { to: string }[] | undefined)[]): string | undefined {
  return kinds.flatMap((each) => each ?? [])[0]?.to;
}
