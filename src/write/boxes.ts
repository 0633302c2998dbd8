/**
 * Notation → Unicode in two dimensions, where that reads better: long fractions, matrices, cases. Everything else stays on its line.
 *
 *       Aᵀ A X
 *      ────────
 *      ‖A X‖_F
 */
import type { Expr } from "../expr/index.ts";
import { compose } from "./compose.ts";
import type { Notation } from "./notation.ts";
import { lineOf, writeUnicode } from "./unicode.ts";

/** A rectangle of text; `axis` is the line that neighbours align with. */
interface Box {
  readonly lines: readonly string[];
  readonly axis: number;
}

/** Fractions up to this length read well on one line. */
const shortFraction = 9;

/** An expression in two dimensions; on one line where nothing is gained, or where it would not fit. */
export function writeBoxes(e: Expr, width = 100): string {
  const notation = compose(e);
  if (!tall(notation)) return writeUnicode(e);
  const { lines } = box(notation);
  return lines.some((l) => widthOf(l) > width) ? writeUnicode(e) : lines.map((l) => l.trimEnd()).join("\n");
}

const widthOf = (line: string): number => [...line].filter((c) => !/\p{Mn}/u.test(c)).length;
const padTo = (line: string, width: number): string => line + " ".repeat(Math.max(0, width - widthOf(line)));
const boxWidth = (b: Box): number => Math.max(...b.lines.map(widthOf));
const flat = (text: string): Box => ({ lines: [text], axis: 0 });

/** Whether some part of it gains by standing in several lines. */
function tall(n: Notation): boolean {
  switch (n.kind) {
    case "fraction":
      return lineOf(n).length > shortFraction;
    case "grid":
      return n.rows.length > 1;
    case "cases":
      return true;
    case "sum":
      return n.terms.some((t) => tall(t.term));
    case "product":
      return n.factors.some(tall);
    case "operator":
    case "relation":
      return n.operands.some(tall);
    case "apply":
      return n.args.some(tall);
    case "fence":
      return tall(n.of);
    case "big":
      return tall(n.body);
    case "scripts":
      return tall(n.base);
    default:
      return false;
  }
}

function box(n: Notation): Box {
  if (!tall(n)) return flat(lineOf(n));
  switch (n.kind) {
    case "fraction":
      return stacked(box(n.above), box(n.below));
    case "grid":
      return bracketed(cells(n.rows.map((row) => row.map(box))), "square");
    case "cases":
      return cases(n.rows.map((r) => [box(r.value), flat(r.when ? `if ${lineOf(r.when)}` : "otherwise")]));
    case "sum":
      return beside(
        n.terms.flatMap((t, i) => [flat(i === 0 ? (t.sign === "-" ? "-" : "") : ` ${t.sign} `), operand(t.term, t.term.kind === "sum")]),
      );
    case "product":
      return beside(n.factors.flatMap((f, i) => [...(i > 0 ? [flat(" ")] : []), operand(f, f.kind === "sum" || f.kind === "relation")]));
    case "operator":
      return beside(separated(n.operands, ` ${{ odot: "⊙", otimes: "⊗", oslash: "⊘" }[n.sign]} `));
    case "apply":
      return beside([flat(lineOf(n.fn)), bracketed(beside(separated(n.args, ", ", false)), "round")]);
    case "fence":
      return bracketed(box(n.of), n.fence);
    case "big": {
      const head = lineOf({ ...n, body: { kind: "name", name: hole } });
      const at = head.indexOf(hole);
      return beside([flat(head.slice(0, at)), operand(n.body, n.body.kind === "sum"), flat(head.slice(at + hole.length))]);
    }
    case "scripts": {
      const marks = lineOf({ ...n, base: { kind: "name", name: hole } }).slice(hole.length);
      const base = bracketed(box(n.base), "round");
      return beside([base, n.sup && !n.sub ? { lines: [marks, ...base.lines.slice(1).map(() => "")], axis: base.axis } : flat(marks)]);
    }
    default:
      return flat(lineOf(n));
  }
}

const hole = "□";

