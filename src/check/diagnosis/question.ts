/** What a probe is asked, and what it proposes: other sides for a line that is wrong, each under the name of a mistake. */
import { reachOf } from "../../compare/reach.ts";
import {
  type App,
  type Book,
  type Environment,
  type Expr,
  fold,
  type Head,
  heads,
  nodesOf,
  type Sym,
  type Terms,
} from "../../expr/index.ts";
import { isFullMatrix, isScalar, sameDim } from "../../shape/index.ts";
import type { Code } from "./codes.ts";
import { type Place, placesOf } from "./places.ts";

export interface Question {
  readonly t: Terms;
  readonly book: Book;
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly environment: Environment;
  /** Everything that both sides rest on, definitions followed. */
  readonly reached: readonly Expr[];
  readonly places: readonly Place[];
  /** Other quantities that the line might have spoken of: symbols and defined names within reach. */
  readonly names: readonly Sym[];
}

/** Sides that would be right, if the mistake is the one that is named. */
export interface Proposal {
  readonly code: Code;
  /** How much is changed: 1 for one small edit. */
  readonly cost: number;
  readonly lhs: Expr;
  readonly rhs: Expr;
  /** What differs, in words. */
  readonly what: string;
  /** Which side of the line is to be replaced: none where the line holds under a mistaken rule only. */
  readonly mends: "lhs" | "rhs" | "rule";
  /** How the whole side is mended, around the author's own text. */
  readonly around?: (source: string) => string;
}

/** Another term for one place of the right side. */
export interface Edit {
  readonly code: Code;
  readonly cost: number;
  /** Null where it has no shape. */
  readonly to: Expr | null;
  readonly what: string;
}

export type PlaceEdit = (q: Question, p: Place) => Iterable<Edit>;

export type Probe = (q: Question) => Iterable<Proposal>;

export function questionOf(t: Terms, book: Book, lhs: Expr, rhs: Expr, environment: Environment): Question {
  const reached = reachOf(environment, [lhs, rhs]).nodes;
  const used = new Map<string, Sym>();
  for (const x of [...nodesOf(lhs, rhs), ...reached])
    if (x.kind === "sym" && x.sort === "real" && !x.name.startsWith("#") && !used.has(x.name)) used.set(x.name, x);
  for (const [name, d] of environment.definitions) if (d.params.length === 0 && !used.has(name)) used.set(name, t.sym(name, d.body.shape));
  return { t, book, lhs, rhs, environment, reached, places: placesOf(t, rhs), names: [...used.values()] };
}

/** The head of this name; a book without it has none of the mistakes about it. */
export const headOf = (q: Question, name: string): Head | null => q.book.heads.get(name) ?? null;

export const applied = (q: Question, name: string, args: readonly Expr[]): Expr | null => {
  const head = headOf(q, name);
  const made = head ? q.t.tryApp(head, args) : null;
  return made?.ok ? made.value : null;
};

declare const ofHead: unique symbol;
/** An application of one of the heads asked for; what fails the test may still be an application. */
export type Applied = App & { readonly [ofHead]: true };

export const isApp = (e: Expr | undefined, ...names: readonly string[]): e is Applied => e?.kind === "app" && names.includes(e.head.name);

export const reaches = (q: Question, ...names: readonly string[]): boolean => q.reached.some((x) => isApp(x, ...names));

/** A head applied where that has a shape. */
export const tried = (q: Question, head: Head, args: readonly Expr[]): Expr | null => {
  const made = q.t.tryApp(head, args);
  return made.ok ? made.value : null;
};

export const isSquare = (e: Expr): boolean => {
  const [m, n] = e.shape;
  return isFullMatrix(e.shape) && m !== undefined && n !== undefined && sameDim(m, n);
};

/** A number that is not written out and no position. */
export const isQuantity = (e: Expr): boolean => isScalar(e.shape) && e.sort === "real" && e.kind !== "num";

/** The derivative that the left side is, if it is one. */
export const asksForDerivative = (q: Question): boolean => nodesOf(q.lhs).some((x) => x.kind === "deriv");

/** Whether no index of a binder further out occurs in it. */
export const isClosed = (e: Expr): boolean =>
  e.level === 0 ||
  fold<ReadonlySet<string>>(e, (x, inside) => {
    if (x.kind === "sym") return x.name.startsWith("#") ? new Set([x.name]) : nothing;
    const all = new Set(inside.flatMap((names) => [...names]));
    if (x.kind === "bind") all.delete(x.index.name);
    return all;
  }).size === 0;

const nothing: ReadonlySet<string> = new Set();

/** e with its transpose taken or undone. */
export const turned = (t: Terms, e: Expr): Expr => (isApp(e, "transpose") ? (e.args[0] as Expr) : t.app(heads.transpose, [e]));

/** e with its sign changed. */
export const negated = (t: Terms, e: Expr): Expr => (isApp(e, "neg") ? (e.args[0] as Expr) : t.app(heads.neg, [e]));
