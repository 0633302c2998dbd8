import { describe, expect, it } from "vitest";
import { createTerms, type Definition, type Expr, heads, rational } from "../../src/expr/index.ts";
import {
  plainClaim,
  readClaim,
  readRational,
  replayWitness,
  standardConvention,
  writeConvention,
  writeRational,
} from "../../src/oracle/index.ts";
import { columnShape, matrixShape, scalarShape, size } from "../../src/shape/index.ts";
import { handMade } from "../support/heads.ts";

const vocabulary = new Map([...heads.structuralHeads.map((h) => [h.name, h] as const), ...handMade]);
const t = createTerms();
const W = t.sym("W", matrixShape(size("m"), size("n")));
const x = t.sym("x", columnShape(size("n")));
const u = t.sym("u");
const i = t.index("i");
const Wx = t.app(heads.mul, [W, x]);
const range = { kind: "range", from: t.num(1), to: t.dim(size("m")) } as const;
const square: Definition = { name: "s", params: [u], body: t.app(heads.pow, [u, t.num(2)]) };
const parts = {
  lhs: t.deriv(t.bind("sum", i, range, t.call("s", [], [t.elem(Wx, [i])], scalarShape)), W),
  rhs: t.app(heads.mul, [t.num(2), t.app(heads.transpose, [W]), Wx]),
  relation: "=" as const,
  definitions: [square],
  functions: [{ name: "h", params: [columnShape(size("n"))], result: scalarShape }],
};

describe("plain claims", () => {
  it("come back as the same terms", () => {
    const plain = JSON.parse(JSON.stringify(plainClaim(parts)));
    const back = readClaim(t, vocabulary, plain);
    if (!back.ok) throw new Error(back.error);
    expect(back.value.lhs).toBe(parts.lhs);
    expect(back.value.rhs).toBe(parts.rhs);
    expect(back.value.definitions[0]?.body).toBe(square.body);
    expect(back.value.functions).toEqual(parts.functions);
  });

  it("are refused where the relation is none", () => {
    expect(readClaim(t, vocabulary, { ...plainClaim(parts), relation: "≈" })).toMatchObject({
      ok: false,
      error: expect.stringContaining("≈"),
    });
  });

  it("keep every kind of node, and slots", () => {
    const h = t.call("h", [1, 1], [x], scalarShape);
    const odd = t.cases(
      [
        {
          when: t.app(heads.gt, [u, t.num(rational(-1, 3))]),
          then: t.bind("limit", t.sym("e"), { kind: "point", at: u, side: "left" }, t.sym("e")),
        },
      ],
      null,
    );
    const mean = t.bind("expectation", t.sym("z"), { kind: "distribution", name: "p" }, t.elem(Wx, [t.num(1)], "zero"));
    const claim = { ...parts, lhs: h, rhs: t.app(heads.add, [odd, mean]) };
    const back = readClaim(t, vocabulary, JSON.parse(JSON.stringify(plainClaim(claim))));
    expect(back.ok && [back.value.lhs === h, back.value.rhs === claim.rhs]).toEqual([true, true]);
  });

  it("grow with distinct nodes, not with the printed tree", () => {
    let e: Expr = u;
    for (let layer = 0; layer < 40; layer++) e = t.app(heads.add, [e, t.app(heads.mul, [e, e])]);
    expect(JSON.stringify(plainClaim({ ...parts, lhs: e })).length).toBeLessThan(10_000);
  });

  it("refuse nonsense with a reason", () => {
    const broken = { ...plainClaim(parts), lhs: ["app", "no-such-head"] };
    expect(readClaim(t, vocabulary, broken)).toMatchObject({ ok: false });
  });
});

describe("replaying a witness", () => {
  const values = {
    W: [
      ["1", "-0.5"],
      ["2", "0.25"],
    ],
    x: ["1/3", "2"],
  };
  const witness = (claim: unknown) => ({ claim, seed: 1, convention: writeConvention(standardConvention), dims: { m: 2, n: 2 }, values });

  it("finds the difference again", () => {
    // 2 (W x) xᵀ against 2 Wᵀ W x spread: shapes 2×2 and 2×1 as entries, so compare one entry of each instead.
    const wrong = { ...parts, lhs: t.elem(parts.lhs, [t.num(1), t.num(1)]), rhs: t.elem(parts.rhs, [t.num(1)]) };
    const replayed = replayWitness(witness(JSON.parse(JSON.stringify(plainClaim(wrong)))), vocabulary);
    if (!replayed.ok) throw new Error(replayed.error);
    expect(replayed.value.failing).toEqual([0]);
    // (W x)₁ = 1/3 − 1 = −2/3; the left side is 2 · (−2/3) · 1/3 = −4/9.
    expect(replayed.value.lhs[0]).toMatch(/^-0\.44444444444444/);
    expect(replayed.value.radius).toBeLessThan(1e-45);
  });

  it("finds none where there is none", () => {
    const right = { ...parts, rhs: t.app(heads.mul, [t.num(2), Wx, t.app(heads.transpose, [x])]) };
    const replayed = replayWitness(witness(JSON.parse(JSON.stringify(plainClaim(right)))), vocabulary);
    expect(replayed).toMatchObject({ ok: true, value: { failing: [] } });
  });

  it("says what is missing", () => {
    const claim = JSON.parse(JSON.stringify(plainClaim(parts)));
    expect(replayWitness({ ...witness(claim), values: { W: values.W } }, vocabulary)).toMatchObject({
      ok: false,
      error: "the witness has no value for x",
    });
  });
});

describe("exact numbers in text", () => {
  it.each(["0.25", "-1.5", "3", "-0.0009765625", "1/3", "-22/7"])("%s", (text) => {
    const read = readRational(text);
    expect(read && writeRational(read)).toBe(text);
  });
  it("reads exponents and refuses words", () => {
    expect(readRational("-1e-3")).toEqual(rational(-1, 1000));
    for (const text of ["", ".", "x", "1/0", "Infinity", "0x10"]) expect(readRational(text)).toBeNull();
  });
});
