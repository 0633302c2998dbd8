/** The parts of a row: a formula, its conditions, the words and marks around it. */
import { isSpace, type Run } from "./display-rows.ts";
import type { Lexeme } from "./lexeme.ts";

export interface Piece {
  readonly run: Run;
  /** Words in front of it. */
  readonly words: string | null;
}

/** Parts a run at wide spaces, at words between formulas, and at commas between relations; brackets count. */
export function parts(run: Run): readonly Piece[] {
  const pieces: { run: Lexeme[]; words: string | null }[] = [{ run: [], words: null }];
  let depth = 0;
  for (const [i, l] of run.entries()) {
    const current = pieces[pieces.length - 1];
    if (current === undefined) break;
    if (l.type === "begin" || l.type === "lbrace" || l.type === "open") depth++;
    if (l.type === "end" || l.type === "rbrace" || l.type === "close") depth--;
    const before = current.run[current.run.length - 1];
    const ended = endsFormula(before) || (before === undefined && current.words !== null);
    if (depth === 0 && l.type === "quad" && ended && !isGlue(run[i + 1])) pieces.push({ run: [], words: null });
    else if (depth === 0 && isForAll(l) && endsFormula(before)) pieces.push({ run: [l], words: null });
    else if (depth === 0 && l.type === "prose" && divides(before, run[i + 1])) {
      if (current.run.length === 0 && current.words === null) current.words = l.words;
      else pieces.push({ run: [], words: l.words });
    } else if (
      depth === 0 &&
      l.type === "separator" &&
      (l.separator === "," || l.separator === ";") &&
      partsStatements(current.run, run.slice(i + 1))
    )
      pieces.push({ run: [], words: null });
    else current.run.push(l);
  }
  return pieces.map((p) => ({ run: withoutPunctuation(p.run), words: p.words })).filter((p) => p.run.length > 0 || p.words !== null);
}

const isGlue = (l: Lexeme | undefined): boolean =>
  l === undefined ||
  l.type === "relator" ||
  l.type === "sign" ||
  l.type === "operator" ||
  l.type === "sup" ||
  l.type === "sub" ||
  l.type === "quad";

const endsFormula = (l: Lexeme | undefined): boolean =>
  l !== undefined && l.type !== "operator" && l.type !== "sign" && l.type !== "relator" && l.type !== "big";

/** Words divide when they stand beside an operand and no operator needs them as one. */
function divides(before: Lexeme | undefined, after: Lexeme | undefined): boolean {
  if (
    before?.type === "relator" ||
    before?.type === "operator" ||
    before?.type === "sign" ||
    before?.type === "sup" ||
    before?.type === "sub"
  )
    return false;
  if (before !== undefined) return true;
  return (
    after !== undefined &&
    after.type !== "relator" &&
    after.type !== "sign" &&
    after.type !== "operator" &&
    after.type !== "sub" &&
    after.type !== "sup"
  );
}

/** A comma parts two statements when each side up to the next comma holds a relation. */
function partsStatements(before: Run, after: Run): boolean {
  const next: Lexeme[] = [];
  let depth = 0;
  for (const l of after) {
    if (l.type === "begin" || l.type === "lbrace" || l.type === "open") depth++;
    if (l.type === "end" || l.type === "rbrace" || l.type === "close") depth--;
    if (depth === 0 && (l.type === "separator" || l.type === "quad")) break;
    if (depth === 0) next.push(l);
  }
  return hasRelation(before) && next.some((l) => l.type === "relator") && next[0]?.type !== "relator";
}

function hasRelation(run: Run): boolean {
  let depth = 0;
  for (const l of run) {
    if (l.type === "begin" || l.type === "lbrace" || l.type === "open") depth++;
    if (l.type === "end" || l.type === "rbrace" || l.type === "close") depth--;
    if (depth === 0 && l.type === "relator") return true;
  }
  return false;
}

const withoutPunctuation = (run: Run): Run => {
  let from = 0;
  let to = run.length;
  while (to > 0 && isSpace(run[to - 1])) to--;
  while (from < to && run[from]?.type === "quad") from++;
  return run.slice(from, to);
};

const isForAll = (l: Lexeme | undefined): boolean => l?.type === "atom" && l.node.kind === "letter" && l.node.name === "\\forall";

const conditionWords = /^\W*(?:if|for|when|whenever|provided|such that|s\.?t\.?|subject to|with|unless|as|in case|over|at|otherwise)\b/iu;

const bounds: ReadonlySet<string> = new Set(["\\in", "\\notin", "<", "\\le", ">", "\\ge", "\\ne"]);

const simple: ReadonlySet<Lexeme["type"]> = new Set<Lexeme["type"]>([
  "atom",
  "number",
  "sign",
  "separator",
  "relator",
  "open",
  "close",
  "lbrace",
  "rbrace",
  "sub",
  "sup",
  "quad",
  "range",
  "bar",
]);

/** Says for which indices or values the formula before holds. */
export function isCondition(piece: Piece): boolean {
  if (piece.words !== null) return conditionWords.test(piece.words);
  const { run } = piece;
  const relator = run.find((l) => l.type === "relator");
  if (isForAll(run[0])) return true;
  if (relator?.type !== "relator") return false;
  if (!run.every((l) => simple.has(l.type))) return false;
  const declares =
    relator.symbol === "\\in" && run.some((l) => l.type === "atom" && l.node.kind === "styled" && l.node.font === "blackboard");
  if (declares) return false;
  const dots = run.some((l) => l.type === "atom" && l.node.kind === "dots");
  return bounds.has(relator.symbol) || (relator.symbol === "=" && dots && run.some((l) => l.type === "separator"));
}

const arrows: ReadonlySet<string> = new Set(["\\Rightarrow", "\\Leftrightarrow", "\\to"]);

/** A bullet, words, or an implication arrow in front of a complete statement. */
export function withoutPrefix(piece: Piece): { readonly run: Run; readonly prefix: string | null } {
  let { run } = piece;
  const prefix: string[] = piece.words === null ? [] : [piece.words.trim()];
  for (;;) {
    const [first, second] = run;
    const bullet = first?.type === "operator" && first.operator === "bullet";
    const arrow = first?.type === "relator" && arrows.has(first.symbol) && run.slice(1).some((l) => l.type === "relator");
    if (first === undefined || !(bullet || arrow || first.type === "colon" || first.type === "quad") || second === undefined) break;
    if (bullet || arrow) prefix.push(first.text);
    run = run.slice(1);
  }
  return { run, prefix: prefix.length === 0 ? null : prefix.join(" ") };
}
