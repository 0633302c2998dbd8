/** No wrong line is accepted: single-edit mutants of true identities, each acceptance checked again in doubles at other sizes. */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import { reachOf } from "../../src/compare/reach.ts";
import type { Claim } from "../../src/compare/types.ts";
import { hash } from "../../src/oracle/hash.ts";
import { balls, drawPoint, inputsAt, isSkip, replay, trace } from "../../src/oracle/index.ts";
import { setting } from "../support/claims.ts";
import { groups } from "../support/identities.ts";
import { mutantsOf } from "../support/mutants.ts";

/** How many of 1000 mutants are judged here; all of them were judged when the machines changed. */
const share = Number(process.env["FLUXION_MUTANTS"] ?? 500);

/** Whether the sides are ever apart at sizes and points that `decide` does not use. */
function differsElsewhere(claim: Claim): boolean {
  const reach = reachOf(claim.environment, [claim.lhs, claim.rhs]);
  for (const shift of [0, 1]) {
    const sizes = new Map(reach.sizes.map((name, i) => [name, 4 + ((i * 2 + shift) % 4)]));
    const traced = trace(claim.environment, [claim.lhs, claim.rhs], { sizes, seed: 77 + shift, budget: 400_000 });
    if (!traced.ok) continue;
    const tape = traced.value;
    for (let point = 0; point < 12; point++) {
      const at = drawPoint(claim.environment, tape.symbols, sizes, { seed: 4711, tuple: shift, point });
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

describe("mutants", () => {
  it("are not accepted unless they are true", () => {
    const tally = new Map<string, number>();
    const wrong: string[] = [];
    let judged = 0;
    for (const group of groups) {
      for (const line of group.equal) {
        const s = setting(group.declare);
        const claim = s.claim(line);
        for (const [k, mutant] of mutantsOf(s.t, claim.rhs).entries()) {
          if (hash(1, k, line.length, judged) % 1000 >= share) continue;
          judged++;
          const changed: Claim = { ...claim, rhs: mutant };
          const verdict = decide(s.t, null, changed, { seed: 1 });
          tally.set(verdict.verdict, (tally.get(verdict.verdict) ?? 0) + 1);
          const accepted = verdict.verdict === "proved" || verdict.verdict === "probable" || verdict.verdict === "consistent";
          if (accepted && differsElsewhere(changed)) wrong.push(`${verdict.verdict}: mutant ${k} of ${line}`);
        }
      }
    }
    if (process.env["FLUXION_MUTANTS"]) console.log(judged, [...tally]);
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(200);
    expect((tally.get("refuted") ?? 0) / judged).toBeGreaterThan(0.8);
  });
});
