/** Lines per room: growth is seen before it hurts. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const filesIn = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === "generated" || name === "node_modules") return [];
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
const lines = (path) => readFileSync(path, "utf8").split("\n").length - 1;
const median = (list) => (list.length === 0 ? 0 : [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]);

const rooms = readdirSync("src").filter((name) => statSync(join("src", name)).isDirectory());
const folders = ["grammar", "rules", ...rooms.map((name) => `src/${name}`), "test", "bench", "scripts"];
const rows = folders.map((folder) => {
  const sizes = filesIn(folder).map((path) => ({ path, lines: lines(path) }));
  const largest = sizes.reduce((a, b) => (b.lines > a.lines ? b : a), { path: "", lines: 0 });
  return { folder, files: sizes.length, lines: sizes.reduce((n, s) => n + s.lines, 0), median: median(sizes.map((s) => s.lines)), largest };
});
console.log(`${"room".padEnd(16)}${"files".padStart(6)}${"lines".padStart(8)}${"median".padStart(8)}   largest`);
for (const r of rows) {
  console.log(
    `${r.folder.padEnd(16)}${String(r.files).padStart(6)}${String(r.lines).padStart(8)}${String(r.median).padStart(8)}   ${r.largest.path} ${r.largest.lines || ""}`,
  );
}
console.log(
  `${"total".padEnd(16)}${String(rows.reduce((n, r) => n + r.files, 0)).padStart(6)}${String(rows.reduce((n, r) => n + r.lines, 0)).padStart(8)}`,
);
