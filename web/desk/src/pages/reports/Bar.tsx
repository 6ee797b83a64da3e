import "./reports.css";

/** A bar of parts of a whole; the table beside it is what a screen reader reads. */
export function Bar({ part, whole }: { part: number; whole: number }) {
  const share = whole === 0 ? 0 : Math.min(1, part / whole);
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="8" className="whole" />
      <rect width={100 * share} height="8" className="part" />
    </svg>
  );
}
