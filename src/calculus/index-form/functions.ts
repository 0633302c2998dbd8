/** exp, ln, the step H and other scalar functions on polys, with the laws that always hold or whose condition is known. */
import { atom, exponential, type Poly, type Power, polyOf, type Term, term } from "./factor.ts";
import { leadOf } from "./lead.ts";
import {
  addPolys,
  bare,
  constantOf,
  multiplyPolys,
  negatePoly,
  number,
  onePoly,
  powerOf,
  product,
  scale,
  single,
  subtractPolys,
} from "./poly.ts";
import { generic, positiveFactor, positivePoly } from "./positive.ts";
import { commonPowers, divideOut, primeParts, raise, rootOf } from "./powers.ts";
import { invert, isEven, isInteger, isNegative, isUnit, negate, type Rational, rational, unit, whole } from "./rational.ts";
import { giveUp, type Session } from "./session.ts";

const half = rational(1, 2);

/** e^u, one factor for each term of u: e^(u+v) = e^u e^v, e^(c u) = (e^u)^c, e^(c ln v) = v^c, e^(H u) = 1 + H (e^u − 1). */
export function expOf(s: Session, p: Poly): Poly {
  let out = onePoly;
  const powers: Power[] = [];
  for (const t of p.terms) {
    const special = t.dummies.length > 0 ? null : (expOfLog(s, t) ?? expOfStep(s, t));
    if (special) out = multiplyPolys(s, out, special);
    else powers.push(powerOf(exponential(polyOf([term(unit, t.powers, t.dummies)])), t.coefficient));
  }
  if (powers.length > 1) s.laws.add("exp of a sum is a product");
  return multiplyPolys(s, out, product(s, powers));
}

function expOfLog(s: Session, t: Term): Poly | null {
  const [only] = t.powers;
  if (!only || t.powers.length !== 1 || !isUnit(only.exponent) || only.factor.kind !== "atom" || only.factor.name !== "ln") return null;
  s.laws.add("exp undoes ln");
  return raise(s, only.factor.arguments[0] as Poly, t.coefficient);
}

/** Only where the step has no third value: at equal indices H(uᵢ − uⱼ) is ½. */
function expOfStep(s: Session, t: Term): Poly | null {
  const step = t.powers.find((x) => x.factor.kind === "atom" && x.factor.name === "heaviside" && isUnit(x.exponent));
  if (step?.factor.kind !== "atom" || !generic(s, step.factor.arguments[0] as Poly)) return null;
  const rest = polyOf([
    term(
      t.coefficient,
      t.powers.filter((x) => x !== step),
    ),
  ]);
  s.laws.add("a step is 0 or 1");
  return addPolys(s, onePoly, multiplyPolys(s, bare(step.factor), addPolys(s, expOf(s, rest), number(-1))));
}

/** ln u, positive factors taken apart: ln(a^k e^v) = k ln a + v; whatever has no known sign stays inside. */
export function logOf(s: Session, p: Poly): Poly {
  if (p.terms.length === 0) return giveUp("logarithm of zero");
  const [only] = p.terms;
  return only && p.terms.length === 1 && only.dummies.length === 0 ? logOfTerm(s, only) : logOfSum(s, p);
}

const logAtom = (s: Session, p: Poly): Poly => single(s, atom("ln", [p]));

const logOfNumber = (s: Session, c: Rational): Poly => addPolys(s, ...primeParts(c).map(([p, sign]) => scale(logAtom(s, number(p)), sign)));

function logOfTerm(s: Session, t: Term): Poly {
  const parts: Poly[] = [];
  const rest: Power[] = [];
  for (const x of t.powers) {
    if (x.factor.kind === "exponential") parts.push(scale(x.factor.argument, x.exponent));
    else if (x.factor.kind === "prime") parts.push(scale(logOfNumber(s, whole(x.factor.value)), x.exponent));
    else if (positiveFactor(s, x.factor))
      parts.push(scale(logAtom(s, x.factor.kind === "base" ? x.factor.poly : bare(x.factor)), x.exponent));
    else rest.push(x);
  }
  if (parts.length > 0) s.laws.add("ln of a product of positive factors is a sum");
  const negative = isNegative(t.coefficient);
  parts.push(logOfNumber(s, negative ? negate(t.coefficient) : t.coefficient));
  if (rest.length > 0 || negative) parts.push(logAtom(s, polyOf([term(negative ? whole(-1) : unit, rest)])));
  return addPolys(s, ...parts);
}

function logOfSum(s: Session, p: Poly): Poly {
  const common = commonPowers(s, p, (f) => positiveFactor(s, f));
  const stripped = divideOut(s, p, common);
  if (stripped.terms.length === 0) return giveUp("logarithm of zero");
  const top = leadOf(s, stripped).coefficient;
  const content = isNegative(top) ? negate(top) : top;
  const primitive = scale(stripped, invert(content));
  const [only] = primitive.terms;
  const inner = only && primitive.terms.length === 1 && only.dummies.length === 0 ? logOfTerm(s, only) : logOfPrimitive(s, primitive);
  return addPolys(s, inner, logOfNumber(s, content), ...common.map((x) => scale(logOf(s, bare(x.factor)), x.exponent)));
}

function logOfPrimitive(s: Session, p: Poly): Poly {
  if (positivePoly(s, p) && p.terms.length > 2 && p.terms.length <= 10 && p.terms.every((t) => t.dummies.length === 0)) {
    for (const k of [2, 3]) {
      const root = rootOf(s, p, k);
      if (root && positivePoly(s, root)) return scale(logOf(s, root), whole(k));
    }
  }
  return logAtom(s, p);
}

