/** MATLAB: every array has two dims, so a column is n×1 and a row 1×n as in the engine. */
import { type Dim, isOne, one, subtractDims } from "../../shape/index.ts";
import type { Dialect, Loop } from "./dialect.ts";
import { atLeast, atom, fill, infix, level, spread, type Value, value } from "./value.ts";

const reserved: ReadonlySet<string> = new Set(
  `break case catch classdef continue else elseif end for function global if otherwise parfor persistent return spmd switch try while pi Inf NaN
   eye ones zeros sum prod max min`.split(/\s+/),
);

const native: ReadonlyMap<string, string> = new Map([
  ..."exp sqrt sin cos tan sinh cosh tanh abs sign floor ceil".split(" ").map((name) => [name, `${name}(#1)`] as const),
  ["ln", "log(#1)"],
]);

const dotted = (operator: string, values: readonly Value[]): string =>
  values.every((v) => v.form === "scalar") ? operator : `.${operator}`;
const range = (loop: Loop, dim: (d: Dim) => string): string =>
  `${dim(loop.from)}:${/^\w+$/.test(dim(loop.to)) ? dim(loop.to) : `(${dim(loop.to)})`}`;

const fold: Dialect["fold"] = (binder, loop, body, dim) => {
  if (body.form !== "scalar") return foldArrays(binder, loop, body, dim);
  const each = `arrayfun(@(${loop.letter}) ${body.text}, ${range(loop, dim)})`;
  switch (binder) {
    case "sum":
      return atom(`sum(${each})`, "scalar");
    case "product":
      return atom(`prod(${each})`, "scalar");
    case "max":
    case "min":
      return atom(`${binder}(${each})`, "scalar");
    case "argmax":
    case "argmin": {
      const which = `find(${each} == ${binder === "argmax" ? "max" : "min"}(${each}), 1)`;
      return isOne(loop.from) ? atom(which, "scalar") : value(`${which} + ${dim(subtractDims(loop.from, one))}`, level.sum, "scalar");
    }
  }
};

/** Sums of arrays: the terms are stacked along a third axis. */
const foldArrays: Dialect["fold"] = (binder, loop, body, dim) => {
  const terms = `arrayfun(@(${loop.letter}) ${body.text}, ${range(loop, dim)}, 'UniformOutput', false)`;
  return atom(`${binder === "product" ? "prod" : "sum"}(cat(3, subsref(${terms}, substruct('{}', {':'}))), 3)`, body.form);
};

const tabulate: Dialect["tabulate"] = (loops, body, form, dim) => {
  const [first, second] = loops;
  if (!first) return null;
  const rows = `(${range(first, dim)})'`;
  if (loops.length === 1 && body.form === "scalar") return atom(`arrayfun(@(${first.letter}) ${body.text}, ${rows})`, form);
  const row =
    loops.length === 2 && second && body.form === "scalar"
      ? `arrayfun(@(${second.letter}) ${body.text}, ${range(second, dim)})`
      : loops.length === 1 && body.form === "column"
        ? `${atLeast(body, level.atom)}'`
        : null;
  return row === null ? null : atom(`cell2mat(arrayfun(@(${first.letter}) ${row}, ${rows}, 'UniformOutput', false))`, form);
};

