/** First pass over function cards: name, spellings, arity and action, without reading a formula. */
import type { Action, Head, Sym, Terms } from "../expr/index.ts";
import { columnShape, fail, isScalar, matrixShape, ok, type Result, type Shape, sameShape, scalarShape, size } from "../shape/index.ts";
import { type Diagnostic, diagnostic, showPlace } from "./diagnostic.ts";
import { type Field, fieldOf, fieldsNamed, type Rec } from "./records.ts";
import { readShape } from "./shapes.ts";

/** The parts of a head that are formulas. */
export type FormulaKey = "means" | "differential" | "rowsDifferential" | "domain" | "smooth" | "adjoint" | "kink";

export interface Card {
  readonly rec: Rec;
  /** All of the head but its formulas. */
  readonly plain: Omit<Head, FormulaKey>;
  /** The parameters as symbols: numbers for an elementwise head, else of the shapes of `acts`. */
  readonly params: readonly Sym[];
  readonly result: Shape;
  /** For a head that acts on rows: the matrix of `d rows`, named by the capital letter. */
  readonly matrix: Sym | null;
}

const ellipsis = new Set(["...", "…"]);

export function readCard(rec: Rec, t: Terms): Result<Card, Diagnostic> {
  const many = ellipsis.has(rec.params.at(-1) ?? "");
  const names = many ? rec.params.slice(0, -1) : rec.params;
  const acts = fieldOf(rec, "acts");
  if (!acts) return fail(diagnostic(rec, `function ${rec.name} does not say how it acts`, "a field `acts`", "acts     elementwise"));
  const action = readAction(acts, names);
  if (!action.ok) return action;
  const kind = action.value;
  const shapes = kind.kind === "elementwise" ? names.map(() => scalarShape) : kind.kind === "structural" ? [] : kind.params;
  const params = names.map((n, i) => t.sym(n, shapes[i] ?? scalarShape));
  const code = readCode(rec);
  if (!code.ok) return code;
  const plain: Card["plain"] = {
    name: rec.name,
    called: fieldOf(rec, "called")?.text ?? rec.name,
    arity: many ? "many" : names.length,
    acts: kind,
    reads: readSpellings(rec),
    prints: fieldOf(rec, "prints")?.text ?? null,
    code: code.value,
    kernel: fieldOf(rec, "kernel")?.text ?? null,
    see: fieldOf(rec, "see")?.text ?? null,
    source: showPlace(rec),
  };
  const result = kind.kind === "signature" || kind.kind === "rows" ? kind.result : scalarShape;
  const [first] = params;
  const matrix = kind.kind === "rows" && first ? t.sym(first.name.toUpperCase(), matrixShape(size("m"), size("n"))) : null;
  return ok({ rec, plain, params, result, matrix });
}

/** `elementwise`, `U : n×n; v : n -> 1`, `on rows u : n -> n`. */
function readAction(field: Field, names: readonly string[]): Result<Action, Diagnostic> {
  const bad = (message: string) => fail(diagnostic(field, message, "`elementwise`, `u : n -> n` or `on rows u : n -> n`"));
  if (field.text === "elementwise") return ok({ kind: "elementwise" });
  const m = /^(on rows )?(.*?)\s*(?:->|→)\s*(.*)$/.exec(field.text);
  if (!m) return bad(`cannot read how it acts: “${field.text}”`);
  const [, rows, left = "", right = ""] = m;
  const params: Shape[] = [];
  for (const [i, part] of left.split(";").entries()) {
    const [name = "", shapeText = ""] = part.split(":").map((s) => s.trim());
    const shape = readShape(shapeText);
    if (!shape) return bad(`“${shapeText}” is no shape`);
    if (name !== names[i]) return bad(`the ${i + 1}. parameter is ${names[i] ?? "missing"} in the header and ${name} here`);
    params.push(shape);
  }
  if (params.length !== names.length) return bad(`${names.length} parameters in the header, ${params.length} here`);
  const result = readShape(right);
  if (!result) return bad(`“${right}” is no shape`);
  if (!rows) return ok({ kind: "signature", params, result });
  const column = columnShape(size("n"));
  const [only] = params;
  if (params.length !== 1 || !only || !sameShape(only, column)) return bad("what acts on rows is stated for one column of length n");
  return isScalar(result) || sameShape(result, column)
    ? ok({ kind: "rows", params, result })
    : bad("a row gives a number or a row of the same length");
}

function readCode(rec: Rec): Result<ReadonlyMap<string, string>, Diagnostic> {
  const languages = ["numpy", "jax", "torch", "julia", "matlab", "js"];
  const out = new Map<string, string>();
  for (const f of fieldsNamed(rec, "code")) {
    const [, language = "", template = ""] = /^(\S+)\s+(.*)$/.exec(f.text) ?? [];
    if (!languages.includes(language)) return fail(diagnostic(f, `no language “${language}”`, languages.join(", ")));
    out.set(language, template);
  }
  return ok(out);
}

/** Spellings are kept bare: `\operatorname{GELU}`, `\text{GELU}` and `GELU` are one. The name itself always counts. */
function readSpellings(rec: Rec): readonly string[] {
  const listed = (fieldOf(rec, "reads")?.text ?? "")
    .split(",")
    .map((s) => s.trim())
    .filter((s) => s !== "");
  return [...new Set([...listed.map(bareSpelling), rec.name])];
}

const bareSpelling = (text: string): string => /^\\(?:operatorname\*?|text|mathrm|textrm|textbf|mathbf)\{(.*)\}$/.exec(text)?.[1] ?? text;

/** Words for heads that are built in. */
const structuralSpellings: Readonly<Record<string, readonly string[]>> = {
  sg: ["sg", "stopgrad", "stopgradient", "StopGradient", "StopGrad", "stop_gradient", "detach"],
  kron: ["kron"],
  eye: ["eye"],
  ones: ["ones"],
  zeros: ["zeros"],
  basis: ["basis"],
  transpose: ["transpose"],
};

/** Which heads a spelling may mean: a head of that very name first, then in the order of the book. */
export function collectSpellings(heads: readonly Head[]): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, string[]>();
  const put = (spelling: string, name: string): void => {
    const list = out.get(spelling) ?? [];
    if (!list.includes(name)) list.push(name);
    out.set(spelling, list);
  };
  for (const [name, words] of Object.entries(structuralSpellings)) for (const w of words) put(w, name);
  for (const h of heads) if (h.source !== null) put(h.name, h.name);
  for (const h of heads) for (const s of h.reads) put(s, h.name);
  return out;
}
