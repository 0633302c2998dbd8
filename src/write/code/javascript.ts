/** JavaScript with mathjs for arrays: plain nested arrays, numbers by operators, a row kept as a flat array until it is asked for. */
import { type Dim, isOne, one, subtractDims } from "../../shape/index.ts";
import { countOf, type Dialect, type Loop } from "./dialect.ts";
import { atLeast, atom, type Form, fill, infix, level, spread, type Value, value } from "./value.ts";

const reserved: ReadonlySet<string> = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import
   in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while
   with yield math Math Array`.split(/\s+/),
);

const native: ReadonlyMap<string, string> = new Map([
  ..."exp sqrt sin cos tan sinh cosh tanh abs sign floor ceil max min".split(" ").map((name) => [name, `${name}(#1)`] as const),
  ["max", "max(#1, #2)"],
  ["min", "min(#1, #2)"],
  ["erf", "math.erf(#1)"],
  ["gamma", "math.gamma(#1)"],
  ["tr", "math.trace(#1)"],
  ["det", "math.det(#1)"],
  ["inv", "math.inv(#1)"],
  ["sumall", "math.sum(#1)"],
  ["mean", "math.mean(#1)"],
  ["diag", "math.diag(#1)"],
  ["Diag", "math.diag(#1)"],
  ["norm", "Math.sqrt(math.sum(math.dotMultiply(#1, #1)))"],
]);

