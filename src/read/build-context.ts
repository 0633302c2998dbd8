/** What every part of `build` is handed. */
import type { Expr, Name, Sym, Terms } from "../expr/index.ts";
import { heads } from "../expr/index.ts";
import { type Shape, showShape } from "../shape/index.ts";
import { type Candidates, choices, prune } from "./build-candidates.ts";
import type { Analysis, BuildOptions, ReadingName, Term, UsedReading } from "./meaning.ts";
import type { ErrorCode, ReadError, Span } from "./syntax.ts";

export interface Builder {
  readonly t: Terms;
  readonly analysis: Analysis;
  readonly options: BuildOptions;
  /** Bound indices and variables around this place. */
  readonly scope: ReadonlyMap<Name, Sym>;
  /** The shape that the place asks for, where it is known: 0, I and **1** take it. */
  readonly expect: Shape | null;
  readonly build: (term: Term, builder: Builder) => Candidates;
  /** Filled while building: the first error is reported when no candidate is left. */
  readonly errors: ReadError[];
  readonly assumptions: Set<string>;
  readonly undefinedNames: Set<Name>;
}

/** Asked last, after what is certain: a reading that is never asked about need not be tried. */
export function admits(b: Builder, reading: ReadingName): boolean {
  b.options.asked?.add(reading);
  return b.options.readings.has(reading);
}

export const bindIn = (b: Builder, bound: readonly (readonly [Name, Sym])[]): Builder => ({
  ...b,
  scope: new Map([...b.scope, ...bound]),
  expect: null,
});

export const expecting = (b: Builder, expect: Shape | null): Builder => (b.expect === expect ? b : { ...b, expect });

/** A symbol for a bound name that cannot be caught by a free one of the same letter. */
export const freshIndex = (b: Builder, name: Name): Sym => b.t.index(`${name}@${b.scope.size + 1}`);
export const freshVariable = (b: Builder, name: Name): Sym => b.t.sym(`${name}@${b.scope.size + 1}`);

/** No candidate, with the reason. */
export function stop(
  b: Builder,
  span: Span,
  code: ErrorCode,
  message: string,
  advice: { readonly expected?: string; readonly try?: string } = {},
): Candidates {
  b.errors.push({ code, span, message, expected: advice.expected ?? null, try: advice.try ?? null });
  return [];
}

export const clash = (b: Builder, span: Span, message: string): Candidates =>
  stop(b, span, "shape-clash", message, { expected: "shapes that fit" });

/** Builds the parts and combines every choice of them. */
export function combine(
  b: Builder,
  parts: readonly Term[],
  make: (exprs: readonly Expr[], readings: readonly UsedReading[]) => Candidates,
  expect: Shape | null = null,
): Candidates {
  const lists = parts.map((p) => b.build(p, expecting(b, expect)));
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap((c) => make(c.exprs, c.readings)));
}

export const shown = (e: Expr): string => showShape(e.shape);

/** `e + n` for a whole number, without a zero. */
export function plus(t: Terms, e: Expr, n: number): Expr {
  if (n === 0) return e;
  if (e.kind === "num" && e.value.d === 1n) return t.num(e.value.n + BigInt(n));
  return t.app(heads.add, [e, n > 0 ? t.num(n) : t.app(heads.neg, [t.num(-n)])]);
}
