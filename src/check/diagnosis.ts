/**
 * What would make a refuted line right: small repairs of the right side, each decided like any claim.
 *
 * A repair is reported only when the repaired line is accepted; it is *certain* when no other repair of the same cost is accepted too.
 */
import type { Claim } from "../compare/types.ts";
import { type Expr, heads, rational, type Terms } from "../expr/index.ts";
import { isMatrixLike, isScalar, sameShape, transposeShape } from "../shape/index.ts";
import { accepts, type BuiltSides, type Deciding } from "./judge.ts";
import type { Diagnosis } from "./report.ts";

interface Repair {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  /** The repaired right side. */
  readonly rhs: Expr;
  /** LaTeX around the student's own right side. */
  readonly write: (source: string) => string;
}

const bracket = (source: string): string => `\\left(${source.trim()}\\right)`;

function scaled(t: Terms, rhs: Expr, by: readonly [number, number]): Expr {
  return t.app(heads.mul, [t.num(rational(by[0], by[1])), rhs]);
}

/** Cheapest first. Only repairs that give the right side the shape of the left. */
function repairs(t: Terms, lhs: Expr, rhs: Expr): readonly Repair[] {
  const out: Repair[] = [];
  const same = sameShape(lhs.shape, rhs.shape);
  if (same) {
    out.push({
      code: "M06",
      name: "sign",
      message: "The sign is the other one.",
      rhs: t.app(heads.neg, [rhs]),
      write: (s) => `-${bracket(s)}`,
    });
    for (const [n, d] of [
      [2, 1],
      [1, 2],
      [-2, 1],
      [-1, 2],
    ] as const) {
      const factor = d === 1 ? String(n) : `${n < 0 ? "-" : ""}\\frac{1}{2}`;
      out.push({
        code: n < 0 ? "M06" : "M03",
        name: n < 0 ? "sign and factor" : "factor 2",
        message: `The right side is off by a constant factor; the left is ${n}${d === 1 ? "" : `/${d}`} times it.`,
        rhs: scaled(t, rhs, [n, d]),
        write: (s) => `${factor}${bracket(s)}`,
      });
    }
  }
  if (isMatrixLike(rhs.shape) && !isScalar(rhs.shape) && sameShape(lhs.shape, transposeShape(rhs.shape))) {
    out.push({
      code: "M01",
      name: "transpose",
      message: "The right side is the transpose of what it should be.",
      rhs: t.app(heads.transpose, [rhs]),
      write: (s) => `${bracket(s)}^{\\top}`,
    });
  }
  return out;
}

export function diagnose(t: Terms, sides: BuiltSides, source: string, deciding: Deciding): readonly Diagnosis[] {
  if (sides.relation !== "=") return [];
  const found = repairs(t, sides.lhs, sides.rhs).filter((r) => {
    const claim: Claim = {
      lhs: sides.lhs,
      rhs: r.rhs,
      relation: "=",
      environment: sides.environment,
      undeclared: new Set(sides.undefinedNames),
    };
    return accepts(deciding.decide(claim));
  });
  return found
    .slice(0, 3)
    .map((r) => ({ code: r.code, name: r.name, message: r.message, repair: r.write(source), certain: found.length === 1 }));
}
