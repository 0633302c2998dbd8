/**
 * The workshop of one call: a private table of terms and the normalising constructors over it.
 *
 * Normal terms are ordinary terms in a canonical arrangement (all shapes have two dims):
 *   product   rational × powers of scalars × ordered chain of matrices; a row that meets its column has left the chain as a scalar
 *   sum       rational × term, like terms merged, leading term positive
 *   ⊙         multiset of entrywise powers
 * Every simplification made here is one line of the lists in `products.ts`, `powers.ts`, `matrices.ts`, `entries.ts`, `bound.ts`.
 * Nothing lives longer than the call: order of creation never reaches from one problem into another.
 */
import type { Binder, Book, Domain, Expr, Head, Name, Rational, Sym, Terms } from "../expr/index.ts";
import { createTerms } from "../expr/index.ts";
import type { Dim } from "../shape/dim.ts";
import type { Shape } from "../shape/shape.ts";
import { bound } from "./bound.ts";
import { entries } from "./entries.ts";
import { literals } from "./literals.ts";
import { matrices } from "./matrices.ts";
import { powers } from "./powers.ts";
import { products } from "./products.ts";
import { sums } from "./sums.ts";

/** A product taken apart. */
export interface Parts {
  readonly c: Rational;
  /** Scalar factors, powers included. */
  readonly s: readonly Expr[];
  /** The chain. */
  readonly k: readonly Expr[];
}

/** What a bound index ranges over, and the author's letter. */
export interface BoundIndex {
  readonly binder: Binder;
  readonly domain: Domain;
  readonly level: number;
  readonly hint: Name;
}

export interface Normal {
  readonly t: Terms;
  readonly book: Book;
  /** Sums that the author wrote: their transposes stay as written. */
  readonly written: Set<Expr>;
  /** Sums that were first met with the opposite sign. */
  readonly turned: Set<Expr>;
  /** Values that have a name in the document. */
  readonly names: Map<Expr, Expr>;
  /** Ranges of the free indices of the question. */
  readonly ranges: Map<Name, { readonly from: Expr; readonly to: Expr }>;
  readonly bound: Map<Sym, BoundIndex>;
  /** Variables of rank three and more: their cotangent is held by the entry at these positions. */
  readonly tensors: Map<Expr, readonly Expr[]>;

  head(name: string): Head;
  num(value: Rational | number, d?: number): Expr;
  size(d: Dim): Expr;
  zero(shape: Shape): Expr;
  ones(d: Dim): Expr;
  onesLike(shape: Shape): Expr;
  isOnesLike(e: Expr): boolean;
  eye(d: Dim): Expr;
  basis(i: Expr, d: Dim): Expr;
  d(u: Expr): Expr;

  add(terms: readonly Expr[], shape?: Shape): Expr;
  sub(a: Expr, b: Expr): Expr;
  neg(a: Expr): Expr;
  split(e: Expr): { readonly c: Rational; readonly core: Expr };
  scale(c: Rational, e: Expr): Expr;
  /** Scalars among arrays become arrays: 1 + u is 1·1 + u. */
  spread(list: readonly Expr[]): readonly Expr[];

  mul(factors: readonly Expr[]): Expr;
  parts(e: Expr): Parts;
  raw(c: Rational, s: readonly Expr[], k: readonly Expr[]): Expr;
  /** ⟨a, b⟩: the sum of products of entries. */
  pair(a: Expr, b: Expr): Expr;

  pow(base: Expr, exponent: Expr): Expr;
  had(factors: readonly Expr[]): Expr;
  matrixPower(base: Expr, exponent: Expr): Expr;
  /** A function card applied. */
  apply(head: Head, args: readonly Expr[]): Expr;

  T(a: Expr): Expr;
  inv(a: Expr): Expr;
  tr(a: Expr): Expr;
  det(a: Expr): Expr;
  diagMatrix(v: Expr): Expr;
  diagonal(m: Expr): Expr;
  vec(a: Expr): Expr;
  unvec(v: Expr, shape: Shape): Expr;
  kron(a: Expr, b: Expr): Expr;

  elem(a: Expr, at: readonly Expr[], outside?: "undefined" | "zero"): Expr;
  delta(i: Expr, j: Expr): Expr;
  /** [a ≤ b] for positions. */
  atMost(a: Expr, b: Expr): Expr;
  iverson(truth: Expr): Expr;

  free(e: Expr): ReadonlySet<Sym>;
  index(level: number, binder: Binder, domain: Domain, hint: Name): Sym;
  fresh(binder: Binder, domain: Domain, hint: Name): Sym;
  /** Σ (or whatever binder the index belongs to) over the body. */
  close(i: Sym, body: Expr): Expr;
  subst(e: Expr, i: Expr, by: Expr): Expr;
  rebuild(e: Expr, children: readonly Expr[]): Expr;
  children(e: Expr): readonly Expr[];
}

export function createNormal(book: Book): Normal {
  const n = {
    t: createTerms(),
    book,
    written: new Set(),
    turned: new Set(),
    names: new Map(),
    ranges: new Map(),
    bound: new Map(),
    tensors: new Map(),
  } as unknown as Normal;
  return Object.assign(n, literals(n), sums(n), products(n), powers(n), matrices(n), entries(n), bound(n));
}
