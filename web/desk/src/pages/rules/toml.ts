// Assignments in a text of rules.toml, with the lines on which they stand: read so far as it takes to
// find a rule and to put another value in its place. The server checks the text; nothing here decides
// what is valid.

export interface Assignment {
  /** With its table: "placement.pair.per_km"; "wish" for one above all tables. */
  path: string;
  /** As the line has it, before "=". */
  key: string;
  /** Where the key is written: "placement.pair"; "" above all tables. */
  table: string;
  first: number;
  /** The last line of a value that goes over several. */
  last: number;
  value: string;
  /** "# why", or nothing. */
  comment: string;
}

/** Where a comment begins outside quotes; the length if there is none. */
function commentAt(line: string): number {
  let quote = "";
  for (let i = 0; i < line.length; ++i) {
    const c = line[i] ?? "";
    if (quote !== "") {
      quote = c === quote && line[i - 1] !== "\\" ? "" : quote;
    } else if (c === '"' || c === "'") {
      quote = c;
    } else if (c === "#") {
      return i;
    }
  }
  return line.length;
}

const open = (value: string): boolean =>
  (value.match(/[[{]/g) ?? []).length > (value.match(/[\]}]/g) ?? []).length;
const plain = (key: string): string => key.replaceAll(/\s|"|'/g, "");

export function assignments(text: string): Assignment[] {
  const lines = text.split("\n");
  const made: Assignment[] = [];
  let table = "";
  for (let i = 0; i < lines.length; ++i) {
    const line = lines[i] ?? "";
    const code = line.slice(0, commentAt(line));
    const header = /^\s*\[\s*([^[\]]+?)\s*\]\s*$/.exec(code);
    if (header !== null) {
      table = plain(header[1] ?? "");
      continue;
    }
    const equals = code.indexOf("=");
    if (equals === -1) {
      continue;
    }
    const key = code.slice(0, equals).trim();
    let value = code.slice(equals + 1).trim();
    let comment = line.slice(code.length).trimEnd();
    const first = i;
    while (open(value) && i + 1 < lines.length) {
      const next = lines[++i] ?? "";
      value += ` ${next.slice(0, commentAt(next)).trim()}`;
      comment = next.slice(commentAt(next)).trimEnd();
    }
    const path = table === "" ? plain(key) : `${table}.${plain(key)}`;
    made.push({ path, key, table, first, last: i, value, comment });
  }
  return made;
}

/** With another value at an assignment. */
export function withValue(text: string, at: Assignment, value: string): string {
  const lines = text.split("\n");
  const indent = /^\s*/.exec(lines[at.first] ?? "")?.[0] ?? "";
  lines.splice(at.first, at.last - at.first + 1, `${indent}${at.key} = ${value}${at.comment === "" ? "" : ` ${at.comment}`}`);
  return lines.join("\n");
}

/** With a line after another one. */
export function withLineAfter(text: string, line: number, added: string): string {
  const lines = text.split("\n");
  lines.splice(line + 1, 0, added);
  return lines.join("\n");
}
