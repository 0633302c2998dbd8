/**
 * Declared facts, used in results only: dX has no structure, and the gradients of aᵀXb and aᵀXᵀb differ also where X is symmetric.
 *
 *   Sᵀ = S   Qᵀ Q = I   1ᵀp = 1 (probability, one-hot)   y ⊙ y = 1 (sign)   b ⊙ b = b (binary)   sg(u) = u
 */
import type { Attribute, Environment, Expr, Sym } from "../expr/index.ts";

import { arg, cols, integerOf, is, isOnes, rows } from "./atoms.ts";
import type { Normal } from "./normal.ts";
import { transposes } from "./products.ts";

export function withFacts(n: Normal, environment: Environment, e: Expr): Expr {
  const has = (x: Expr, a: Attribute): boolean => x.kind === "sym" && (environment.symbols.get(x.name)?.attributes.has(a) ?? false);
  const isSymmetric = ofKind(n, (x) => has(x, "symmetric") || has(x, "diagonal") || has(x, "positive definite"), true);
  const isDiagonal = ofKind(n, (x) => has(x, "diagonal"), false);
  const done = new Map<Expr, Expr>();
  const go = (x: Expr): Expr => {
    const before = done.get(x);
    if (before) return before;
    const kids = n.children(x);
    const next = kids.map(go);
    const inside = kids.every((k, i) => k === next[i]) ? x : n.rebuild(x, next);
    const out = fact(inside) ?? inside;
    done.set(x, out);
    return out;
  };
  const fact = (x: Expr): Expr | null => {
    if (is(x, "sg")) return arg(x, 0);
    if (is(x, "transpose")) {
      const s = arg(x, 0);
      if (isSymmetric(s)) return s;
      return has(s, "skew-symmetric") ? n.neg(s) : null;
    }
    if (is(x, "Diag")) {
      const { c, s, k } = n.parts(arg(x, 0));
      const [d] = k;
      return d && k.length === 1 && is(d, "diag") && isDiagonal(arg(d, 0)) ? n.mul([n.num(c), ...s, arg(d, 0)]) : null;
    }
    if (is(x, "diag")) {
      const { k } = n.parts(arg(x, 0));
      const back = [...k].reverse().map((y) => go(n.T(y)));
      return transposes(back) < transposes(k) ? n.diagonal(n.mul(back)) : null;
    }
    if (is(x, "inv") && has(arg(x, 0), "orthogonal")) return n.T(arg(x, 0));
    if (is(x, "hpow") || is(x, "pow")) {
      const [b, k] = [arg(x, 0), integerOf(arg(x, 1))];
      const entry = b.kind === "elem" ? b.of : b;
      if (k === null || k < 2) return null;
      if (has(entry, "sign")) return k % 2 === 0 ? n.onesLike(b.shape) : b;
      return has(entry, "binary") || has(entry, "one-hot") ? b : null;
    }
    return is(x, "mul") ? factOfProduct(n, x.args, has) : null;
  };
  return go(e);
}

/** Is a matrix symmetric (or diagonal), given which symbols are? Sums, inverses, and products that read the same backwards. */
function ofKind(n: Normal, leaf: (x: Expr) => boolean, symmetric: boolean): (x: Expr) => boolean {
  const done = new Map<Expr, boolean>();
  const go = (x: Expr): boolean => {
    const before = done.get(x);
    if (before !== undefined) return before;
    const out = leaf(x) || of(x);
    done.set(x, out);
    return out;
  };
  const of = (x: Expr): boolean => {
    if (x.kind !== "app") return false;
    switch (x.head.name) {
      case "eye":
      case "Diag":
        return true;
      case "inv":
      case "transpose":
        return go(arg(x, 0));
      case "add":
        return x.args.every(go);
      case "mul": {
        const { k } = n.parts(x);
        if (k[0] === x) return false;
        if (!symmetric) return k.every(go);
        return k.every((y, i) => {
          const partner = k[k.length - 1 - i] as Expr;
          return n.T(y) === partner || (y === partner && go(y));
        });
      }
      default:
        return false;
    }
  };
  return go;
}

function factOfProduct(n: Normal, args: readonly Expr[], has: (x: Expr, a: Attribute) => boolean): Expr | null {
  const total = (x: Expr): boolean => has(x, "probability") || has(x, "one-hot");
  const [a, b] = args;
  if (args.length === 2 && a && b && is(a, "transpose")) {
    const left = arg(a, 0);
    if ((isOnes(left) && total(b)) || (isOnes(b) && total(left))) return n.num(1);
  }
  for (let i = 0; i + 1 < args.length; i++) {
    const [x, y] = [args[i] as Expr, args[i + 1] as Expr];
    const q = is(x, "transpose") ? arg(x, 0) : is(y, "transpose") ? arg(y, 0) : null;
    if (q && has(q, "orthogonal") && (is(x, "transpose") ? y : x) === q) {
      return n.mul([...args.slice(0, i), n.eye(rows(x.shape)), ...args.slice(i + 2)]);
    }
  }
  return null;
}

export type Structure = "symmetric" | "skew-symmetric" | "diagonal";

/**
 * The gradient where the entries of X that are one variable move together, from the ambient gradient G:
 * symmetric G + Gᵀ − G ⊙ I, skew-symmetric G − Gᵀ, diagonal G ⊙ I.
 */
export function structured(n: Normal, g: Expr, structure: Structure): Expr {
  const onDiagonal = n.diagMatrix(n.diagonal(g));
  switch (structure) {
    case "symmetric":
      return n.add([g, n.T(g), n.neg(onDiagonal)]);
    case "skew-symmetric":
      return n.sub(g, n.T(g));
    case "diagonal":
      return onDiagonal;
  }
}

/** The structure declared of a variable, if its gradient has another reading. */
export function declaredStructure(environment: Environment, by: Expr): Structure | null {
  if (by.kind !== "sym" || cols(by.shape).key === "1") return null;
  const attributes = environment.symbols.get((by as Sym).name)?.attributes;
  if (attributes?.has("symmetric") || attributes?.has("positive definite")) return "symmetric";
  if (attributes?.has("skew-symmetric")) return "skew-symmetric";
  return attributes?.has("diagonal") ? "diagonal" : null;
}
