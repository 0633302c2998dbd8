/** The environment of a scope in one layout: symbols, abstract functions, definitions. Definitions are never substituted. */
import { type Declared, type Definition, type Expr, heads, type Name, type Sym, type Terms } from "../expr/index.ts";
import { axes, fail, fromAxes, isScalar, ok, type Result, type Shape, sameShape, scalarShape, showShape } from "../shape/index.ts";
import { createBuilder, firstError } from "./build.ts";
import { functionHeads } from "./build-calls.ts";
import { type Builder, bindIn, expecting, freshIndex, plus } from "./build-context.ts";
import { tabulateOver } from "./build-products.ts";
import type { Analysis, BuiltEnvironment, Layout, Term, TermDefinition } from "./meaning.ts";
import { visit } from "./resolve-walk.ts";
import type { ReadError, Span } from "./syntax.ts";
import { inLayout } from "./table.ts";

export function buildEnvironment(t: Terms, inEveryLayout: Analysis, layout: Layout): BuiltEnvironment {
  const analysis = inLayout(inEveryLayout, layout);
  const definitions = new Map<Name, Definition>();
  const failed = new Map<Name, ReadError>();
  for (const d of analysis.definitions.values()) {
    if (functionHeads(analysis, d.name)) continue;
    const b = createBuilder(t, analysis, { layout, readings: new Set() });
    const built = definition(b, d);
    if (built.ok) definitions.set(d.name, built.value);
    else failed.set(d.name, built.error);
  }
  const folded = foldValues(t, definitions, analysis);
  const functions = new Map([...analysis.signatures].filter(([name]) => !analysis.definitions.has(name)));
  return { environment: { symbols: symbolsOf(t, analysis), functions, definitions: folded, given: [] }, failed, definitions: folded };
}

function opaqueIn(body: Term): string | null {
  let text: string | null = null;
  visit(body, (part) => {
    if (part.kind === "opaque") text ??= part.text;
  });
  return text;
}

function symbolsOf(t: Terms, analysis: Analysis): ReadonlyMap<Name, Declared> {
  const out = new Map<Name, Declared>();
  const base = analysis.table.notation.indexBase;
  for (const u of analysis.understood.values()) {
    const axis = base === 0 ? analysis.along.get(u.name) : undefined;
    // From base 1 every claim finds the range of its free indices in the axes they stand on; from base 0 positions are moved, so it is stated.
    const range =
      writtenRange(t, analysis, u.name) ?? (u.sort === "index" && axis ? { from: t.num(base), to: plus(t, t.dim(axis), base - 1) } : null);
    out.set(u.name, { name: u.name, shape: u.shape, sort: u.sort, attributes: analysis.attributes.get(u.name) ?? new Set(), range });
  }
  return out;
}

function writtenRange(t: Terms, analysis: Analysis, name: Name): Declared["range"] {
  const entry = analysis.table.entries.get(name);
  if (!entry?.range) return null;
  const b = createBuilder(t, analysis, { layout: "mixed", readings: new Set() });
  const [from] = b.build(entry.range.from, b);
  const [to] = b.build(entry.range.to, b);
  return from && to ? { from: from.expr, to: to.expr } : null;
}

const clashed = (span: Span, message: string): { readonly ok: false; readonly error: ReadError } =>
  fail({ code: "shape-clash", span, message, expected: "shapes that fit", try: null });

function definition(b: Builder, d: TermDefinition): Result<Definition, ReadError> {
  const text = opaqueIn(d.body);
  if (text !== null) {
    // As a mere text it says nothing of how the value depends on anything: the name stays undefined rather than free of everything.
    const message = `${d.name} is defined by ${text}, which is not computed`;
    return fail({ code: "unsupported", span: d.span, message, expected: null, try: null });
  }
  if (b.analysis.sequences.has(d.name)) return sequence(b, d);
  const signature = b.analysis.signatures.get(d.name);
  const params = d.params.map(
    (name, k): Sym =>
      b.t.sym(
        name,
        signature?.params[k] ?? scalarShape,
        b.analysis.understood.get(name)?.sort === "index" && isScalar(signature?.params[k] ?? scalarShape) ? "index" : "real",
      ),
  );
  const inside = bindIn(
    b,
    d.params.map((name, k) => [name, params[k] as Sym] as const),
  );
  const said = d.params.length > 0 ? (signature?.result ?? null) : (b.analysis.understood.get(d.name)?.shape ?? null);
  return d.at.length > 0 ? byEntries(inside, d, params, said) : whole(inside, d, params, said);
}