/** Functions of numbers: on arrays they are mapped. */
const numbersOnly = /^[a-z0-9]+\(/;

/** `log(x)` of a card is Math.log, or the function of mathjs where Math has none. */
const qualified = (template: string): string =>
  template.replace(/(?<![\w.])([a-z][a-z0-9]*)\(/g, (_, name: string) => `${name in Math ? "Math" : "math"}.${name}(`);

function apply(template: string, args: readonly Value[], form: Form): Value {
  const text = qualified(template);
  if (!numbersOnly.test(template.replace(/^\(/, "")) || args.every((a) => a.form === "scalar")) return fill(text, args, form);
  const letters = ["x", "y", "z"].slice(0, args.length);
  const inside = fill(
    text,
    letters.map((l) => atom(l, "scalar")),
    "scalar",
  ).text;
  const arrays = args.map((a, i) => ({ a, letter: letters[i] as string })).filter(({ a }) => a.form !== "scalar");
  const body = args.reduce(
    (t, a, i) => (a.form === "scalar" ? t.replaceAll(new RegExp(`\\b${letters[i]}\\b`, "g"), atLeast(a, level.atom)) : t),
    inside,
  );
  return atom(`math.map(${arrays.map(({ a }) => a.text).join(", ")}, (${arrays.map((p) => p.letter).join(", ")}) => ${body})`, form);
}

const positions = (loop: Loop, dim: (d: Dim) => string, body: string): string => {
  const length = dim(countOf(loop));
  if (isOne(loop.from)) return `Array.from({ length: ${length} }, (_, ${loop.letter}) => ${body})`;
  return `Array.from({ length: ${length} }, (_, q) => q + ${dim(subtractDims(loop.from, one))}).map((${loop.letter}) => ${body})`;
};

const fold: Dialect["fold"] = (binder, loop, body, dim) => {
  const each = positions(loop, dim, body.text);
  switch (binder) {
    case "sum":
      return atom(body.form === "scalar" ? `math.sum(${each})` : `${each}.reduce((a, b) => math.add(a, b))`, body.form);
    case "product":
      return atom(`math.prod(${each})`, body.form);
    case "max":
    case "min":
      return atom(`Math.${binder}(...${each})`, body.form);
    case "argmax":
    case "argmin":
      return value(
        `${each}.reduce((best, v, i, all) => (v ${binder === "argmax" ? ">" : "<"} all[best] ? i : best), 0) + ${dim(loop.from)}`,
        level.sum,
        "scalar",
      );
  }
};

function product(a: Value, b: Value): Value {
  if (a.form === "row" && b.form === "column") return atom(`math.dot(${a.text}, ${b.text})`, "scalar");
  if (a.form === "column" && b.form === "row")
    return atom(`${atLeast(a, level.atom)}.map((a) => ${atLeast(b, level.atom)}.map((b) => a * b))`, "matrix");
  return atom(`math.multiply(${a.text}, ${b.text})`, a.form === "row" ? "row" : b.form);
}

const nested = (v: Value): string =>
  v.form === "column" ? `${atLeast(v, level.atom)}.map((x) => [x])` : v.form === "row" ? `[${v.text}]` : v.text;

function sum(terms: readonly { readonly sign: "+" | "-"; readonly value: Value }[]): Value {
  const form = spread(terms.map((t) => t.value));
  if (form === "scalar") {
    const text = terms.map(
      (t, i) =>
        (i === 0 ? (t.sign === "-" ? "-" : "") : ` ${t.sign} `) + atLeast(t.value, i === 0 && t.sign === "-" ? level.atom : level.product),
    );
    return value(text.join(""), terms.length === 1 ? level.sign : level.sum, form);
  }
  const [first, ...rest] = terms as [(typeof terms)[number], ...(typeof terms)[number][]];
  const start = first.sign === "-" ? `math.unaryMinus(${first.value.text})` : first.value.text;
  return atom(
    rest.reduce((text, t) => `math.${t.sign === "+" ? "add" : "subtract"}(${text}, ${t.value.text})`, start),
    form,
  );
}

export const javascriptDialect: Dialect = {
  language: "js",
  base: 0,
  reserved,
  native,
  templatesTakeRows: false,
  floorDivision: (a, b) => `Math.floor(${a} / ${b})`,
  number: (r) =>
    r.d === 1n
      ? r.n < 0n
        ? value(r.n.toString(), level.sign, "scalar")
        : atom(r.n.toString(), "scalar")
      : value(`${r.n} / ${r.d}`, level.product, "scalar"),
  constant: (which) => atom(which === "pi" ? "Math.PI" : "Infinity", "scalar"),
  symbol: (name, form) => atom(form === "row" ? `${name}[0]` : name, form),
  sum,
  scale: (scalars, array) => {
    const number = scalars.length === 1 ? (scalars[0] as Value) : infix("*", level.product, "scalar", scalars);
    return array ? atom(`math.multiply(${number.text}, ${array.text})`, array.form) : number;
  },
  over: (a, b) => (a.form === "scalar" ? infix("/", level.product, "scalar", [a, b]) : atom(`math.divide(${a.text}, ${b.text})`, a.form)),
  power: (base, exponent) =>
    base.form === "matrix"
      ? atom(`math.pow(${base.text}, ${exponent.text})`, "matrix")
      : value(`${atLeast(base, level.atom)} ** ${atLeast(exponent, level.sign)}`, level.power, "scalar"),
  product,
  entrywise: (operation, a, b) => {
    const form = spread([a, b]);
    if (form !== "scalar")
      return atom(`math.${{ times: "dotMultiply", over: "dotDivide", power: "dotPow" }[operation]}(${a.text}, ${b.text})`, form);
    if (operation === "power") return value(`${atLeast(a, level.atom)} ** ${atLeast(b, level.sign)}`, level.power, form);
    return infix(operation === "times" ? "*" : "/", level.product, form, [a, b]);
  },
  transpose: (v) =>
    v.form === "column"
      ? { ...v, form: "row" }
      : v.form === "row"
        ? { ...v, form: "column" }
        : v.form === "matrix"
          ? atom(`math.transpose(${v.text})`, "matrix")
          : v,
  permute: (v, order) =>
    order.join() === "2,1"
      ? atom(`math.transpose(${v.text})`, "matrix")
      : atom(`permute(${v.text}, [${order.map((p) => p - 1).join(", ")}])`, "tensor"),
  kron: (a, b, form) => {
    if (a.form === "scalar" || b.form === "scalar") return atom(`math.multiply(${a.text}, ${b.text})`, form);
    const whole = `math.kron(${nested(a)}, ${nested(b)})`;
    return atom(form === "column" || form === "row" ? `${whole}.flat()` : whole, form);
  },
  stack: (blocks, form) => {
    if (form === "column")
      return atom(
        blocks.every((b) => b.form === "scalar")
          ? `[${blocks.map((b) => b.text).join(", ")}]`
          : `[].concat(${blocks.map((b) => b.text).join(", ")})`,
        form,
      );
    if (blocks.every((b) => b.form === "row")) return atom(`[${blocks.map((b) => b.text).join(", ")}]`, form);
    return atom(`math.concat(${blocks.map(nested).join(", ")}, 0)`, form);
  },
  beside: (blocks, form) => {
    if (form === "row")
      return atom(
        blocks.every((b) => b.form === "scalar")
          ? `[${blocks.map((b) => b.text).join(", ")}]`
          : `[].concat(${blocks.map((b) => b.text).join(", ")})`,
        form,
      );
    return atom(`math.concat(${blocks.map(nested).join(", ")}, 1)`, form);
  },
  eye: (n) => atom(`math.identity(${n}).toArray()`, "matrix"),
  filled: (with_, m, n, form) => {
    if (form === "scalar") return atom(String(with_), form);
    const size = form === "column" ? m : form === "row" ? n : `${m}, ${n}`;
    return atom(`math.${with_ === 1 ? "ones" : "zeros"}([${size}])`, form);
  },
  basis: (position, n) => atom(`math.identity(${n}).toArray()[${position}]`, "column"),
  stop: (v) => v,
  apply,
  row: (_, letter) => atom(letter, "column"),
  eachRow: (letter, of, body, form) => atom(`${atLeast(of, level.atom)}.map((${letter}) => ${body.text})`, form),
  entry: (of, at) => atom(`${atLeast(of, level.atom)}${at.map((p) => `[${p}]`).join("")}`, "scalar"),
  choose: (condition, then, otherwise) =>
    value(`${condition.text} ? ${atLeast(then, level.comparison)} : ${otherwise?.text ?? "NaN"}`, level.choice, then.form),
  compare: (sign, a, b) => {
    const operator = { eq: "===", ne: "!==", lt: "<", le: "<=", gt: ">", ge: ">=" }[sign];
    if (spread([a, b]) === "scalar")
      return value(`${atLeast(a, level.sum)} ${operator} ${atLeast(b, level.sum)}`, level.comparison, "truth");
    return atom(`math.flatten(math.subtract(${a.text}, ${b.text})).every((x) => x ${operator} 0)`, "truth");
  },
  logic: (which, values) =>
    which === "not"
      ? value(`!${atLeast(values[0] as Value, level.atom)}`, level.sign, "truth")
      : value(
          values.map((v) => atLeast(v, level.comparison)).join(which === "and" ? " && " : " || "),
          values.length === 1 ? level.comparison : level.choice,
          "truth",
        ),
  indicator: (truth) => atom(`(${truth.text} ? 1 : 0)`, "scalar"),
  fold,
  tabulate: (loops, body, form, dim) =>
    atom(
      loops.reduceRight((text, loop) => positions(loop, dim, text), body.text),
      form,
    ),
  einsum: null,
  integral: null,
  answer: (v) => (v.form === "row" ? `[${v.text}]` : v.text),
  assign: (name, text) => `const ${name} = ${text};`,
};
