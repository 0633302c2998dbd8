/** Walks over the surface tree. */
import type { Name } from "../expr/index.ts";
import { atomName, labelText, otherCase } from "./resolve-names.ts";
import type { Syntax } from "./syntax.ts";

const isSyntax = (x: unknown): x is Syntax => typeof x === "object" && x !== null && "kind" in x && "span" in x;

/** Every part of a formula. */
export function* partsOfSyntax(s: Syntax): Generator<Syntax> {
  yield s;
  for (const value of Object.values(s)) {
    for (const x of Array.isArray(value) ? value.flat() : [value]) {
      if (isSyntax(x)) yield* partsOfSyntax(x);
      else if (typeof x === "object" && x !== null) for (const y of Object.values(x)) if (isSyntax(y)) yield* partsOfSyntax(y);
    }
  }
}

/** Names that stand in a formula without a position. */
export function bareIn(s: Syntax): readonly Name[] {
  const out: Name[] = [];
  const go = (x: Syntax): void => {
    if (x.kind === "letter" || x.kind === "styled" || x.kind === "accent") {
      const name = atomName(x);
      if (name !== null) out.push(name);
      return;
    }
    const parts = x.kind === "scripts" && x.sub && atomName(x.base) !== null ? [x.sub, x.sup] : Object.values(x);
    const into = (value: unknown): void => {
      if (Array.isArray(value)) for (const y of value) into(y);
      else if (isSyntax(value)) go(value);
      else if (typeof value === "object" && value !== null)
        for (const y of Object.values(value)) if (isSyntax(y) || Array.isArray(y)) into(y);
    };
    for (const part of parts) into(part);
  };
  go(s);
  return out;
}

interface Formula {
  readonly lhs: { readonly syntax: Syntax };
  readonly rhs: { readonly syntax: Syntax };
}

/** Whether the name stands somewhere before round brackets: `f(x)`. */
export const isApplied = (formulas: readonly Formula[], name: Name): boolean =>
  formulas.some((f) =>
    [...partsOfSyntax(f.lhs.syntax), ...partsOfSyntax(f.rhs.syntax)].some(
      (s) =>
        s.kind === "juxtaposition" &&
        s.items.some((item, k) => {
          const next = s.items[k + 1];
          return next?.kind === "group" && next.fence === "round" && labelText(item) === name;
        }),
    ),
  );

/** Letters that stand above a sum or product: whole numbers. */
export function upperBounds(formulas: readonly Formula[]): ReadonlySet<Name> {
  return new Set(
    formulas.flatMap((f) =>
      [...partsOfSyntax(f.lhs.syntax), ...partsOfSyntax(f.rhs.syntax)].flatMap((s) =>
        s.kind === "big" && s.sup ? (atomName(s.sup) ?? []) : [],
      ),
    ),
  );
}

/** Small letters that the entries of an array are computed from: X_k = Σ x_n … makes x no entry of X. */
export function apartFromTwin(formulas: readonly Formula[]): ReadonlySet<Name> {
  const apart = new Set<Name>();
  for (const f of formulas) {
    const left = f.lhs.syntax;
    const name = left.kind === "scripts" && left.sub ? atomName(left.base) : null;
    if (name === null || f.rhs.syntax.kind === "environment") continue;
    for (const s of partsOfSyntax(f.rhs.syntax)) {
      const small = s.kind === "scripts" && s.sub ? atomName(s.base) : null;
      if (small !== null && otherCase(small) === name) apart.add(small);
    }
  }
  return apart;
}

const differentials: ReadonlySet<string> = new Set(["d", "\\partial", "\\nabla", "\\Delta"]);
const isDifferential = (s: Syntax): boolean =>
  s.kind === "letter" ? differentials.has(s.name) : s.kind === "scripts" ? isDifferential(s.base) : false;
const isBracket = (s: Syntax | undefined): boolean => s?.kind === "group" && (s.fence === "round" || s.fence === "square");

/** A plain letter, also under a power. */
const letterOfFactor = (s: Syntax): Name | null =>
  s.kind === "letter"
    ? atomName(s)
    : s.kind === "scripts" && !s.sub && s.primes === 0 && s.base.kind === "letter"
      ? atomName(s.base)
      : null;

/** Letters that stand as factors (`kh`, `h^2 p`) and are never applied to a single name, as f in f(x) is. */
export function factorsIn(formulas: readonly Formula[]): ReadonlySet<Name> {
  const factors = new Set<Name>();
  const applied = new Set<Name>();
  for (const f of formulas) {
    for (const s of [...partsOfSyntax(f.lhs.syntax), ...partsOfSyntax(f.rhs.syntax)]) {
      if (s.kind !== "juxtaposition") continue;
      s.items.forEach((item, k) => {
        const name = letterOfFactor(item);
        const next = s.items[k + 1];
        if (name === null) return;
        if (!isBracket(next)) {
          if (s.items.length > 1 && !s.items.some(isDifferential)) factors.add(name);
        } else if (next?.kind === "group" && next.body.kind !== "sum") applied.add(name);
      });
    }
  }
  return new Set([...factors].filter((n) => !applied.has(n)));
}
