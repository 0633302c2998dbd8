/** A small reader of the plain notation, for tests of rooms below the reader: `tr(A X') + 2 sum(i in 1..n)(x[i]^2)`. */
import { type Expr, type Head, heads, type Sym, type Terms } from "../../src/expr/index.ts";
import { constantDim, isColumn, isScalar, type Shape } from "../../src/shape/index.ts";

const token = /\s*(?:(\d+(?:\.(?!\.)\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(\.\.|[-+/*^()[\],⊙⊘⊗ᵀ'=≠<>≤≥:;]))/uy;

export interface Reading {
  readonly t: Terms;
  readonly symbols: ReadonlyMap<string, Sym>;
  readonly heads: ReadonlyMap<string, Head>;
  /** Abstract functions with the shape of their values; `f_12(x, y)` is a slot derivative. */
  readonly functions?: ReadonlyMap<string, Shape>;
}

export function readPlain(source: string, { t, symbols, heads: cards, functions }: Reading): Expr {
  const tokens: { text: string; tight: boolean }[] = [];
  token.lastIndex = 0;
  for (let m = token.exec(source); m; m = token.exec(source)) tokens.push({ text: m[0].trim(), tight: !/^\s/.test(m[0]) });
  let p = 0;
  const local = new Map<string, Sym>();
  const peek = (): string => tokens[p]?.text ?? "";
  const take = (text: string): void => {
    if (peek() !== text) throw new Error(`expected ${text} at token ${p} of ${source}, found ${peek()}`);
    p++;
  };
  /** Skips one token, then reads. */
  const after = (read: () => Expr): Expr => {
    p++;
    return read();
  };
  const sum = (): Expr => {
    const terms = [peek() === "-" ? after(() => t.app(heads.neg, [product()])) : product()];
    while (peek() === "+" || peek() === "-") terms.push(tokens[p++]?.text === "-" ? t.app(heads.neg, [product()]) : product());
    return terms.length === 1 ? (terms[0] as Expr) : t.app(heads.add, terms);
  };
  const starts = (): boolean => /^[\p{L}\p{N}_([]/u.test(peek()) && peek() !== "in";
  const product = (): Expr => {
    let left = juxtaposed();
    for (;;) {
      const op = peek();
      if (op === "⊙") left = after(() => t.app(heads.hadamard, [left, juxtaposed()]));
      else if (op === "⊘") left = after(() => t.app(heads.hdiv, [left, juxtaposed()]));
      else if (op === "⊗") left = after(() => t.app(heads.kron, [left, juxtaposed()]));
      else if (op === "/") left = after(() => t.app(heads.div, [left, juxtaposed()]));
      else if (op === "*") left = after(() => t.app(heads.mul, [left, juxtaposed()]));
      else return left;
    }
  };
  const juxtaposed = (): Expr => {
    const list = [powered()];
    while (starts()) list.push(powered());
    return list.length === 1 ? (list[0] as Expr) : t.app(heads.mul, list);
  };
  const powered = (): Expr => {
    let base = atom();
    for (;;) {
      const now = peek();
      if (now === "ᵀ" || now === "'") base = after(() => t.app(heads.transpose, [base]));
      else if (now === "[" && tokens[p]?.tight) base = t.elem(base, list("[", "]"));
      else if (now === "^") {
        p++;
        const e = peek() === "-" ? after(() => t.app(heads.neg, [atom()])) : atom();
        base = t.app(isScalar(base.shape) || !isColumn(base.shape) ? heads.pow : heads.hpow, [base, e]);
      } else return base;
    }
  };
  const list = (open: string, close: string): Expr[] => {
    take(open);
    const out: Expr[] = [];
    while (peek() !== close) {
      out.push(sum());
      if (peek() === ",") p++;
    }
    take(close);
    return out;
  };
  const relation = (): Expr => {
    const left = sum();
    const found = ({ "=": heads.eq, "≠": heads.ne, "<": heads.lt, "≤": heads.le, ">": heads.gt, "≥": heads.ge } as Record<string, Head>)[
      peek()
    ];
    if (!found) return left;
    p++;
    return t.app(found, [left, sum()]);
  };
  const binders = new Map([
    ["sum", "sum"],
    ["product", "product"],
    ["tabulate", "tabulate"],
    ["maxover", "max"],
    ["minover", "min"],
  ] as const);
  const bound = (name: string): Expr => {
    take("(");
    const letter = tokens[p++]?.text as string;
    take("in");
    const from = sum();
    take("..");
    const to = sum();
    take(")");
    const before = local.get(letter);
    local.set(letter, t.index(letter));
    take("(");
    const body = sum();
    take(")");
    if (before) local.set(letter, before);
    else local.delete(letter);
    return t.bind(binders.get(name as "sum") as "sum", t.index(letter), { kind: "range", from, to }, body, letter);
  };
  const cases = (): Expr => {
    take("(");
    const arms: { when: Expr; then: Expr }[] = [];
    let otherwise: Expr | null = null;
    while (peek() !== ")") {
      const first = relation();
      if (peek() === ":") {
        p++;
        arms.push({ when: first, then: sum() });
      } else otherwise = first;
      if (peek() === ";") p++;
    }
    take(")");
    return t.cases(arms, otherwise);
  };
  const atom = (): Expr => {
    const now = tokens[p++]?.text ?? "";
    if (/^\d/.test(now)) return t.num(decimal(now));
    if (now === "(") {
      const inner = sum();
      take(")");
      return inner;
    }
    if (now === "[") {
      const truth = relation();
      take("]");
      return t.app(heads.iverson, [truth]);
    }
    const call = peek() === "(" && tokens[p]?.tight === true;
    if (call && binders.has(now as "sum") && tokens[p + 2]?.text === "in") return bound(now);
    if (call && now === "cases") return cases();
    if (call && now === "D") {
      const [of, by] = list("(", ")");
      return t.deriv(of as Expr, by as Expr);
    }
    const [fn = "", slots = ""] = now.split("_");
    const result = call ? functions?.get(fn) : undefined;
    if (result) return t.call(fn, [...slots].map(Number), list("(", ")"), result);
    const known = local.get(now) ?? symbols.get(now);
    if (known) return known;
    if (call) {
      const head = structural.get(now) ?? cards.get(now);
      if (head) return t.app(head, list("(", ")"));
    }
    if (now === "pi") return t.app(heads.pi, []);
    throw new Error(`unknown name ${now} in ${source}`);
  };
  const out = sum();
  if (p < tokens.length)
    throw new Error(
      `unread: ${tokens
        .slice(p)
        .map((x) => x.text)
        .join(" ")} of ${source}`,
    );
  return out;
}

const structural = new Map<string, Head>([
  ["d", heads.d],
  ["sg", heads.sg],
  ["eye", heads.eye],
  ["ones", heads.ones],
  ["zeros", heads.zeros],
  ["basis", heads.basis],
  ["kron", heads.kron],
  ["stack", heads.stack],
  ["beside", heads.beside],
]);

const decimal = (text: string) => {
  const [whole, fraction = ""] = text.split(".");
  return { n: BigInt((whole ?? "0") + fraction), d: 10n ** BigInt(fraction.length) };
};

/** Symbols of a shape's sizes: the n of ℝⁿ is the n of 1/n. */
export const sizesOf = (t: Terms, shapes: readonly Shape[]): Sym[] =>
  [...new Set(shapes.flatMap((s) => s.filter((d) => constantDim(d) === null).map((d) => d.key)))].map((name) => t.index(name));
