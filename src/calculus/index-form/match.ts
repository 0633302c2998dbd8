/** Finding a summed term inside another: its dummies are mapped to dummies that occur nowhere else. */
import { variable } from "./affine.ts";
import { type Power, type Term, term } from "./factor.ts";
import { factorKey, hiddenFactorKey } from "./key.ts";
import { powerOf } from "./poly.ts";
import { add, isNegative, isNil, less, negate, nil, unit } from "./rational.ts";
import { type Session, tick } from "./session.ts";
import { freshTerm, replaceDummy } from "./substitute.ts";

export interface Match {
  /** What is left of the powers when the part is taken out. */
  readonly rest: readonly Power[];
  /** The dummies that went with it. */
  readonly used: readonly string[];
}

/** The part, without its coefficient, as a factor of Π powers summed over `dummies`; `extra` are variables that go with it. */
export function matchPart(
  s: Session,
  part: Term,
  powers: readonly Power[],
  dummies: readonly string[],
  extra: readonly string[],
): Match | null {
  const byKey = new Map(powers.map((x) => [factorKey(s, x.factor), x]));
  if (part.dummies.length === 0) return takeOut(s, part, powers, byKey, [], extra);
  const shapes = new Set(powers.map((x) => hiddenFactorKey(s, x.factor)));
  if (!part.powers.every((y) => shapes.has(hiddenFactorKey(s, y.factor)))) return null;
  const apart = freshTerm(s, part);
  const place = (i: number, now: Term, used: readonly string[]): Match | null => {
    tick(s);
    const own = apart.dummies[i];
    if (own === undefined) return takeOut(s, now, powers, byKey, used, extra);
    for (const d of dummies) {
      if (used.includes(d) || extra.includes(d)) continue;
      const found = place(i + 1, replaceDummy(s, now, own, variable(d), []), [...used, d]);
      if (found) return found;
    }
    return null;
  };
  return place(0, term(unit, apart.powers), []);
}

function takeOut(
  s: Session,
  part: Term,
  powers: readonly Power[],
  byKey: ReadonlyMap<number, Power>,
  used: readonly string[],
  extra: readonly string[],
): Match | null {
  const left = new Map(powers.map((x) => [x, x.exponent]));
  const away = (x: Power): boolean => [...used, ...extra].some((d) => x.factor.variables.has(d));
  for (const y of part.powers) {
    const x = byKey.get(factorKey(s, y.factor));
    const have = x && left.get(x);
    if (!x || !have) return null;
    if (isNegative(y.exponent) ? less(y.exponent, have) : less(have, y.exponent) || isNegative(have)) return null;
    const bracket = y.factor.kind === "guard" || y.factor.kind === "delta";
    left.set(x, bracket ? (away(x) ? nil : have) : add(have, negate(y.exponent)));
  }
  const rest = [...left].filter(([, e]) => !isNil(e)).map(([x, e]) => powerOf(x.factor, e));
  return rest.some(away) ? null : { rest, used };
}
