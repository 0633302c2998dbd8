/**
 * Laws of products, scalar or entrywise.
 *
 *   eᵘe⁻ᵘ = 1      u/√u = √u
 *   eᵘ/(1 + eᵘ) = σ(u)      σ(u)/(1 + eᵘ) = σ(u)(1 − σ(u))      ReLU(u) H(u) = ReLU(u)      sign(u)/|u| = 1/u      |u| sign(u) = u
 */
import type { App, Expr, Head } from "../expr/index.ts";
import { arg, integerOf, is, isNegative, isNumber, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

/** A product as a list of commuting factors, and how to put it together again. */
interface Factors {
  readonly list: readonly Expr[];
  build(list: readonly Expr[]): Expr;
}

function factorsOf(n: Normal, e: App): Factors | null {
  if (is(e, "hadamard")) return { list: e.args, build: n.had };
  if (!is(e, "mul")) return null;
  const { c, s, k } = n.parts(e);
  return s[0] === e ? null : { list: s, build: (list) => n.mul([n.num(c), ...list, ...k]) };
}

export function lawsOfProducts(n: Normal, e: Expr): Expr {
  if (e.kind !== "app") return e;
  const f = factorsOf(n, e);
  if (!f) return e;
  for (const a of f.list) {
    const out = a.kind === "app" ? law(n, f, a) : null;
    if (out) return lawsOfProducts(n, out);
  }
  return e;
}

const isPower = (e: Expr): e is App => is(e, "pow") || is(e, "hpow");
const oneLike = (n: Normal, e: Expr): Expr => (scalar(e) ? n.num(1) : n.onesLike(e.shape));

/** σ(u), and σ(−u) = 1 − σ(u). */
const logistic = (n: Normal, sigmoid: Head, u: Expr): Expr =>
  isNegative(u) ? n.sub(oneLike(n, u), n.apply(sigmoid, [n.neg(u)])) : n.apply(sigmoid, [u]);

function law(n: Normal, f: Factors, a: App): Expr | null {
  const without = (drop: readonly Expr[], ...more: readonly Expr[]): Expr => f.build([...f.list.filter((x) => !drop.includes(x)), ...more]);
  const sigmoid = n.book.heads.get("sigmoid");
  if (is(a, "exp") && sigmoid) {
    const below = f.list.find((b) => isPower(b) && (integerOf(arg(b, 1)) ?? 0) < 0 && arg(b, 0) === n.add([oneLike(n, a), a]));
    if (below && isPower(below))
      return without([a, below], logistic(n, sigmoid, arg(a, 0)), n.pow(arg(below, 0), n.add([arg(below, 1), n.num(1)])));
  }
  if (isPower(a) && isNumber(arg(a, 1), -1) && sigmoid) {
    const sum = arg(a, 0);
    const e = is(sum, "add") && sum.args.length === 2 ? sum.args.find((x) => is(x, "exp")) : null;
    const beside = e && is(e, "exp") && sum === n.add([oneLike(n, e), e]) ? logistic(n, sigmoid, arg(e, 0)) : null;
    if (beside && f.list.includes(beside)) return without([a], n.sub(oneLike(n, beside), beside));
  }
  if (is(a, "exp")) {
    const inverse = f.list.find((b) => is(b, "exp") && arg(b, 0) === n.neg(arg(a, 0)));
    if (inverse) return without([a, inverse], oneLike(n, a));
  }
  if (isPower(a) && (integerOf(arg(a, 1)) ?? 0) < 0 && is(arg(a, 0), "sqrt")) {
    const root = arg(a, 0) as App;
    const whole = f.list.find((b) => b === arg(root, 0));
    if (whole) return without([a, whole], n.pow(root, n.add([arg(a, 1), n.num(2)])));
  }
  const same = (name: string): Expr | undefined => f.list.find((b) => is(b, name) && arg(b, 0) === arg(a, 0));
  if (is(a, "relu")) {
    const step = same("heaviside");
    if (step) return without([step]);
  }
  if (is(a, "sign")) {
    const size = f.list.find(
      (b) => isPower(b) && isNumber(arg(b, 1), -1) && is(arg(b, 0), "abs") && arg(arg(b, 0) as App, 0) === arg(a, 0),
    );
    if (size) return without([a, size], n.pow(arg(a, 0), n.num(-1)));
    const abs = same("abs");
    if (abs) return without([a, abs], arg(a, 0));
  }
  return null;
}
