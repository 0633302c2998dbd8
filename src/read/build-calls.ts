/** Functions of the document at their arguments. */
import { appShape, type Expr, type Head, heads, type Name, type Signature } from "../expr/index.ts";
import { axes, dimNames, isScalar, type Shape, scalarShape, showShape, size, substituteShape } from "../shape/index.ts";
import type { Candidates } from "./build-candidates.ts";
import { type Builder, clash, combine, freshIndex } from "./build-context.ts";
import { slotDerivative } from "./build-derivative.ts";
import { tabulateOver } from "./build-products.ts";
import type { Analysis, Term, TermOf, UsedReading } from "./meaning.ts";
import { lookup } from "./table.ts";

/** The cards that a function of the document is another name for: σ(u) := sigmoid(u). */
export function functionHeads(analysis: Analysis, fn: Name): readonly Head[] | null {
  const d = analysis.definitions.get(fn);
  const [param] = d?.params ?? [];
  if (d?.params.length !== 1 || d.at.length > 0 || d.body.kind !== "apply" || d.body.args.length !== 1) return null;
  const [arg] = d.body.args;
  return arg?.kind === "name" && arg.name === param ? d.body.heads : null;
}

/** A bare function as a card, where it is one. */
export function asHead(analysis: Analysis, of: Term): Term {
  const found = of.kind === "function" ? functionHeads(analysis, of.name) : null;
  return found ? { kind: "head", heads: found, span: of.span } : of;
}

export function call(b: Builder, term: TermOf<"call">): Candidates {
  const same = functionHeads(b.analysis, term.fn);
  if (same && term.slots.length === 0) return b.build({ kind: "apply", heads: same, args: term.args, span: term.span }, b);
  if (term.slots.length > 0) return slotDerivative(b, term, b.options.layout);
  const signature = b.analysis.signatures.get(term.fn);
  if (!b.analysis.definitions.has(term.fn) && !lookup(b.analysis.table, term.fn)?.signature) b.undefinedNames.add(term.fn);
  return combine(b, term.args, (args, readings) =>
    signature ? applied(b, term, signature, args, readings) : [{ expr: b.t.call(term.fn, [], args, scalarShape), readings }],
  );
}

/** The shapes of a signature as a head, so that its sizes are matched like those of a card. */
const patternOf = (s: Signature): Head => ({
  ...heads.sg,
  name: s.name,
  arity: s.params.length,
  acts: { kind: "signature", params: s.params, result: s.result },
});

function applied(
  b: Builder,
  term: TermOf<"call">,
  signature: Signature,
  args: readonly Expr[],
  readings: readonly UsedReading[],
): Candidates {
  const result = appShape(patternOf(signature), args);
  if (result.ok) return [{ expr: b.t.call(term.fn, [], args, untagged(result.value)), readings }];
  const spread = entryByEntry(b, term.fn, signature, args);
  return spread
    ? [{ expr: spread, readings }]
    : clash(
        b,
        term.span,
        `${term.fn} takes ${signature.params.map(showShape).join(", ")}, here are ${args.map((a) => showShape(a.shape)).join(", ")}`,
      );
}

/** Sizes of a result that no parameter determines keep their own names. */
function untagged(s: Shape): Shape {
  const own = s.flatMap((d) => [...dimNames(d)]).filter((n) => n.startsWith("?"));
  return own.length === 0 ? s : substituteShape(s, new Map(own.map((n) => [n, size(n.slice(1))])));
}

/** A function of one number, taken of an array: of every entry. */
function entryByEntry(b: Builder, fn: Name, signature: Signature, args: readonly Expr[]): Expr | null {
  const [x] = args;
  const [param] = signature.params;
  if (!x || args.length !== 1 || !param || !isScalar(param) || !isScalar(signature.result) || isScalar(x.shape)) return null;
  b.assumptions.add(`${fn} is taken of every entry`);
  const sizes = axes(x.shape);
  const over = sizes.map((to, k) => ({
    index: freshIndex(
      { ...b, scope: new Map([...b.scope, ...Array.from({ length: k }, (_, i) => [`#${i}`, b.t.index("i")] as const)]) },
      "i",
    ),
    to,
  }));
  const entries = tabulateOver(
    b.t,
    over,
    b.t.call(
      fn,
      [],
      [
        b.t.elem(
          x,
          over.map((o) => o.index),
        ),
      ],
      scalarShape,
    ),
  );
  return x.shape.length === 2 && isScalar([x.shape[0], x.shape[0]] as Shape) ? b.t.app(heads.transpose, [entries]) : entries;
}
