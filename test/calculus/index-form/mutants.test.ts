/** No false proof: single-edit mutants of true lines; one that is proved has to agree with the evaluator, which knows no normal form. */
import { describe, expect, it } from "vitest";
import { prove } from "../../../src/calculus/index-form/prove.ts";
import type { Expr } from "../../../src/expr/index.ts";
import { type Environment, nodesOf } from "../../../src/expr/index.ts";
import { balls, drawPoint, inputsAt, isSkip, replay, trace } from "../../../src/oracle/index.ts";
import { dimNames } from "../../../src/shape/index.ts";
import { setting } from "../../support/claims.ts";
import { groups } from "../../support/identities.ts";
import { mutantsOf } from "../../support/mutants.ts";
import { lines } from "./lines.ts";

/** One of so many mutants is judged here; all of them (FLUXION_MUTANTS=1000) when the prover changes. */
const every = process.env["FLUXION_MUTANTS"] === "1000" ? 1 : 17;

const sizesOf = (environment: Environment, roots: readonly Expr[], shift: number): ReadonlyMap<string, number> => {
  const names = new Set<string>();
  for (const x of nodesOf(...roots)) {
    for (const d of x.shape) dimNames(d, names);
    if (x.kind === "sym" && x.sort === "index" && !x.name.startsWith("#") && !environment.symbols.get(x.name)?.range) names.add(x.name);
  }
  return new Map([...names].sort().map((n, i) => [n, shift === 2 ? 3 : 2 + ((i * 2 + shift * 3) % 4)]));
};

/** Whether the sides are ever apart, free indices at some positions. */
function differs(environment: Environment, lhs: Expr, rhs: Expr): boolean {
  for (const shift of [0, 1, 2]) {
    const sizes = new Map(sizesOf(environment, [lhs, rhs], shift));
    for (const [k, d] of [...environment.symbols.values()].filter((x) => x.range).entries()) sizes.set(d.name, 1 + ((k + shift) % 2));
    const traced = trace(environment, [lhs, rhs], { sizes, seed: 77 + shift, budget: 400_000 });
    if (!traced.ok) continue;
    const tape = traced.value;
    for (let point = 0; point < 6; point++) {
      const at = drawPoint(environment, tape.symbols, sizes, { seed: 4711, tuple: shift, point });
      const [left, right] = replay(tape, balls, inputsAt(tape, balls, at), "hull").roots;
      const count = Math.max(left?.values.length ?? 0, right?.values.length ?? 0);
      for (let i = 0; i < count; i++) {
        const x = left?.values[left.values.length === 1 ? 0 : i];
        const y = right?.values[right.values.length === 1 ? 0 : i];
        if (x === undefined || y === undefined || isSkip(x) || isSkip(y)) continue;
        if (Math.abs(x.mid - y.mid) > (x.rad + y.rad) * 1.01) return true;
      }
    }
  }
  return false;
}

describe("mutants of true lines", () => {
  it(
    "are proved only where they are true",
    () => {
      const wrong: string[] = [];
      let judged = 0;
      let proved = 0;
      for (const group of [...groups, ...lines]) {
        for (const line of group.equal) {
          const s = setting(group.declare);
          const claim = s.claim(line);
          for (const [k, mutant] of mutantsOf(s.t, claim.rhs).entries()) {
            if ((k + line.length) % every !== 0) continue;
            judged++;
            if (prove(s.t, { ...claim, rhs: mutant }, { budget: 30_000 }).kind === "open") continue;
            proved++;
            if (differs(claim.environment, claim.lhs, mutant)) wrong.push(`mutant ${k} of ${line}`);
          }
        }
      }
      if (every === 1) console.log({ judged, proved });
      expect(wrong).toEqual([]);
      expect(judged).toBeGreaterThan(200);
      expect(proved).toBeGreaterThan(10);
    },
    every === 1 ? 900_000 : 60_000,
  );
});
