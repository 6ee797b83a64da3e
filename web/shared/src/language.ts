// The catalogues of locales/desk and t(). One file a language, loaded when it is first needed.
//
//   await speak("zh");
//   t("home.greeting", { name: "Lin" })
//   t("sites.found", { count: 2 })           of sites.found_one and sites.found_other
//
// Keys are those of the English catalogue: a wrong one does not compile.
import type english from "./generated/en.json";
import type englishOfTheTerm from "./generated/en.term.json";

/** "pseudo" is for tests: English in brackets, from right to left, so that a text that is in no
 * catalogue and a layout that only fits one direction are seen. */
export type Language = "en" | "zh" | "pseudo";
export const languages: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "zh", name: "中文" },
];

type Plain = keyof typeof english | keyof typeof englishOfTheTerm;
export type Key = Plain extends infer K ? (K extends `${infer Stem}_${"one" | "other"}` ? Stem : K) : never;
export type Values = Record<string, string | number>;

type Sentences = Record<string, string>;
const load = {
  en: () => import("./generated/en.json"),
  zh: () => import("./generated/zh.json"),
};
const loadTerm = {
  en: () => import("./generated/en.term.json"),
  zh: () => import("./generated/zh.term.json"),
};

/** The parts of the catalogue that are wanted so far. */
let parts: Record<"en" | "zh", () => Promise<{ default: Sentences }>>[] = [load];

async function sentencesOf(language: Language): Promise<Sentences> {
  const of = language === "pseudo" ? "en" : language;
  const wanted = parts;
  const loaded = await Promise.all(wanted.map((part) => part[of]()));
  if (wanted !== parts) {
    return sentencesOf(language);
  }
  const all = Object.assign({}, ...loaded.map((part) => part.default)) as Sentences;
  return language === "pseudo" ? Object.fromEntries(Object.entries(all).map(([key, text]) => [key, `⟦${text}⟧`])) : all;
}

let current: Language = "en";
let catalogue: Sentences = {};
let rules = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");
const listeners = new Set<() => void>();

/** From now on in this language; resolves when its catalogue is there. */
export async function speak(language: Language): Promise<void> {
  catalogue = await sentencesOf(language);
  current = language;
  rules = new Intl.PluralRules(tag());
  numbers = new Intl.NumberFormat(tag());
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  document.documentElement.dir = direction();
  for (const listener of listeners) {
    listener();
  }
}

async function complete(): Promise<void> {
  const language = current;
  const sentences = await sentencesOf(language);
  if (language === current) {
    catalogue = sentences;
  }
}

/**
 * What a page of the running term (money, postings, training, work), of the ways in, of reports, feedback, audit or statements of need is loaded by: its sentences come with it, and stay when
 * the language changes.
 */
export async function withTheTerm<T>(page: () => Promise<T>): Promise<T> {
  if (!parts.includes(loadTerm)) {
    parts = [...parts, loadTerm];
  }
  const [loaded] = await Promise.all([page(), complete()]);
  return loaded;
}

export function language(): Language {
  return current;
}

/** As the server and Intl know it. */
export function tag(): "en" | "zh" {
  return current === "zh" ? "zh" : "en";
}

export function direction(): "ltr" | "rtl" {
  return current === "pseudo" ? "rtl" : "ltr";
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
  return new Intl.DateTimeFormat(tag() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(
    Date.UTC(year ?? 0, (month ?? 1) - 1, ofMonth ?? 1),
  );
}

/** A moment with its time of day, in the reader's own zone. */
export function moment(at: string | number | Date): string {
  return new Intl.DateTimeFormat(tag() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(at),
  );
}

/** The time of day alone. */
export function clock(at: number | Date): string {
  return new Intl.DateTimeFormat(tag() === "zh" ? "zh-CN" : "en-GB", { timeStyle: "medium" }).format(at);
}
