/** Structural heads in index form: arithmetic, products, blocks, brackets. */
import { type App, type Expr, heads, type StructuralRule } from "../../expr/index.ts";
import { absurd, type Dim, isOne, isScalar } from "../../shape/index.ts";
import { type Affine, minus, one, plus, shift, zero } from "./affine.ts";
import { delta, noMarks, type Poly, polyOf, tensor, term } from "./factor.ts";
import { affineOfDim, type Frame, indexLengths, rankOf, rowsAndColumns } from "./frame.ts";
import { freeze } from "./freeze.ts";
import { betweenGuards } from "./guards.ts";
import { indexOf, lowerTruth } from "./indices.ts";
import { contract, contractAll, lower, lowerSpread } from "./lower.ts";
import { lowerCard } from "./lower-cards.ts";
import { lowerEye } from "./lower-eye.ts";
import { lowerPower, lowerReciprocal } from "./lower-powers.ts";
import { addPolys, multiplyPolys, negatePoly, onePoly, single } from "./poly.ts";
import { unit } from "./rational.ts";
import { giveUp } from "./session.ts";

export function lowerApp(f: Frame, e: App, at: readonly Affine[]): Poly {
  return e.head.acts.kind === "structural" ? lowerStructural(f, e, e.head.acts.rule, at) : lowerCard(f, e, at);
}

function lowerStructural(f: Frame, e: App, rule: StructuralRule, at: readonly Affine[]): Poly {
  const s = f.session;
  const argument = (i: number): Expr => e.args[i] as Expr;
  const spread = (): readonly Poly[] => e.args.map((a) => lowerSpread(f, a, at));
  switch (rule) {
    case "add":
      return addPolys(s, ...spread());
    case "neg":
      return negatePoly(lower(f, argument(0), at));
    case "mul":
      return lowerProduct(f, e.args, at);
    case "hadamard":
      return multiplyPolys(s, ...spread());
    case "div":
    case "hdiv":
      return multiplyPolys(s, lowerSpread(f, argument(0), at), lowerReciprocal(f, argument(1), at));
    case "pow":
    case "hpow":
      return lowerPower(f, e, at);
    case "transpose": {
      const [rows, columns] = rowsAndColumns(f, e.shape, at);
      return lower(f, argument(0), [...columns, ...rows]);
    }
    case "permute":
      return lowerPermuted(f, e, at);
    case "kron":
      return lowerKronecker(f, e, at);
    case "stack":
      return lowerBlocks(f, e, 0, at);
    case "beside":
      return lowerBlocks(f, e, 1, at);
    case "eye":
      return lowerEye(f, ...rowsAndColumns(f, e.shape, at));
    case "ones":
      return onePoly;
    case "zeros":
      return polyOf([]);
    case "basis":
      return at.length > 1
        ? giveUp("a unit vector along an axis that is a product")
        : single(s, delta(minus(at[0] ?? one, indexOf(f, argument(0)))));
    case "same":
      return e.head === heads.sg ? freeze(s, lower(f, argument(0), at), true) : giveUp("a differential has no index form");
    case "constant":
      if (e.head !== heads.pi) return giveUp("infinity");
      return single(s, tensor({ name: "\\pi", at: [], dims: [], marks: { ...noMarks, positive: true }, frozen: false }));
    case "relation":
    case "logic":
      return giveUp("a truth where a number is due");
    case "iverson":
      return lowerTruth(f, argument(0));
    default:
      return absurd(rule);
  }
}

const isThin = (x: Dim | undefined): boolean => x !== undefined && isOne(x);

/** Factors from left to right: numbers scale, matrices chain; a chain that has become a number scales what follows. */
function lowerProduct(f: Frame, args: readonly Expr[], at: readonly Affine[]): Poly {
  const chains: Expr[][] = [];
  const scalars: Poly[] = [];
  let open: Expr[] | null = null;
  for (const a of args) {
    if (isScalar(a.shape)) {
      scalars.push(lower(f, a, []));
      continue;
    }
    if (open) open.push(a);
    else {
      open = [a];
      chains.push(open);
    }
    const rows: Dim | undefined = open[0]?.shape[0];
    if (isThin(rows) && isThin(a.shape[1])) open = null;
  }
  const values = chains.map((chain) => lowerChain(f, chain, at));
  return multiplyPolys(f.session, ...scalars, ...values);
}

