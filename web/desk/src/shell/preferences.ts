// What this browser remembers of its reader: the language and the colours. Nothing about people.
import { type Language, languages, speak } from "@sojourn/shared";
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

// Chosen in one window, it holds in all of this browser.
globalThis.addEventListener?.("storage", (event) => {
  if (event.key === languageKey) {
    void speak(savedLanguage());
  }
});

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
  globalThis.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    dark?.removeEventListener("change", listener);
    globalThis.removeEventListener("storage", listener);
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
