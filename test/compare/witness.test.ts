import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import { stillRefutes, toWitness } from "../../src/compare/witness.ts";
import { heads } from "../../src/expr/index.ts";
import { replayWitness } from "../../src/oracle/index.ts";
import { setting } from "../support/claims.ts";
import { handMade } from "../support/heads.ts";
import { groups } from "../support/identities.ts";

const vocabulary = new Map([...heads.structuralHeads.map((h) => [h.name, h] as const), ...handMade]);

describe("witnesses", () => {
  it.each([
    ["A:m,n; x:n", "A' A x = 2 A' A x"],
    ["p:n is probability", "p ⊙ p = p"],
    ["f(n)->; x:n; A:n,n", "D(f(A x), x) = A f_1(A x)"],
    ["Q:n,n is orthogonal", "Q = Q'"],
    ["n: is natural; x:", "x^n = x^(n + 1)"],
    ["u:n; i in 1..n; j in 1..n", "u[i] = u[j]"],
  ])("%s: %s is refuted by plain data alone", (declare, line) => {
    const s = setting(declare);
    const claim = s.claim(line);
    const d = decide(s.t, null, claim, { seed: 3 });
    if (d.verdict !== "refuted") throw new Error(`${line}: ${d.verdict}`);
    const written = JSON.parse(JSON.stringify(toWitness(claim, s.environment, d.counterexample))) as ReturnType<typeof toWitness>;
    const replayed = replayWitness(written, vocabulary);
    if (!replayed.ok) throw new Error(replayed.error);
    expect(replayed.value.failing).toContain(d.counterexample.at);
  });

  it("that were tampered with do not refute", () => {
    const s = setting("x:");
    const claim = s.claim("x^2 = x");
    const d = decide(s.t, null, claim, { seed: 1 });
    if (d.verdict !== "refuted") throw new Error(d.verdict);
    const one = new Map([["x", { dims: [1, 1], entries: [{ n: 1n, d: 1n }] }]]);
    expect(stillRefutes(claim, s.environment, d.counterexample)).toBe(true);
    expect(stillRefutes(claim, s.environment, { ...d.counterexample, values: one })).toBe(false);
  });

  it("give the differing entry its position", () => {
    const s = setting("A:m,n; B:m,n");
    const d = decide(s.t, null, s.claim("A = A + B ⊙ 0 + Diag(ones(m, 1)) B"), { seed: 1 });
    if (d.verdict !== "refuted") throw new Error(d.verdict);
    expect(d.counterexample.entry).toEqual([1, 1]);
    expect(d.counterexample.lhsShape).toEqual([2, 3]);
  });

  it("do not depend on the order of claims", () => {
    const lines = groups.flatMap((g) => g.unequal.slice(0, 2).map((line) => ({ declare: g.declare, line })));
    const verdicts = (list: typeof lines) =>
      new Map(
        list.map(({ declare, line }) => {
          const s = setting(declare);
          return [line, decide(s.t, null, s.claim(line), { seed: 1 })] as const;
        }),
      );
    const forwards = verdicts(lines);
    const backwards = verdicts([...lines].reverse());
    for (const { line } of lines) expect(backwards.get(line)).toEqual(forwards.get(line));
  });
});
