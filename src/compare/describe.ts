/** Short text for the terms that conditions are about: names as they are, common operations in plain notation. */
import { type Expr, type Name, showRational } from "../expr/index.ts";

const limit = 60;

/** `a`, `1 - y`, `det(A)`; null where it would be long. */
export function describe(e: Expr): string | null {
  const text = go(e, 0);
  return text !== null && text.length <= limit ? text : null;
}

/** Binding strength: sum 1, product 2, power 3. */
function go(e: Expr, outer: number): string | null {
  switch (e.kind) {
    case "num":
      return showRational(e.value);
    case "sym":
      return e.name.startsWith("#") ? null : e.name;
    case "app":
      return application(e.head.name, e.args, outer);
    case "call":
      return called(e.slots.length === 0 ? e.fn : `${e.fn}_{${e.slots.join("")}}`, e.args);
    case "elem": {
      const of = go(e.of, 4);
      const at = list(e.at);
      return of === null || at === null ? null : `${of}[${at}]`;
    }
    case "bind":
    case "cases":
    case "deriv":
      return null;
    default:
      return e satisfies never;
  }
}

const wrap = (text: string, inner: number, outer: number): string => (inner < outer ? `(${text})` : text);

function list(args: readonly Expr[]): string | null {
  const parts = args.map((a) => go(a, 0));
  return parts.includes(null) ? null : parts.join(", ");
}

function called(name: Name, args: readonly Expr[]): string | null {
  const inside = list(args);
  return inside === null ? null : `${name}(${inside})`;
}

function application(name: string, args: readonly Expr[], outer: number): string | null {
  const [a, b] = args;
  switch (name) {
    case "add":
      return sum(args, outer);
    case "neg": {
      const inner = a ? go(a, 2) : null;
      return inner === null ? null : wrap(`-${inner}`, 1, outer);
    }
    case "mul":
    case "hadamard":
      return joined(args, name === "mul" ? " " : " ⊙ ", 2, outer);
    case "div":
    case "hdiv":
      return joined(args, "/", 2, outer, 3);
    case "pow":
    case "hpow":
      return joined(args, "^", 3, outer, 4);
    case "transpose": {
      const inner = a ? go(a, 4) : null;
      return inner === null ? null : `${inner}ᵀ`;
    }
    default:
      return a === undefined && b === undefined ? name : called(name, args);
  }
}

function joined(args: readonly Expr[], by: string, strength: number, outer: number, later = strength): string | null {
  const parts = args.map((a, i) => go(a, i === 0 ? strength : later));
  return parts.includes(null) ? null : wrap(parts.join(by), strength, outer);
}

function sum(args: readonly Expr[], outer: number): string | null {
  let text = "";
  for (const [i, a] of args.entries()) {
    const negative = a.kind === "app" && a.head.name === "neg" ? a.args[0] : undefined;
    const part = go(negative ?? a, 2);
    if (part === null) return null;
    text += i === 0 ? (negative ? `-${part}` : part) : negative ? ` - ${part}` : ` + ${part}`;
  }
  return wrap(text, 1, outer);
}
