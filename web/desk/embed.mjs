// embed.mjs FILES TABLE: lays the built desk out for the assembler, each file plain and compressed
// (as sojourn_assets of CMakeLists.txt does for pages).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, table] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".gz") && entry.name !== "manifest.json")
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  .sort();
let bytes = "";
let rows = "";
files.forEach((file, n) => {
  const whole = join(folder, file);
  writeFileSync(`${whole}.gz`, gzipSync(readFileSync(whole), { level: 9 }));
  bytes += `n${n}: .ascii "${file}"\nb${n}: .incbin "${whole}"\nz${n}: .incbin "${whole}.gz"\ne${n}:\n`;
  rows += `    .quad n${n}, b${n} - n${n}, b${n}, z${n} - b${n}, z${n}, e${n} - z${n}\n`;
});
writeFileSync(
  table,
  `    .section .rodata
${bytes}    .balign 8
    .global sojourn_desk_count
sojourn_desk_count:
    .quad ${files.length}
    .section .data.rel.ro, "aw", %progbits
    .balign 8
    .global sojourn_desk
sojourn_desk:
${rows}    .section .note.GNU-stack,"",%progbits
`,
);
