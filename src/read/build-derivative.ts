/**
 * Derivatives and their layout. Inside the engine a derivative is mixed (axes of f, then axes of X); the reader writes transposes around it:
 *
 *   numerator     scalar by n: row     scalar by m×n: n×m     m by n: m×n     m by scalar: column
 *   denominator   scalar by n: column  scalar by m×n: m×n     m by n: n×m     m by scalar: row
 *
 * ∇_X f has the shape of X and J_f, f′ are outputs × inputs in every layout; derivatives of entries by entries are numbers.
 */
import { type Expr, heads, type Name, nodesOf, type Sym } from "../expr/index.ts";
import { axes, isColumn, isFullMatrix, isMatrixLike, isRow, isScalar, isVector } from "../shape/index.ts";
import { asHead, functionHeads } from "./build-calls.ts";
import { type Candidate, type Candidates, prune } from "./build-candidates.ts";
import { type Builder, combine, expecting, stop } from "./build-context.ts";
import { isFamily } from "./families.ts";
import type { Layout, Term, TermOf, UsedReading } from "./meaning.ts";
import { freeNames } from "./resolve-walk.ts";
import type { Span } from "./syntax.ts";

type Derivative = TermOf<"derivative">;

/** ∂of/∂by, with the name put in the place of its own value: z in f(g(x)) when z = g(x). */
export function derivativeExpr(b: Builder, of: Expr, by: Expr): Expr {
  return b.t.deriv(by.kind === "sym" && !nodesOf(of).includes(by) ? namedInside(b, of, by) : of, by);
}

function namedInside(b: Builder, of: Expr, by: Sym): Expr {
  const definition = b.analysis.definitions.get(by.name);
  if (!definition || definition.params.length > 0 || definition.at.length > 0 || b.scope.has(by.name)) return of;
  const [value] = b.build(definition.body, { ...expecting(b, by.shape), scope: new Map(), options: { ...b.options, readings: new Set() } });
  if (!value || value.expr.kind === "sym" || value.expr.kind === "num") return of;
  return b.t.replace(of, (x) => (x === value.expr ? by : null));
}

/** The mixed derivative in a layout. */
export function laidOut(b: Builder, d: Expr, of: Expr, by: Expr, layout: Layout): Expr {
  const { t } = b;
  const turn = (): Expr => t.app(heads.transpose, [d]);
  const F = of.shape;
  const X = by.shape;
  if (isScalar(F) && isScalar(X)) return d;
  if (isScalar(F)) return layout === "numerator" && isMatrixLike(X) ? turn() : d;
  if (isScalar(X)) return layout === "denominator" && isVector(F) ? turn() : d;
  // ∂y/∂xᵀ says itself that x lies across.
  if (isColumn(F) && isRow(X)) return d;
  if (layout !== "denominator") return d;
  if (isVector(F) && isVector(X)) return turn();
  const m = axes(F).length;
  const n = axes(X).length;
  const order = [...Array.from({ length: n }, (_, k) => m + k + 1), ...Array.from({ length: m }, (_, k) => k + 1)];
  return t.app(heads.permute, [d, ...order.map((k) => t.num(k))]);
}

export function derivative(b: Builder, term: Derivative): Candidates {
  if (term.form === "prime" || term.form === "jacobian") return ofFunction(b, term);
  if (term.by.length === 0) return withoutVariable(b, term);
  const [first] = term.by;
  const of = first ? applicationFor(b, term.of, first) : term.of;
  if (!of)
    return stop(b, term.span, "unknown-name", "it is not clear where this function is taken", {
      expected: "a function with its arguments",
      try: "write f(x) above the bar",
    });
  return combine(b, [of, ...term.by], ([f, ...by], readings) => {
    if (!f) return [];
    const wrong = by.find((x) => x.kind === "num" || x.sort === "truth");
    if (wrong) return stop(b, term.span, "unsupported", "a derivative by a number", { expected: "a variable below the bar" });
    let out: Expr = f;
    for (const x of by) out = derivativeExpr(b, out, x);
    const [x] = by;
    if (by.length === 1 && x) out = term.form === "nabla" ? gradient(b, out, f, x) : laidOut(b, out, f, x, b.options.layout);
    return [{ expr: out, readings }];
  });
}

/** ∇_X f has the shape of X; of a column f it is the transposed Jacobian. */
const gradient = (b: Builder, d: Expr, f: Expr, x: Expr): Expr => (isScalar(f.shape) ? d : laidOut(b, d, f, x, b.options.layout));

