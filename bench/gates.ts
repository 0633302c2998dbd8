/** The gates, with their figures: `npm run gates [mutants|equivalents|fuzz] [short]`. Exits with 1 when one does not hold. */
import { equivalenceGate, fuzzGate, mutantGate, type Tally } from "../test/gates/gates.ts";

const words = process.argv.slice(2);
const short = words.includes("short");
const only = words.find((w) => w !== "short");
const per = (tally: Tally, ...verdicts: readonly string[]): number =>
  (100 * verdicts.reduce((sum, v) => sum + (tally.verdicts.get(v) ?? 0), 0)) / tally.judged;
const shown = (tally: Tally): string => [...tally.verdicts].map(([v, n]) => `${v} ${n}`).join(", ");

function report(name: string, tally: Tally, demands: readonly (readonly [string, boolean])[]): boolean {
  console.log(`${name}: ${tally.judged} judged: ${shown(tally)}`);
  for (const failure of tally.failures.slice(0, 40)) console.log(`  ${failure}`);
  for (const [demand, met] of demands) console.log(`  ${met ? "holds" : "FAILS"}: ${demand}`);
  return demands.every(([, met]) => met);
}

const gates: Readonly<Record<string, () => boolean>> = {
  mutants: () => {
    const tally = mutantGate(short ? 10 : 1);
    return report(`mutants of ${tally.lines} correct lines`, tally, [
      ["at least 10,000 of at least 120 lines, short a tenth", tally.judged >= (short ? 1_000 : 10_000) && tally.lines >= 120],
      [`none accepted that is false: ${tally.failures.length}`, tally.failures.length === 0],
    ]);
  },
  equivalents: () => {
    const tally = equivalenceGate(short ? 500 : 5_000);
    return report("lines rewritten by sound laws, 1 to 6 deep", tally, [
      [`none refuted: ${tally.failures.length}`, tally.failures.length === 0],
      [`proved or probable at least 85 %: ${per(tally, "proved", "probable").toFixed(1)} %`, per(tally, "proved", "probable") >= 85],
      [`undetermined at most 5 %: ${per(tally, "undetermined").toFixed(1)} %`, per(tally, "undetermined") <= 5],
    ]);
  },
  fuzz: () => {
    const tally = fuzzGate(short ? 5_000 : 100_000, 1);
    return report("three machines on random pairs", tally, [[`no contradiction: ${tally.failures.length}`, tally.failures.length === 0]]);
  },
};

const held = Object.entries(gates)
  .filter(([name]) => only === undefined || name === only)
  .map(([, run]) => run());
process.exitCode = held.every((x) => x) ? 0 : 1;
