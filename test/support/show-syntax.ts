/** A syntax tree on one line, for tables of expected shapes. */

import type { Syntax } from "../../src/read/syntax.ts";
import { absurd } from "../../src/shape/result.ts";

export function show(s: Syntax): string {
  switch (s.kind) {
    case "number":
      return s.text;
    case "letter":
      return s.name;
    case "word":
      return `"${s.text}"`;
    case "styled":
      return `${s.font}(${show(s.of)})`;
    case "accent":
      return `${s.accent}(${show(s.of)})`;
    case "scripts":
      return `${show(s.base)}${s.sub === null ? "" : `_(${show(s.sub)})`}${s.sup === null ? "" : `^(${show(s.sup)})`}${"'".repeat(s.primes)}`;
    case "group":
      return `${s.fence}(${show(s.body)})`;
    case "list":
      return `list(${s.items.map((item, i) => `${i === 0 ? "" : ` ${s.separators[i - 1]} `}${show(item)}`).join("")})`;
    case "phrase":
      return `phrase(${s.items.map(show).join(" ")})`;
    case "application":
      return `${show(s.of)}@${show(s.argument)}`;
    case "range":
      return `range(${show(s.from)}, ${show(s.to)})`;
    case "juxtaposition":
      return `{${s.items.map(show).join(" ")}}`;
    case "binary":
      return `(${show(s.left)} ${s.operator} ${show(s.right)})`;
    case "sum":
      return `sum(${s.terms.map((t) => `${t.sign}${show(t.term)}`).join(" ")})`;
    case "chain":
      return `<${s.operands.map((o, i) => `${i === 0 ? "" : ` ${s.relators[i - 1]?.symbol} `}${show(o)}`).join("")}>`;
    case "fraction":
      return `frac(${show(s.numerator)}, ${show(s.denominator)})`;
    case "binomial":
      return `binom(${show(s.above)}, ${show(s.below)})`;
    case "root":
      return `root(${s.degree === null ? "" : `${show(s.degree)}; `}${show(s.body)})`;
    case "big":
      return `big-${s.name}[${s.sub === null ? "" : show(s.sub)}${s.sup === null ? "" : ` .. ${show(s.sup)}`}](${show(s.body)})`;
    case "environment":
      return `${s.name}[${s.rows.map((row) => row.map(show).join(" & ")).join(" // ")}]`;
    case "decorated":
      return `${s.decoration}(${show(s.body)}${s.label === null ? "" : `; ${show(s.label)}`})`;
    case "factorial":
      return `${show(s.of)}!`;
    case "dots":
      return s.which === "horizontal" ? "…" : s.which === "vertical" ? "⋮" : "⋱";
    case "placeholder":
      return "·";
    case "prose":
      return `«${s.text}»`;
    case "empty":
      return "∅";
    case "hole":
      return `hole(${s.error.code})`;
    default:
      return absurd(s);
  }
}
