/**
 * The differential of a quantity, pushed inwards generation by generation: each round replaces every atom d(u) of the line by its rule,
 * until only the changes of named quantities and of the variable are left.
 */
import { is, isNumber, isZero } from "../calculus/atoms.ts";
import type { Normal } from "../calculus/normal.ts";
import type { Problem } from "../calculus/problem.ts";
import { refusal } from "../calculus/refusal.ts";
import { dependence, type Used } from "../calculus/reverse.ts";
import { reasonOf } from "../calculus/steps.ts";
import { differential } from "../calculus/structure.ts";
import { type Expr, heads, nodesOf } from "../expr/index.ts";
import { moves } from "./moves.ts";
import type { Detail, Reason } from "./types.ts";

export interface Line {
  /** A normal term, linear in its atoms. */
  readonly value: Expr;
  readonly reasons: readonly Reason[];
}

export interface Expander {
  /** Lines of d(q), the last one over the changes of `stop` only. */
  lines(q: Expr): readonly Line[];
  /** The line with the changes of inner quantities inserted. */
  insert(line: Expr, changes: ReadonlyMap<Expr, Expr>): Expr;
  /** Whose changes stand in a line. */
  atoms(line: Expr): readonly Expr[];
  readonly varies: (e: Expr) => boolean;
  /** The differentials taken so far: their cards say under what they hold. */
  readonly used: readonly Used[];
}

/** Linear rules: no line of their own beside another rule. */
const small: ReadonlySet<string> = new Set([
  "fixed-factor",
  "d-sum",
  "d-transpose",
  "d-entry",
  "d-sum-over-index",
  "d-blocks",
  "d-tr",
  "d-diag",
  "d-Diag",
  "d-vec",
  "d-stop-gradient",
  "d-definition",
]);

const mostRounds = 40;
const mostNodes = 4000;

export function createExpander(problem: Problem, stop: ReadonlySet<Expr>, leaf: Expr, detail: Detail): Expander {
  const { engine, n } = problem;
  const used: Used[] = [];
  const varies = dependence(engine, [leaf]);

  const atoms = (line: Expr): readonly Expr[] => {
    const out = new Set<Expr>();
    const seen = new Set<Expr>();
    const go = (x: Expr): void => {
      if (seen.has(x)) return;
      seen.add(x);
      if (x.kind === "app" && x.head === heads.d) out.add(x.args[0] as Expr);
      else for (const c of n.children(x)) go(c);
    };
    go(line);
    return [...out];
  };

  /** Every d(u) replaced; a sum over an index keeps its index, so that u may speak of it. */
  const insert = (line: Expr, changes: ReadonlyMap<Expr, Expr>): Expr => {
    const done = new Map<Expr, Expr>();
    const go = (x: Expr): Expr => {
      const before = done.get(x);
      if (before) return before;
      const change = x.kind === "app" && x.head === heads.d ? changes.get(x.args[0] as Expr) : undefined;
      const kids = x.kind === "app" && x.head === heads.d ? [] : n.children(x);
      const next = kids.map(go);
      const out = change ?? (kids.every((k, i) => k === next[i]) ? x : n.rebuild(x, next));
      done.set(x, out);
      return out;
    };
    return go(line);
  };

  const oneDeep = (u: Expr): Line => {
    const value = engine.value(u) ?? u;
    used.push({ node: u, value, differential: () => differential(n, value, varies, u) });
    const squared = squaredNorm(value);
    if (squared) return { value: n.mul([n.num(2), n.pair(squared, n.d(squared))]), reasons: [moves.squaredNorm] };
    const alone = value.kind === "app" && value.head === heads.mul && value.args.filter(varies).length === 1;
    return { value: withoutZeros(n, differential(n, value, varies, u)), reasons: [alone ? moves.fixed : reasonOf(n.book, value)] };
  };

  function lines(q: Expr): readonly Line[] {
    const out: Line[] = [oneDeep(q)];
    for (let round = 0; ; round++) {
      const last = out.at(-1) as Line;
      const open = atoms(last.value).filter((u) => !stop.has(u) && u !== leaf && !isZero(n.d(u)));
      if (open.length === 0) return out;
      if (round > mostRounds || nodesOf(last.value).length > mostNodes)
        throw refusal("budget", `the differential has more than ${mostNodes} parts; define inner quantities with --where`);
      const rules = open.map(oneDeep);
      const value = insert(last.value, new Map(open.map((u, i) => [u, (rules[i] as Line).value])));
      const reasons = distinct(rules.flatMap((r) => r.reasons));
      const merge = detail !== "full" && (reasons.every((r) => small.has(r.rule)) || last.reasons.every((r) => small.has(r.rule)));
      if (merge) out[out.length - 1] = { value, reasons: distinct([...last.reasons, ...reasons]) };
      else out.push({ value, reasons });
    }
  }

  return { lines, insert, atoms, varies, used };
}

/** A linear function of zero is zero: what does not vary leaves the differential of a product of its own kind, such as a convolution. */
function withoutZeros(n: Normal, e: Expr): Expr {
  const done = new Map<Expr, Expr>();
  const go = (x: Expr): Expr => {
    const before = done.get(x);
    if (before) return before;
    const kids = x.kind === "app" && x.head === heads.d ? [] : n.children(x);
    const next = kids.map(go);
    const zero = x.kind === "app" && next.some((k, i) => isZero(k) && x.head.adjoint[i]);
    const out = zero ? n.zero(x.shape) : kids.every((k, i) => k === next[i]) ? x : n.rebuild(x, next);
    done.set(x, out);
    return out;
  };
  return go(e);
}

/** The U of ‖U‖². Its differential needs no ‖U‖ > 0, as that of the norm does. */
function squaredNorm(e: Expr): Expr | null {
  if (!is(e, "pow")) return null;
  const [base, exponent] = e.args;
  return base && exponent && is(base, "norm") && isNumber(exponent, 2) ? (base.args[0] ?? null) : null;
}

export const distinct = (list: readonly Reason[]): readonly Reason[] => [...new Map(list.map((r) => [r.rule, r])).values()];
