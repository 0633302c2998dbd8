/** NumPy, JAX and PyTorch: one way of writing with three modules. */
import { type Dim, isOne, one, subtractDims } from "../../shape/index.ts";
import type { Dialect, Language, Loop } from "./dialect.ts";
import { atLeast, atom, type Form, fill, infix, level, spread, type Value, value } from "./value.ts";

interface Module {
  readonly language: Language & ("numpy" | "jax" | "torch");
  readonly name: "np" | "jnp" | "torch";
  readonly native: ReadonlyMap<string, string>;
  /** An array from a list in brackets. */
  readonly array: string;
  readonly permute: (text: string, axes: string) => string;
  readonly stop: (v: Value) => string;
  readonly indicator: (text: string) => Value;
}

const reserved: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda
   nonlocal not or pass raise return try while with yield np jnp jax torch scipy math sum max min range float abs`.split(/\s+/),
);

const samename = (module: string, names: string): readonly (readonly [string, string])[] =>
  names.split(" ").map((name) => [name, `${module}.${name}(#1)`] as const);

const common = "exp sqrt sin cos tan sinh cosh tanh abs sign floor ceil";

const numpy: Module = {
  language: "numpy",
  name: "np",
  native: new Map([
    ...samename("np", common),
    ["erf", "scipy.special.erf(#1)"],
    ["Phi", "scipy.special.ndtr(#1)"],
    ["gamma", "scipy.special.gamma(#1)"],
    ["digamma", "scipy.special.digamma(#1)"],
  ]),
  array: "np.array",
  permute: (text, axes) => `np.transpose(${text}, (${axes}))`,
  stop: (v) => v.text,
  indicator: (text) => atom(`float(${text})`, "scalar"),
};

const jax: Module = {
  language: "jax",
  name: "jnp",
  native: new Map([
    ...samename("jnp", common),
    ["erf", "jax.scipy.special.erf(#1)"],
    ["Phi", "jax.scipy.stats.norm.cdf(#1)"],
    ["gamma", "jax.scipy.special.gamma(#1)"],
    ["digamma", "jax.scipy.special.digamma(#1)"],
  ]),
  array: "jnp.array",
  permute: (text, axes) => `jnp.transpose(${text}, (${axes}))`,
  stop: (v) => `jax.lax.stop_gradient(${v.text})`,
  indicator: (text) => atom(`jnp.where(${text}, 1.0, 0.0)`, "scalar"),
};

const torch: Module = {
  language: "torch",
  name: "torch",
  native: new Map([
    ...samename("torch", common),
    ["erf", "torch.erf(#1)"],
    ["Phi", "torch.special.ndtr(#1)"],
    ["gamma", "torch.exp(torch.lgamma(#1))"],
    ["digamma", "torch.digamma(#1)"],
  ]),
  array: "torch.tensor",
  permute: (text, axes) => `torch.permute(${text}, (${axes}))`,
  stop: (v) => `${atLeast(v, level.atom)}.detach()`,
  indicator: (text) => atom(`float(${text})`, "scalar"),
};

/** Rows are kept as 1-D arrays until the answer needs 1×n: `u @ A` serves a row times a matrix as it stands. */
function python(m: Module): Dialect {
  const scalarPower = (base: Value, exponent: Value): Value =>
    value(`${atLeast(base, level.atom)} ** ${atLeast(exponent, level.sign)}`, level.power, base.form);
  const square = (v: Value): string =>
    v.form === "column" ? `${atLeast(v, level.atom)}[:, None]` : v.form === "row" ? `${atLeast(v, level.atom)}[None, :]` : v.text;
  const literal = new RegExp(`^${m.array.replace(".", "\\.")}\\((\\[.*\\])\\)$`);
  const list = (values: readonly Value[]): string => `[${values.map((v) => v.text).join(", ")}]`;

  const product = (a: Value, b: Value): Value => {
    if (a.form === "column" && b.form === "row") return atom(`${m.name}.outer(${a.text}, ${b.text})`, "matrix");
    const form: Form = a.form === "row" ? (b.form === "column" ? "scalar" : "row") : b.form;
    if (a.inverseOf && b.form !== "row") return atom(`${m.name}.linalg.solve(${a.inverseOf.text}, ${b.text})`, form);
    if (b.inverseOf && a.form === "row") return atom(`${m.name}.linalg.solve(${atLeast(b.inverseOf, level.atom)}.T, ${a.text})`, form);
    return infix("@", level.product, form, [a, b]);
  };

  const range = (loop: Loop, dim: (d: Dim) => string): string =>
    isOne(loop.from) ? `range(${dim(loop.to)})` : `range(${dim(subtractDims(loop.from, one))}, ${dim(loop.to)})`;
  const loopText = (loop: Loop, dim: (d: Dim) => string): string => `for ${loop.letter} in ${range(loop, dim)}`;

  const fold: Dialect["fold"] = (binder, loop, body, dim) => {
    const each = `${body.text} ${loopText(loop, dim)}`;
    switch (binder) {
      case "sum":
        return atom(`sum(${each})`, body.form);
      case "product":
        return atom(`${m.name}.prod(${m.array}([${each}]))`, body.form);
      case "max":
      case "min":
        return atom(`${binder}(${each})`, body.form);
      case "argmax":
      case "argmin":
        return value(
          `${binder === "argmax" ? "max" : "min"}(${range(loop, dim)}, key=lambda ${loop.letter}: ${body.text}) + 1`,
          level.sum,
          "scalar",
        );
    }
  };

  return {
    language: m.language,
    base: 0,
    reserved,
    native: m.native,
    floorDivision: (a, b) => `(${a} // ${b})`,
    number: (r) =>
      r.d === 1n
        ? r.n < 0n
          ? value(r.n.toString(), level.sign, "scalar")
          : atom(r.n.toString(), "scalar")
        : value(`${r.n} / ${r.d}`, level.product, "scalar"),
    constant: (which) => atom(which === "pi" ? `${m.name}.pi` : `${m.name}.inf`, "scalar"),
    symbol: (name, form) => atom(form === "row" ? `${name}[0]` : name, form),
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
      return all.length === 1 ? (all[0] as Value) : infix("*", level.product, array?.form ?? spread(all), all);
    },
    over: (a, b) => infix("/", level.product, a.form, [a, b]),
    power: (base, exponent) =>
      base.form === "matrix"
        ? atom(`${m.name}.linalg.matrix_power(${base.text}, ${exponent.text})`, "matrix")
        : scalarPower(base, exponent),
    product,
    entrywise: (operation, a, b) =>
      operation === "power"
        ? { ...scalarPower(a, b), form: spread([a, b]) }
        : infix(operation === "times" ? "*" : "/", level.product, spread([a, b]), [a, b]),
    transpose: (v) => {
      if (v.form === "column") return { ...v, form: "row" };
      if (v.form === "row") return { ...v, form: "column" };
      return v.form === "matrix" ? atom(`${atLeast(v, level.atom)}.T`, "matrix") : v;
    },
    permute: (v, order) => atom(m.permute(v.text, order.map((p) => p - 1).join(", ")), order.length <= 2 ? "matrix" : "tensor"),
    kron: (a, b, form) => {
      if (a.form === "scalar" || b.form === "scalar") return infix("*", level.product, form, [a, b]);
      return atom(a.form === b.form ? `${m.name}.kron(${a.text}, ${b.text})` : `${m.name}.kron(${square(a)}, ${square(b)})`, form);
    },
    stack: (blocks, form) => {
      if (form === "column")
        return atom(blocks.every((b) => b.form === "scalar") ? `${m.array}(${list(blocks)})` : `${m.name}.hstack(${list(blocks)})`, form);
      const rows = blocks.map((b) => literal.exec(b.text)?.[1]);
      return atom(rows.every((r) => r !== undefined) ? `${m.array}([${rows.join(", ")}])` : `${m.name}.vstack(${list(blocks)})`, form);
    },
    beside: (blocks, form) => {
      if (form === "row")
        return atom(blocks.every((b) => b.form === "scalar") ? `${m.array}(${list(blocks)})` : `${m.name}.hstack(${list(blocks)})`, form);
      return atom(`${m.name}.column_stack(${list(blocks)})`, form);
    },
    eye: (n) => atom(`${m.name}.eye(${n})`, "matrix"),
    filled: (with_, rows, columns, form) => {
      if (form === "scalar") return atom(String(with_), form);
      const size = form === "column" ? rows : form === "row" ? columns : `(${rows}, ${columns})`;
      return atom(`${m.name}.${with_ === 1 ? "ones" : "zeros"}(${size})`, form);
    },
    basis: (position, n) => atom(`${m.name}.eye(${n})[${position}]`, "column"),
    stop: (v) => ({ ...v, text: m.stop(v), level: m.language === "numpy" ? v.level : level.atom }),
    apply: fill,
    templatesTakeRows: true,
    row: (_, letter) => atom(letter, "column"),
    eachRow: (letter, of, body, form) => atom(`${m.array}([${body.text} for ${letter} in ${of.text}])`, form),
    entry: (of, at) => atom(`${atLeast(of, level.atom)}[${at.join(", ")}]`, "scalar"),
    choose: (condition, then, otherwise) =>
      value(`${atLeast(then, level.comparison)} if ${condition.text} else ${otherwise?.text ?? `${m.name}.nan`}`, level.choice, then.form),
    compare: (sign, a, b) => {
      const text = `${atLeast(a, level.sum)} ${{ eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=" }[sign]} ${atLeast(b, level.sum)}`;
      return spread([a, b]) === "scalar" ? value(text, level.comparison, "truth") : atom(`${m.name}.all(${text})`, "truth");
    },
    logic: (which, values) =>
      which === "not"
        ? value(`not ${atLeast(values[0] as Value, level.comparison)}`, level.choice, "truth")
        : value(
            values.map((v) => atLeast(v, level.comparison)).join(` ${which} `),
            values.length === 1 ? level.comparison : level.choice,
            "truth",
          ),
    indicator: (truth) => m.indicator(truth.text),
    fold,
    tabulate: (loops, body, form, dim) =>
      atom(`${m.array}(${loops.reduceRight((text, loop) => `[${text} ${loopText(loop, dim)}]`, body.text)})`, form),
    einsum: (spec, operands, form) => atom(`${m.name}.einsum("${spec}", ${operands.map((v) => v.text).join(", ")})`, form),
    integral:
      m.language === "numpy"
        ? (letter, body, from, to) => atom(`scipy.integrate.quad(lambda ${letter}: ${body.text}, ${from.text}, ${to.text})[0]`, "scalar")
        : null,
    answer: (v) => (v.form === "row" ? `${atLeast(v, level.atom)}[None, :]` : v.text),
    assign: (name, text) => `${name} = ${text}`,
  };
}

export const numpyDialect: Dialect = python(numpy);
export const jaxDialect: Dialect = python(jax);
export const torchDialect: Dialect = python(torch);
