/**
 * Signs of products, as they are written: what was first met as b − Ax is written so, and a minus before an array goes into a difference.
 */
import type { App, Expr } from "../expr/index.ts";
import { arg, is, isNegative } from "./atoms.ts";
import type { Normal } from "./normal.ts";

/** Which sums of a product are written with the opposite sign, and the sign left over. */
export interface Signs {
  readonly turned: ReadonlySet<Expr>;
  readonly negative: boolean;
}

export interface SignReader {
  signs(e: App): Signs;
  /** Will a minus stand in front? */
  negativeShown(x: Expr): boolean;
}

export function createSigns(n: Normal): SignReader {
  const negativeShown = (x: Expr): boolean => (is(x, "mul") && n.parts(x).s[0] !== x ? signs(x).negative : isNegative(x));

  const found = new Map<Expr, readonly App[]>();

  /** Sums among the factors whose sign may be turned. */
  function sumsIn(x: Expr): readonly App[] {
    const before = found.get(x);
    if (before) return before;
    const out = sumsBelow(x);
    found.set(x, out);
    return out;
  }

  function sumsBelow(x: Expr): readonly App[] {
    if (is(x, "add")) return [x];
    if (is(x, "hadamard") || (is(x, "mul") && n.parts(x).s[0] === x)) return x.args.flatMap(sumsIn);
    return is(x, "Diag") || is(x, "transpose") ? sumsIn(arg(x, 0)) : [];
  }

  /**
   * Which sums of a product are written with the opposite sign, and the sign left over: as first met (b − Ax), and if a minus is left
   * before an array, a difference takes it: −(t − s) x is (s − t) x.
   */
  function signs(e: App): Signs {
    const { c, s, k } = n.parts(e);
    const sums = [...s, ...k].flatMap(sumsIn);
    const once = sums.filter((x) => sums.indexOf(x) === sums.lastIndexOf(x));
    const turned = new Set<Expr>(once.filter((x) => n.turned.has(x)));
    const negative = c.n < 0n !== (turned.size % 2 === 1);
    if (!negative) return { turned, negative };
    const mixed = (x: App): boolean => x.args.some(isNegative) && x.args.some((y) => !isNegative(y));
    const lessOne = (x: App): boolean => !turned.has(x) && x.args.some((y) => y.kind === "num" && y.value.n < 0n);
    const taker = once.find((x) => mixed(x) && lessOne(x)) ?? (k.length === 0 && s.length > 1 ? undefined : once.find(mixed));
    if (!taker) return { turned, negative };
    if (!turned.delete(taker)) turned.add(taker);
    return { turned, negative: false };
  }

  return { signs, negativeShown };
}
