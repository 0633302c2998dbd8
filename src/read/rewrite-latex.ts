/** Spellings that TeX allows and the grammar need not know, rewritten on lexemes: `{a \over b}`, `\underset{x}{\max}`, `\theta{_k}`. */
import type { Lexeme, Place } from "./lexeme.ts";

type Run = readonly Lexeme[];

export const rewriteLatex = (lexemes: Run): Run => joinUnderset(readOver(fontsToTheEnd(standingMarks(bareScripts(lexemes)))));

const place = ({ start, end, text }: Place): Place => ({ start, end, text });

/** Where the argument that starts at `from` ends: its closing brace, or itself. */
function argumentEnd(lexemes: Run, from: number): number {
  if (lexemes[from]?.type !== "lbrace") return lexemes[from] === undefined ? -1 : from;
  let depth = 0;
  for (let i = from; i < lexemes.length; i++) {
    const type = lexemes[i]?.type;
    if (type === "lbrace") depth++;
    if (type === "rbrace" && --depth === 0) return i;
  }
  return -1;
}

const isScript = (l: Lexeme | undefined): boolean => l?.type === "sub" || l?.type === "sup";
const endsOperand: ReadonlySet<Lexeme["type"] | undefined> = new Set<Lexeme["type"] | undefined>(["atom", "rbrace", "close", "number"]);

/** The braces around a script alone, `\theta{_k}`, do not part it from its base. */
function bareScripts(lexemes: Run): Run {
  const dropped = new Set<number>();
  for (let i = 1; i < lexemes.length; i++) {
    if (lexemes[i]?.type !== "lbrace" || !isScript(lexemes[i + 1]) || !endsOperand.has(lexemes[i - 1]?.type)) continue;
    const end = argumentEnd(lexemes, i + 2);
    if (end < 0 || lexemes[end + 1]?.type !== "rbrace") continue;
    dropped.add(i).add(end + 1);
  }
  return dropped.size === 0 ? lexemes : lexemes.filter((_, i) => !dropped.has(i));
}

const opensCell: ReadonlySet<Lexeme["type"] | undefined> = new Set<Lexeme["type"] | undefined>(["begin", "amp", "newline"]);
const closesCell: ReadonlySet<Lexeme["type"] | undefined> = new Set<Lexeme["type"] | undefined>(["end", "amp", "newline"]);

/** Marks that stand for something else by where they stand: a bar alone in a cell draws a column, `x^{\perp}` wears its relation as a label, `\perp\!\!\perp` is one sign. */
function standingMarks(lexemes: Run): Run {
  return lexemes.flatMap((l, i): Run => {
    const before = lexemes[i - 1];
    const after = lexemes[i + 1];
    if (l.type === "bar" && l.side === null && opensCell.has(before?.type) && closesCell.has(after?.type))
      return [{ ...place(l), type: "atom", node: { kind: "dots", which: "vertical", span: { start: l.start, end: l.end } } }];
    if (l.type !== "relator") return [l];
    if (l.symbol === "\\perp" && before?.type === "relator" && before.symbol === "\\perp") return [];
    const worn = isScript(before) || (before?.type === "lbrace" && after?.type === "rbrace" && isScript(lexemes[i - 2]));
    return worn ? [{ ...place(l), type: "atom", node: { kind: "letter", name: l.symbol, span: { start: l.start, end: l.end } } }] : [l];
  });
}

