// The head of a page: its one h1, and its one main action.
import { type ReactNode, useEffect } from "react";

export function PageHead({
  title,
  of = "page",
  action,
  children,
}: {
  title: string;
  /** A record's name stands there as people wrote it, in whatever direction. */
  of?: "page" | "record";
  action?: ReactNode;
  children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} - Sojourn`;
  }, [title]);
  return (
    <div className="head">
      <h1>{of === "record" ? <bdi>{title}</bdi> : title}</h1>
      {action !== undefined && <div className="action">{action}</div>}
      {children}
    </div>
  );
}
