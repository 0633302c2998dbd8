/** Functions of the book, powers, transposes, inverses, norms and bars. */
import { type Expr, type Head, heads } from "../expr/index.ts";
import { axes, isColumn, isFullMatrix, isRow, isScalar, isVector, type Shape, showShape } from "../shape/index.ts";
import { type Candidate, type Candidates, prune, using } from "./build-candidates.ts";
import { admits, type Builder, clash, combine, expecting, stop } from "./build-context.ts";
import { power, quotient } from "./build-products.ts";
import { differential } from "./differentials.ts";
import type { TermOf } from "./meaning.ts";
import { withLabel } from "./resolve-names.ts";

/** The first head whose arity and shapes fit. */
export function apply(b: Builder, of: TermOf<"apply">): Candidates {
  if (of.heads[0] === heads.d && b.analysis.table.notation.mode !== "rule") return differential(b, of);
  return combine(b, of.args, (args, readings) => {
    let reason = "";
    for (const head of of.heads) {
      if (head.arity !== "many" && head.arity !== args.length) {
        reason ||= `${head.name} takes ${head.arity} argument(s), not ${args.length}`;
        continue;
      }
      const made = b.t.tryApp(head, args);
      if (made.ok) return [{ expr: made.value, readings }];
      reason ||= made.error.message;
    }
    const spread = overEntries(b, of.heads, args);
    return spread ? [{ expr: spread, readings }] : clash(b, of.span, reason);
  });
}

/** A row where a function wants a column: the function of the column, laid across again when it is as long. */
function overEntries(b: Builder, candidates: readonly Head[], args: readonly Expr[]): Expr | null {
  const [x] = args;
  if (!x || args.length !== 1 || !isRow(x.shape)) return null;
  const column = x.kind === "app" && x.head.name === "transpose" && x.args[0] ? x.args[0] : b.t.app(heads.transpose, [x]);
  for (const head of candidates) {
    const made = b.t.tryApp(head, [column]);
    if (made.ok) return isColumn(made.value.shape) ? b.t.app(heads.transpose, [made.value]) : made.value;
  }
  return null;
}

export function powers(b: Builder, of: TermOf<"power">): Candidates {
  const plain = prune(
    combine(expecting(b, null), [of.base, of.exponent], ([x, p], readings) => (x && p ? power(b, x, p, readings, of.span) : [])),
  );
  if (plain.length === 0) {
    const entrywise = functionPower(b, of);
    if (entrywise.length > 0) return entrywise;
  }
  const labelled = labelReading(b, of);
  return labelled ? prune([...plain, labelled]) : plain;
}

/** tanh²(z) of a column: what acts on every entry is raised entry by entry. */
function functionPower(b: Builder, of: TermOf<"power">): Candidates {
  if (
    !of.ofFunction ||
    of.base.kind !== "apply" ||
    of.exponent.kind !== "number" ||
    of.base.heads.some((h) => h.acts.kind !== "elementwise")
  )
    return [];
  const before = b.errors.length;
  const made = combine(expecting(b, null), [of.base, of.exponent], ([x, p], readings): Candidates => {
    const raised = x && p && isVector(x.shape) ? b.t.tryApp(heads.hpow, [x, p]) : null;
    return raised?.ok ? [{ expr: raised.value, readings }] : [];
  });
  if (made.length > 0) b.errors.splice(before);
  return made;
}

/** k² for a declared k_2. */
function labelReading(b: Builder, of: TermOf<"power">): Candidate | null {
  if (of.base.kind !== "name" || of.exponent.kind !== "number") return null;
  const label = String(of.exponent.value.n);
  for (const place of ["_", "^"] as const) {
    const name = withLabel(of.base.name, place, label);
    const known = b.analysis.understood.get(name);
    if (known && known.ground !== "default" && admits(b, "label-superscript"))
      return using(b.t.sym(name, known.shape, known.sort), [], "label-superscript", `${of.base.name}^${label} stands for ${name}`);
  }
  return null;
}

export function transposed(b: Builder, of: TermOf<"transpose">): Candidates {
  const expect = b.expect && b.expect.length === 2 ? ([b.expect[1], b.expect[0]] as Shape) : null;
  return prune(
    b.build(of.of, expecting(b, expect)).flatMap((c): Candidates => {
      const made = b.t.tryApp(heads.transpose, [c.expr]);
      return made.ok ? [{ expr: made.value, readings: c.readings }] : clash(b, of.span, made.error.message);
    }),
  );
}

/** A number over one, a matrix inverse; an array under the elementwise reading. */
export function inverse(b: Builder, of: TermOf<"inverse">): Candidates {
  const inv = b.analysis.table.book.heads.get("inv");
  return combine(b, [of.of], ([x], readings): Candidates => {
    if (!x) return [];
    if (isScalar(x.shape)) return [{ expr: b.t.app(heads.pow, [x, b.t.num(-1)]), readings }];
    const made = inv && isFullMatrix(x.shape) ? b.t.tryApp(inv, [x]) : null;
    if (made?.ok) return [{ expr: made.value, readings }];
    if (admits(b, "elementwise-on-vector")) return quotient(b, b.t.num(1), x, readings, of.span);
    return clash(b, of.span, `${showShape(x.shape)} has no inverse`);
  });
}

export function norm(b: Builder, of: TermOf<"norm">): Candidates {
  const name = of.which === "1" ? "norm1" : of.which === "infinity" ? "norminf" : "norm";
  const head = b.analysis.table.book.heads.get(name);
  if (!head) return stop(b, of.span, "unsupported", `the book has no card ${name}`);
  return combine(b, [of.of], ([x], readings): Candidates => {
    if (!x) return [];
    if (isFullMatrix(x.shape) && of.which !== "F")
      return stop(b, of.span, "unsupported", `the ${of.which}-norm of a matrix is an operator norm, which is not understood`, {
        try: "write \\|X\\|_F for the Frobenius norm",
      });
    const made = b.t.tryApp(head, [x]);
    if (made.ok) return [{ expr: made.value, readings }];
    const turned = isRow(x.shape) ? b.t.tryApp(head, [b.t.app(heads.transpose, [x])]) : null;
    return turned?.ok ? [{ expr: turned.value, readings }] : clash(b, of.span, made.error.message);
  });
}

/** |x|: absolute value of a number, length of a vector, determinant of a square matrix. */
export function bars(b: Builder, of: TermOf<"bars">): Candidates {
  const { heads: cards } = b.analysis.table.book;
  return combine(b, [of.of], ([x], readings): Candidates => {
    if (!x) return [];
    if (isVector(x.shape)) {
      if (b.options.alone)
        return stop(b, of.span, "ambiguous", "|x| of a vector may be its norm, its length, or the absolute value of every entry", {
          try: "write \\|x\\|, or \\operatorname{abs}(x)",
        });
      const [n] = axes(x.shape);
      return n ? [{ expr: b.t.dim(n), readings }] : [];
    }
    const head = cards.get(isScalar(x.shape) ? "abs" : "det");
    const made = head ? b.t.tryApp(head, [x]) : null;
    return made?.ok ? [{ expr: made.value, readings }] : clash(b, of.span, `|·| of ${showShape(x.shape)} is not understood`);
  });
}
