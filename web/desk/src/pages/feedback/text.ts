// What is looked at while somebody types, before the server does: how long a text is, and whether it seems to
// hold what has no place in it.

/** As the server counts (src/stages/accountability/feedback.h). */
export const longest = 1000;

export function characters(text: string): number {
  return [...text].length;
}

/** A column of names that was pasted: four or more short lines, or cells with tabs between. */
export function seemsAList(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return text.includes("\t") || (lines.length >= 4 && lines.every((line) => characters(line.trim()) <= 24 && !/[.。!！?？]$/.test(line.trim())));
}

/** 15 digits, or 17 and a digit or X, with spaces between them or not. */
export function seemsACard(text: string): boolean {
  return /(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)/.test(text.replaceAll(" ", ""));
}
