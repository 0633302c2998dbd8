/** Names as the scope understands them. */
import { type Expr, heads, type Name, rational } from "../expr/index.ts";
import { axes, isMatrixLike, isScalar, isVector, type Shape, showShape } from "../shape/index.ts";
import { entry } from "./build-arrays.ts";
import { type Candidate, type Candidates, literal, using } from "./build-candidates.ts";
import { admits, type Builder, stop } from "./build-context.ts";
import type { Term, TermOf } from "./meaning.ts";
import { letterOf, otherWeight } from "./resolve-names.ts";
import type { Span } from "./syntax.ts";
import { lookup } from "./table.ts";

/** F alone, where F(x) has a definition, is F(x). */
export function bareFunction(b: Builder, of: TermOf<"function">): Candidates {
  const params = b.analysis.definitions.get(of.name)?.params ?? [];
  if (params.length === 0)
    return stop(b, of.span, "unsupported", "a function stands where a value is needed", { expected: "its arguments", try: "write f(x)" });
  b.assumptions.add(`${of.name} stands for ${of.name}(${params.join(", ")})`);
  return b.build(
    { kind: "call", fn: of.name, slots: [], args: params.map((name): Term => ({ kind: "name", name, span: of.span })), span: of.span },
    b,
  );
}

/** A name as the scope understands it; one that nothing introduces is a number of which nothing is known. */
export function named(b: Builder, written: Name, span: Span): Candidates {
  const bound = b.scope.get(written);
  if (bound) return [literal(bound)];
  const { analysis } = b;
  const name = analysis.alias.get(written) ?? written;
  const numbered = analysis.numbered.get(name);
  if (numbered)
    return entry(b, {
      kind: "entry",
      of: { kind: "name", name: numbered.of, span },
      at: [{ kind: "number", value: rational(numbered.at), span }],
      span,
    });
  const known = analysis.understood.get(name);
  const own = ((): Expr => {
    if (!known) {
      b.undefinedNames.add(name);
      return b.t.sym(name);
    }
    if (known.sort === "index") return b.t.sym(name, known.shape, known.sort);
    if (known.origin === "assumed") b.assumptions.add(`${name} is ${describeShape(known.shape)}: ${known.because}`);
    const numeral = analysis.definitions.has(name) ? null : boldNumeral(b, name, known.shape);
    if (numeral) return numeral;
    if (lookup(analysis.table, name) === null && !analysis.definitions.has(name)) b.undefinedNames.add(name);
    return b.t.sym(name, known.shape, known.sort);
  })();
  if (analysis.definitions.get(name)?.params.length)
    return stop(b, span, "unsupported", `the function ${name} stands where a value is needed`, { try: `write ${name}(x)` });
  const twin = otherWeight(name);
  const other = known ? analysis.understood.get(twin) : undefined;
  const out: Candidate[] = [literal(own)];
  if (other && analysis.alias.get(twin) === undefined && admits(b, "font"))
    out.push(using(b.t.sym(twin, other.shape, other.sort), [], "font", `${name} stands for ${twin}`));
  return out;
}

/** A bold numeral is the array of ones or zeros, in the shape that its places ask for. */
function boldNumeral(b: Builder, name: Name, shape: Shape): Expr | null {
  const digit = /^\\(?:mathbf|mathbb|boldsymbol)\{([01])\}$/u.exec(name)?.[1];
  if (digit === undefined || !isMatrixLike(shape)) return null;
  return b.t.app(
    digit === "1" ? heads.ones : heads.zeros,
    shape.map((d) => b.t.dim(d)),
  );
}

const describeShape = (s: Shape): string =>
  isScalar(s) ? "a number" : isVector(s) ? `a vector of length ${showShape(s).replace(/^1 x /u, "")}` : `${showShape(s)}`;

/** b_i where only b_1 is a vector: the label was left out. */
export function withSubject(b: Builder, of: TermOf<"entry">): TermOf<"entry"> {
  if (of.of.kind !== "name" || b.scope.has(of.of.name)) return of;
  const { name, span } = of.of;
  const known = b.analysis.understood.get(b.analysis.alias.get(name) ?? name);
  if (known && known.ground !== "default" && axes(known.shape).length === of.at.length) return of;
  const labelled = [...b.analysis.understood.values()].filter(
    (u) =>
      axes(u.shape).length === of.at.length &&
      u.name !== name &&
      unlabelled(u.name) === unlabelled(name) &&
      letterOf(u.name) === letterOf(name),
  );
  const [only] = labelled;
  if (!only || labelled.length > 1 || !admits(b, "omitted-index")) return of;
  b.assumptions.add(`${name} is read as ${only.name}`);
  return { ...of, of: { kind: "name", name: only.name, span } };
}

const unlabelled = (name: Name): Name => letterOf(name);
