/**
 * Transposition: a differential, linear in opaque atoms, passes the cotangent of its node on to the atoms.
 *
 *   L d R ↦ Lᵀ c Rᵀ      (ds) M ↦ ⟨M, c⟩      dᵀ ↦ cᵀ      A ⊙ d ↦ A ⊙ c      tr d ↦ c I      Diag d ↦ diag c      diag d ↦ Diag c
 *   dᵢ ↦ c eᵢ      Σᵢ d ↦ c, with i open      vec d ↦ unvec c      blocks ↦ the block of c
 */
import type { App, Elem, Expr, Sym } from "../expr/index.ts";
import { childrenOf, heads } from "../expr/index.ts";
import { addDims, type Dim, isOne, zero as zeroDim } from "../shape/dim.ts";
import { Bug } from "../shape/result.ts";
import { isScalar } from "../shape/shape.ts";
import { arg, cols, inside, is, isZero, rows } from "./atoms.ts";
import { instantiate, meaning } from "./card.ts";
import type { Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";

/** A cotangent for a child, with the indices opened by sums on the way. */
export type Emit = (child: Expr, cotangent: Expr, open: readonly Sym[]) => void;

export interface Transposer {
  /** Does an atom occur? */
  varying(e: Expr): boolean;
  atoms(e: Expr): readonly Expr[];
  transpose(linear: Expr, cotangent: Expr, emit: Emit): void;
}

export function createTransposer(n: Normal): Transposer {
  const known = new Map<Expr, boolean>();
  const varying = (e: Expr): boolean => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const found = (e.kind === "app" && e.head === heads.d) || childrenOf(e).some(varying);
    known.set(e, found);
    return found;
  };

  function atoms(e: Expr): readonly Expr[] {
    const out = new Set<Expr>();
    const seen = new Set<Expr>();
    const go = (x: Expr): void => {
      if (seen.has(x) || !varying(x)) return;
      seen.add(x);
      if (x.kind === "app" && x.head === heads.d) out.add(arg(x, 0));
      else for (const c of childrenOf(x)) go(c);
    };
    go(e);
    return [...out];
  }

  function push(x: Expr, c: Expr, open: readonly Sym[], emit: Emit): void {
    if (!varying(x)) {
      if (!isZero(x) && !isZero(unfolded(n, x))) throw new Bug("a differential with a constant part");
      return;
    }
    if (isZero(c)) return;
    if (x.kind === "elem") {
      push(x.of, entryCotangent(n, x, c), open, emit);
      return;
    }
    if (x.kind !== "app") throw new Bug(`a differential under a ${x.kind}`);
    pushApp(x, c, open, emit);
  }

  function pushApp(x: App, c: Expr, open: readonly Sym[], emit: Emit): void {
    const to = (e: Expr, g: Expr): void => push(e, g, open, emit);
    if (x.head === heads.d) {
      emit(arg(x, 0), c, open);
      return;
    }
    const q = x.args.findIndex(varying);
    const v = arg(x, q);
    switch (x.head.name) {
      case "add":
        for (const a of x.args) to(a, c);
        return;
      case "transpose":
        to(v, n.T(c));
        return;
      case "mul":
        to(v, productCotangent(n, x, q, c));
        return;
      case "hadamard":
        to(v, n.had([c, ...x.args.filter((_, i) => i !== q)]));
        return;
      case "tr":
        to(v, n.mul([c, n.eye(rows(v.shape))]));
        return;
      case "Diag":
        to(v, n.diagonal(c));
        return;
      case "diag":
        to(v, n.diagMatrix(c));
        return;
      case "vec":
        to(v, n.unvec(c, v.shape));
        return;
      case "kron":
        to(v, kronCotangent(n, x, q, c));
        return;
      case "stack":
      case "beside":
        blocks(n, x, c, (e, g) => varying(e) && to(e, g));
        return;
      case inside.unvec.name:
        to(v, n.vec(c));
        return;
      case inside.sum.name:
      case inside.integral.name:
      case inside.expectation.name:
        push(arg(x, 0), c, [...open, arg(x, 1) as Sym], emit);
        return;
      default: {
        const formula = x.head.adjoint[q];
        if (formula) to(v, instantiate(n, formula, [...x.args, c]));
        else to(unfoldedLinear(n, x), c);
      }
    }
  }

  return { varying, atoms, transpose: (linear, cotangent, emit) => push(linear, cotangent, [], emit) };
}

const multilinear: ReadonlySet<string> = new Set(["add", "mul", "hadamard", "transpose"]);

/** Sums, products, entrywise products, transposes: linear in each argument, so that their differential need not be written to be transposed. */
export const isMultilinear = (e: Expr): e is App => e.kind === "app" && e.head.acts.kind === "structural" && multilinear.has(e.head.name);

