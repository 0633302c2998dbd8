/** Judging: time per claim over lines that hold, lines that do not, and their mutants. */
import { decide } from "../src/compare/decide.ts";
import { setting } from "../test/support/claims.ts";
import { groups } from "../test/support/identities.ts";

interface Timing {
  readonly line: string;
  readonly verdict: string;
  readonly ms: number;
}

function judge(declare: string, line: string): Timing {
  const s = setting(declare);
  const claim = s.claim(line);
  const start = performance.now();
  const { verdict } = decide(s.t, null, claim, { seed: 1 });
  return { line, verdict, ms: performance.now() - start };
}

const quantile = (sorted: readonly Timing[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]?.ms ?? Number.NaN;

/** Median and 95 % of the time per claim, each claim in a fresh table of terms. */
export function printDecideBench(): void {
  console.log("Judging");
  const lines = groups.flatMap((g) => [
    ...g.equal.map((line) => ({ declare: g.declare, line, holds: true })),
    ...g.unequal.map((line) => ({ declare: g.declare, line, holds: false })),
  ]);
  for (const { declare, line } of lines) judge(declare, line);
  for (const holds of [true, false]) {
    const timings = lines
      .filter((l) => l.holds === holds)
      .map(({ declare, line }) => judge(declare, line))
      .sort((a, b) => a.ms - b.ms);
    const slowest = timings[timings.length - 1];
    console.log(
      `  ${holds ? "lines that hold" : "lines that do not"}: ${timings.length} claims, median ${quantile(timings, 0.5).toFixed(2)} ms, 95 % ${quantile(timings, 0.95).toFixed(1)} ms, slowest ${slowest?.ms.toFixed(0)} ms (${slowest?.line})`,
    );
  }
}
