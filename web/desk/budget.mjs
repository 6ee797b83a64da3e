// budget.mjs FILES: what a browser loads before it shows the first page, and what any other page adds,
// are at most so many bytes, gzipped (rule 8 of the screens).
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const most = 380_000;
const folder = process.argv[2];
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
const packed = (name) => readFileSync(join(folder, `${name}.gz`)).length;

function reach(entry, seen = new Set()) {
  if (!seen.has(entry)) {
    seen.add(entry);
    for (const each of manifest[entry].imports ?? []) {
      reach(each, seen);
    }
  }
  return seen;
}
function size(entries) {
  const files = new Set([...entries].flatMap((each) => [manifest[each].file, ...(manifest[each].css ?? [])]));
  return [...files].reduce((sum, file) => sum + packed(file), 0);
}

const shell = reach("index.html");
// The catalogue of the reader's language is part of every start.
const english = Object.keys(manifest).find((each) => each.endsWith("generated/en.json"));
reach(english, shell);
let met = true;
for (const [name, entry] of Object.entries(manifest)) {
  if (/^src\/pages\/.*\.tsx$/.test(name) && entry.isDynamicEntry) {
    const bytes = size(reach(name, new Set(shell)));
    const good = bytes <= most;
    met = met && good;
    console.log(`${good ? "good" : "TOO LARGE"}: ${name} with the shell: ${bytes} of ${most} bytes`);
  }
}
if (!Object.keys(manifest).some((name) => name.startsWith("src/pages/")) || readdirSync(folder).length === 0) {
  console.error("there is no page");
  met = false;
}
process.exit(met ? 0 : 1);
