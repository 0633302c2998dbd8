/** Single-edit mutants of a term: the mistakes people make, made one at a time. */
import { type Expr, type Head, heads, nodesOf, type Sym, type Terms } from "../../src/expr/index.ts";
import { sameShape } from "../../src/shape/index.ts";
import { head } from "./heads.ts";

const unary = ["exp", "sigmoid", "tanh", "relu", "heaviside", "sin", "cos", "abs", "ln"] as const;

/** Every term that comes from one edit, of the same shape as the original; no duplicates. */
export function mutantsOf(t: Terms, e: Expr): readonly Expr[] {
  const pool = nodesOf(e).filter((x): x is Sym => x.kind === "sym" && !x.name.startsWith("#"));
  const out = new Set<Expr>();
  for (const node of nodesOf(e)) {
    for (const make of edits(t, node, pool)) {
      const changed = attempt(() => replaceNode(t, e, node, make()));
      if (changed && changed !== e && sameShape(changed.shape, e.shape)) out.add(changed);
    }
  }
  return [...out];
}

/** An edit that makes no sense (shapes, subscripts) is no mutant. */
function attempt<T>(f: () => T): T | null {
  try {
    return f();
  } catch {
    return null;
  }
}

const replaceNode = (t: Terms, e: Expr, node: Expr, by: Expr): Expr => t.replace(e, (x) => (x === node ? by : null));

function edits(t: Terms, x: Expr, pool: readonly Sym[]): readonly (() => Expr)[] {
  const app = (h: Head, ...args: readonly Expr[]): Expr => t.app(h, args);
  const general: readonly (() => Expr)[] =
    x.sort === "index" ? [] : [() => app(heads.neg, x), () => app(heads.add, x, x), () => app(heads.transpose, x)];
  switch (x.kind) {
    case "num":
      return [() => t.num({ n: x.value.n + x.value.d, d: x.value.d }), () => t.num({ n: x.value.n - x.value.d, d: x.value.d })];
    case "sym":
      return [...general, ...pool.filter((p) => p !== x && p.sort === x.sort).map((p) => () => p as Expr)];
    case "app":
      return [...general, ...applicationEdits(t, x.head, x.args)];
    case "call":
      return [
        ...general,
        ...x.args.map(
          (a, i) => () =>
            t.call(
              x.fn,
              x.slots,
              x.args.map((b, j) => (i === j ? app(heads.add, a, a) : b)),
              x.shape,
            ),
        ),
      ];
    case "elem":
      return x.at.flatMap((_, i) =>
        [1, -1].map(
          (by) => () =>
            t.elem(
              x.of,
              x.at.map((b, j) => (i === j ? app(heads.add, b, t.num(by)) : b)),
              x.outside,
            ),
        ),
      );
    case "bind": {
      if (x.domain.kind !== "range") return general;
      const { from, to } = x.domain;
      const shifted = (e: Expr, by: number): Expr => app(heads.add, e, t.num(by));
      return [
        ...general,
        () => t.bind(x.binder, x.index, { kind: "range", from: shifted(from, 1), to }, x.body),
        () => t.bind(x.binder, x.index, { kind: "range", from, to: shifted(to, -1) }, x.body),
      ];
    }
    case "cases":
      return [...general, ...x.arms.map((a) => () => a.then), ...(x.otherwise ? [() => x.otherwise as Expr] : [])];
    case "deriv":
      return general;
    default:
      return x satisfies never;
  }
}

function applicationEdits(t: Terms, h: Head, args: readonly Expr[]): readonly (() => Expr)[] {
  const app = (g: Head, ...list: readonly Expr[]): Expr => t.app(g, list);
  const [a, b] = args as readonly [Expr, Expr | undefined];
  const dropped =
    args.length > 1
      ? args.map((_, i) => () => {
          const rest = args.filter((__, j) => j !== i);
          return rest.length === 1 ? (rest[0] as Expr) : t.app(h, rest);
        })
      : [];
  const reversed = args.length > 1 ? [() => t.app(h, [...args].reverse())] : [];
  const each = (f: (x: Expr) => Expr): readonly (() => Expr)[] =>
    args.map(
      (x, i) => () =>
        t.app(
          h,
          args.map((y, j) => (i === j ? f(x) : y)),
        ),
    );
  switch (h.name) {
    case "add":
      return [...dropped, ...each((x) => app(heads.neg, x))];
    case "mul":
      return [...dropped, ...reversed, () => t.app(heads.hadamard, args), ...each((x) => app(heads.transpose, x))];
    case "hadamard":
      return [...dropped, () => t.app(heads.mul, args)];
    case "div":
      return b ? [() => a, () => app(heads.mul, a, b), () => app(heads.div, a, app(heads.mul, b, b)), () => app(heads.div, b, a)] : [];
    case "pow":
      return b ? [() => a, () => app(heads.pow, a, app(heads.add, b, t.num(1))), () => app(heads.pow, a, app(heads.neg, b))] : [];
    case "neg":
    case "transpose":
      return [() => a];
    case "eq":
      return b ? [() => app(heads.ne, a, b), () => app(heads.le, a, b)] : [];
    case "iverson":
      return [() => t.num(1)];
    case "softmax":
    case "sg":
    case "diag":
    case "Diag":
    case "inv":
    case "flip":
      return [() => a, ...(h.name === "inv" ? [() => app(h, app(heads.transpose, a))] : [])];
    default:
      return args.length === 1 && h.acts.kind === "elementwise"
        ? [() => a, () => app(h, app(heads.neg, a)), ...unary.filter((u) => u !== h.name).map((u) => () => app(head(u), a))]
        : dropped;
  }
}
