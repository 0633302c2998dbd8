/** Julia: columns are vectors, a row is kept as the vector it transposes until it is asked for. */
import { type Dim, isOne, one, subtractDims } from "../../shape/index.ts";
import type { Dialect, Loop } from "./dialect.ts";
import { atLeast, atom, fill, infix, level, spread, type Value, value } from "./value.ts";

const reserved: ReadonlySet<string> = new Set(
  `begin while if for try return break continue function macro quote let local global const do struct module using import export end else elseif
   catch finally true false in isa where I pi Inf NaN sum prod maximum minimum`.split(/\s+/),
);

const native: ReadonlyMap<string, string> = new Map([
  ..."exp sqrt sin cos tan sinh cosh tanh abs sign floor ceil".split(" ").map((name) => [name, `${name}.(#1)`] as const),
  ["ln", "log.(#1)"],
]);

/** Arrays against numbers and arrays against arrays entry by entry take a dot. */
const dotted = (operator: string, values: readonly Value[]): string =>
  values.every((v) => v.form === "scalar") ? operator : `.${operator}`;
const quoted = (v: Value): string => `${atLeast(v, level.atom)}'`;
const list = (values: readonly Value[], separator: string): string => `[${values.map((v) => v.text).join(separator)}]`;
const range = (loop: Loop, dim: (d: Dim) => string): string =>
  `${dim(loop.from)}:${/^\w+$/.test(dim(loop.to)) ? dim(loop.to) : `(${dim(loop.to)})`}`;

function product(a: Value, b: Value): Value {
  if (a.form === "row" && b.form === "column") return atom(`dot(${a.text}, ${b.text})`, "scalar");
  if (a.form === "row") return infix("*", level.product, "row", [atom(quoted(b), "matrix"), a]);
  if (b.form === "row") return infix("*", level.product, "matrix", [a, atom(quoted(b), "row")]);
  if (a.inverseOf) return value(`${atLeast(a.inverseOf, level.atom)} \\ ${atLeast(b, level.atom)}`, level.product, b.form);
  return infix("*", level.product, b.form, [a, b]);
}

const fold: Dialect["fold"] = (binder, loop, body, dim) => {
  const each = `${body.text} for ${loop.letter} in ${range(loop, dim)}`;
  switch (binder) {
    case "sum":
      return atom(`sum(${each})`, body.form);
    case "product":
      return atom(`prod(${each})`, body.form);
    case "max":
    case "min":
      return atom(`${binder}imum(${each})`, body.form);
    case "argmax":
    case "argmin": {
      const first = isOne(loop.from) ? "" : ` + ${dim(subtractDims(loop.from, one))}`;
      return value(`${binder}([${each}])${first}`, first === "" ? level.atom : level.sum, "scalar");
    }
  }
};

const tabulate: Dialect["tabulate"] = (loops, body, form, dim) => {
  const over = loops.map((loop) => `${loop.letter} in ${range(loop, dim)}`);
  if (body.form === "scalar") return atom(`[${body.text} for ${over.join(", ")}]`, form);
  return loops.length === 1 && body.form === "column"
    ? atom(`permutedims(reduce(hcat, [${body.text} for ${over.join(", ")}]))`, form)
    : null;
};