export const matlabDialect: Dialect = {
  language: "matlab",
  base: 1,
  reserved,
  native,
  templatesTakeRows: false,
  floorDivision: (a, b) => `floor(${a} / ${b})`,
  number: (r) =>
    r.d === 1n
      ? r.n < 0n
        ? value(r.n.toString(), level.sign, "scalar")
        : atom(r.n.toString(), "scalar")
      : value(`${r.n} / ${r.d}`, level.product, "scalar"),
  constant: (which) => atom(which === "pi" ? "pi" : "Inf", "scalar"),
  symbol: atom,
  sum: (terms) =>
    value(
      terms
        .map(
          (t, i) =>
            (i === 0 ? (t.sign === "-" ? "-" : "") : ` ${t.sign} `) +
            atLeast(t.value, i === 0 && t.sign === "-" ? level.power : level.product),
        )
        .join(""),
      terms.length === 1 ? level.sign : level.sum,
      spread(terms.map((t) => t.value)),
    ),
  scale: (scalars, array) => {
    const all = array ? [...scalars, array] : scalars;
    return all.length === 1 ? (all[0] as Value) : infix("*", level.product, spread(all), all);
  },
  over: (a, b) => infix("/", level.product, a.form, [a, b]),
  power: (base, exponent) => value(`${atLeast(base, level.atom)}^${atLeast(exponent, level.atom)}`, level.power, base.form),
  product: (a, b) => {
    const form =
      a.form === "row" ? (b.form === "column" ? "scalar" : "row") : a.form === "column" ? "matrix" : b.form === "row" ? "row" : b.form;
    if (a.inverseOf && b.form !== "row")
      return value(`${atLeast(a.inverseOf, level.atom)} \\ ${atLeast(b, level.atom)}`, level.product, form);
    return infix("*", level.product, form, [a, b]);
  },
  entrywise: (operation, a, b) => {
    if (operation === "power")
      return value(`${atLeast(a, level.atom)}${dotted("^", [a, b])}${atLeast(b, level.atom)}`, level.power, spread([a, b]));
    return infix(dotted(operation === "times" ? "*" : "/", [a, b]), level.product, spread([a, b]), [a, b]);
  },
  transpose: (v) =>
    v.form === "scalar" ? v : atom(`${atLeast(v, level.atom)}'`, v.form === "column" ? "row" : v.form === "row" ? "column" : v.form),
  permute: (v, order) => atom(`permute(${v.text}, [${order.join(" ")}])`, order.length <= 2 ? "matrix" : "tensor"),
  kron: (a, b, form) =>
    a.form === "scalar" || b.form === "scalar" ? infix("*", level.product, form, [a, b]) : atom(`kron(${a.text}, ${b.text})`, form),
  stack: (blocks, form) => atom(`[${blocks.map((b) => b.text).join("; ")}]`, form),
  beside: (blocks, form) => atom(`[${blocks.map((b) => b.text).join(", ")}]`, form),
  eye: (n) => atom(`eye(${n})`, "matrix"),
  filled: (with_, m, n, form) =>
    form === "scalar" ? atom(String(with_), form) : atom(`${with_ === 1 ? "ones" : "zeros"}(${m}, ${n})`, form),
  basis: (position, n) => atom(`double((1:${n})' == ${position})`, "column"),
  stop: (v) => v,
  apply: fill,
  row: (of, letter) => atom(`${atLeast(of, level.atom)}(${letter}, :)'`, "column"),
  eachRow: (letter, of, body, form) => {
    const rows = `(1:size(${of.text}, 1))'`;
    if (body.form === "scalar") return atom(`arrayfun(@(${letter}) ${body.text}, ${rows})`, form);
    return atom(`cell2mat(arrayfun(@(${letter}) ${atLeast(body, level.atom)}', ${rows}, 'UniformOutput', false))`, form);
  },
  entry: (of, at) =>
    atom(
      `${of.level === level.atom ? of.text : `subsref(${of.text}, substruct('()', {${at.join(", ")}}))`}${of.level === level.atom ? `(${at.join(", ")})` : ""}`,
      "scalar",
    ),
  // An expression cannot branch; a multiplication by the condition would evaluate what is not defined.
  choose: () => null,
  compare: (sign, a, b) => {
    const text = `${atLeast(a, level.sum)} ${{ eq: "==", ne: "~=", lt: "<", le: "<=", gt: ">", ge: ">=" }[sign]} ${atLeast(b, level.sum)}`;
    return spread([a, b]) === "scalar" ? value(text, level.comparison, "truth") : atom(`all(${text}, 'all')`, "truth");
  },
  logic: (which, values) =>
    which === "not"
      ? value(`~${atLeast(values[0] as Value, level.atom)}`, level.sign, "truth")
      : value(
          values.map((v) => atLeast(v, level.comparison)).join(which === "and" ? " && " : " || "),
          values.length === 1 ? level.comparison : level.choice,
          "truth",
        ),
  indicator: (truth) => atom(`double(${truth.text})`, "scalar"),
  fold,
  tabulate,
  einsum: null,
  integral: null,
  answer: (v) => v.text,
  assign: (name, text) => `${name} = ${text};`,
};
