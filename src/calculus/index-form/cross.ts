/** Multiplying a difference by denominators that contain no dummy: l − r = 0 exactly when (l − r) P = 0, for P ≠ 0. */
import { type Base, type Poly, type Power, term } from "./factor.ts";
import { factorKey } from "./key.ts";
import { build, powerOf } from "./poly.ts";
import { add, isNegative, isNil, less, negate } from "./rational.ts";
import type { Session } from "./session.ts";

const rounds = 6;

/** The difference without its denominators, or null when none can be taken away. */
export function crossMultiply(s: Session, given: Poly): Poly | null {
  let p = given;
  for (let i = 0; i < rounds; i++) {
    const pick = lowest(p);
    if (!pick) return i === 0 ? null : p;
    const key = factorKey(s, pick.factor);
    p = build(
      s,
      p.terms.map((t) => {
        const here = t.powers.find((x) => factorKey(s, x.factor) === key);
        const exponent = here ? add(here.exponent, negate(pick.exponent)) : negate(pick.exponent);
        return term(
          t.coefficient,
          [...t.powers.filter((x) => x !== here), ...(isNil(exponent) ? [] : [powerOf(pick.factor, exponent)])],
          t.dummies,
        );
      }),
    );
    s.conditions.add("nothing divided by is zero");
    s.laws.add("common denominator");
    if (p.terms.length === 0) return p;
  }
  return p;
}

/** The most negative power of a base without a dummy. */
function lowest(p: Poly): (Power & { readonly factor: Base }) | null {
  let pick: (Power & { readonly factor: Base }) | null = null;
  for (const t of p.terms) {
    for (const x of t.powers) {
      if (x.factor.kind !== "base" || !isNegative(x.exponent) || t.dummies.some((d) => x.factor.variables.has(d))) continue;
      if (!pick || less(x.exponent, pick.exponent)) pick = { factor: x.factor, exponent: x.exponent };
    }
  }
  return pick;
}
