/** `npm run slips`: correct derivations with one injected mistake each, and what is made of them. `npm run slips -- 200 7`: how many, which seed. */
import { defaultBook } from "../src/book/index.ts";
import { figures, figuresTable } from "../test/support/slip-figures.ts";

const [count, seed] = process.argv.slice(2).map(Number);
const f = figures(defaultBook(), count ?? 150, seed ?? 1);
console.log(figuresTable(f));
for (const [title, list] of [
  ["accepted", f.accepted],
  ["right refuted", f.rightRefuted],
  ["first wrong line missed", f.lateFirst],
  ["undetermined", f.undetermined],
  ["named otherwise", f.misnamed],
] as const)
  if (list.length > 0) console.log(`\n${title}\n${list.map((x) => `  ${x}`).join("\n")}`);
