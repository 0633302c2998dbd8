/**
 * Declarations: `A in R^{m x n}, positive definite`, `x, y \in \mathbb{R}^n`, `y in {0,1}`, `f : R^n, R^p -> R^m`, `i in 1..n`.
 *
 * One reader for the command line, batches, front matter, problem files and the prose of documents. Attributes come from a closed list; an
 * unknown one is an error that names them all.
 */
import { type Attribute, attributes, type Name, type Signature, type Sort } from "../expr/index.ts";
import { axes, columnShape, type Dim, dim, fail, fromAxes, isOne, ok, type Result, type Shape, scalarShape } from "../shape/index.ts";
import { sizeOf } from "./declare-size.ts";
import type { Entry, Mode } from "./meaning.ts";
import { parseFormula } from "./parse.ts";
import { changeName, labelText, wordName } from "./resolve-names.ts";
import type { ReadError, Span } from "./syntax.ts";
import { functionEntry, symbolEntry } from "./table.ts";

export interface DeclarationOptions {
  readonly mode: Mode;
  /** Offset of the text in its file. */
  readonly base?: number;
}

/** A space: shape, sort, and the facts that belong to it. */
interface Space {
  readonly shape: Shape;
  readonly sort: Sort;
  readonly attributes: readonly Attribute[];
}

const bad = (
  text: string,
  options: DeclarationOptions,
  message: string,
  expected: string,
  advice: string,
): { readonly ok: false; readonly error: ReadError } => {
  const start = options.base ?? 0;
  const span: Span = { start, end: start + text.length };
  return fail({ code: "bad-declaration", span, message, expected, try: advice });
};

/** Reads a declaration of one or several names. */
export function parseDeclaration(text: string, options: DeclarationOptions): Result<readonly Entry[], ReadError> {
  const clean = text.replace(/\$/g, "").trim();
  const arrow = /^(.+?)\s*(?::|\\colon)\s*(?!=)(.+?)\s*(?:->|→|\\to(?![a-z])|\\rightarrow(?![a-z])|\\mapsto(?![a-z]))\s*(.+)$/su.exec(
    clean,
  );
  if (arrow?.[1] && arrow[2] && arrow[3]) return functionDeclaration(text, arrow[1], arrow[2], arrow[3], options);
  const membership = /^(.+?)\s*(?:\\in(?![a-z])|∈|\bin\b|:)\s*(.+)$/su.exec(clean);
  if (!membership?.[1] || !membership[2])
    return bad(text, options, `“${text}” declares nothing`, "a name, in, a space", "write A in R^{m x n}");
  const parts = splitTop(membership[2]);
  const [first, ...facts] = parts;
  const space = first === undefined ? null : spaceOf(first, options.mode);
  if (!space) return bad(text, options, `“${first ?? ""}” is no space that is understood`, "R, R^n or R^{m x n}", "write A in R^{m x n}");
  const known: Attribute[] = [...space.attributes];
  for (const f of facts) {
    const fact = attributeOf(f);
    if (!fact)
      return bad(
        text,
        options,
        `“${f.trim()}” is no attribute; known are ${attributes.join(", ")}`,
        "an attribute from the list",
        "leave it out",
      );
    known.push(fact);
  }
  const names = splitTop(membership[1]).map((n) => nameOf(n, options.mode));
  if (names.some((n) => n === null)) return bad(text, options, `“${membership[1]}” is no name`, "a name", "write W_1 or \\theta");
  return ok(names.map((name) => entryOf(name as Name, space, known)));
}

function entryOf(name: Name, space: Space, known: readonly Attribute[]): Entry {
  const entry = symbolEntry(name, space.shape, { ground: "declared", because: "declared", attributes: new Set(known) });
  return space.sort === "index" ? { ...entry, role: "index" } : entry;
}

function functionDeclaration(
  text: string,
  left: string,
  from: string,
  to: string,
  options: DeclarationOptions,
): Result<readonly Entry[], ReadError> {
  const result = spaceOf(to, options.mode);
  const params = splitTop(from.replace(/\\times(?![a-z])|×/g, ",")).map((p) => spaceOf(p, options.mode));
  if (!result || params.some((p) => p === null))
    return bad(text, options, `“${from} -> ${to}” is no type of a function`, "spaces on both sides", "write f : R^n, R^p -> R^m");
  const names = splitTop(left).map((n) => nameOf(n, options.mode));
  if (names.some((n) => n === null)) return bad(text, options, `“${left}” is no name`, "a name", "write f : R^n -> R");
  return ok(
    names.map((name) => {
      const signature: Signature = { name: name as Name, params: params.map((p) => (p as Space).shape), result: result.shape };
      return functionEntry(name as Name, null, signature, { ground: "declared", because: "declared" });
    }),
  );
}

