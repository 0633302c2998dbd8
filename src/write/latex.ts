/** Notation → LaTeX, with brackets exactly where reading it back would otherwise give another term. */
import type { Expr } from "../expr/index.ts";
import { absurd } from "../shape/result.ts";
import { compose } from "./compose.ts";
import type { BigSymbol, Notation, RelationSign, SignedTerm } from "./notation.ts";
import { shareForPrinting } from "./share.ts";
import { isOpen, templateParts } from "./template.ts";

/**
 * How strongly a piece of notation holds together; an operand that holds less strongly than its place asks for is bracketed.
 * `big` (Σ, lim) takes everything to its right, so it may only stand last in a product.
 */
const level = { relation: 0, sum: 1, operator: 2, big: 3, product: 4, prefix: 5, scripts: 6, atom: 7 } as const;
type Level = (typeof level)[keyof typeof level];

interface Printed {
  readonly text: string;
  readonly level: Level;
  /** Taller than a line: its brackets must grow. */
  readonly tall: boolean;
}

const printed = (text: string, at: Level, tall = false): Printed => ({ text, level: at, tall });

/**
 * An expression as LaTeX. Reading the text again, with the same symbols declared, gives the same term up to the nesting of products.
 * A term whose printed tree would be too long names its shared parts: `t_2\, t_1 \quad \text{where } t_1 = …`.
 */
export function writeLatex(e: Expr): string {
  const { main, where } = shareForPrinting(e);
  const text = latexOf(main);
  if (where.length === 0) return text;
  return `${text} \\quad \\text{where } ${where.map((w) => `${w.name} = ${latexOf(w.value)}`).join(",\\; ")}`;
}

const latexOf = (e: Expr): string => print(compose(e)).text;

const relations: Readonly<Record<RelationSign, string>> = {
  eq: "=",
  ne: "\\ne",
  lt: "<",
  le: "\\le",
  gt: ">",
  ge: "\\ge",
  and: "\\land",
  or: "\\lor",
  to: "\\to",
  sim: "\\sim",
  in: "\\in",
};
const operators = { odot: "\\odot", otimes: "\\otimes", oslash: "\\oslash" } as const;
const bigs: Readonly<Record<BigSymbol, string>> = {
  sum: "\\sum",
  product: "\\prod",
  max: "\\max",
  min: "\\min",
  argmax: "\\operatorname{argmax}",
  argmin: "\\operatorname{argmin}",
  limit: "\\lim",
  integral: "\\int",
  expectation: "\\mathbb{E}",
};
const fences = {
  round: ["(", ")"],
  square: ["[", "]"],
  bars: ["\\lvert ", " \\rvert"],
  norm: ["\\lVert ", " \\rVert"],
  floor: ["\\lfloor ", " \\rfloor"],
  ceil: ["\\lceil ", " \\rceil"],
} as const;

function fence(kind: keyof typeof fences, inside: Printed): string {
  const [open, close] = fences[kind];
  return inside.tall ? `\\left${open}${inside.text}\\right${close.trim()}` : `${open}${inside.text}${close}`;
}

const atLeast = (n: Notation, least: Level): Printed => {
  const p = print(n);
  return p.level >= least ? p : printed(fence("round", p), level.atom, p.tall);
};

function print(n: Notation): Printed {
  switch (n.kind) {
    case "number":
      return printed(n.text, level.atom);
    case "name":
      return printed(n.name, /[_^]/.test(n.name) ? level.scripts : level.atom);
    case "word":
      return printed(`\\operatorname{${n.text}}`, level.atom);
    case "sum":
      return printSum(n.terms);
    case "product":
      return printProduct(n.factors);
    case "operator": {
      const parts = n.operands.map((x) => atLeast(x, level.prefix));
      return printed(
        parts.length === 1 ? `${operators[n.sign]} ${parts[0]?.text}` : parts.map((p) => p.text).join(` ${operators[n.sign]} `),
        level.operator,
        parts.some((p) => p.tall),
      );
    }
    case "fraction":
      return printed(`\\frac{${print(n.above).text}}{${print(n.below).text}}`, level.prefix, true);
    case "scripts":
      return printScripts(n);
    case "apply":
      return printApply(n);
    case "fence":
      return printed(fence(n.fence, print(n.of)), level.atom, print(n.of).tall);
    case "root":
      return printed(`\\sqrt{${print(n.of).text}}`, level.scripts, print(n.of).tall);
    case "big":
      return printBig(n);
    case "cases": {
      const rows = n.rows.map((r) => `${print(r.value).text} & ${r.when ? `\\text{if } ${print(r.when).text}` : "\\text{otherwise}"}`);
      return printed(`\\begin{cases} ${rows.join(" \\\\ ")} \\end{cases}`, level.big, true);
    }
    case "grid":
      return printed(
        `\\begin{pmatrix} ${n.rows.map((row) => row.map((c) => print(c).text).join(" & ")).join(" \\\\ ")} \\end{pmatrix}`,
        level.atom,
        true,
      );
    case "relation": {
      const parts = n.operands.map((x) => atLeast(x, level.sum));
      return printed(
        parts.map((p) => p.text).join(` ${relations[n.sign]} `),
        level.relation,
        parts.some((p) => p.tall),
      );
    }
    case "derivative":
      return printDerivative(n);
    case "prefix":
      return printPrefix(n);
    case "list": {
      const parts = n.items.map(print);
      const separator = n.separator === " \u00d7 " ? " \\times " : n.separator;
      return printed(
        parts.map((p) => p.text).join(separator),
        n.items.length === 1 ? (parts[0] as Printed).level : level.relation,
        parts.some((p) => p.tall),
      );
    }
    case "template":
      return printTemplate(n.text, n.args);
    default:
      return absurd(n);
  }
}

