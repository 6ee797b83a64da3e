// What stands inside a paragraph of the guide: strong and emphasised words, code, links.
import { Fragment, type ReactNode } from "react";

export function words(text: string): ReactNode[] {
  return text
    .replaceAll(/\s*\n\s*/g, " ")
    .split(/(`[^`]+`|\[[^\]]+\]\([^)]+\)|\*\*[^*]+\*\*|\*[^*]+\*)/)
    .map((part, index) => <Fragment key={index}>{shown(part)}</Fragment>);
}

function shown(part: string): ReactNode {
  const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
  if (link !== null) {
    const [, said = "", to = ""] = link;
    return /^https?:/.test(to) ? (
      <a href={to}>{words(said)}</a>
    ) : (
      // Another page of the guide, which the desk does not hold: where it stands in the documentation.
      <>
        {words(said)} (<code>docs/guide/{to}</code>)
      </>
    );
  }
  return part.startsWith("`") ? (
    <code>{part.slice(1, -1)}</code>
  ) : part.startsWith("**") ? (
    <strong>{part.slice(2, -2)}</strong>
  ) : part.startsWith("*") ? (
    <em>{part.slice(1, -1)}</em>
  ) : (
    part
  );
}
