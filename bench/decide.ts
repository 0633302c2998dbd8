/** Judging: processor time per claim, and sixty scalar pairs beside SymPy and compute-engine. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ComputeEngine } from "@cortex-js/compute-engine";
import { defaultBook } from "../src/book/index.ts";
import { decide } from "../src/compare/decide.ts";
import { createTerms } from "../src/expr/index.ts";
import { equal } from "../src/library/equal.ts";
import { readBoth, surroundingsOf } from "../src/library/question.ts";
import { setting } from "../test/support/claims.ts";
import { groups } from "../test/support/identities.ts";
import { scalarPairs } from "./scalar-pairs.ts";

/** Processor time in milliseconds: a busy neighbour does not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

interface Timing {
  readonly line: string;
  readonly verdict: string;
  readonly ms: number;
}

function judge(declare: string, line: string): Timing {
  const s = setting(declare);
  const claim = s.claim(line);
  const start = now();
  const { verdict } = decide(s.t, null, claim, { seed: 1 });
  return { line, verdict, ms: now() - start };
}

const quantile = (sorted: readonly Timing[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]?.ms ?? Number.NaN;

const summary = (timings: readonly Timing[]): string => {
  const sorted = [...timings].sort((a, b) => a.ms - b.ms);
  const slowest = sorted[sorted.length - 1];
  return `${sorted.length} claims, median ${quantile(sorted, 0.5).toFixed(2)} ms, 95 % ${quantile(sorted, 0.95).toFixed(1)} ms, slowest ${slowest?.ms.toFixed(0)} ms (${slowest?.line})`;
};

/** Median and 95 % of the time per claim, each claim in a fresh table of terms. */
export function printDecideBench(): void {
  console.log("Judging");
  const lines = groups.flatMap((g) => [
    ...g.equal.map((line) => ({ declare: g.declare, line, holds: true })),
    ...g.unequal.map((line) => ({ declare: g.declare, line, holds: false })),
  ]);
  for (const { declare, line } of lines) judge(declare, line);
  for (const holds of [true, false]) {
    const timings = lines.filter((l) => l.holds === holds).map(({ declare, line }) => judge(declare, line));
    console.log(`  ${holds ? "lines that hold" : "lines that do not"}: ${summary(timings)}`);
  }
  printQuestions();
  printScalarPairs();
}

/** The thousand claims of the tests, from text to answer: reading and judging apart. */
function printQuestions(): void {
  const book = defaultBook();
  const rows = readFileSync(join(process.cwd(), "test/compare/claims.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const row of rows) equal(book, row);
  const reading: Timing[] = [];
  const judging: Timing[] = [];
  for (const row of rows) {
    const line = `${row.lhs} = ${row.rhs}`;
    const t = createTerms();
    const start = now();
    const surroundings = surroundingsOf(t, book, row);
    if (!surroundings.ok) continue;
    const { environment } = surroundings.value;
    const sides = readBoth(t, book, row, environment, row);
    const read = now();
    reading.push({ line, verdict: "", ms: read - start });
    if (!sides.ok) continue;
    const { lhs, rhs } = sides.value;
    const found = decide(t, book, { lhs: lhs.expr, rhs: rhs.expr, relation: "=", environment, anyDistribution: true }, { seed: 1 });
    judging.push({ line, verdict: found.verdict, ms: now() - read });
  }
  console.log(`  a thousand questions, reading: ${summary(reading)}`);
  console.log(`  a thousand questions, judging: ${summary(judging)}`);
}

interface Race {
  readonly name: string;
  /** Time per pair, and what was said: equal, unequal, or nothing. */
  readonly results: readonly { readonly ms: number; readonly said: boolean | null }[];
}

const python = `
import sys, json, time
import sympy
from sympy import *
x, y = symbols("x y", real=True)
out = {"equals": [], "simplify": []}
for l, r in json.load(sys.stdin):
    for name, ask in (("equals", lambda: sympify(a).equals(b)), ("simplify", lambda: True if simplify(a - b) == 0 else None)):
        a, b = eval(l), eval(r)
        start = time.process_time()
        try: said = ask()
        except Exception: said = None
        out[name].append([1000 * (time.process_time() - start), said])
    sympy.core.cache.clear_cache()
print(json.dumps(out))
`;

function sympyRaces(): readonly Race[] {
  const run = spawnSync("python3", ["-c", python], {
    input: JSON.stringify(scalarPairs.map(([, , l, r]) => [l, r])),
    encoding: "utf8",
    timeout: 300_000,
  });
  if (run.status !== 0) return [];
  const found: Record<string, [number, boolean | null][]> = JSON.parse(run.stdout);
  return Object.entries(found).map(([name, list]) => ({
    name: `SymPy ${name === "equals" ? "equals" : "simplify(a - b)"}`,
    results: list.map(([ms, said]) => ({ ms, said })),
  }));
}

function computeEngineRace(): Race {
  const engine = new ComputeEngine();
  const results = scalarPairs.map(([l, r]) => {
    const [a, b] = [engine.parse(l), engine.parse(r)];
    const start = now();
    const said = a.isEqual(b);
    return { ms: now() - start, said: said === true ? true : said === false ? false : null };
  });
  return { name: "compute-engine isEqual", results };
}

function fluxionRaces(): readonly Race[] {
  const book = defaultBook();
  const declare = { x: "R", y: "R" };
  const said = (verdict: string): boolean | null =>
    verdict === "proved" || verdict === "probable" ? true : verdict === "refuted" ? false : null;
  const judged = scalarPairs.map(([lhs, rhs]) => {
    const t = createTerms();
    const surroundings = surroundingsOf(t, book, { declare });
    const sides = surroundings.ok ? readBoth(t, book, { lhs, rhs }, surroundings.value.environment, { declare }) : null;
    if (!surroundings.ok || !sides?.ok) return { ms: 0, said: null };
    const { environment } = surroundings.value;
    const start = now();
    const found = decide(t, book, { lhs: sides.value.lhs.expr, rhs: sides.value.rhs.expr, relation: "=", environment }, { seed: 1 });
    return { ms: now() - start, said: said(found.verdict) };
  });
  const whole = scalarPairs.map(([lhs, rhs]) => {
    const start = now();
    const { verdict } = equal(book, { declare, lhs, rhs });
    return { ms: now() - start, said: said(verdict) };
  });
  return [
    { name: "Fluxion, judging", results: judged },
    { name: "Fluxion, from the text", results: whole },
  ];
}

/** All tools on the same pairs; wrong means: said the opposite of the truth. */
function printScalarPairs(): void {
  fluxionRaces();
  const races = [...fluxionRaces(), ...sympyRaces(), computeEngineRace()];
  console.log(`  ${scalarPairs.length} scalar pairs`);
  for (const { name, results } of races) {
    const total = results.reduce((sum, r) => sum + r.ms, 0);
    const sorted = [...results].sort((a, b) => a.ms - b.ms);
    const right = results.filter((r, i) => r.said === scalarPairs[i]?.[4]).length;
    const wrong = results.filter((r) => r.said !== null).length - right;
    const median = sorted[Math.floor(sorted.length / 2)]?.ms ?? 0;
    console.log(
      `    ${name.padEnd(24)} decided rightly ${right}, wrongly ${wrong}, median ${median.toFixed(2)} ms, all ${total.toFixed(0)} ms`,
    );
  }
}
