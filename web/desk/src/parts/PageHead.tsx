// The head of a page: its one h1, and its one main action.
import { type ReactNode, useEffect } from "react";

export function PageHead({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} - Sojourn`;
  }, [title]);
  return (
    <div className="head">
      <h1>{title}</h1>
      {action !== undefined && <div className="action">{action}</div>}
      {children}
    </div>
  );
}