/**
 * A bare function above the bar means its application in scope: for a card the variable itself, for a function of the document the one
 * place where it is applied, with the variable among its arguments when there are several.
 */
function applicationFor(b: Builder, written: Term, by: Term): Term | null {
  const of = asFunction(b, written);
  if (of.kind === "entry") {
    const bare = asFunction(b, of.of);
    const inner = bare.kind === "function" || bare.kind === "head" ? applicationFor(b, bare, by) : of.of;
    return inner && { ...of, of: inner };
  }
  if (of.kind === "head") return { kind: "apply", heads: of.heads, args: [by], span: of.span };
  if (of.kind !== "function") return of;
  return soleApplication(b, of, by);
}

/** A name that the scope calls somewhere is a function, also where it stands bare; one that renames a card is the card. */
function asFunction(b: Builder, of: Term): Term {
  if (of.kind === "name" && !b.scope.has(of.name) && b.analysis.applications.has(of.name))
    return asFunction(b, { kind: "function", name: of.name, span: of.span });
  return asHead(b.analysis, of);
}

function soleApplication(b: Builder, of: TermOf<"function">, by: Term | null): Term | null {
  const definition = b.analysis.definitions.get(of.name);
  const all = b.analysis.applications.get(of.name) ?? [];
  const key = by ? keyOf(by) : null;
  const withVariable = key === null ? [] : all.filter((a) => a.kind === "call" && a.args.some((x) => keyOf(x) === key));
  const [match] = withVariable;
  // L(a, sg(b)) beside L(sg(a), b): which of them the bare L means is not clear when both speak of the variable.
  const mentioning = by?.kind === "name" ? all.filter((a) => freeNames(a).has(by.name)) : withVariable;
  if (match && new Set([...withVariable, ...mentioning].map(keyOf)).size === 1) return match;
  if (definition && definition.params.length > 0) {
    return {
      kind: "call",
      fn: of.name,
      slots: [],
      args: definition.params.map((name): Term => ({ kind: "name", name, span: of.span })),
      span: of.span,
    };
  }
  const [only] = all;
  return only && new Set(all.map(keyOf)).size === 1 ? only : null;
}

/** Equal terms have equal keys; spans do not count. */
export const keyOf = (t: Term): string =>
  JSON.stringify(t, (k, v: unknown) =>
    k === "span" ? undefined : typeof v === "bigint" ? `${v}n` : k === "heads" ? (v as readonly { name: string }[]).map((h) => h.name) : v,
  );

/** ∇f, ∇²f(x), slots: the variable is the argument itself. */
function withoutVariable(b: Builder, term: Derivative): Candidates {
  const bare = asFunction(b, term.of);
  const of = bare.kind === "function" ? soleApplication(b, bare, null) : bare;
  if (!of || (of.kind !== "call" && of.kind !== "apply")) {
    const variable = term.form === "nabla" && of ? soleParameter(b, of) : null;
    if (variable !== null) {
      const by = Array.from({ length: term.order }, (): Term => ({ kind: "name", name: variable, span: term.span }));
      return derivative(b, { ...term, by });
    }
    return stop(b, term.span, "unknown-name", "it is not clear by which variable this is differentiated", {
      expected: "a variable",
      try: "write \\nabla_x f(x)",
    });
  }
  const slot = term.slot ?? (of.args.length === 1 ? 1 : null);
  const variable = slot === null ? undefined : of.args[slot - 1];
  if (!variable)
    return stop(b, term.span, "unknown-name", "it is not clear by which argument this is differentiated", {
      expected: "a variable",
      try: "write \\nabla_x f(x, y)",
    });
  if (of.kind === "call")
    return slotDerivative(
      b,
      { ...of, slots: Array.from({ length: term.order }, () => slot as number) },
      term.form === "nabla" ? "mixed" : b.options.layout,
    );
  const by = Array.from({ length: term.order }, () => variable);
  return derivative(b, { ...term, of, by, slot: null });
}

/** ∇(wᵀAw) beside J(w) = …: of all parameters of the functions of the scope, the only one that the expression depends on. */
function soleParameter(b: Builder, of: Term): Name | null {
  const { definitions } = b.analysis;
  const parameters = new Set([...definitions.values()].flatMap((d) => (isFamily(d.name) ? [] : d.params)));
  const reached = new Set<Name>();
  const queue = [...freeNames(of)];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const d = definitions.get(name);
    if (d && d.params.length === 0) queue.push(...freeNames(d.body));
  }
  const [only, ...more] = [...parameters].filter((p) => reached.has(p));
  return only !== undefined && more.length === 0 ? only : null;
}

