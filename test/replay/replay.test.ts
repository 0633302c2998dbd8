/** Every refutation is seen again by the evaluator over mathjs, which shares nothing with the oracle. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { decide } from "../../src/compare/decide.ts";
import type { Claim } from "../../src/compare/types.ts";
import { toWitness, type Witness } from "../../src/compare/witness.ts";
import { type Environment, type Expr, nodesOf } from "../../src/expr/index.ts";
import { meaningsOf } from "../../src/library/replay.ts";
import { hash } from "../../src/oracle/hash.ts";
import { type SecondOpinion, secondOpinion } from "../../src/replay/index.ts";
import { sameShape } from "../../src/shape/index.ts";
import { setting } from "../support/claims.ts";
import { groups } from "../support/identities.ts";
import { mutantsOf } from "../support/mutants.ts";

const meanings = meaningsOf(defaultBook());
const share = Number(process.env["FLUXION_REPLAYS"] ?? 20);

const plainData = (claim: Claim, d: Extract<ReturnType<typeof decide>, { verdict: "refuted" }>): Witness =>
  JSON.parse(JSON.stringify(toWitness(claim, claim.environment, d.counterexample))) as Witness;

/** Mutants may call a function with arrays of another size, which means nothing. */
const callsFit = (environment: Environment, e: Expr): boolean =>
  nodesOf(e).every((x) => {
    const signature = x.kind === "call" ? environment.functions.get(x.fn) : undefined;
    return x.kind !== "call" || !signature || signature.params.every((p, i) => sameShape(p, (x.args[i] as Expr).shape));
  });

async function opinion(declare: string, line: string): Promise<SecondOpinion> {
  const claim = setting(declare).claim(line);
  const d = decide(setting(declare).t, null, claim, { seed: 1 });
  if (d.verdict !== "refuted") throw new Error(`${line}: ${d.verdict}`);
  return secondOpinion(plainData(claim, d), meanings);
}

describe("the second opinion", () => {
  it.each([
    ["A:m,n; x:n", "D(norm(A x), x) = A' A x"],
    ["A:n,n", "D(logdet(A), A) = 2 inv(A)'"],
    ["A:n,n; x:n", "D(x' inv(A) x, A) = 0 - inv(A) x x' inv(A)"],
    ["W:m,n; x:n", "D(sigmoid(W x), x) = Diag(sigmoid(W x)) W"],
    ["f(n)->; x:n; A:n,n", "D(f(A x), x) = A f_1(A x)"],
    ["f(n)->; x:n", "D(D(f(x), x), x) = 0"],
    ["x:", "gelu(x) = x"],
    ["x:n", "softmax(x) = x"],
    ["x:", "relu(x) = abs(x)"],
  ])("%s: %s is refuted again", async (declare, line) => {
    expect(await opinion(declare, line)).toMatchObject({ kind: "evaluated", failing: expect.arrayContaining([expect.any(Number)]) });
  });

  it("sees that a true line is not refuted, in spite of rounding", async () => {
    const s = setting("x:; y:");
    const wrong = s.claim("exp(x + y) = exp(x) + exp(y)");
    const right = s.claim("exp(x + y) = exp(x) exp(y)");
    const d = decide(s.t, null, wrong, { seed: 1 });
    if (d.verdict !== "refuted") throw new Error(d.verdict);
    const written = plainData(right, d);
    expect(await secondOpinion(written, meanings)).toMatchObject({ kind: "evaluated", failing: [] });
  });

  it("says what it cannot do", async () => {
    const witness = {
      claim: { lhs: ["app", "nonsense"], rhs: ["num", "1"], relation: "=", definitions: [], functions: [] },
      convention: {},
      dims: {},
      values: {},
    };
    expect(await secondOpinion(witness, meanings)).toMatchObject({ kind: "unable", why: expect.stringContaining("nonsense") });
  });

  it("agrees with the oracle on the refuted mutants of true lines", async () => {
    const open: string[] = [];
    let seen = 0;
    for (const group of groups) {
      for (const line of group.equal) {
        const s = setting(group.declare);
        const claim = s.claim(line);
        for (const [k, mutant] of mutantsOf(s.t, claim.rhs).entries()) {
          if (hash(2, k, line.length, seen) % 1000 >= share || !callsFit(claim.environment, mutant)) continue;
          const changed: Claim = { ...claim, rhs: mutant };
          const d = decide(s.t, null, changed, { seed: 1 });
          if (d.verdict !== "refuted" || d.counterexample.shapes) continue;
          seen++;
          const found = await secondOpinion(plainData(changed, d), meanings);
          if (found.kind === "unable" || !found.failing.includes(d.counterexample.at))
            open.push(`${line}, mutant ${k}: ${found.kind === "unable" ? found.why : "not seen"}`);
        }
      }
    }
    if (process.env["FLUXION_REPLAYS"]) console.log(`${seen} refutations replayed`);
    expect(open).toEqual([]);
    expect(seen).toBeGreaterThan(20);
  }, 300_000);
});
