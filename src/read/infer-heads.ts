/** Shapes of cards and functions at arguments of known shapes. */
import { type Head, heads, type Name } from "../expr/index.ts";
import {
  absurd,
  columnShape,
  type Dim,
  isFullMatrix,
  isOne,
  isRow,
  isScalar,
  type Shape,
  substituteShape,
  transposeShape,
} from "../shape/index.ts";
import { type Beliefs, type Callable, clash, isOpenName, spread, weight } from "./infer-misfit.ts";
import type { TermOf } from "./meaning.ts";

/** The first head whose arity and ranks fit. */
export function applied(t: TermOf<"apply">, args: readonly (Shape | null)[], b: Beliefs): Shape | null {
  t.args.forEach((a, k) => {
    const s = args[k];
    const wantsMatrix = t.heads.every(
      (h) => h.acts.kind === "signature" && h.acts.params[k] !== undefined && isFullMatrix(h.acts.params[k] as Shape),
    );
    if (s && isScalar(s) && wantsMatrix && isOpenName(b, a)) b.penalty(weight.scalarTransposed);
  });
  for (const head of [...t.heads].sort((x, y) => Number(meets(y, args)) - Number(meets(x, args)))) {
    if (head.arity !== "many" && head.arity !== args.length) continue;
    const fitting = byHead(head, args, b);
    if (fitting !== "unfit") return fitting;
  }
  return args.some((a) => a === null) ? null : clash(b);
}

function byHead(head: Head, args: readonly (Shape | null)[], b: Beliefs): Shape | null | "unfit" {
  const { acts } = head;
  switch (acts.kind) {
    case "elementwise":
      return spread(args, b);
    case "signature":
      return fits(acts.params, args) ? instantiate({ params: acts.params, result: acts.result, generic: true }, args, b) : "unfit";
    case "rows": {
      const [u] = args;
      if (u && (isFullMatrix(u) || isRow(u))) return acts.result.length === 2 && isScalar(acts.result) ? columnShape(u[0] as Dim) : u;
      return fits(acts.params, args) ? instantiate({ params: acts.params, result: acts.result, generic: true }, args, b) : "unfit";
    }
    case "structural":
      return acts.rule === "same" || acts.rule === "neg"
        ? (args[0] ?? null)
        : head === heads.transpose && args[0]
          ? transposeShape(args[0])
          : null;
    default:
      return absurd(acts);
  }
}

/** Of diag and Diag, which share a spelling, the one whose ranks are those of the arguments comes first. */
const meets = ({ acts }: Head, args: readonly (Shape | null)[]): boolean =>
  acts.kind === "signature" &&
  acts.params.length === args.length &&
  acts.params.every((p, k) => args[k]?.every((d, i) => isOne(d) === isOne(p[i] as Dim)) ?? false);

const fits = (params: readonly Shape[], args: readonly (Shape | null)[]): boolean =>
  params.length === args.length &&
  params.every((p, k) => {
    const a = args[k];
    return !a || (a.length === p.length && p.every((d, i) => !isOne(d) || isOne(a[i] as Dim)));
  });

export function called(fn: Name, args: readonly (Shape | null)[], b: Beliefs): Shape | null {
  const f = b.fn(fn, args);
  if (!f) return null;
  const ranks = (s: Shape | null | undefined): string => (s ? s.map((d) => (isOne(d) ? "1" : "n")).join() : "");
  if (f.params.length === args.length && f.params.every((p, k) => !args[k] || ranks(p) === ranks(args[k]))) return instantiate(f, args, b);
  const [x] = args;
  // A function of a number, taken of every entry.
  if (args.length === 1 && x && f.params[0] && isScalar(f.params[0]) && isScalar(f.result)) return x;
  return clash(b);
}

/** Matches the arguments; formal sizes are fresh for every call. */
function instantiate(f: Callable, args: readonly (Shape | null)[], b: Beliefs): Shape | null {
  const own = new Map<string, Dim>();
  const fresh = (s: Shape): Shape => {
    if (!f.generic) return s;
    for (const d of s) for (const term of d.terms) for (const p of term.powers) if (!own.has(p.atom)) own.set(p.atom, b.fresh());
    return substituteShape(s, own);
  };
  f.params.forEach((p, k) => {
    const a = args[k];
    if (a) for (const [i, d] of fresh(p).entries()) b.unify(d, a[i] as Dim);
  });
  const known = new Set(f.params.flatMap((p) => p.flatMap((d) => d.terms.flatMap((t) => t.powers.map((x) => x.atom)))));
  const kept = f.result.every((d) => d.terms.every((t) => t.powers.every((x) => known.has(x.atom))));
  return kept ? fresh(f.result) : f.result;
}
