/** Structural heads in index form: arithmetic, products, blocks, brackets. */
import { type App, type Expr, heads, type StructuralRule } from "../../expr/index.ts";
import { absurd, type Dim, isOne, isScalar } from "../../shape/index.ts";
import { type Affine, minus, one, plus, shift, zero } from "./affine.ts";
import { delta, noMarks, type Poly, polyOf, tensor, term } from "./factor.ts";
import { affineOfDim, type Frame } from "./frame.ts";
import { freeze } from "./freeze.ts";
import { betweenGuards } from "./guards.ts";
import { indexOf, lowerTruth } from "./indices.ts";
import { contract, lower, lowerSpread } from "./lower.ts";
import { lowerCard } from "./lower-cards.ts";
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
    case "transpose":
      return lower(f, argument(0), [...at].reverse());
    case "permute":
      return lowerPermuted(f, e, at);
    case "kron":
      return lowerKronecker(f, argument(0), argument(1), at);
    case "stack":
      return lowerBlocks(f, e.args, 0, at);
    case "beside":
      return lowerBlocks(f, e.args, 1, at);
    case "eye":
      return at.length === 2 ? single(s, delta(minus(at[0] as Affine, at[1] as Affine))) : onePoly;
    case "ones":
      return onePoly;
    case "zeros":
      return polyOf([]);
    case "basis":
      return single(s, delta(minus(at[0] ?? one, indexOf(f, argument(0)))));
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

/** Entry of a matrix-like term by row and column; a dim that is a literal 1 takes no index. */
const cell = (f: Frame, e: Expr, row: Affine, column: Affine): Poly => {
  const [m, n] = e.shape as [Dim, Dim];
  return lower(f, e, [...(isOne(m) ? [] : [row]), ...(isOne(n) ? [] : [column])]);
};

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
  const last = chain.at(-1);
  if (!first || !last) return onePoly;
  if (chain.length === 1) return lower(f, first, at);
  const rows = !isThin(first.shape[0]);
  const columns = !isThin(last.shape[1]);
  const row = rows ? (at[0] as Affine) : one;
  const column = columns ? (at[rows ? 1 : 0] as Affine) : one;
  const go = (k: number, j: Affine): Poly => {
    const e = chain[k] as Expr;
    if (k === 0) return cell(f, e, row, j);
    const inner = e.shape[0] as Dim;
    if (isOne(inner)) return multiplyPolys(f.session, go(k - 1, one), cell(f, e, one, j));
    return contract(f, affineOfDim(f, inner), (i) => multiplyPolys(f.session, go(k - 1, i), cell(f, e, i, j)));
  };
  return go(chain.length - 1, column);
}

/** Axis k of the result is axis pₖ of the argument. */
function lowerPermuted(f: Frame, e: App, at: readonly Affine[]): Poly {
  const [of, ...order] = e.args;
  if (!of) return giveUp("a permutation of nothing");
  const places: Affine[] = [];
  order.forEach((p, k) => {
    places[indexOf(f, p).constant - 1] = at[k] as Affine;
  });
  return lower(f, of, places);
}

/** (A ⊗ B)[(i−1)p + k, (j−1)q + l] = A[i, j] B[k, l]; blocks of numeric size only, other places are not affine. */
function lowerKronecker(f: Frame, a: Expr, b: Expr, at: readonly Affine[]): Poly {
  const split = (k: 0 | 1): { readonly outer: Dim; readonly inner: Dim } => ({ outer: a.shape[k] as Dim, inner: b.shape[k] as Dim });
  const take = (k: 0 | 1, used: number, then: (outer: Affine, inner: Affine) => Poly): Poly => {
    const { outer, inner } = split(k);
    if (isOne(outer)) return then(one, isOne(inner) ? one : (at[used] as Affine));
    if (isOne(inner)) return then(at[used] as Affine, one);
    const p = affineOfDim(f, inner);
    if (p.parts.length > 0) return giveUp("a Kronecker product with blocks of symbolic size");
    const place = at[used] as Affine;
    return contract(f, affineOfDim(f, outer), (i) => {
      const inside = plus(place, shift(i, -1), -p.constant);
      return multiplyPolys(f.session, polyOf([term(unit, betweenGuards(inside, one, p))]), then(i, inside));
    });
  };
  const rowAxis = isOne(a.shape[0] as Dim) && isOne(b.shape[0] as Dim) ? 0 : 1;
  return take(0, 0, (i, k) => take(1, rowAxis, (j, l) => multiplyPolys(f.session, cell(f, a, i, j), cell(f, b, k, l))));
}

/** Blocks along an axis: each counts between its first and last place. */
function lowerBlocks(f: Frame, blocks: readonly Expr[], axis: 0 | 1, at: readonly Affine[]): Poly {
  const s = f.session;
  const [first] = blocks;
  if (!first || blocks.length === 1) return first ? lower(f, first, at) : giveUp("blocks of nothing");
  const across = !isOne(first.shape[1 - axis] as Dim);
  const place = at[across ? axis : 0] as Affine;
  const other = across ? (at[1 - axis] as Affine) : one;
  let start: Affine = zero;
  const parts = blocks.map((b) => {
    const length = affineOfDim(f, b.shape[axis] as Dim);
    const inside = minus(place, start);
    const guards = isOne(b.shape[axis] as Dim) ? [{ factor: delta(shift(inside, -1)), exponent: unit }] : betweenGuards(inside, one, length);
    start = plus(start, length);
    const value = axis === 0 ? cell(f, b, inside, other) : cell(f, b, other, inside);
    return multiplyPolys(s, polyOf([term(unit, guards)]), value);
  });
  return addPolys(s, ...parts);
}

