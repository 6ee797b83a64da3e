// Whether the page is on its way to paper: lists are drawn whole then, and each sheet says of which
// programme's page it is, when it was printed, and which sheet of how many.
import { moment } from "@sojourn/shared";
import { useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

let printing = false;
const told = new Set<() => void>();
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** As a string of CSS. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\f]/g, (each) => `\\${each.charCodeAt(0).toString(16)} `)}"`;
}

function set(now: boolean): void {
  printing = now;
  if (now) {
    sheet.replaceSync(
      `@page { @top-left { content: ${quoted(document.title)}; font: 9pt sans-serif; }
               @top-right { content: ${quoted(moment(Date.now()))}; font: 9pt sans-serif; }
               @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }`,
    );
  }
  // At once: the browser takes the page as it stands when this returns.
  flushSync(() => {
    for (const tell of told) {
      tell();
    }
  });
}
addEventListener("beforeprint", () => set(true));
addEventListener("afterprint", () => set(false));

function subscribe(tell: () => void): () => void {
  told.add(tell);
  return () => told.delete(tell);
}

export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => printing);
}