/** A name as LaTeX or one plain word. */
export function nameOf(text: string, mode: Mode): Name | null {
  const word = text.trim();
  if (/^\p{L}[\p{L}\d]*(?:_\d+)?$/u.test(word) && (mode !== "latex" || word.length <= 2 || /^\p{L}+$/u.test(word))) return wordName(word);
  const parsed = parseFormula(word, { mode: "latex" });
  if (parsed.ok && parsed.value.kind === "juxtaposition") return changeName(parsed.value);
  return parsed.ok && ["letter", "word", "styled", "accent", "scripts"].includes(parsed.value.kind) ? labelText(parsed.value) : null;
}

function attributeOf(text: string): Attribute | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
  const synonyms: ReadonlyMap<string, Attribute> = new Map([
    ["invertible", "nonsingular"],
    ["non-singular", "nonsingular"],
    ["skew symmetric", "skew-symmetric"],
    ["antisymmetric", "skew-symmetric"],
    ["one hot", "one-hot"],
    ["non-zero", "nonzero"],
    ["constant", "fixed"],
    ["positive-definite", "positive definite"],
  ]);
  return attributes.find((a) => a === plain) ?? synonyms.get(plain) ?? null;
}

/** Splits at commas outside brackets. */
function splitTop(text: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (c === "," && depth === 0) {
      out.push(text.slice(from, i));
      from = i + 1;
    }
  }
  out.push(text.slice(from));
  return out.map((p) => p.trim()).filter((p) => p !== "");
}

const reals = /^(?:\\mathbb\s*\{?\s*R\s*\}?|\\Re(?:als)?(?![a-z])|\\R(?![a-z])|\\reals|ℝ|R)/u;

function spaceOf(text: string, mode: Mode): Space | null {
  const s = text.trim().replace(/[.;]$/u, "").trim();
  const real = reals.exec(s);
  if (real) return realSpace(s.slice(real[0].length), mode);
  const number = (more: readonly Attribute[], sort: Sort = "real"): Space => ({ shape: scalarShape, sort, attributes: more });
  const compact = s
    .replace(/\\[{}]/g, (m) => m.slice(1))
    .replace(/\\l?dots|…/g, "...")
    .replace(/\s+/g, "");
  if (/^(?:\\mathbb\{?N\}?|ℕ|N)$/u.test(compact)) return number(["natural"], "index");
  if (/^(?:\\mathbb\{?Z\}?|ℤ|Z)$/u.test(compact)) return number(["integer"], "index");
  if (compact === "{0,1}") return number(["binary"]);
  if (/^\{(?:-1,\+?1|\+?1,-1|\\pm1)\}$/u.test(compact)) return number(["sign"]);
  if (/^[([]0,1[)\]]$/u.test(compact)) return number(["unit interval"]);
  const cube = /^\{0,1\}\^\{?(.+?)\}?$/u.exec(compact);
  if (cube?.[1]) return withAttribute(realSpace(`^{${cube[1]}}`, mode), "binary");
  if (/^\{.*\}$/u.test(compact) || /^.+\.\..+$/u.test(compact)) return number([], "index");
  return null;
}

const withAttribute = (s: Space | null, a: Attribute): Space | null => s && { ...s, attributes: [...s.attributes, a] };

/** What follows the ℝ: `_+`, `^n`, `^{m \times n}`. */
function realSpace(after: string, mode: Mode): Space | null {
  let rest = after.trim();
  const facts: Attribute[] = [];
  const plus = /^_\{?\s*(?:\+\+?|>\s*0)\s*\}?/u.exec(rest);
  if (plus) {
    facts.push("positive");
    rest = rest.slice(plus[0].length).trim();
  }
  if (rest === "") return { shape: scalarShape, sort: "real", attributes: facts };
  const power = /^\^\s*(?:\{(.*)\}|(\\?[A-Za-z]+|\d+|[A-Za-z]_\w))$/su.exec(rest);
  const inside = power?.[1] ?? power?.[2];
  if (inside === undefined) return null;
  const sizes = inside.split(/\\times(?![a-z])|×|\s+x\s+|(?<=\d)x(?=\d)/u).map((p) => sizeOf(p.trim(), mode));
  return sizes.some((d) => d === null) ? null : { shape: shapeOf(sizes as Dim[]), sort: "real", attributes: facts };
}

/** One size makes a column; a stated 1 in a matrix is kept where it stands. */
function shapeOf(sizes: readonly Dim[]): Shape {
  const [only] = sizes;
  if (sizes.length === 1 && only) return columnShape(only);
  return sizes.length === 2 ? sizes : fromAxes(axes(sizes.filter((d) => !isOne(d)).concat(sizes.length > 2 ? [] : [dim(1)])));
}
