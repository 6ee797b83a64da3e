// What this browser remembers of its reader: the language and the colours. Nothing about people.
import { type Language, languages } from "@sojourn/shared";
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";
const languageKey = "sojourn.language";
const themeKey = "sojourn.theme";

/** Where a browser keeps nothing (a private window that forbids it), we go by its own settings. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is asked again the next time.
  }
}

export function savedLanguage(): Language {
  const saved = kept(languageKey) ?? navigator.language;
  if (saved === "pseudo") {
    return saved;
  }
  return languages.find(({ code }) => saved.toLowerCase().startsWith(code))?.code ?? "en";
}

export function saveLanguage(language: Language): void {
  keep(languageKey, language);
}

const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function themeNow(): Theme {
  const saved = kept(themeKey);
  if (saved === "dark" || saved === "light") {
    return saved;
  }
  return dark?.matches ? "dark" : "light";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  dark?.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    dark?.removeEventListener("change", listener);
  };
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, themeNow);
  return [
    theme,
    (next) => {
      keep(themeKey, next);
      for (const listener of listeners) {
        listener();
      }
    },
  ];
}
