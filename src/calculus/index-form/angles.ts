/** Sines and cosines of sums, by the addition theorems; of multiples of π by their values. */
import { type Poly, polyOf, term } from "./factor.ts";
import { atomOf } from "./functions.ts";
import { addPolys, multiplyPolys, negatePoly, subtractPolys } from "./poly.ts";
import { isInteger, isNegative, whole } from "./rational.ts";
import type { Session } from "./session.ts";

/** Steps of expansion allowed for one angle. */
const mostSteps = 8n;

/** sin u or cos u with u = Σ c t split into single terms, whole multiples into single angles. */
export function angleOf(s: Session, name: "sin" | "cos", u: Poly): Poly {
  const steps = u.terms.reduce(
    (n, t) => n + (isInteger(t.coefficient) ? (isNegative(t.coefficient) ? -t.coefficient.n : t.coefficient.n) : 1n),
    0n,
  );
  if (steps <= 1n || steps > mostSteps) return atomOf(s, name, u);
  s.laws.add("sine and cosine of a sum");
  const [first] = u.terms;
  if (!first) return atomOf(s, name, u);
  const sign = isNegative(first.coefficient) ? -1 : 1;
  const step = isInteger(first.coefficient) ? whole(sign) : first.coefficient;
  const one = polyOf([term(step, first.powers, first.dummies)]);
  const rest = addPolys(s, u, negatePoly(one));
  const [sin, cos] = [atomOf(s, "sin", one), atomOf(s, "cos", one)];
  const [sinRest, cosRest] = [angleOf(s, "sin", rest), angleOf(s, "cos", rest)];
  return name === "sin"
    ? addPolys(s, multiplyPolys(s, sin, cosRest), multiplyPolys(s, cos, sinRest))
    : subtractPolys(s, multiplyPolys(s, cos, cosRest), multiplyPolys(s, sin, sinRest));
}