/** `(\bf y, x)`: a font that does not open its braces holds to the end of the brackets it stands in. */
function fontsToTheEnd(lexemes: Run): Run {
  const inside = (i: number): boolean => lexemes[i]?.type === "font" && i > 0 && lexemes[i - 1]?.type !== "lbrace";
  if (!lexemes.some((_, i) => inside(i))) return lexemes;
  const out: Lexeme[] = [];
  const open: number[] = [0];
  const closeAll = (at: Place): void => {
    for (let n = open.pop() ?? 0; n > 0; n--) out.push({ ...at, type: "rbrace" });
  };
  for (const [i, l] of lexemes.entries()) {
    const ends = l.type === "rbrace" || l.type === "close" || l.type === "end";
    const parts = l.type === "amp" || l.type === "newline" || l.type === "relator";
    if (ends || parts) {
      closeAll({ start: l.start, end: l.start, text: "" });
      if (parts || open.length === 0) open.push(0);
    }
    if (inside(i)) {
      out.push({ ...place(l), type: "lbrace" });
      open.push((open.pop() ?? 0) + 1);
    }
    out.push(l);
    if (l.type === "lbrace" || l.type === "open" || l.type === "begin") open.push(0);
  }
  const last = lexemes[lexemes.length - 1];
  while (open.length > 0) closeAll({ start: last?.end ?? 0, end: last?.end ?? 0, text: "" });
  return out;
}

const overs: ReadonlyMap<string, "fraction" | "binomial"> = new Map([
  ["\\over", "fraction"],
  ["\\choose", "binomial"],
]);

/** `{a \over b}` is `\frac{a}{b}`: the braces around it hold the two arguments. */
function readOver(lexemes: Run): Run {
  const overOf = (l: Lexeme): "fraction" | "binomial" | undefined => (l.type === "bad" ? overs.get(l.text) : undefined);
  if (!lexemes.some((l) => overOf(l) !== undefined)) return lexemes;
  const out: Lexeme[] = [];
  const braces: { readonly from: number; split: boolean }[] = [];
  for (const lexeme of lexemes) {
    const inner = braces[braces.length - 1];
    const make = overOf(lexeme);
    if (lexeme.type === "lbrace") braces.push({ from: out.length + 1, split: false });
    if (lexeme.type === "rbrace" && braces.pop()?.split === true) out.push(lexeme);
    if (make === undefined || inner === undefined || inner.split) out.push(lexeme);
    else {
      const at = place(lexeme);
      out.splice(inner.from, 0, { ...at, type: "two", make }, { ...at, type: "lbrace" });
      out.push({ ...at, type: "rbrace" }, { ...at, type: "lbrace" });
      inner.split = true;
    }
  }
  return out;
}

const decorates = (l: Lexeme): boolean => l.type === "two" && (l.make === "underset" || l.make === "overset");

/** `\underset{n}{\operatorname{argmax}}` carries its label as a subscript; `\overset{(a)}{=}` is just its relation. */
function joinUnderset(lexemes: Run): Run {
  if (!lexemes.some(decorates)) return lexemes;
  const out: Lexeme[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const lexeme = lexemes[i];
    if (lexeme === undefined) continue;
    const replaced = decorates(lexeme) ? decoratedOperator(lexemes, i) : null;
    if (replaced === null) out.push(lexeme);
    else {
      out.push(...replaced.lexemes);
      i = replaced.last;
    }
  }
  return out;
}

function decoratedOperator(lexemes: Run, at: number): { readonly lexemes: Run; readonly last: number } | null {
  const head = lexemes[at];
  const labelEnd = argumentEnd(lexemes, at + 1);
  const coreEnd = labelEnd < 0 ? -1 : argumentEnd(lexemes, labelEnd + 1);
  if (head === undefined || coreEnd < 0) return null;
  const core = lexemes.slice(labelEnd + 1, coreEnd + 1).filter((l) => l.type !== "lbrace" && l.type !== "rbrace");
  const only = core.length === 1 ? core[0] : undefined;
  const end = Math.max(head.end, lexemes[coreEnd]?.end ?? 0);
  if (only?.type === "relator") return { lexemes: [{ ...only, start: head.start, end }], last: coreEnd };
  if (only?.type === "big")
    return {
      lexemes: [{ ...only, start: head.start, end }, { ...place(head), type: "sub" }, ...lexemes.slice(at + 1, labelEnd + 1)],
      last: coreEnd,
    };
  return null;
}
