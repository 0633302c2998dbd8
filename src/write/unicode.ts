/** Notation → Unicode on one line: AᵀA X / ‖A X‖, Σᵢ₌₁ⁿ aᵢ, ∂L/∂W. */
import type { Expr } from "../expr/index.ts";
import { absurd } from "../shape/result.ts";
import { compose } from "./compose.ts";
import type { BigSymbol, Notation, RelationSign, SignedTerm } from "./notation.ts";
import { shareForPrinting } from "./share.ts";
import { subscriptText, superscriptText, unicodeOfLatex } from "./symbols.ts";
import { isOpen, templateParts } from "./template.ts";

/** How strongly a piece holds together. Unlike in LaTeX a fraction is a division on the line. */
const level = { relation: 0, sum: 1, operator: 2, big: 3, product: 4, quotient: 5, prefix: 6, scripts: 7, atom: 8 } as const;
type Level = (typeof level)[keyof typeof level];

interface Printed {
  readonly text: string;
  readonly level: Level;
}

const printed = (text: string, at: Level): Printed => ({ text, level: at });

/** An expression on one line of Unicode. Long shared terms name their parts: `… where t₁ = …`. */
export function writeUnicode(e: Expr): string {
  const { main, where } = shareForPrinting(e);
  const text = print(compose(main)).text;
  if (where.length === 0) return text;
  return `${text}   where ${where.map((w) => `${unicodeOfLatex(w.name)} = ${print(compose(w.value)).text}`).join(", ")}`;
}

/** A piece of notation on one line; in brackets where its parts would not hold together as an operand. */
export const lineOf = (n: Notation, operand = false): string => (operand ? atLeast(n, level.prefix) : print(n)).text;

const relations: Readonly<Record<RelationSign, string>> = {
  eq: "=",
  ne: "≠",
  lt: "<",
  le: "≤",
  gt: ">",
  ge: "≥",
  and: "∧",
  or: "∨",
  to: "→",
  sim: "∼",
  in: "∈",
};
const operators = { odot: "⊙", otimes: "⊗", oslash: "⊘" } as const;
const bigs: Readonly<Record<BigSymbol, string>> = {
  sum: "Σ",
  product: "Π",
  max: "max",
  min: "min",
  argmax: "argmax",
  argmin: "argmin",
  limit: "lim",
  integral: "∫",
  expectation: "𝔼",
};
const fences = { round: ["(", ")"], square: ["[", "]"], bars: ["|", "|"], norm: ["‖", "‖"], floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] } as const;

const bracketed = (p: Printed): Printed => printed(`(${p.text})`, level.atom);
const atLeast = (n: Notation, least: Level): Printed => {
  const p = print(n);
  return p.level >= least ? p : bracketed(p);
};

function print(n: Notation): Printed {
  switch (n.kind) {
    case "number":
      return printed(n.text, level.atom);
    case "name":
      return printed(unicodeOfLatex(n.name), level.atom);
    case "word":
      return printed(n.text, level.atom);
    case "sum":
      return printSum(n.terms);
    case "product":
      return printProduct(n.factors);
    case "operator":
      return printed(
        (n.operands.length === 1 ? operators[n.sign] : "") +
          n.operands.map((x) => atLeast(x, level.quotient).text).join(` ${operators[n.sign]} `),
        level.operator,
      );
    case "fraction":
      return printFraction(n.above, n.below);
    case "scripts":
      return printScripts(n);
    case "apply": {
      const args = n.args.map((a) => print(a).text).join(", ");
      return printed(n.fn.kind === "name" && n.fn.name === "\\mathbb{1}" ? `[${args}]` : `${print(n.fn).text}(${args})`, level.scripts);
    }
    case "fence": {
      const [open, close] = fences[n.fence];
      return printed(open + print(n.of).text + close, level.atom);
    }
    case "root": {
      const of = print(n.of);
      return printed(`√${of.level === level.atom ? of.text : `(${of.text})`}`, level.prefix);
    }
    case "big":
      return printBig(n);
    case "cases":
      return printed(
        `{ ${n.rows.map((r) => `${print(r.value).text} ${r.when ? `if ${print(r.when).text}` : "otherwise"}`).join("; ")} }`,
        level.atom,
      );
    case "grid":
      return printed(`[${n.rows.map((row) => row.map((c) => print(c).text).join(", ")).join("; ")}]`, level.atom);
    case "relation":
      return printed(n.operands.map((x) => atLeast(x, level.sum).text).join(` ${relations[n.sign]} `), level.relation);
    case "derivative":
      return printDerivative(n);
    case "prefix": {
      const sign = { differential: "d", partial: "∂", not: "¬" }[n.sign];
      return printed(sign + script("_", n.sub) + atLeast(n.of, n.sign === "partial" ? level.prefix : level.scripts).text, level.prefix);
    }
    case "list":
      return printed(
        n.items.map((x) => print(x).text).join(n.separator === " \u00d7 " ? "×" : n.separator),
        n.items.length === 1 ? print(n.items[0] as Notation).level : level.relation,
      );
    case "template":
      return printTemplate(n.text, n.args);
    default:
      return absurd(n);
  }
}

