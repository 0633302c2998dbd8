/** Terms under the indicators of arms, written as cases again. */
import type { App, Arm, Expr, Terms } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { isScalar } from "../shape/shape.ts";
import { arg, inside, integerOf, is } from "./atoms.ts";
import type { Normal } from "./normal.ts";

interface UnderArm {
  readonly arm: App;
  readonly value: Expr;
}

export interface Arms {
  /** The terms of a sum as one case distinction; null when they are not all arms of one. */
  groupArms(args: readonly Expr[]): Expr | null;
  byArms(list: readonly UnderArm[]): Expr;
}

export function createArms(n: Normal, t: Terms, term: (e: Expr) => Expr): Arms {
  /** Terms under the arms of one case distinction, together. */
  function groupArms(args: readonly Expr[]): Expr | null {
    const list = args.map((x) => {
      const p = n.parts(x);
      const arm = p.s.find((a) => is(a, inside.arm.name));
      return arm && is(arm, inside.arm.name)
        ? {
            arm,
            rest: n.raw(
              p.c,
              p.s.filter((a) => a !== arm),
              p.k,
            ),
          }
        : null;
    });
    const [first] = list;
    const same = (a: App, b: App): boolean =>
      a.args.slice(1).length === b.args.slice(1).length && a.args.slice(1).every((x, i) => x === b.args[i + 1]);
    if (!first || !list.every((x) => x !== null && same(x.arm, first.arm))) return null;
    const values = new Map<App, Expr[]>();
    for (const x of list) if (x) values.set(x.arm, [...(values.get(x.arm) ?? []), x.rest]);
    return byArms([...values].map(([arm, rest]) => ({ arm, value: term(n.add(rest)) })));
  }

  function byArms(list: readonly UnderArm[]): Expr {
    const [first] = list;
    if (!first) throw new Bug("cases without arms");
    const guards = first.arm.args.slice(2);
    const shape = first.value.shape;
    const at = (k: number): Expr =>
      list.find((x) => integerOf(arg(x.arm, 0)) === k)?.value ?? (isScalar(shape) ? t.num(0) : term(n.zero(shape)));
    const arms: Arm[] = guards.map((g, k) => ({ when: term(g), then: at(k + 1) }));
    const otherwise = integerOf(arg(first.arm, 1)) === 1 ? at(guards.length + 1) : null;
    const last = arms.at(-1);
    return otherwise && last && arms.every((a) => a.then === otherwise) ? otherwise : t.cases(arms, otherwise);
  }

  return { groupArms, byArms };
}