/** A sequence: a function of the positions as they are written. */
function sequence(b: Builder, d: TermDefinition): Result<Definition, ReadError> {
  const names = d.at.flatMap((a) => (a.kind === "name" ? [a.name] : []));
  const params = names.map((name) => b.t.index(name));
  return whole(
    bindIn(
      b,
      names.map((name, k) => [name, params[k] as Sym] as const),
    ),
    d,
    params,
    scalarShape,
  );
}

function whole(b: Builder, d: TermDefinition, params: readonly Sym[], said: Shape | null): Result<Definition, ReadError> {
  const all = b.build(d.body, expecting(b, said));
  const fitting = all.find((c) => said === null || sameShape(c.expr.shape, said));
  if (fitting) return ok({ name: d.name, params, body: fitting.expr });
  const [first] = all;
  if (!first) return fail(firstError(b, d.span));
  const spread = said ? spreadTo(b, first.expr, said) : null;
  return spread
    ? ok({ name: d.name, params, body: spread })
    : clashed(d.span, `${d.name} is ${said ? showShape(said) : "a number"}, its value ${showShape(first.expr.shape)}`);
}

/** A number given to an array is the array of that number. */
function spreadTo(b: Builder, e: Expr, shape: Shape): Expr | null {
  if (!isScalar(e.shape) || shape.length !== 2) return null;
  const filled = b.t.tryApp(
    e.kind === "num" && e.value.n === 0n ? heads.zeros : heads.ones,
    shape.map((x) => b.t.dim(x)),
  );
  return filled.ok
    ? e.kind === "num" && (e.value.n === 0n || (e.value.n === 1n && e.value.d === 1n))
      ? filled.value
      : b.t.app(heads.mul, [e, filled.value])
    : null;
}

/** `b_{1,i} = …` for free i: the array of these entries. */
function byEntries(b: Builder, d: TermDefinition, params: readonly Sym[], said: Shape | null): Result<Definition, ReadError> {
  const sizes = said ? axes(said) : [];
  const names = d.at.map((a) => (a.kind === "name" ? a.name : null));
  if (sizes.length !== names.length || names.some((n) => n === null) || new Set(names).size !== names.length) {
    return fail({
      code: "unsupported",
      span: d.span,
      message: `single entries of ${d.name} are defined, not the whole`,
      expected: "free indices",
      try: null,
    });
  }
  let inner = b;
  const over = names.map((name, k) => {
    const index = freshIndex(inner, name as Name);
    inner = bindIn(inner, [[name as Name, index]]);
    return { index, to: sizes[k] as (typeof sizes)[number] };
  });
  const [body] = inner.build(d.body, expecting(inner, scalarShape));
  if (!body) return fail(firstError(inner, d.span));
  if (!isScalar(body.expr.shape)) return clashed(d.span, `an entry of ${d.name} is said to be ${showShape(body.expr.shape)}`);
  // Positions count from the base of the document; the array is tabulated from 1.
  const shift = b.analysis.table.notation.indexBase - 1;
  const moved = shift === 0 ? body.expr : b.t.substitute(body.expr, new Map(over.map((o) => [o.index.name, plus(b.t, o.index, shift)])));
  const array = tabulateOver(b.t, over, moved);
  return said && !sameShape(array.shape, fromAxes(sizes))
    ? clashed(d.span, `${d.name} is ${showShape(said)}`)
    : ok({ name: d.name, params, body: array });
}

/**
 * The value of a name, where it stands inside another definition, is replaced by the name: y = f(g(x)) becomes f(z) when z = g(x). Only
 * proper parts are replaced, so that no two definitions can come to stand for each other.
 */
function foldValues(t: Terms, definitions: ReadonlyMap<Name, Definition>, analysis: Analysis): ReadonlyMap<Name, Definition> {
  const values = new Map<Expr, Expr>();
  for (const d of definitions.values()) {
    const u = analysis.understood.get(d.name);
    const compound = d.body.kind === "call" || (d.body.kind === "app" && d.body.args.length > 0);
    if (u && d.params.length === 0 && compound && !values.has(d.body)) values.set(d.body, t.sym(d.name, u.shape, u.sort));
  }
  const folded = (d: Definition): Expr => t.replace(d.body, (x) => (x === d.body ? null : (values.get(x) ?? null)));
  return new Map([...definitions.values()].map((d) => [d.name, { ...d, body: folded(d) }]));
}
