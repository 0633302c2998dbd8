/** Worked solutions: time for each example of examples/solutions, warm. The wish is below 100 ms. */
import { readFileSync } from "node:fs";
import { defaultBook, type ProblemQuestion, solutionMarkdown, solve } from "../src/index.ts";

type Question = ProblemQuestion & { readonly id: string };

export function printSolveBench(): void {
  const questions = JSON.parse(readFileSync("examples/solutions/questions.json", "utf8")) as readonly Question[];
  const book = defaultBook();
  const once = ({ id: _, ...question }: Question): number => {
    const start = performance.now();
    const solved = solve(book, question);
    if (solved.ok) solutionMarkdown(solved.value);
    return performance.now() - start;
  };
  for (const q of questions) once(q);
  const times = questions.map((q) => ({ solution: q.id, ms: Math.min(once(q), once(q), once(q)) })).sort((a, b) => a.ms - b.ms);
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)]?.ms ?? Number.NaN;
  console.log(`\nWorked solutions: ${times.length}, each with its check at points and its page`);
  console.table({
    median: { ms: at(0.5).toFixed(1) },
    "95 %": { ms: at(0.95).toFixed(1) },
    slowest: { ms: `${at(1).toFixed(1)} (${times.at(-1)?.solution})` },
    "above 100 ms": { ms: times.filter((t) => t.ms > 100).length },
  });
}
