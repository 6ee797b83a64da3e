// The catalogues of locales/desk and t(). One file a language, loaded when it is first needed.
//
//   await speak("zh");
//   t("home.greeting", { name: "Lin" })
//   t("sites.found", { count: 2 })           of sites.found_one and sites.found_other
//
// Keys are those of the English catalogue: a wrong one does not compile.
import type english from "./generated/en.json";

export type Language = "en" | "zh";
export const languages: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "zh", name: "中文" },
];

type Plain = keyof typeof english;
export type Key = Plain extends infer K ? (K extends `${infer Stem}_${"one" | "other"}` ? Stem : K) : never;
export type Values = Record<string, string | number>;

const load: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import("./generated/en.json"),
  zh: () => import("./generated/zh.json"),
};

let current: Language = "en";
let catalogue: Record<string, string> = {};
let rules = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");
const listeners = new Set<() => void>();

/** From now on in this language; resolves when its catalogue is there. */
export async function speak(language: Language): Promise<void> {
  catalogue = (await load[language]()).default;
  current = language;
  rules = new Intl.PluralRules(language);
  numbers = new Intl.NumberFormat(language);
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
  for (const listener of listeners) {
    listener();
  }
}

export function language(): Language {
  return current;
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function t(key: Key, values: Values = {}): string {
  let text = catalogue[key];
  if (text === undefined && typeof values.count === "number") {
    text = catalogue[`${key}_${rules.select(values.count)}`];
  }
  if (text === undefined) {
    // The gate of the catalogues makes this a key that was put together at run time.
    throw new Error(`no sentence "${key}" in ${current}`);
  }
  return text.replace(/\{\{([^}]*)\}\}/g, (slot, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`"${key}" needs ${slot}`);
    }
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

export function number(value: number): string {
  return numbers.format(value);
}

/** "2026-11-25" as people write it: 25 Nov 2026, 2026年11月25日. */
export function day(date: string): string {
  const [year, month, ofMonth] = date.split("-").map(Number);
  return new Intl.DateTimeFormat(current === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeZone: "UTC" }).format(
    Date.UTC(year ?? 0, (month ?? 1) - 1, ofMonth ?? 1),
  );
}

/** A moment with its time of day, in the reader's own zone. */
export function moment(at: string | number | Date): string {
  return new Intl.DateTimeFormat(current === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(at),
  );
}

/** The time of day alone. */
export function clock(at: number | Date): string {
  return new Intl.DateTimeFormat(current === "en" ? "en-GB" : "zh-CN", { timeStyle: "medium" }).format(at);
}