/** H(u), 1 for u > 0 and ½ at 0: positive factors leave, H(−u) = 1 − H(u), H(u v) from the signs of u and v. */
export function stepOf(s: Session, p: Poly): Poly {
  if (p.terms.length === 0) return polyOf([term(half, [])]);
  const c = constantOf(p);
  if (c) return number(isNegative(c) ? 0 : 1);
  if (positivePoly(s, p)) return onePoly;
  if (positivePoly(s, negatePoly(p))) return number(0);
  const [only] = p.terms;
  return only && p.terms.length === 1 && only.dummies.length === 0
    ? stepOfTerm(s, only)
    : oriented(
        s,
        divideOut(
          s,
          p,
          commonPowers(s, p, (f) => positiveFactor(s, f)),
        ),
      );
}

function stepOfTerm(s: Session, t: Term): Poly {
  const rest = t.powers.filter((x) => !positiveFactor(s, x.factor));
  if (rest.length === 1 || !rest.every((x) => isInteger(x.exponent))) {
    return oriented(
      s,
      polyOf([
        term(
          t.coefficient,
          rest.map((x) => (isInteger(x.exponent) ? powerOf(x.factor, isEven(x.exponent) ? whole(2) : unit) : x)),
        ),
      ]),
    );
  }
  s.laws.add("sign of a product is the product of signs");
  const signs = rest.map((x) => {
    const sign = addPolys(s, scale(oriented(s, bare(x.factor)), whole(2)), number(-1));
    return isEven(x.exponent) ? multiplyPolys(s, sign, sign) : sign;
  });
  const all = multiplyPolys(s, number(isNegative(t.coefficient) ? -1 : 1), ...signs);
  return addPolys(s, scale(all, half), polyOf([term(half, [])]));
}

/** The argument scaled to lead coefficient 1; a negative one turns the step over. */
function oriented(s: Session, p: Poly): Poly {
  if (p.terms.length === 0) return polyOf([term(half, [])]);
  const top = leadOf(s, p).coefficient;
  const step = single(s, atom("heaviside", [scale(p, invert(top))]));
  return isNegative(top) ? subtractPolys(s, onePoly, step) : step;
}

const odd: ReadonlySet<string> = new Set(["sin", "tanh", "erf", "arctan", "arcsin", "sinh", "arsinh", "artanh", "tan"]);
const even: ReadonlySet<string> = new Set(["cos", "cosh"]);

/** f(u) for a scalar function of one argument kept as an atom: odd and even functions turn to a positive lead. */
export function atomOf(s: Session, name: string, p: Poly): Poly {
  if (name === "ln") return logOf(s, p);
  if (name === "heaviside") return stepOf(s, p);
  if (name === "sigmoid") return sigmoidOf(s, p);
  if (p.terms.length === 0 && odd.has(name)) return number(0);
  if (p.terms.length === 0 && even.has(name)) return onePoly;
  const negative = p.terms.length > 0 && isNegative(leadOf(s, p).coefficient);
  if (negative && odd.has(name)) return negatePoly(single(s, atom(name, [negatePoly(p)])));
  if (negative && even.has(name)) return single(s, atom(name, [negatePoly(p)]));
  return single(s, atom(name, [p]));
}

function sigmoidOf(s: Session, p: Poly): Poly {
  if (p.terms.length === 0) return polyOf([term(half, [])]);
  if (!isNegative(leadOf(s, p).coefficient)) return single(s, atom("sigmoid", [p]));
  s.laws.add("σ(−u) = 1 − σ(u)");
  return subtractPolys(s, onePoly, single(s, atom("sigmoid", [negatePoly(p)])));
}

/** 1/(1 + e^−u) and (e^2u − 1)/(e^2u + 1) written out. */
export function activationInExp(s: Session, name: string, p: Poly): Poly {
  s.laws.add(name === "sigmoid" ? "σ(u) = eᵘ/(1 + eᵘ)" : "tanh u = (e²ᵘ − 1)/(e²ᵘ + 1)");
  const e = expOf(s, name === "sigmoid" ? p : scale(p, whole(2)));
  const below = raise(s, addPolys(s, e, onePoly), whole(-1));
  return multiplyPolys(s, name === "sigmoid" ? e : addPolys(s, e, number(-1)), below);
}

/** b^y: exp(y ln b) for positive b; else b^(c + y) = b^c b^y with the whole number c taken out. */
export function openPower(s: Session, base: Poly, exponent: Poly): Poly {
  if (base.terms.length === 0) return giveUp("a power of zero");
  const known = constantOf(base);
  if (known && isUnit(known)) return base;
  const number = constantOf(exponent);
  if (number) return raise(s, base, number);
  if (positivePoly(s, base)) {
    s.laws.add("bʸ = exp(y ln b)");
    return expOf(s, multiplyPolys(s, exponent, logOf(s, base)));
  }
  const fixed = exponent.terms.find((t) => t.powers.length === 0 && t.dummies.length === 0);
  const k = fixed && isInteger(fixed.coefficient) ? fixed.coefficient : null;
  const rest = k ? addPolys(s, exponent, polyOf([term(negate(k), [])])) : exponent;
  const open = single(s, atom("pow", [base, rest]));
  return k ? multiplyPolys(s, open, raise(s, base, k)) : open;
}