function printSum(terms: readonly SignedTerm[]): Printed {
  const text = terms.map((t, i) => (i === 0 ? (t.sign === "-" ? "-" : "") : ` ${t.sign} `) + atLeast(t.term, level.operator).text).join("");
  return printed(text, level.sum);
}

function printProduct(factors: readonly Notation[]): Printed {
  const parts = factors.map((f, i) =>
    atLeast(f, i === factors.length - 1 && f.kind !== "product" ? level.big : i === 0 ? level.quotient : level.prefix),
  );
  // A quotient may open a product only in brackets: a/b c would be read as a/(b c).
  const safe = parts.map((p, i) => (p.level === level.quotient && !(i === 0 && /^\d+\/\d+$/.test(p.text)) ? bracketed(p) : p));
  const text = safe.map((p, i) => (i === 0 ? p.text : `${/^\d/.test(p.text) ? " · " : " "}${p.text}`)).join("");
  return printed(text, safe.at(-1)?.level === level.big ? level.big : level.product);
}

function printFraction(above: Notation, below: Notation): Printed {
  const a = atLeast(above, level.product);
  const b = atLeast(below, level.prefix);
  const tight = /^[^\s]+$/.test(a.text + b.text);
  return printed(tight ? `${a.text}/${b.text}` : `${a.text} / ${b.text}`, level.quotient);
}

const script = (mark: "_" | "^", n: Notation | null): string => {
  if (!n) return "";
  const { text } = print(n);
  const raised = mark === "_" ? subscriptText(text) : superscriptText(text);
  return raised ?? `${mark}${[...text].length === 1 ? text : `(${text})`}`;
};

/** Entries whose subscripts have no small characters are written W[i, j]. */
function printScripts(n: Extract<Notation, { kind: "scripts" }>): Printed {
  const base = atLeast(n.base, level.atom);
  const sub =
    n.sub && n.base.kind === "name" && subscriptText(print(n.sub).text) === null && n.sub.kind === "list"
      ? `[${print(n.sub).text}]`
      : script("_", n.sub);
  return printed(base.text + sub + script("^", n.sup), sub === "" && n.sup ? level.scripts : level.scripts);
}

function printBig(n: Extract<Notation, { kind: "big" }>): Printed {
  const sub = n.sub ? print(n.sub).text : "";
  const sup = n.sup ? print(n.sup).text : "";
  const body = atLeast(n.body, level.operator).text;
  if (n.symbol === "expectation") return printed(`𝔼_(${sub})[${print(n.body).text}]`, level.atom);
  const low = subscriptText(sub);
  const high = superscriptText(sup);
  const bounds = low !== null && high !== null ? low + high : sup === "" ? `_(${sub})` : `_(${sub})^(${sup})`;
  const tail = n.symbol === "integral" ? ` d${print(n.variable).text}` : "";
  return printed(`${bigs[n.symbol]}${bounds} ${body}${tail}`, level.big);
}

function printDerivative(n: Extract<Notation, { kind: "derivative" }>): Printed {
  const order = n.below.length === 1 ? "" : (superscriptText(String(n.below.length)) ?? "");
  const first = n.below[0] as Notation;
  const same = n.below.every((v) => print(v).text === print(first).text);
  const variables = same ? [`${atLeast(first, level.scripts).text}${order}`] : n.below.map((v) => atLeast(v, level.scripts).text);
  const under = variables.map((v) => `∂${v}`).join(" ");
  const below = variables.length === 1 ? under : `(${under})`;
  const above = print(n.above);
  return above.level >= level.scripts
    ? printed(`∂${order}${above.text}/${below}`, level.quotient)
    : printed(`∂${order}/${below} (${above.text})`, level.product);
}

function printTemplate(template: string, args: readonly Notation[]): Printed {
  const parts = templateParts(template);
  // Arguments travel through the transliteration as private characters, so that braces and scripts around them are understood.
  const holes = new Map<string, string>();
  const pieces = parts.map((part, i) => {
    if (part.kind === "text") return part.text;
    const arg = args[part.n - 1];
    const hole = String.fromCodePoint(0xe000 + i);
    holes.set(hole, arg ? atLeast(arg, argumentLevel(part.place)).text : "");
    return hole;
  });
  const linear = pieces
    .join("")
    .replace(/\\frac\{([^{}]*)\}\{([^{}]*)\}/g, "($1)/($2)")
    .replace(/\\sqrt\{([^{}]*)\}/g, "√($1)");
  const out = unicodeOfLatex(linear, holes);
  return printed(out, isOpen(parts) ? level.operator : level.scripts);
}

const argumentLevel = (place: "enclosed" | "base" | "operand"): Level =>
  place === "enclosed" ? level.relation : place === "base" ? level.atom : level.prefix;