/** A function of the document with slot derivatives, in a layout. */
export function slotDerivative(b: Builder, term: TermOf<"call">, layout: Layout): Candidates {
  return prune(
    b.build({ ...term, slots: [] }, expecting(b, null)).flatMap((c) => {
      if (c.expr.kind !== "call") return stop(b, term.span, "unsupported", "this function has no slots");
      const { expr } = c;
      const d = b.t.call(expr.fn, term.slots, expr.args, expr.shape);
      const [slot] = term.slots;
      const by = expr.args[(slot ?? 1) - 1];
      return [{ expr: by && term.slots.length === 1 ? laidOut(b, d, expr, by, layout) : d, readings: c.readings }];
    }),
  );
}

/** g′(x), σ′(z), J_f(x): outputs × inputs. A scalar function of the book taken entry by entry may also mean the entries of its derivative. */
function ofFunction(b: Builder, term: Derivative): Candidates {
  const bare = asFunction(b, term.of);
  const found = bare.kind === "function" ? soleApplication(b, bare, null) : bare;
  const of = found?.kind === "call" ? asApplied(b, found) : found;
  if (!of || (of.kind !== "call" && of.kind !== "apply")) {
    return stop(b, term.span, "unknown-name", "it is not clear where this derivative is taken", {
      expected: "an argument",
      try: "write f'(x)",
    });
  }
  if (of.args.length !== 1)
    return stop(b, term.span, "unsupported", `a prime on a function of ${of.args.length} arguments`, {
      try: "write \\partial f / \\partial x",
    });
  const slots = Array.from({ length: term.order }, () => 1);
  if (of.kind === "call") {
    return prune(
      b.build(of, expecting(b, null)).flatMap((c) => {
        if (c.expr.kind !== "call") return [];
        const d = b.t.call(c.expr.fn, slots, c.expr.args, c.expr.shape);
        const [arg] = c.expr.args;
        return [{ expr: arg && slots.length === 1 ? outputsByInputs(b, d, c.expr, arg) : d, readings: c.readings }];
      }),
    );
  }
  return combine(b, of.args, ([arg], readings) => (arg ? primedCard(b, of, arg, slots.length, readings, term.span) : []));
}

/** σ′(z) of a function that renames a card is the derivative of the card. */
function asApplied(b: Builder, of: TermOf<"call">): Term {
  const found = functionHeads(b.analysis, of.fn);
  return found ? { kind: "apply", heads: found, args: of.args, span: of.span } : of;
}

const outputsByInputs = (b: Builder, d: Expr, f: Expr, x: Expr): Expr => laidOut(b, d, f, x, "numerator");

function primedCard(b: Builder, of: TermOf<"apply">, arg: Expr, order: number, readings: readonly UsedReading[], span: Span): Candidates {
  const head = of.heads.find((h) => b.t.tryApp(h, [arg]).ok);
  if (!head) return stop(b, span, "shape-clash", "this function does not take such an argument");
  if (arg.kind === "num") return stop(b, span, "unsupported", "a derivative at a number", { try: "name the number" });
  const at = (x: Expr): Expr => {
    let d: Expr = b.t.app(head, [x]);
    for (let k = 0; k < order; k++) d = b.t.deriv(d, x);
    return d;
  };
  const value = b.t.app(head, [arg]);
  const whole = order === 1 ? outputsByInputs(b, at(arg), value, arg) : at(arg);
  const out: Candidate[] = [{ expr: whole, readings }];
  if (head.acts.kind === "elementwise" && isColumn(arg.shape)) {
    const entries = byEntries(b, arg, at);
    if (entries) out.push({ expr: entries, readings });
  }
  return isFullMatrix(arg.shape) && head.acts.kind === "elementwise" ? [{ expr: byEntries(b, arg, at) ?? whole, readings }] : out;
}

/** The array of the derivatives of the entries, each by its own. */
function byEntries(b: Builder, arg: Expr, at: (x: Expr) => Expr): Expr | null {
  const sizes = axes(arg.shape);
  const indices: readonly Sym[] = sizes.map((_, k) => b.t.index(`${["i", "j", "k"][k] ?? "l"}@${b.scope.size + k}`));
  const entry = b.t.elem(arg, indices);
  let out: Expr = at(entry);
  for (let k = sizes.length - 1; k >= 0; k--) {
    const index = indices[k] as Sym;
    out = b.t.bind(
      "tabulate",
      index,
      { kind: "range", from: b.t.num(1), to: b.t.dim(sizes[k] as (typeof sizes)[number]) },
      out,
      index.name.replace(/@.*$/u, ""),
    );
  }
  return out;
}