export const juliaDialect: Dialect = {
  language: "julia",
  base: 1,
  reserved,
  native,
  templatesTakeRows: false,
  floorDivision: (a, b) => `fld(${a}, ${b})`,
  number: (r) =>
    r.d === 1n
      ? r.n < 0n
        ? value(r.n.toString(), level.sign, "scalar")
        : atom(r.n.toString(), "scalar")
      : value(`${r.n} / ${r.d}`, level.product, "scalar"),
  constant: (which) => atom(which === "pi" ? "pi" : "Inf", "scalar"),
  symbol: (name, form) => atom(form === "row" ? `vec(${name})` : name, form),
  sum: (terms) => {
    const values = terms.map((t) => t.value);
    const mixed = values.some((v) => v.form === "scalar") && values.some((v) => v.form !== "scalar");
    const text = terms.map(
      (t, i) =>
        (i === 0 ? (t.sign === "-" ? "-" : "") : ` ${mixed ? "." : ""}${t.sign} `) +
        atLeast(t.value, i === 0 && t.sign === "-" ? level.power : level.product),
    );
    return value(text.join(""), terms.length === 1 ? level.sign : level.sum, spread(values));
  },
  scale: (scalars, array) => {
    const all = array ? [...scalars, array] : scalars;
    return all.length === 1 ? (all[0] as Value) : infix("*", level.product, spread(all), all);
  },
  over: (a, b) => infix("/", level.product, a.form, [a, b]),
  power: (base, exponent) => value(`${atLeast(base, level.atom)}^${atLeast(exponent, level.atom)}`, level.power, base.form),
  product,
  entrywise: (operation, a, b) => {
    if (operation === "power")
      return value(`${atLeast(a, level.atom)} ${dotted("^", [a, b])} ${atLeast(b, level.atom)}`, level.power, spread([a, b]));
    return infix(dotted(operation === "times" ? "*" : "/", [a, b]), level.product, spread([a, b]), [a, b]);
  },
  transpose: (v) =>
    v.form === "column"
      ? { ...v, form: "row" }
      : v.form === "row"
        ? { ...v, form: "column" }
        : v.form === "matrix"
          ? atom(quoted(v), "matrix")
          : v,
  permute: (v, order) => atom(`permutedims(${v.text}, (${order.join(", ")}))`, order.length <= 2 ? "matrix" : "tensor"),
  kron: (a, b, form) => {
    const whole = (v: Value): string => (v.form === "row" && form !== "row" ? quoted(v) : v.text);
    return a.form === "scalar" || b.form === "scalar"
      ? infix("*", level.product, form, [a, b])
      : atom(`kron(${whole(a)}, ${whole(b)})`, form);
  },
  stack: (blocks, form) => {
    if (form === "column") return atom(list(blocks, blocks.every((b) => b.form === "scalar") ? ", " : "; "), form);
    return atom(`[${blocks.map((b) => (b.form === "row" ? quoted(b) : b.text)).join("; ")}]`, form);
  },
  beside: (blocks, form) => (form === "row" ? atom(list(blocks, "; "), form) : atom(`hcat(${blocks.map((b) => b.text).join(", ")})`, form)),
  eye: (n) => atom(`Matrix{Float64}(I, ${n}, ${n})`, "matrix"),
  filled: (with_, m, n, form) => {
    if (form === "scalar") return atom(String(with_), form);
    const size = form === "column" ? m : form === "row" ? n : `${m}, ${n}`;
    return atom(`${with_ === 1 ? "ones" : "zeros"}(${size})`, form);
  },
  basis: (position, n) => atom(`Matrix{Float64}(I, ${n}, ${n})[:, ${position}]`, "column"),
  stop: (v) => v,
  apply: fill,
  row: (_, letter) => atom(letter, "column"),
  eachRow: (letter, of, body, form) => {
    const rows = `[${body.text} for ${letter} in eachrow(${of.text})]`;
    return atom(body.form === "scalar" ? rows : `permutedims(reduce(hcat, ${rows}))`, form);
  },
  entry: (of, at) => atom(`${atLeast(of, level.atom)}[${at.join(", ")}]`, "scalar"),
  choose: (condition, then, otherwise) =>
    value(
      `${atLeast(condition, level.comparison)} ? ${atLeast(then, level.comparison)} : ${otherwise ? otherwise.text : "NaN"}`,
      level.choice,
      then.form,
    ),
  compare: (sign, a, b) => {
    const text = `${atLeast(a, level.sum)} ${dotted({ eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=" }[sign], [a, b])} ${atLeast(b, level.sum)}`;
    return spread([a, b]) === "scalar" ? value(text, level.comparison, "truth") : atom(`all(${text})`, "truth");
  },
  logic: (which, values) =>
    which === "not"
      ? value(`!${atLeast(values[0] as Value, level.atom)}`, level.sign, "truth")
      : value(
          values.map((v) => atLeast(v, level.comparison)).join(which === "and" ? " && " : " || "),
          values.length === 1 ? level.comparison : level.choice,
          "truth",
        ),
  indicator: (truth) => atom(`Int(${truth.text})`, "scalar"),
  fold,
  tabulate,
  einsum: null,
  integral: null,
  answer: (v) => (v.form === "row" ? quoted(v) : v.text),
  assign: (name, text) => `${name} = ${text}`,
};
