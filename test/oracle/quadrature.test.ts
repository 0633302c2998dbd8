/** Integrals that are estimated: only on request, and to many digits where the integrand is smooth. */
import { expect, it } from "vitest";
import { createTerms, emptyEnvironment } from "../../src/expr/index.ts";
import { evaluate } from "../../src/oracle/evaluate.ts";
import { trace } from "../../src/oracle/index.ts";
import { head } from "../support/heads.ts";

const t = createTerms();
const u = t.sym("u");
const sineOfExp = t.bind("integral", u, { kind: "interval", from: t.num(0), to: t.num(1) }, t.app(head("sin"), [t.app(head("exp"), [u])]));
const sizes = new Map<string, number>();

it("refuses where no estimate is asked for", () => {
  expect(trace(emptyEnvironment, [sineOfExp], { sizes })).toMatchObject({
    ok: false,
    error: { detail: expect.stringContaining("integral") },
  });
});

it("agrees with the sine integral: ∫₀¹ sin(eᵘ) du = Si(e) − Si(1)", () => {
  const value = evaluate(emptyEnvironment, sineOfExp, { sizes, values: new Map() }, { panels: 4 });
  expect(value.ok && (value.value as number)).toBeCloseTo(0.874957198780384, 12);
});
