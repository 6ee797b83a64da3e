import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { words } from "../src/pages/help/words";

const shown = (text: string): string => renderToStaticMarkup(<>{words(text)}</>);

test("words of the guide, code and links among them", () => {
  expect(shown("In `[placement]` **or** *above*\nall `a*b*c`")).toBe(
    "In <code>[placement]</code> <strong>or</strong> <em>above</em> all <code>a*b*c</code>",
  );
  expect(shown("[What it promises](audit-log.md).")).toBe("What it promises (<code>docs/guide/audit-log.md</code>).");
  expect(shown("[Elsewhere](https://example.org/)")).toBe('<a href="https://example.org/">Elsewhere</a>');
});
