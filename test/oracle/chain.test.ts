/** Laws of the chain on whole tapes: what holds there, and what must not. */
import { describe, expect, it } from "vitest";
import { chainsOf, drawResidues, planChain, replayChain, replayCompanion, type SignMode, sameResidues } from "../../src/oracle/chain.ts";
import { balls, drawPoint, inputsAt, trace } from "../../src/oracle/index.ts";
import { setting } from "../support/claims.ts";

/** Agreement of the sides at some points: per point true, false, or null where nothing is known. */
function residuesAgree(declare: string, line: string, mode: SignMode = "field"): readonly (boolean | null)[] {
  const s = setting(declare);
  const claim = s.claim(line);
  const traced = trace(s.environment, [claim.lhs, claim.rhs], { sizes: new Map([["n", 3]]) });
  if (!traced.ok) throw new Error(traced.error.detail);
  const tape = traced.value;
  const facts = new Map([...s.environment.symbols].map(([name, d]) => [name, d.attributes]));
  const plan = planChain(tape, facts);
  const chains = chainsOf(plan.family, plan.length);
  return Array.from({ length: 24 }, (_, point) => {
    const chain = chains[point % chains.length];
    if (!chain) throw new Error("no chain");
    const at = drawPoint(s.environment, tape.symbols, new Map([["n", 3]]), { seed: 9, tuple: 0, point });
    const residues = drawResidues(tape, chain, point + 1, facts, at.values);
    if (!residues) return null;
    const companion = replayCompanion(tape, inputsAt(tape, balls, at));
    const { state } = replayChain(tape, plan, { chain, seed: point + 1, residues, companion, bits: null }, mode, null);
    const [l, r] = tape.roots.map((root) => Array.from(root.registers)) as [number[], number[]];
    const each = l.map((x, i) => sameResidues(state, x, r[i] as number));
    return each.includes(false) ? false : each.includes(null) ? null : true;
  });
}

const known = (list: readonly (boolean | null)[]): readonly (boolean | null)[] => list.filter((x) => x !== null);

describe("residues agree", () => {
  it.each([
    ["a:; b:", "exp(a + b) = exp(a) exp(b)"],
    ["a:; b:", "exp(2 a) exp(-a) = exp(a)"],
    ["a:; b:", "exp(exp(a) + exp(b)) = exp(exp(a)) exp(exp(b))"],
    ["a:; b:", "ln(a b) = ln(a) + ln(b)"],
    ["a:", "ln(exp(a)) = a"],
    ["a:", "exp(ln(a)) = a"],
    ["a:; b:", "sqrt(a) sqrt(b) = sqrt(a b)"],
    ["a:", "sqrt(a)^2 = a"],
    ["a:; b:", "sin(a + b) = sin(a) cos(b) + cos(a) sin(b)"],
    ["a:", "cos(-a) = cos(a)"],
    ["a:", "erf(a) + erf(a) = 2 erf(a)"],
    ["a:", "relu(2 a) = 2 relu(a)"],
    ["a:", "heaviside(a) + heaviside(-a) = 1"],
    ["Q:n,n is orthogonal", "Q' Q = eye(n)"],
    ["p:n is probability", "sumall(p) = 1"],
    ["S:n,n is skew-symmetric", "S' = -S"],
    ["a:", "a^(1/2) = sqrt(a)"],
    ["a: is positive; n: is natural", "a^n a = a^(n + 1)"],
    ["y:n is one-hot", "y ⊙ y = y"],
  ])("%s: %s", (declare, line) => {
    const list = known(residuesAgree(declare, line));
    expect(list.length).toBeGreaterThan(2);
    expect(list.every((x) => x === true)).toBe(true);
  });
});

describe("residues differ", () => {
  it.each([
    ["a:", "exp(1) a = 4 a"],
    ["a:", "exp(a) = 1 + a"],
    ["a:; b:", "ln(a + b) = ln(a) + ln(b)"],
    ["a:", "sqrt(a^2) = a"],
    ["a:; b:", "relu(a + b) = relu(a) + relu(b)"],
    ["a:", "heaviside(-17 a) = heaviside(a)"],
    ["a:; b:", "relu(a - 100) relu(b - 100) = 0"],
    ["a:", "a + 94814639 a = a"],
    ["a:", "sin(a) = a"],
    ["a:", "pi a = 3 a"],
    ["Q:n,n is orthogonal", "det(Q) = 1"],
    ["a:; b:", "exp(a b) = exp(a) exp(b)"],
    ["a:", "a^94814639 = a"],
  ])("%s: %s", (declare, line) => {
    expect(residuesAgree(declare, line)).toContain(false);
  });
});
