/** Index terms as affine forms, and truths about them as brackets. */
import { type Expr, heads, toDim } from "../../expr/index.ts";
import { type Affine, isWhole, minus, plus, shift, times, variable, whole, zero } from "./affine.ts";
import { delta, guard, type Poly } from "./factor.ts";
import { affineOfDim, type Frame } from "./frame.ts";
import { stepOf } from "./functions.ts";
import { lowerScalar } from "./lower.ts";
import { constantOf, multiplyPolys, negatePoly, number, onePoly, single, subtractPolys } from "./poly.ts";
import { generic } from "./positive.ts";
import { isNegative } from "./rational.ts";
import { giveUp } from "./session.ts";

/** The affine form of an index term, or null when it is none. */
export function affineOf(f: Frame, e: Expr): Affine | null {
  switch (e.kind) {
    case "num":
      return e.value.d === 1n && e.value.n < 1_000_000n && e.value.n > -1_000_000n ? whole(Number(e.value.n)) : null;
    case "sym":
      return e.sort === "index" ? affineOfName(f, e.name) : null;
    case "app":
      return affineOfApp(f, e.head.name, e.args) ?? affineOfSize(f, e);
    default:
      return null;
  }
}

function affineOfName(f: Frame, name: string): Affine | null {
  const held = f.indices.get(name) ?? f.sizes.get(name);
  if (held) return held;
  const definition = f.environment.definitions.get(name);
  if (definition)
    return definition.params.length === 0 && !f.opening.has(name)
      ? affineOf({ ...f, opening: new Set([...f.opening, name]) }, definition.body)
      : null;
  if (f.session.sizes.has(name)) return variable(name);
  return f.session.equal.get(name) ?? variable(`%${name}`);
}

function affineOfApp(f: Frame, head: string, args: readonly Expr[]): Affine | null {
  const parts: Affine[] = [];
  for (const a of args) {
    const part = affineOf(f, a);
    if (!part) return null;
    parts.push(part);
  }
  switch (head) {
    case "add":
      return parts.reduce((a, b) => plus(a, b), zero);
    case "neg":
      return times(parts[0] as Affine, -1);
    case "mul": {
      const open = parts.filter((p) => !isWhole(p));
      const scalar = parts.filter(isWhole).reduce((k, p) => k * p.constant, 1);
      return open.length > 1 ? null : times(open[0] ?? whole(1), scalar);
    }
    default:
      return null;
  }
}

/** Products of sizes and floors of sizes. */
function affineOfSize(f: Frame, e: Expr): Affine | null {
  const d = toDim(e);
  if (!d) return null;
  const atoms = d.terms.flatMap((m) => m.powers.map((p) => p.atom));
  return atoms.every((a) => f.session.sizes.has(a) || f.sizes.has(a) || d.floors.has(a)) ? affineOfDim(f, d) : null;
}

/** As `affineOf`; a proof without it is not possible. */
export const indexOf = (f: Frame, e: Expr): Affine => affineOf(f, e) ?? giveUp("an index that is not affine");

/** A truth as a number 0 or 1. */
export function lowerTruth(f: Frame, e: Expr): Poly {
  const s = f.session;
  if (e.kind !== "app") return giveUp("a truth of an unknown kind");
  const all = (): readonly Poly[] => e.args.map((a) => lowerTruth(f, a));
  const not = (p: Poly): Poly => subtractPolys(s, onePoly, p);
  switch (e.head) {
    case heads.and:
      return multiplyPolys(s, ...all());
    case heads.or:
      return not(multiplyPolys(s, ...all().map(not)));
    case heads.not:
      return not(all()[0] as Poly);
    default: {
      const [left, right] = e.args;
      return left && right && e.sort === "truth" ? lowerRelation(f, e.head.name, left, right) : giveUp("a truth of an unknown kind");
    }
  }
}

function lowerRelation(f: Frame, name: string, left: Expr, right: Expr): Poly {
  const s = f.session;
  const a = affineOf(f, left);
  const b = affineOf(f, right);
  if (!a || !b) return lowerComparison(f, name, left, right);
  const atLeast = (x: Affine, y: Affine): Poly => single(s, guard(minus(x, y)));
  switch (name) {
    case "eq":
      return single(s, delta(minus(a, b)));
    case "ne":
      return subtractPolys(s, onePoly, single(s, delta(minus(a, b))));
    case "lt":
      return atLeast(shift(b, -1), a);
    case "le":
      return atLeast(b, a);
    case "gt":
      return atLeast(shift(a, -1), b);
    case "ge":
      return atLeast(a, b);
    default:
      return giveUp(`the relation ${name}`);
  }
}

/** u < v between reals is H(v − u), where equality has measure zero whatever the indices. */
function lowerComparison(f: Frame, name: string, left: Expr, right: Expr): Poly {
  const s = f.session;
  const gap = subtractPolys(s, lowerScalar(f, left), lowerScalar(f, right));
  const turned = name === "lt" || name === "le";
  if (!turned && name !== "gt" && name !== "ge") return giveUp("an equation between reals as a truth");
  const u = turned ? negatePoly(gap) : gap;
  const c = constantOf(u);
  if (c) return number(isNegative(c) || (c.n === 0n && (name === "lt" || name === "gt")) ? 0 : 1);
  if (!generic(s, u)) return giveUp("a comparison that may be a tie");
  s.conditions.add("off the kinks");
  return stepOf(s, u);
}