/** The transposed differential of such a node. */
export function pullBack(n: Normal, u: App, c: Expr, varies: (e: Expr) => boolean, emit: Emit): void {
  for (const [q, v] of u.args.entries()) {
    if (!varies(v)) continue;
    switch (u.head.name) {
      case "add":
        emit(v, c, []);
        break;
      case "mul":
        emit(v, productCotangent(n, u, q, c), []);
        break;
      case "hadamard":
        emit(v, n.had([c, ...u.args.filter((_, i) => i !== q)]), []);
        break;
      default:
        emit(v, n.T(c), []);
    }
  }
}

/** A card applied to nothing but zeros and constants may be zero by its meaning. */
const unfolded = (n: Normal, x: Expr): Expr => (x.kind === "app" ? (meaning(n, x) ?? x) : x);

/** A linear head without adjoint is read off through its meaning. */
function unfoldedLinear(n: Normal, x: App): Expr {
  const means = meaning(n, x);
  if (!means || means === x) throw refusal("no-rule", `no adjoint of ${x.head.name}`);
  return means;
}

/** c eᵢ or c eᵢeⱼᵀ; an entry that counts as zero outside its range has an indicator. */
function entryCotangent(n: Normal, x: Elem, c: Expr): Expr {
  const [i, j] = x.at as [Expr, Expr?];
  const s = x.of.shape;
  if (s.length > 2) return tensorCotangent(n, x, c);
  const guard = x.outside === "zero" ? x.at.flatMap((p, k) => inRange(n, p, (j ? s[k] : isOne(rows(s)) ? cols(s) : rows(s)) as Dim)) : [];
  if (j) return n.mul([...guard, c, n.basis(i, rows(s)), n.T(n.basis(j, cols(s)))]);
  return isOne(rows(s)) ? n.mul([...guard, c, n.T(n.basis(i, cols(s)))]) : n.mul([...guard, c, n.basis(i, rows(s))]);
}

/** Of a variable of rank three and more only the entry at the positions asked for is kept. */
function tensorCotangent(n: Normal, x: Elem, c: Expr): Expr {
  const at = x.of.kind === "app" ? n.tensors.get(arg(x.of, 0)) : undefined;
  if (!at) throw refusal("no-rule", "an array of rank three as an intermediate quantity");
  return n.mul([c, ...x.at.map((p, k) => n.delta(p, at[k] as Expr))]);
}

const inRange = (n: Normal, p: Expr, length: Dim): readonly Expr[] => [n.atMost(n.num(1), p), n.atMost(p, n.size(length))];

/** Of a product with the differential in place q: scalars stand in front, the chain is taken apart at row · column. */
function productCotangent(n: Normal, x: App, q: number, c: Expr): Expr {
  const at = arg(x, q);
  const scalars = x.args.filter((a, i) => i !== q && isScalar(a.shape));
  const chain = x.args.filter((a, i) => i !== q && !isScalar(a.shape));
  if (isScalar(at.shape)) return n.mul([...scalars, chain.length === 0 ? c : n.pair(n.mul(chain), c)]);
  const before = x.args.slice(0, q).filter((a) => !isScalar(a.shape));
  const after = x.args.slice(q + 1).filter((a) => !isScalar(a.shape));
  return n.mul([...scalars, ...before.reverse().map(n.T), c, ...after.reverse().map(n.T)]);
}

/** ⟨A ⊗ d, c⟩: entry (k, l) of the cotangent of d is ⟨A ⊗ eₖeₗᵀ, c⟩. */
function kronCotangent(n: Normal, x: App, q: number, c: Expr): Expr {
  const v = arg(x, q);
  const other = arg(x, 1 - q);
  const index = (d: Dim): Sym => n.fresh("sum", { kind: "range", from: n.num(1), to: n.size(d) }, "k");
  const [k, l] = [index(rows(v.shape)), index(cols(v.shape))];
  const unit = n.mul([n.basis(k, rows(v.shape)), n.T(n.basis(l, cols(v.shape)))]);
  const whole = q === 0 ? n.kron(unit, other) : n.kron(other, unit);
  return n.close(k, n.close(l, n.mul([n.pair(whole, c), unit])));
}

function blocks(n: Normal, x: App, c: Expr, to: (e: Expr, g: Expr) => void): void {
  const down = x.head === heads.stack;
  let offset = zeroDim;
  for (const a of x.args) {
    const from = down ? c : n.T(c);
    const length = down ? rows(a.shape) : cols(a.shape);
    const part = slice(n, from, offset, length);
    to(a, down ? part : n.T(part));
    offset = addDims(offset, length);
  }
}

/** Rows offset + 1 … offset + length. */
function slice(n: Normal, c: Expr, offset: Dim, length: Dim): Expr {
  const whole = rows(c.shape);
  if (is(c, "stack")) {
    let at = zeroDim;
    for (const a of c.args) {
      if (at.key === offset.key && rows(a.shape).key === length.key) return a;
      at = addDims(at, rows(a.shape));
    }
  }
  if (isOne(length)) return n.mul([n.T(n.basis(n.size(addDims(offset, length)), whole)), c]);
  const i = n.fresh("sum", { kind: "range", from: n.num(1), to: n.size(length) }, "i");
  return n.close(i, n.mul([n.basis(i, length), n.T(n.basis(n.add([n.size(offset), i]), whole)), c]));
}