/** A chain that is a number takes no index; the one that is not takes those of the product. */
function lowerChain(f: Frame, chain: readonly Expr[], at: readonly Affine[]): Poly {
  const [first] = chain;
  if (!first) return onePoly;
  if (chain.length === 1) return lower(f, first, at);
  const row = at.slice(0, indexLengths(f, first.shape[0] as Dim).length);
  const column = at.slice(row.length);
  const go = (k: number, j: readonly Affine[]): Poly => {
    const e = chain[k] as Expr;
    if (k === 0) return lower(f, e, [...row, ...j]);
    return contractAll(f, [e.shape[0] as Dim], (i) => multiplyPolys(f.session, go(k - 1, i), lower(f, e, [...i, ...j])));
  };
  const thin = isThin(first.shape[0]) && isThin(chain.at(-1)?.shape[1]);
  return go(chain.length - 1, thin ? [] : column);
}

/** Axis k of the result is axis pₖ of the argument. */
function lowerPermuted(f: Frame, e: App, at: readonly Affine[]): Poly {
  const [of, ...order] = e.args;
  if (!of) return giveUp("a permutation of nothing");
  if (rankOf(f, of.shape) !== order.length) return giveUp("a permutation of an axis that is a product");
  const places: Affine[] = [];
  order.forEach((p, k) => {
    places[indexOf(f, p).constant - 1] = at[k] as Affine;
  });
  return lower(f, of, places);
}

/**
 * (A ⊗ B)[(i−1)p + k, (j−1)q + l] = A[i, j] B[k, l]. Along an axis of symbolic length the index is the pair (i, k) itself; along one of
 * numeric length the place is taken apart by a sum over i.
 */
function lowerKronecker(f: Frame, e: App, at: readonly Affine[]): Poly {
  const [a, b] = e.args as [Expr, Expr];
  const s = f.session;
  const [rows, columns] = rowsAndColumns(f, e.shape, at);
  const take = (k: 0 | 1, own: readonly Affine[], then: (outer: readonly Affine[], inner: readonly Affine[]) => Poly): Poly => {
    const outer = indexLengths(f, a.shape[k] as Dim);
    const inner = indexLengths(f, b.shape[k] as Dim);
    if (own.length === outer.length + inner.length) return then(own.slice(0, outer.length), own.slice(outer.length));
    const [place] = own;
    const [m] = outer;
    const [p] = inner;
    if (!place || !m || !p || p.parts.length > 0) return giveUp("a Kronecker product along an axis that is a product in two ways");
    return contract(f, m, (i) => {
      const rest = plus(place, shift(i, -1), -p.constant);
      return multiplyPolys(s, polyOf([term(unit, betweenGuards(rest, one, p))]), then([i], [rest]));
    });
  };
  return take(0, rows, (i, k) => take(1, columns, (j, l) => multiplyPolys(s, lower(f, a, [...i, ...j]), lower(f, b, [...k, ...l]))));
}

/** Blocks along an axis: each counts between its first and last place. */
function lowerBlocks(f: Frame, e: App, axis: 0 | 1, at: readonly Affine[]): Poly {
  const s = f.session;
  const [first] = e.args;
  if (!first || e.args.length === 1) return first ? lower(f, first, at) : giveUp("blocks of nothing");
  const [rows, columns] = rowsAndColumns(f, e.shape, at);
  const [place, ...more] = axis === 0 ? rows : columns;
  if (!place || more.length > 0) return giveUp("blocks along an axis that is a product");
  let start: Affine = zero;
  const parts = e.args.map((b) => {
    const thin = isOne(b.shape[axis] as Dim);
    const length = affineOfDim(f, b.shape[axis] as Dim);
    const inside = minus(place, start);
    const guards = thin ? [{ factor: delta(shift(inside, -1)), exponent: unit }] : betweenGuards(inside, one, length);
    start = plus(start, length);
    const own = thin ? [] : [inside];
    return multiplyPolys(s, polyOf([term(unit, guards)]), lower(f, b, axis === 0 ? [...own, ...columns] : [...rows, ...own]));
  });
  return addPolys(s, ...parts);
}
