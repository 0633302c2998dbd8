/** Writes the reports of the examples and the outputs in README and docs anew, from the built command. Read the difference before you commit it. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Output of a command line of the documentation. */
function run(line) {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2]);
  return spawnSync(process.execPath, ["dist/cli/main.js", ...words.slice(1)], { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } })
    .stdout;
}

function update(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
  console.log(`updated ${file}`);
}

for (const name of readdirSync("examples").filter((n) => n !== "README.md" && /\.(?:md|tex|txt)$/.test(n))) {
  update(join("test", "homework", `${name}.golden.txt`), run(`fluxion check examples/${name}`));
}

const { defaultBook, solve, solutionMarkdown } = await import("../dist/index.js");
const questions = JSON.parse(readFileSync("examples/solutions/questions.json", "utf8"));
for (const { id, ...question } of questions) {
  const solution = solve(defaultBook(), question);
  if (!solution.ok) throw new Error(`${id}: ${solution.error.message}`);
  update(join("examples", "solutions", `${id}.md`), solutionMarkdown(solution.value));
}

const marking = "examples/marking";
update(join("test", "homework", "one-layer.yaml.golden.txt"), run(`fluxion problem check ${marking}/one-layer.yaml`));
for (const name of ["anna", "ben"])
  update(join("test", "homework", `${name}.md.golden.txt`), run(`fluxion check --problem ${marking}/one-layer.yaml ${marking}/${name}.md`));

/** Blocks that leave something out with a line …, and sessions, are written by hand. */
const withOutputs = (text) =>
  text.replace(/```console\n([\s\S]*?)```/g, (block, inside) => {
    if (/^…$/m.test(inside) || /^fluxion> /m.test(inside)) return block;
    const commands = inside.split("\n").filter((l) => l.startsWith("$ fluxion"));
    return `\`\`\`console\n${commands.map((l) => `${l}\n${run(l.slice(2))}`).join("\n")}\`\`\``;
  });
const pages = [
  "README.md",
  ...readdirSync("docs")
    .filter((n) => n.endsWith(".md"))
    .map((n) => join("docs", n)),
];
for (const page of pages) update(page, withOutputs(readFileSync(page, "utf8")));