function printSum(terms: readonly SignedTerm[]): Printed {
  const parts = terms.map((t) => atLeast(t.term, level.operator));
  const text = terms.map((t, i) => (i === 0 ? (t.sign === "-" ? "-" : "") : ` ${t.sign} `) + (parts[i] as Printed).text).join("");
  return printed(
    text,
    level.sum,
    parts.some((p) => p.tall),
  );
}

const startsWithDigit = (text: string): boolean => /^(?:\d|\\frac\{-?\d+\}\{\d+\})/.test(text);

function printProduct(factors: readonly Notation[]): Printed {
  const parts = factors.map((f, i) => atLeast(f, i === factors.length - 1 && f.kind !== "product" ? level.big : level.prefix));
  const changes = factors.map((f) => f.kind === "prefix" && f.sign === "differential");
  const between = (p: Printed, i: number): string =>
    startsWithDigit(p.text) && parts[i - 1]?.text !== "\\odot" ? " \\cdot " : changes[i] || changes[i - 1] ? " \\, " : " ";
  const text = parts.map((p, i) => (i === 0 ? p.text : between(p, i) + p.text)).join("");
  return printed(
    text,
    parts.at(-1)?.level === level.big ? level.big : level.product,
    parts.some((p) => p.tall),
  );
}

function printScripts(n: Extract<Notation, { kind: "scripts" }>): Printed {
  const inner = print(n.base);
  // A function value takes its power outside: \sin(x)^{2}. Only a name or bracket takes a script directly.
  const base = inner.level === level.atom ? inner : printed(fence("round", inner), level.atom, inner.tall);
  const sub = n.sub ? `_{${print(n.sub).text}}` : "";
  const sup = n.sup ? `^{${print(n.sup).text}}` : "";
  return printed(base.text + sub + sup, level.scripts, base.tall);
}

function printApply(n: Extract<Notation, { kind: "apply" }>): Printed {
  const args = n.args.map((a) => atLeast(a, level.relation));
  const inside = printed(
    args.map((p) => p.text).join(", "),
    level.relation,
    args.some((p) => p.tall),
  );
  const square = n.fn.kind === "name" && n.fn.name === "\\mathbb{1}";
  return printed(`${print(n.fn).text}${fence(square ? "square" : "round", inside)}`, level.scripts, inside.tall);
}

function printBig(n: Extract<Notation, { kind: "big" }>): Printed {
  const sub = n.sub ? `_{${print(n.sub).text}}` : "";
  const sup = n.sup ? `^{${print(n.sup).text}}` : "";
  const body = atLeast(n.body, n.symbol === "expectation" ? level.relation : level.operator);
  const head = `${bigs[n.symbol]}${sub}${sup}`;
  if (n.symbol === "expectation") return printed(`${head}${fence("square", body)}`, level.atom, body.tall);
  const tail = n.symbol === "integral" ? ` \\, \\mathrm{d}${print(n.variable).text}` : "";
  return printed(`${head} ${body.text}${tail}`, level.big, true);
}

/** ∂^k above, each variable below with its power: neighbours that are equal are counted. */
function printDerivative(n: Extract<Notation, { kind: "derivative" }>): Printed {
  const below: { text: string; times: number }[] = [];
  for (const v of n.below) {
    const { text } = atLeast(v, level.scripts);
    const last = below.at(-1);
    if (last?.text === text) last.times++;
    else below.push({ text, times: 1 });
  }
  const order = n.below.length === 1 ? "" : `^{${n.below.length}}`;
  const under = below.map((v) => `\\partial ${v.text}${v.times === 1 ? "" : `^{${v.times}}`}`).join(" \\, ");
  const above = print(n.above);
  if (above.level >= level.scripts) return printed(`\\frac{\\partial${order} ${above.text}}{${under}}`, level.prefix, true);
  return printed(`\\frac{\\partial${order}}{${under}} ${fence("round", above)}`, level.product, true);
}

function printPrefix(n: Extract<Notation, { kind: "prefix" }>): Printed {
  const of = atLeast(n.of, n.sign === "partial" ? level.prefix : level.scripts);
  const sub = n.sub ? `_{${print(n.sub).text}}` : "";
  const sign = { differential: "\\mathrm{d}", partial: "\\partial", not: "\\lnot " }[n.sign];
  return printed(`${sign}${sub} ${of.text}`.replace("  ", " "), level.prefix, of.tall);
}

function printTemplate(template: string, args: readonly Notation[]): Printed {
  let tall = false;
  const parts = templateParts(template);
  const text = parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      const arg = args[part.n - 1];
      if (!arg) return "";
      const p = atLeast(arg, argumentLevel(part.place));
      tall ||= p.tall;
      return p.text;
    })
    .join("");
  return printed(tall ? growing(text) : text, isOpen(parts) ? level.operator : level.scripts, tall);
}

const argumentLevel = (place: "enclosed" | "base" | "operand"): Level =>
  place === "enclosed" ? level.relation : place === "base" ? level.atom : level.prefix;

/** Round brackets directly around tall arguments grow with them. */
const growing = (text: string): string => {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close !== text.length - 1 || text.slice(0, open).endsWith("\\left")) return text;
  return `${text.slice(0, open)}\\left(${text.slice(open + 1, close)}\\right)`;
};
