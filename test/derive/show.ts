/** A short text of a term, for eyes and for tests of form. */
import { type Expr, showRational } from "../../src/expr/index.ts";

const infix: Readonly<Record<string, string>> = {
  hadamard: "⊙",
  hdiv: "⊘",
  kron: "⊗",
  div: "/",
  eq: "=",
  ne: "≠",
  le: "≤",
  ge: "≥",
  lt: "<",
  gt: ">",
  and: "∧",
};

export function show(e: Expr, need = 0): string {
  const wrap = (s: string, have: number): string => (have < need ? `(${s})` : s);
  switch (e.kind) {
    case "num":
      return showRational(e.value);
    case "sym":
      return e.name;
    case "elem":
      return `${show(e.of, 9)}[${e.at.map((x) => show(x)).join(",")}]`;
    case "call":
      return `${e.slots.map((s) => `∂${s}`).join("")}${e.fn}(${e.args.map((x) => show(x)).join("; ")})`;
    case "bind": {
      const d = e.domain;
      const range = d.kind === "range" || d.kind === "interval" ? `=${show(d.from)}..${show(d.to)}` : "";
      return wrap(`${e.binder}_{${e.index.name}${range}} ${show(e.body, 2)}`, 1.5);
    }
    case "cases":
      return `{${e.arms.map((a) => `${show(a.when)}: ${show(a.then)}`).join("; ")}${e.otherwise ? `; else ${show(e.otherwise)}` : ""}}`;
    case "deriv":
      return `∂(${show(e.of)})/∂(${show(e.by)})`;
    case "app": {
      const a = e.args;
      switch (e.head.name) {
        case "add":
          return wrap(
            a
              .map((x, i) => {
                const s = show(x, 1);
                return i === 0 ? s : s.startsWith("-") ? ` - ${s.slice(1)}` : ` + ${s}`;
              })
              .join(""),
            1,
          );
        case "neg":
          return wrap(`-${show(a[0] as Expr, 2)}`, 1);
        case "mul":
          return wrap(a.map((x) => show(x, 4)).join(" "), 3);
        case "pow":
        case "hpow":
          return wrap(`${show(a[0] as Expr, 9)}^${show(a[1] as Expr, 9)}`, 8);
        case "transpose":
          return wrap(`${show(a[0] as Expr, 8)}'`, 8);
        case "iverson":
          return `[${show(a[0] as Expr)}]`;
        case "ones":
          return a[1]?.kind === "num" ? "𝟏" : "𝟏𝟏'";
        case "eye":
          return "I";
        case "zeros":
          return "0";
        case "basis":
          return `e_${show(a[0] as Expr, 9)}`;
        default: {
          const op = infix[e.head.name];
          if (op) return wrap(a.map((x) => show(x, e.head.name === "div" ? 4 : 3.5)).join(op), 2);
          return `${e.head.name}(${a.map((x) => show(x)).join(", ")})`;
        }
      }
    }
  }
}
