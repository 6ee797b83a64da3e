// Makes what the client is checked against, so that it cannot drift: types of the API and who may
// do what from docs/openapi.json, and one catalogue a language from locales/desk. Fails where the
// catalogues do not fit one another. Written only where something changed.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { merge } from "./catalogues.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const out = join(here, "src/generated");

function write(name, text) {
  const file = join(out, name);
  let before = null;
  try {
    before = readFileSync(file, "utf8");
  } catch {
    // The first time there is none.
  }
  if (before !== text) {
    writeFileSync(file, text);
  }
}

/** Without what only people read: it would make the types three times as long. */
function bare(value) {
  if (Array.isArray(value)) {
    return value.map(bare);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(typeof inner === "string" && (key === "description" || key === "summary")))
      .map(([key, inner]) => [key, bare(inner)]),
  );
}

mkdirSync(out, { recursive: true });

// 1. The API.
const document = JSON.parse(readFileSync(join(root, "docs/openapi.json"), "utf8"));
write("schema.d.ts", astToString(await openapiTS(bare(document))));
const roles = {};
for (const methods of Object.values(document.paths)) {
  for (const operation of Object.values(methods)) {
    // Nothing: whoever has an account, or nobody in particular.
    roles[operation.operationId] = {
      roles: operation["x-roles"] ?? null,
      whole: operation["x-whole-programme"] === true,
    };
  }
}
write("operations.json", JSON.stringify(roles));

// 2. The catalogues.
const folder = join(root, "locales/desk");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const { catalogues, faults } = merge(files);
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
// What only the pages of the running term, reports, statements of need, suggestions and the audit log say is a file of its own: the first page does without it.
const ofTheTerm = /^(?:audit|codes|entry|feedback|money|needs|postings|reports|rounds|statements|training|work)\./;
for (const [language, catalogue] of Object.entries(catalogues)) {
  const part = (isOfTheTerm) =>
    JSON.stringify(Object.fromEntries(Object.entries(catalogue).filter(([key]) => ofTheTerm.test(key) === isOfTheTerm)));
  write(`${language}.json`, part(false));
  write(`${language}.term.json`, part(true));
}