const operand = (n: Notation, brackets: boolean): Box =>
  tall(n) ? (brackets ? bracketed(box(n), "round") : box(n)) : flat(lineOf(n, brackets));

const separated = (list: readonly Notation[], separator: string, operands = true): readonly Box[] =>
  list.flatMap((x, i) => [...(i > 0 ? [flat(separator)] : []), operand(x, operands && x.kind === "sum")]);

/** Side by side, axes in one line. */
function beside(list: readonly Box[]): Box {
  const above = Math.max(...list.map((b) => b.axis));
  const below = Math.max(...list.map((b) => b.lines.length - b.axis));
  const lines = Array.from({ length: above + below }, (_, row) =>
    list.map((b) => padTo(b.lines[row - above + b.axis] ?? "", boxWidth(b))).join(""),
  );
  return { lines, axis: above };
}

function stacked(above: Box, below: Box): Box {
  const width = Math.max(boxWidth(above), boxWidth(below)) + 2;
  const centred = (b: Box): readonly string[] => {
    const left = " ".repeat(Math.floor((width - boxWidth(b)) / 2));
    return b.lines.map((l) => padTo(left + l, width));
  };
  return { lines: [...centred(above), "─".repeat(width), ...centred(below)], axis: above.lines.length };
}

/** Cells in aligned columns. */
function cells(rows: readonly (readonly Box[])[]): Box {
  const columns = Math.max(...rows.map((r) => r.length));
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((r) => (r[c] ? boxWidth(r[c]) : 0))));
  const lines = rows.flatMap((row) => beside(row.flatMap((b, c) => [...(c > 0 ? [flat("  ")] : []), widened(b, widths[c] ?? 0)])).lines);
  return { lines, axis: Math.floor((lines.length - 1) / 2) };
}

const widened = (b: Box, width: number): Box => ({ ...b, lines: b.lines.map((l) => padTo(l, width)) });

function cases(rows: readonly (readonly Box[])[]): Box {
  const body = cells(rows);
  const middle = Math.floor((body.lines.length - 1) / 2);
  const brace = (row: number): string =>
    body.lines.length === 1 ? "{ " : row === 0 ? "⎧ " : row === body.lines.length - 1 ? "⎩ " : row === middle ? "⎨ " : "⎪ ";
  return { lines: body.lines.map((l, row) => brace(row) + l), axis: body.axis };
}

type FenceName = Extract<Notation, { kind: "fence" }>["fence"];

const fenceParts: Readonly<Record<FenceName, readonly [readonly string[], readonly string[]]>> = {
  round: [
    ["⎛", "⎜", "⎝"],
    ["⎞", "⎟", "⎠"],
  ],
  square: [
    ["⎡", "⎢", "⎣"],
    ["⎤", "⎥", "⎦"],
  ],
  bars: [
    ["│", "│", "│"],
    ["│", "│", "│"],
  ],
  norm: [
    ["║", "║", "║"],
    ["║", "║", "║"],
  ],
  floor: [
    ["⎢", "⎢", "⎣"],
    ["⎥", "⎥", "⎦"],
  ],
  ceil: [
    ["⎡", "⎢", "⎢"],
    ["⎤", "⎥", "⎥"],
  ],
};
const lowFences: Readonly<Record<FenceName, readonly [string, string]>> = {
  round: ["(", ")"],
  square: ["[", "]"],
  bars: ["|", "|"],
  norm: ["‖", "‖"],
  floor: ["⌊", "⌋"],
  ceil: ["⌈", "⌉"],
};

function bracketed(b: Box, fence: FenceName): Box {
  if (b.lines.length === 1) {
    const [open, close] = lowFences[fence];
    return flat(open + (b.lines[0] ?? "") + close);
  }
  const width = boxWidth(b);
  const [left, right] = fenceParts[fence];
  const part = (parts: readonly string[], row: number): string => parts[row === 0 ? 0 : row === b.lines.length - 1 ? 2 : 1] ?? "";
  return { lines: b.lines.map((l, row) => `${part(left, row)} ${padTo(l, width)} ${part(right, row)}`), axis: b.axis };
}
