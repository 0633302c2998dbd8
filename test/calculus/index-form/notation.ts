/**
 * A small notation for tests of the prover: claims as one line of text, with declarations such as
 *
 *   A: m,n   x: n   S: n,n symmetric   f(n; k) -> m
 *
 * Products are `*` (matrix) and `.*` (entrywise), `'` transposes, `sum(i: n, e)` and `sum(i=a..b, e)` sum, `tab(i: n, e)` tabulates,
 * `[i = j]` is a bracket, `D(e, X)` a derivative, `f_12(x, y)` a function differentiated in its first, then its second slot.
 */
import {
  type Attribute, createTerms, type Declared, type Definition, emptyEnvironment, type Environment, type Expr, heads, parseDecimal, type Signature, type Sym,
  type Terms,
} from "../../../src/expr/index.ts";
import { columnShape, type Dim, dim, fromAxes, isScalar, type Shape, size, addDims, scaleDim } from "../../../src/shape/index.ts";
import { head } from "../../support/heads.ts";

export interface Scope {
  readonly terms: Terms;
  readonly environment: Environment;
  read(text: string): Expr;
}

const tokens = /\s*(\d+(?:\.\d+)?|[A-Za-z]\w*|\.\*|\.\.|<=|>=|!=|->|[-+*/^'()[\],=:<>;])/g;

interface Reader {
  peek(ahead?: number): string | undefined;
  next(): string;
  take(token: string): boolean;
  expect(token: string): void;
  done(): boolean;
}

function tokenise(text: string): Reader {
  const list = [...text.matchAll(tokens)].map((m) => m[1] as string);
  let at = 0;
  const reader: Reader = {
    peek: (ahead = 0) => list[at + ahead],
    next: () => list[at++] as string,
    take: (token) => list[at] === token && at++ >= 0,
    expect: (token) => {
      if (list[at++] !== token) throw new Error(`${token} expected in “${text}”, found ${list[at - 1]}`);
    },
    done: () => at >= list.length,
  };
  return reader;
}

/** A dimension: n, 3, h + r - 1. */
function readDim(text: string): Dim {
  let sum = dim(0);
  for (const [, sign, k, name] of text.replaceAll(" ", "").matchAll(/([+-]?)(\d*)([A-Za-z]\w*)?/g)) {
    if (!k && !name) continue;
    const part = name ? scaleDim(size(name), k ? Number(k) : 1) : dim(Number(k));
    sum = addDims(sum, scaleDim(part, sign === "-" ? -1 : 1));
  }
  return sum;
}

const readShape = (text: string): Shape => {
  const list = text.split(",").map((x) => x.trim()).filter((x) => x !== "");
  return list.length === 0 ? fromAxes([]) : list.length === 1 ? columnShape(readDim(list[0] as string)) : list.map(readDim);
};

/** Declarations apart by blanks or semicolons outside brackets, as in the head of this file; `i in 1..n` declares a free index. */
export function scope(declarations: readonly string[], definitions: readonly string[] = [], given: readonly string[] = []): Scope {
  const t = createTerms();
  const symbols = new Map<string, Declared>();
  const functions = new Map<string, Signature>();
  const values = new Map<string, Definition>();
  const indices = new Set<string>();
  for (const line of declarations) {
    const fn = /^(\w+)\((.*)\)\s*->\s*(.*)$/.exec(line);
    const index = /^(\w+) in (.+)\.\.(.+)$/.exec(line);
    const plain = /^(\w+):\s*((?:[\w+-]+\s*,?\s*)*?)((?:positive definite|symmetric|orthogonal|positive|probability|one-hot|binary|nonsingular|natural)?)$/.exec(line);
    if (fn) functions.set(fn[1] as string, { name: fn[1] as string, params: (fn[2] as string).split(";").map(readShape), result: readShape(fn[3] as string) });
    else if (index) indices.add(index[1] as string);
    else if (plain) {
      const attributes = new Set(plain[3] ? [plain[3] as Attribute] : []);
      symbols.set(plain[1] as string, { name: plain[1] as string, shape: readShape(plain[2] as string), sort: "real", attributes, range: null });
    } else throw new Error(`cannot read the declaration “${line}”`);
  }
  const environment: Environment = { ...emptyEnvironment, symbols, functions, definitions: values };
  const read = (text: string, params: ReadonlyMap<string, Sym> = new Map()): Expr => readExpr(t, environment, indices, text, params);
  for (const line of declarations) {
    const index = /^(\w+) in (.+)\.\.(.+)$/.exec(line);
    if (!index) continue;
    const [, name = "", from = "", to = ""] = index;
    symbols.set(name, { name, shape: fromAxes([]), sort: "index", attributes: new Set(), range: { from: read(from), to: read(to) } });
  }
  for (const line of definitions) {
    const [left = "", right = ""] = line.split(":=").map((x) => x.trim());
    const fn = /^(\w+)\((.*)\)$/.exec(left);
    const params = (fn?.[2] ?? "").split(";").filter((x) => x.trim() !== "").map((p) => {
      const [name = "", shape = ""] = p.split(":").map((x) => x.trim());
      return t.sym(name, readShape(shape));
    });
    const name = fn?.[1] ?? left;
    const body = read(right, new Map(params.map((p) => [p.name, p])));
    values.set(name, { name, params, body });
  }
  return { terms: t, environment: { ...environment, given: given.map((g) => read(g)) }, read };
}

function readExpr(t: Terms, env: Environment, indices: ReadonlySet<string>, text: string, params: ReadonlyMap<string, Sym>): Expr {
  const r = tokenise(text);
  const bound = new Map<string, Sym>(params);
  const out = relation();
  if (!r.done()) throw new Error(`“${text}” goes on with ${r.peek()}`);
  return out;

  function relation(): Expr {
    const a = sum();
    const known = new Map([["=", heads.eq], ["!=", heads.ne], ["<", heads.lt], ["<=", heads.le], [">", heads.gt], [">=", heads.ge]]);
    const h = known.get(r.peek() ?? "");
    if (!h) return a;
    r.next();
    return t.app(h, [a, sum()]);
  }
  function sum(): Expr {
    const parts = [product()];
    for (;;) {
      if (r.take("+")) parts.push(product());
      else if (r.take("-")) parts.push(t.app(heads.neg, [product()]));
      else return parts.length === 1 ? (parts[0] as Expr) : t.app(heads.add, parts);
    }
  }
  function product(): Expr {
    let a = unary();
    for (;;) {
      if (r.take("*")) a = t.app(heads.mul, [a, unary()]);
      else if (r.take(".*")) a = t.app(heads.hadamard, [a, unary()]);
      else if (r.take("/")) {
        const b = unary();
        a = t.app(isScalar(b.shape) ? heads.div : heads.hdiv, [a, b]);
      } else return a;
    }
  }
  function unary(): Expr {
    return r.take("-") ? t.app(heads.neg, [unary()]) : postfix();
  }
  function postfix(): Expr {
    let a = atom();
    for (;;) {
      if (r.take("'")) a = t.app(heads.transpose, [a]);
      else if (r.take("^")) {
        const sign = r.take("-");
        const e = atom();
        const square = a.shape.length === 2 && a.shape[0]?.key === a.shape[1]?.key;
        a = t.app(square ? heads.pow : heads.hpow, [a, sign ? t.app(heads.neg, [e]) : e]);
      } else if (r.take("[")) a = t.elem(a, list("]"));
      else return a;
    }
  }
  function list(close: string): Expr[] {
    const out = [sum()];
    while (r.take(",")) out.push(sum());
    r.expect(close);
    return out;
  }
  function atom(): Expr {
    if (r.take("(")) {
      const e = sum();
      r.expect(")");
      return e;
    }
    if (r.take("[")) {
      const e = relation();
      r.expect("]");
      return t.app(heads.iverson, [e]);
    }
    const name = r.next();
    const value = parseDecimal(name);
    if (value) return t.num(value);
    return r.peek() === "(" && !env.symbols.has(name) ? applied(name) : symbol(name);
  }
  function symbol(name: string): Expr {
    const known = bound.get(name) ?? env.definitions.get(name)?.body;
    if (known) return bound.get(name) ?? t.sym(name, known.shape);
    const declared = env.symbols.get(name);
    if (indices.has(name) || !declared) return t.index(name);
    return t.sym(name, declared.shape, declared.sort);
  }
  /** i: n, or i=a..b, then a comma. */
  function binder(): { readonly variable: Sym; readonly from: Expr; readonly to: Expr; readonly name: string } {
    const name = r.next();
    const variable = t.index(`@${name}`);
    const from = r.take(":") ? null : (r.expect("="), sum());
    if (from) r.expect("..");
    const to = sum();
    r.expect(",");
    return { variable, from: from ?? t.num(1), to, name };
  }
  function underBinders(kind: "sum" | "product" | "tabulate"): Expr {
    const b = binder();
    const before = bound.get(b.name);
    bound.set(b.name, b.variable);
    const more = kind === "tabulate" && [":", "="].includes(r.peek(1) ?? "") && /^[a-z]\w*$/.test(r.peek() ?? "");
    const body = more ? underBinders(kind) : sum();
    if (before) bound.set(b.name, before);
    else bound.delete(b.name);
    return t.bind(kind, b.variable, { kind: "range", from: b.from, to: b.to }, body, b.name);
  }
  function applied(name: string): Expr {
    r.expect("(");
    if ((name === "sum" || name === "prod") && /^[a-z]\w*$/.test(r.peek() ?? "") && [":", "="].includes(r.peek(1) ?? "")) {
      const e = underBinders(name === "sum" ? "sum" : "product");
      r.expect(")");
      return e;
    }
    if (name === "tab") {
      const e = underBinders("tabulate");
      r.expect(")");
      return e;
    }
    const args = list(")");
    return apply(name, args);
  }
  function apply(name: string, args: readonly Expr[]): Expr {
    const [a, b] = args as [Expr, Expr];
    const slotted = /^(\w+?)_(\d+)$/.exec(name);
    const fn = slotted && (env.functions.has(slotted[1] as string) || env.definitions.has(slotted[1] as string)) ? (slotted[1] as string) : name;
    const slots = fn === name ? [] : [...(slotted?.[2] ?? "")].map(Number);
    const signature = env.functions.get(fn)?.result ?? env.definitions.get(fn)?.body.shape;
    if (signature) return t.call(fn, slots, args, signature);
    switch (name) {
      case "D":
        return t.deriv(a, b);
      case "eye":
        return t.app(heads.eye, [a]);
      case "ones":
        return t.app(heads.ones, [a, b ?? t.num(1)]);
      case "sg":
        return t.app(heads.sg, [a]);
      case "kron":
        return t.app(heads.kron, [a, b]);
      case "stack":
        return t.app(heads.stack, args);
      case "beside":
        return t.app(heads.beside, args);
      case "sqnorm":
        return t.app(heads.pow, [t.app(head("norm"), [a]), t.num(2)]);
      case "not":
        return t.app(heads.not, [a]);
      case "pi":
        return t.app(heads.pi, []);
      default:
        return t.app(head(name), args);
    }
  }
}

