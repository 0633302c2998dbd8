/** Sizes as written: `n`, `k_1`, `d - k_1 + 1`, `2n`. */
import { addDims, type Dim, dim, floorDim, multiplyDims, scaleDim, size } from "../shape/index.ts";
import type { Mode } from "./meaning.ts";
import { parseFormula } from "./parse.ts";
import { labelText } from "./resolve-names.ts";
import type { Syntax } from "./syntax.ts";

export function sizeOf(text: string, mode: Mode): Dim | null {
  const parsed = parseFormula(text, { mode: text.includes("\\") ? "latex" : mode });
  return parsed.ok ? sizeOfSyntax(parsed.value) : null;
}

/** The dimension that a formula of sizes stands for. */
export function sizeOfSyntax(s: Syntax): Dim | null {
  switch (s.kind) {
    case "number":
      return /^\d+$/.test(s.text) ? dim(Number(s.text)) : null;
    case "letter":
    case "word":
    case "styled":
    case "accent":
    case "scripts": {
      const name = labelText(s);
      return name === null ? null : size(name);
    }
    case "group": {
      if (s.fence === "floor" && s.body.kind === "fraction") {
        const over = sizeOfSyntax(s.body.numerator);
        const under = sizeOfSyntax(s.body.denominator);
        return over && under ? floorDim(over, under) : null;
      }
      return s.fence === "round" || s.fence === "curly" ? sizeOfSyntax(s.body) : null;
    }
    case "juxtaposition":
      return all(s.items.map(sizeOfSyntax), multiplyDims, dim(1));
    case "binary":
      return s.operator === "cdot" || s.operator === "star"
        ? all([sizeOfSyntax(s.left), sizeOfSyntax(s.right)], multiplyDims, dim(1))
        : null;
    case "sum":
      return all(
        s.terms.map((x) => {
          const d = sizeOfSyntax(x.term);
          return d && x.sign === "-" ? scaleDim(d, -1) : x.sign === "+" || x.sign === "-" ? d : null;
        }),
        addDims,
        dim(0),
      );
    default:
      return null;
  }
}

function all(parts: readonly (Dim | null)[], join: (a: Dim, b: Dim) => Dim, start: Dim): Dim | null {
  return parts.reduce<Dim | null>((sum, d) => (sum && d ? join(sum, d) : null), start);
}
