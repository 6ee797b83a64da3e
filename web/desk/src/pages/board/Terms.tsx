// Before a drop: which terms of the plan's worth it would change, and by how much.
import { useEffect, useMemo, useState } from "react";
import { signed, termName } from "../plans/Changes";
import { type Edits, termsBetween, wordsOf } from "./model";
import { useScore } from "./score";

/** Whoever passes over ten cards asks once. */
const rest = 150;

/** `then`: the moves as they would be; none: nothing would change. */
export function Terms({ id, now, then }: { id: string; now: Edits; then: Edits | undefined }) {
  const asked = useRested(then);
  const before = useScore(id, now);
  const after = useScore(id, asked);
  const known = asked !== undefined && !before.isPlaceholderData && !after.isPlaceholderData;
  const terms = useMemo(
    () => (known && before.data !== undefined && after.data !== undefined ? termsBetween(before.data.terms, after.data.terms) : []),
    [known, before.data, after.data],
  );
  return (
    <span className="terms" role="status">
      {terms.map(({ term, points }) => (
        <span key={term} className="chip-detail">
          <bdi>{signed(points)}</bdi> {termName(term)}
        </span>
      ))}
    </span>
  );
}

/** The last value that stayed for a moment; nothing while another is passed over. */
function useRested(value: Edits | undefined): Edits | undefined {
  const words = value === undefined ? undefined : JSON.stringify(wordsOf(value));
  const [rested, setRested] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(words), rest);
    return () => clearTimeout(timer);
  }, [words]);
  return words === rested ? value : undefined;
}
