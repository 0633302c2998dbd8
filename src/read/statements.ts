/**
 * From blocks to links: every relation of a document, in order, each with its scope, its case and the words around it.
 *
 * Nothing is decided here about what a relation *is* (see `check/classify.ts`). A chain a = b = c gives the links a = b and b = c; a row or
 * display that starts with a relation takes the nearest preceding right side; an implication A → B is one link.
 */
import { cellRelations } from "./cells.ts";
import type { Found } from "./coverage.ts";
import { customaryMacros, leftToCustom } from "./customary.ts";
import { type DisplayFormula, parseDisplay } from "./display.ts";
import { foreignIn } from "./foreign.ts";
import { introducedBy } from "./introduce.ts";
import { type LayerOutput, lastLayerOutput } from "./layers.ts";
import type { Macros } from "./macros.ts";
import { parseFormula } from "./parse.ts";
import {
  type Cue,
  caseCondition,
  concludes,
  contextSentence,
  cueBefore,
  factsOf,
  givesMeaning,
  layerWord,
  namedEquations,
  type ProseFact,
} from "./prose.ts";
import type { Repair } from "./repair.ts";
import { withPowers, withRoots } from "./roots.ts";
import { documentScope, markOfHeading, openScope, type Scope, withoutCase } from "./scopes.ts";
import { type Block, type Part, type SourceKind, segmentDocument } from "./source.ts";
import type { ReadError, RelationSymbol, Relator, Span, Syntax } from "./syntax.ts";
import { systemIn } from "./systems.ts";
import { gateOutput, truthRows } from "./truth-table.ts";
import { quantityBefore, type Worded, type WordedSide, wordedIn } from "./worded.ts";

/** One side of a relation: its tree and the slice of the source it was read from. */
export interface Side {
  readonly syntax: Syntax;
  readonly text: string;
  readonly span: Span;
}

export type Place = "display" | "inline" | "program" | "cell";

/** One relation between two neighbours of a chain. */
export interface Link {
  readonly lhs: Side;
  readonly rhs: Side;
  readonly symbol: RelationSymbol | null;
  /** `f : A → B` and `f : u ↦ e`: the left side is f, the right side the rest, whose two ends stand here. */
  readonly signature: { readonly from: Side; readonly to: Side } | null;
  /** The relator as written; empty for a formula that was not read. */
  readonly relation: string;
  readonly span: Span;
  readonly scope: Scope;
  readonly place: Place;
  readonly cue: Cue;
  /** Number of the chain in the document, and of the link in its chain, from 0. */
  readonly chain: number;
  readonly position: number;
  /** The left side was taken from the row or display above. */
  readonly inherited: boolean;
  readonly sideConditions: readonly Syntax[];
  readonly tag: string | null;
  /** A layer word, heading or list item stands between this and what precedes it. */
  readonly afterLayerWord: boolean;
  /** The case that ended with the paragraph before: whether it still holds here is for the reader to guess. */
  readonly endedCase: Scope | null;
  readonly sentence: string;
  /** Slips of the pen in its sides that were mended to read it. */
  readonly repairs: readonly string[];
  /** Set where words stand on a side or between the sides: what each side means. Such a link has no symbol. */
  readonly worded: { readonly left: WordedSide["means"]; readonly right: WordedSide["means"]; readonly factors: readonly Syntax[] } | null;
  /** Said of `output`: what the layer described above it gives. */
  readonly layer: LayerOutput | null;
  /** `return F, J_F` of a program. */
  readonly returns: boolean;
  /** A row of a truth table: whether the gate that the words name has this output; null where they name none. */
  readonly row: { readonly output: 0 | 1; readonly expected: 0 | 1 | null } | null;
  /** "w[i] = 0 for all other i", "… elsewhere": said of what other lines leave open. */
  readonly elsewhere: boolean;
  readonly error: ReadError | null;
}

/** What the prose says of a name, with the name as it was written. */
export interface ScopedFact {
  readonly fact: ProseFact;
  readonly target: Syntax;
  readonly text: string;
  readonly size: Syntax | null;
  readonly dependsOn: readonly Syntax[];
  readonly scope: Scope;
  readonly span: Span;
}

/** A formula that stands alone in the prose: evidence for shapes, no statement. */
export interface Mention {
  readonly syntax: Syntax;
  readonly text: string;
  readonly scope: Scope;
  readonly span: Span;
}

/** A sentence that changes what stands above it. */
export interface Context {
  readonly sentence: string;
  readonly names: readonly Syntax[];
  readonly equations: readonly string[];
  readonly scope: Scope;
  readonly span: Span;
}

/** The condition of a case scope. */
export interface CaseOf {
  readonly scope: Scope;
  readonly condition: Syntax;
  readonly text: string;
}

export interface Outline {
  readonly text: string;
  readonly frontMatter: string | null;
  /** Commands that the document uses without defining them, and how they are customarily read. */
  readonly customary: ReturnType<typeof leftToCustom>;
  readonly scopes: readonly Scope[];
  readonly links: readonly Link[];
  readonly facts: readonly ScopedFact[];
  readonly mentions: readonly Mention[];
  readonly contexts: readonly Context[];
  readonly cases: readonly CaseOf[];
  readonly found: readonly Found[];
  readonly errors: readonly ReadError[];
}

const implications: ReadonlySet<string> = new Set(["\\to", "\\Rightarrow", "\\Leftrightarrow"]);
/** Relations that a list of names may share. */
const sharing: ReadonlySet<string> = new Set(["\\in", "<", ">", "\\le", "\\ge", "\\ne"]);
/** A stop ends a sentence, except after an abbreviation. */
const endOfSentence = /(?<!\b(?:e\.g|i\.e|eq|eqs|resp|cf|w\.r\.t|s\.t|fig|sec))[.?!](?:\s|$)|\n\s*\n/gi;
/** Words that make the relation behind them a condition of what stands before: `for ⟨1⟩`, `at ⟨1⟩`, `whenever ⟨2⟩`. */
const conditional = /\b(?:at|when|whenever|if|for|near|around|unless|as\s+long\s+as)\s+(?:(?:all|any|each|every|some)\s+)*$/i;

/** Words that give the formula before them to all that is left over. */
const remaining =
  /^\s*(?:for\s+(?:all|any|every|each)?\s*(?:the\s+)?(?:others?|remaining|rest)\b|elsewhere|otherwise|everywhere\s+else)\b/i;

interface Marked {
  /** The place in the source of a place in the template. */
  readonly origin: (place: number) => number;
  /** The paragraph with its formulas as ⟨k⟩. */
  readonly template: string;
  /** Where each mark starts in the template. */
  readonly at: readonly number[];
  readonly formulas: readonly {
    readonly source: string;
    readonly inner: Span;
    readonly span: Span;
    readonly kind: "inline" | "display" | "plain";
  }[];
}

/** A name that stands in prose without dollars: `let g be`, `where \mathbf{x} is`. */
const bareName =
  /(?<![\w\\${}^])((?:\\(?:mathbf|mathcal|tilde|hat|bar|bm)\{\w\}|\\(?:alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|sigma|phi|psi|omega)(?![a-z])|(?<=\b(?:[Ll]et|[Ww]here|and|[Ff]unction)\s)[A-Za-z]|[A-Za-z](?=[_^]\{?\w+\}?\s+(?:dimension|size|shape|length)))(?:[_^]\{?\w+\}?)*)(?=\s+(?:be|is|are|denotes?|represents?|dimension(?:s|ality)?|size|shape|length)\b)/g;

function markFormulas(parts: readonly Part[]): Marked {
  let template = "";
  const at: number[] = [];
  const copied: { readonly from: number; readonly source: number }[] = [];
  const formulas: { source: string; inner: Span; span: Span; kind: "inline" | "display" | "plain" }[] = [];
  const mark = (source: string, inner: Span, span: Span, kind: "inline" | "display" | "plain"): void => {
    at.push(template.length);
    copied.push({ from: template.length, source: span.start });
    // A stop inside a display ends its sentence.
    template += `⟨${formulas.length}⟩${kind === "display" && /\.\s*(?:\\(?:end\{[^}]*\}|\])\s*)*$/.test(source) ? "." : ""}`;
    formulas.push({ source, inner, span, kind });
  };
  for (const p of parts) {
    if (p.kind !== "prose") {
      mark(p.source, p.inner, p.span, p.kind);
      continue;
    }
    let from = 0;
    for (const m of p.text.matchAll(bareName)) {
      const start = m.index;
      const name = m[1] as string;
      copied.push({ from: template.length, source: p.span.start + from });
      template += p.text.slice(from, start);
      const span = { start: p.span.start + start, end: p.span.start + start + name.length };
      mark(name, span, span, "plain");
      from = start + name.length;
    }
    copied.push({ from: template.length, source: p.span.start + from });
    template += p.text.slice(from);
  }
  const origin = (place: number): number => {
    const part = copied.findLast((c) => c.from <= place);
    return part ? part.source + place - part.from : 0;
  };
  return { template, at, formulas, origin };
}

/** The sentence around a place of the template. */
function sentenceAt(template: string, place: number): { readonly start: number; readonly end: number } {
  let start = 0;
  for (const m of template.matchAll(endOfSentence)) {
    const end = m.index + m[0].length;
    if (end <= place) start = end;
    else return { start, end };
  }
  return { start, end: template.length };
}

/** The last sentence of a paragraph when it has no end and does not close with a display. */
function openEnd(template: string): string {
  const end = template.slice(sentenceAt(template, template.length).start).trim();
  return end === "" || end.length > 400 || /[.?!⟩]$/.test(end) ? "" : `${end} `;
}

/** Reads a document as far as its formulas, words and scopes. `words` are the functions that a formula may write bare: `softmax(z)`. */
export function outline(text: string, kind: SourceKind, words: ReadonlySet<string>): Outline {
  const source = segmentDocument(text, kind);
  const reader = createOutliner(text, new Map([...customaryMacros, ...source.macros]), words);
  for (const block of source.blocks) reader.block(block);
  const read = reader.finish();
  return {
    ...read,
    links: withPowers(withRoots(read.links)),
    text,
    frontMatter: source.frontMatter,
    customary: leftToCustom(text, source.macros),
    errors: [...source.errors, ...read.errors].sort((a, b) => a.span.start - b.span.start),
  };
}

function createOutliner(text: string, macros: Macros, words: ReadonlySet<string>) {
  const root = documentScope(text.length);
  let scope: Scope = root;
  let lastRight: Side | null = null;
  let chainCount = 0;
  let pendingLayerWord = false;
  let endedCase: Scope | null = null;
  /** `For i ≠ j:` at the start of a sentence holds for the relations of this sentence, also when it goes on in the next paragraph. */
  let announced: readonly Syntax[] = [];
  /** The end of the paragraph above where its sentence goes on in a display of its own: "Setting the gradient to zero gives". */
  let open = "";
  const scopes: Scope[] = [root];
  const links: Link[] = [];
  const facts: ScopedFact[] = [];
  const mentions: Mention[] = [];
  const contexts: Context[] = [];
  const cases: CaseOf[] = [];
  const found: Found[] = [];
  const repairs = new Map<number, Repair>();
  const repaired = (repair: Repair): void => {
    repairs.set(repair.span.start, repair);
  };
  const errors: ReadError[] = [];

  /** Around what words say. */
  const aside: Around = { place: "inline", cue: null, sentence: "", side: [], tag: null, joins: false };
  const sideOf = (syntax: Syntax): Side => ({ syntax, text: text.slice(syntax.span.start, syntax.span.end), span: syntax.span });

  function enter(next: Scope): void {
    scope = next;
    scopes.push(next);
    lastRight = null;
  }

  function block(b: Block): void {
    switch (b.kind) {
      case "heading": {
        open = "";
        const mark = markOfHeading(b.text, b.level, scope);
        pendingLayerWord = true;
        if (mark) enter(openScope(mark, b.text, b.span, scope));
        else scope = withoutCase(scope);
        return;
      }
      case "paragraph":
        if (b.list) pendingLayerWord = true;
        paragraph(b.parts, b.list !== null);
        truthTable(b.span);
        return;
      case "table":
        for (const row of b.rows) for (const cell of row) paragraph(cell, false);
        truthTable(b.span);
        return;
      case "code":
        // A fence that names a programming language holds no formulas.
        if (/^(?:|text|txt|plain|pseudo\w*|algorithm|latex|tex|math|none|)$/iu.test(b.info)) program(b.text, b.span);
        return;
    }
  }

  function truthTable(span: Span): void {
    const words = text.slice(scope.span.start, span.start);
    for (const r of truthRows(text, span.start, span.end)) {
      const link = linkOf(
        wordsAt(r.lhs),
        { symbol: null, text: text.slice(r.lhs.end, r.rhs.start).trim() },
        wordsAt(r.rhs),
        aside,
        chainCount++,
        0,
        {
          start: r.lhs.start,
          end: r.rhs.end,
        },
      );
      links.push({ ...link, row: { output: r.output, expected: gateOutput(words, r.inputs) } });
    }
  }

  function wordsAt(span: Span): Side {
    const said = text.slice(span.start, span.end);
    return { syntax: { kind: "prose", text: said, span }, text: said, span };
  }

  function paragraph(parts: readonly Part[], listItem: boolean): void {
    const marked = markFormulas(parts);
    const first = links.length;
    endedCase = null;
    const lead = marked.formulas[0]?.kind === "display" && marked.template.trimStart().startsWith("⟨0⟩") ? open : "";
    let announcedAt = 0;
    if (concludes(marked.template) && scope.kind === "case") {
      endedCase = scope;
      scope = withoutCase(scope);
    }
    let isCase = -1;
    const said = wordedIn(marked.template);
    for (const [k, f] of marked.formulas.entries()) {
      for (const w of said) if (w.right.mark === k) worded(w, marked);
      const place = marked.at[k] as number;
      const bounds = sentenceAt(marked.template, place);
      if (bounds.start > announcedAt) announced = [];
      announcedAt = bounds.start;
      standsBefore(marked, k, place);
      const before = marked.template.slice(bounds.start, place);
      const sentence = marked.template.slice(bounds.start, bounds.end);
      if (layerWord.test(before)) pendingLayerWord = true;
      const above = bounds.start === 0 && k === 0 ? lead : "";
      const foreign = f.kind === "plain" ? null : foreignIn(f.source);
      if (f.kind === "inline" || foreign) found.push({ place: f.kind === "display" ? "display" : "inline", span: f.inner, foreign });
      if (foreign) continue;
      if (f.kind === "display") display(f.source, f.inner, cueBefore(above + before), above + sentence);
      else {
        const opens = bounds.start === 0 && before.replace(/[\s—–\-•*]/g, "").length < 24;
        if (opens && caseCondition(sentence, listItem) === k && openCase(f.source, f.inner)) {
          isCase = k;
          continue;
        }
        if (conditional.test(before) && condition(f.source, f.inner, before)) continue;
        const quantity = quantityBefore(before);
        if (quantity !== null && relates(f.source, f.inner, wordsFrom(marked.origin(bounds.start + quantity)))) continue;
        const after = marked.template.slice(place + `⟨${k}⟩`.length);
        inline(f.source, f.inner, f.kind === "plain", cueBefore(before), sentence, remaining.test(after));
      }
    }
    const formulas = links.length;
    prose(marked, isCase);
    // What only words say was found after the formulas; it goes where it stands.
    for (const said of links.splice(formulas)) {
      const next = links.findIndex((l, i) => i >= first && l.span.start >= said.span.start);
      links.splice(next < 0 ? links.length : next, 0, said);
    }
    if (announcedAt < sentenceAt(marked.template, marked.template.length).start || !/[:,]\s*$/.test(marked.template)) announced = [];
    open = openEnd(marked.template);
    const last = marked.formulas.length - 1;
    if (last >= 0) standsBefore(marked, last + 1, marked.template.length);
  }

  /** An expression that ends the words before a display is what a display that starts with a relation goes on from. */
  function standsBefore(marked: Marked, k: number, place: number): void {
    const before = marked.formulas[k - 1];
    const from = marked.at[k - 1];
    if (!before || from === undefined || before.kind !== "inline") return;
    const between = marked.template.slice(from, place).replace(/^⟨\d+⟩/, "");
    const mention = mentions.at(-1);
    if (
      between.trim().replace(/[:.,]/g, "") === "" &&
      mention &&
      mention.span.start >= before.inner.start &&
      mention.span.end <= before.inner.end
    ) {
      lastRight = { syntax: mention.syntax, text: mention.text, span: mention.span };
    }
  }

  /** `… for i ≠ j`: the condition goes to the relations of the sentence that it stands behind. */
  function condition(source: string, inner: Span, before: string): boolean {
    const read = parseFormula(source, { mode: "latex", base: inner.start, macros, words, repaired });
    if (!read.ok || read.value.kind !== "chain") return false;
    if (read.value.relators.some((r) => r.symbol === "\\in" || implications.has(r.symbol))) return false;
    if (!/\b(?:if|when|whenever|unless)\s+$/i.test(before) && states(read.value)) return false;
    const chained = links.at(-1);
    if (chained && /⟨\d+⟩/.test(before) && chained.span.end <= inner.start && inner.start - chained.span.end < 400) {
      for (let i = links.length - 1; i >= 0 && links[i]?.chain === chained.chain; i--) {
        const l = links[i] as Link;
        links[i] = { ...l, sideConditions: [...l.sideConditions, read.value] };
      }
    } else if (!/⟨\d+⟩/.test(before)) {
      announced = [read.value];
    }
    return true;
  }

  /** "For q = N(μ, σ²)" gives q a value; "for i = j" and "at x = 0" are conditions. */
  function states(c: Extract<Syntax, { kind: "chain" }>): boolean {
    const rhs = c.operands.at(-1);
    return c.relators.every((r) => r.symbol === "=") && rhs !== undefined && !["number", "letter", "scripts", "sum"].includes(rhs.kind);
  }

  function openCase(source: string, inner: Span): boolean {
    const read = parseFormula(source, { mode: "latex", base: inner.start, macros, words, repaired });
    if (!read.ok || read.value.kind !== "chain") return false;
    const parent = withoutCase(scope);
    const opened: Scope = { kind: "case", id: parent.id, title: source.trim(), span: inner, parent };
    enter(opened);
    cases.push({ scope: opened, condition: read.value, text: source.trim() });
    return true;
  }

  /** Facts and contexts, sentence by sentence. */
  function prose(marked: Marked, skip: number): void {
    let start = 0;
    const ends = [...marked.template.matchAll(endOfSentence)].map((m) => m.index + m[0].length);
    for (const end of [...ends, marked.template.length]) {
      const sentence = marked.template.slice(start, end);
      const at = start;
      const begins = marked.origin(start);
      start = end;
      const inside = [...sentence.matchAll(/⟨(\d+)⟩/g)].map((m) => Number(m[1])).filter((k) => k !== skip);
      const parsed = new Map<number, Syntax>();
      for (const k of inside) {
        const f = marked.formulas[k];
        if (!f || f.kind === "display") continue;
        const read = parseFormula(f.source, { mode: "latex", base: f.inner.start, macros, words, repaired });
        if (read.ok) parsed.set(k, read.value);
      }
      for (const fact of factsOf(sentence)) {
        const target = parsed.get(fact.mark);
        const f = marked.formulas[fact.mark];
        if (!target || !f) continue;
        const size = fact.sizeMark === null ? null : (parsed.get(fact.sizeMark) ?? null);
        const because = fact.because.replace(/⟨(\d+)⟩/g, (_, k: string) => marked.formulas[Number(k)]?.source.trim() ?? "");
        facts.push({
          fact: { ...fact, because },
          target,
          text: f.source.trim(),
          size,
          dependsOn: fact.dependsOn.flatMap((k) => parsed.get(k) ?? []),
          scope,
          span: f.span,
        });
        if (givesMeaning(fact, sentence)) naming(fact, target, at, marked.origin);
      }
      const changes = contextSentence.test(sentence);
      if (changes && (namedEquations(sentence).length > 0 || inside.length > 0 || /\bassume|suppose|instead\b/i.test(sentence))) {
        const span = { start: begins, end: begins + sentence.length };
        contexts.push({ sentence: sentence.trim(), names: [...parsed.values()], equations: namedEquations(sentence), scope, span });
      }
    }
  }

  /** "σ is the logistic sigmoid": a step that gives a name its meaning. */
  function naming(fact: ProseFact, target: Syntax, sentence: number, origin: Marked["origin"]): void {
    if (!introducedBy(target) && !(target.kind === "juxtaposition" && target.items.length === 2)) return;
    const phrase = fact.phrase as NonNullable<ProseFact["phrase"]>;
    const said = wordsAt({ start: origin(sentence + phrase.start), end: origin(sentence + phrase.end - 1) + 1 });
    const span = { start: target.span.start, end: said.span.end };
    if (links.some((l) => l.worded && l.span.start < span.end && span.start < l.span.end)) return;
    const verb = text.slice(target.span.end, said.span.start).replace(/^[\s$)]+|\s+$/g, "");
    const link = linkOf(sideOf(target), { symbol: null, text: verb }, said, aside, chainCount++, 0, span);
    links.push({ ...link, worded: { left: "value", right: "words", factors: [] } });
  }

  const wordsFrom = (start: number) => (end: number) => wordsAt({ start, end });

  /** `its left derivative ($= 0$)`: the words before the sign are the left side. */
  function relates(source: string, inner: Span, words: (end: number) => Side): boolean {
    const read = parseFormula(source, { mode: "latex", base: inner.start, macros });
    if (!read.ok || read.value.kind !== "chain" || read.value.relators.length !== 1) return false;
    const [left, right] = read.value.operands;
    const [relator] = read.value.relators;
    if (left?.kind !== "empty" || !right || right.kind === "empty" || relator?.symbol !== "=") return false;
    const lhs = words(relator.span.start);
    const link = linkOf(lhs, { symbol: null, text: relator.text }, sideOf(right), aside, chainCount++, 0, {
      start: lhs.span.start,
      end: right.span.end,
    });
    links.push({ ...link, worded: { left: "words", right: "value", factors: [] } });
    return true;
  }

  /** A relation said partly in words; what a formula in it says by itself is a step of its own. */
  function worded(w: Worded, marked: Marked): void {
    const left = wordedSide(w.left, marked);
    const right = wordedSide(w.right, marked);
    if (!left || !right) return;
    const relation = text.slice(marked.origin(w.relator.start), marked.origin(w.relator.end));
    if (w.equation) {
      if (!left.chained && !right.chained)
        push(
          left.side,
          { symbol: "=", text: relation, span: { start: marked.origin(w.relator.start), end: marked.origin(w.relator.end) } },
          right.side,
          aside,
          chainCount++,
          0,
          false,
        );
      return;
    }
    // "The output is h = σ(a)" says h = σ(a).
    if (w.left.means === "words" && right.chained && relation !== "=") return;
    const span = { start: left.side.span.start, end: right.side.span.end };
    const link = linkOf(left.side, { symbol: null, text: relation }, right.side, aside, chainCount++, 0, span);
    const factors = (w.left.factors ?? []).flatMap((k) => parsedMark(k, marked) ?? []);
    links.push({ ...link, worded: { left: w.left.means, right: w.right.means, factors } });
  }

  function parsedMark(k: number, marked: Marked): Syntax | null {
    const f = marked.formulas[k];
    const read = f && f.kind !== "display" ? parseFormula(f.source, { mode: "latex", base: f.inner.start, macros, words, repaired }) : null;
    return read?.ok ? read.value : null;
  }

  function wordedSide(w: WordedSide, marked: Marked): { readonly side: Side; readonly chained: boolean } | null {
    const end = marked.origin(w.end);
    if (w.mark === null || w.means === "words") return { side: wordsAt({ start: marked.origin(w.start), end }), chained: false };
    const f = marked.formulas[w.mark];
    const formula = parsedMark(w.mark, marked);
    if (!f || !formula) return null;
    // Of `x ∈ ℝᵈ → x` dimension = `a = b` the inner members are meant.
    const before = w.means === "shape" && !/^⟨/.test(marked.template.slice(w.start, w.end)) ? marked.origin(w.start) : null;
    const syntax = formula.kind !== "chain" ? formula : w.means === "shape" ? formula.operands.at(-1) : formula.operands[0];
    if (!syntax || syntax.kind === "empty" || (syntax.kind === "list" && w.means === "shape")) return null;
    const span = { start: before ?? syntax.span.start, end: w.means === "shape" ? (before === null ? end : f.span.end) : syntax.span.end };
    return { side: { syntax, text: text.slice(span.start, span.end), span }, chained: formula.kind === "chain" };
  }

  function inline(source: string, inner: Span, plain: boolean, cue: Cue, sentence: string, elsewhere: boolean): void {
    const read = parseFormula(source, { mode: "latex", base: inner.start, macros, words, repaired });
    if (!read.ok) {
      if (plain) return;
      if (/[=<>]|\\(?:leq?|geq?|in|leftarrow)(?![a-z])/.test(source)) unread(source, inner, "inline", read.error);
      else errors.push(read.error);
      return;
    }
    for (const part of topLevel(read.value)) {
      if (part.kind !== "chain") {
        if (part.kind !== "empty")
          mentions.push({ syntax: part, text: text.slice(part.span.start, part.span.end), scope, span: part.span });
        continue;
      }
      chain(part, { place: "inline", cue, sentence, side: [], tag: null, joins: false, elsewhere });
    }
  }

  /** `a = b, c = d` holds two statements. */
  function topLevel(s: Syntax): readonly Syntax[] {
    if (s.kind === "decorated" && s.decoration === "boxed") return topLevel(s.body);
    const rows = systemIn(s);
    if (rows) return rows.flatMap(topLevel);
    if (s.kind !== "list") return [s];
    // `i = 1, \dots, n` is a range of positions, no equation.
    if (s.items.some((i) => i.kind === "dots")) return lastOfMany(s);
    return s.items.some((i) => i.kind === "chain") && !s.separators.includes("|") ? shared(s.items) : [s];
  }

  /** `x_1, \dots, x_n \in \mathbb{R}^d` says of every member what its last one says. */
  function lastOfMany(s: Extract<Syntax, { kind: "list" }>): readonly Syntax[] {
    const last = s.items.at(-1);
    const [member, space] = last?.kind === "chain" ? last.operands : [];
    const symbol = last?.kind === "chain" ? (last.relators[0]?.symbol ?? "") : "";
    if (last?.kind !== "chain" || introducedBy(member as Syntax)?.kind !== "entries") return [];
    const says = symbol === "\\in" ? space?.kind === "scripts" && space.sup !== null : sharing.has(symbol);
    return says ? [{ ...last, span: s.span }] : [];
  }

  /** `x, y \in S` and `a, b > 0` speak of every name of the list. */
  function shared(items: readonly Syntax[]): readonly Syntax[] {
    const out: Syntax[] = [];
    let names: Syntax[] = [];
    for (const item of items) {
      const first = item.kind === "chain" ? item.operands[0] : undefined;
      if (item.kind === "chain" && first && names.length > 0 && sharing.has(item.relators[0]?.symbol ?? "") && introducedBy(first)) {
        const list: Syntax = {
          kind: "list",
          items: [...names, first],
          separators: names.map(() => ","),
          span: { start: (names[0] as Syntax).span.start, end: first.span.end },
        };
        out.push({ ...item, operands: [list, ...item.operands.slice(1)], span: { start: list.span.start, end: item.span.end } });
        names = [];
      } else if (["name", "entries"].includes(introducedBy(item)?.kind ?? "")) names.push(item);
      else {
        out.push(...names, item);
        names = [];
      }
    }
    return [...out, ...names];
  }

  function display(source: string, inner: Span, cue: Cue, sentence: string): void {
    const formulas = parseDisplay(source, { mode: "latex", base: inner.start, macros, words, repaired }).flatMap((row) => row.formulas);
    const isProse = formulas.every((f) => f.syntax.kind === "prose" || f.syntax.kind === "empty");
    found.push({ place: "display", span: inner, foreign: isProse ? "words" : null });
    for (const f of formulas) formula(f, cue, sentence);
  }

  function formula(f: DisplayFormula, cue: Cue, sentence: string): void {
    if (f.syntax.kind === "hole") {
      unread(text.slice(f.syntax.span.start, f.syntax.span.end), f.syntax.span, "display", f.syntax.error);
      return;
    }
    // A system behind a brace is to be solved: its equations are imposed.
    const imposed = systemIn(f.syntax) === null ? cue : "assume";
    for (const part of topLevel(f.syntax)) {
      if (part.kind === "chain") chain(part, { place: "display", cue: imposed, sentence, side: f.sideConditions, tag: f.tag, joins: true });
      else if (part.kind === "group" && goesOn(part)) continue;
      else if (part.kind !== "empty" && part.kind !== "prose" && part.kind !== "dots") {
        mentions.push({ syntax: part, text: text.slice(part.span.start, part.span.end), scope, span: part.span });
        lastRight = sideOf(part);
      }
    }
  }

  /** A bracket alone in a display right below another display is the last factor of the product that ends there. */
  function goesOn(part: Extract<Syntax, { kind: "group" }>): boolean {
    const last = links.at(-1);
    if (!last || part.fence !== "round" || last.place !== "display" || last.rhs.syntax !== lastRight?.syntax) return false;
    const { syntax } = last.rhs;
    const isProduct =
      syntax.kind === "fraction" || syntax.kind === "juxtaposition" || syntax.kind === "scripts" || syntax.kind === "letter";
    if (
      !isProduct ||
      !/^\s*\$\$\s*\$\$\s*(?:\\left\s*)?$|^\s*\\\]\s*\\\[\s*(?:\\left\s*)?$/.test(text.slice(syntax.span.end, part.span.start))
    )
      return false;
    const span = { start: syntax.span.start, end: part.span.end };
    const items = syntax.kind === "juxtaposition" ? [...syntax.items, part] : [syntax, part];
    const rhs = sideOf({ kind: "juxtaposition", items, span });
    links[links.length - 1] = { ...last, rhs, span: { start: last.span.start, end: span.end } };
    lastRight = rhs;
    return true;
  }

  interface Around {
    readonly place: Place;
    readonly cue: Cue;
    readonly sentence: string;
    readonly side: readonly Syntax[];
    readonly tag: string | null;
    /** May take its left side from above, and is what the next may take. */
    readonly joins: boolean;
    readonly elsewhere?: boolean;
  }

  function chain(c: Extract<Syntax, { kind: "chain" }>, around: Around): void {
    const id = chainCount++;
    const groups = implicationGroups(c);
    if (groups) {
      groups.relators.forEach((relator, i) => {
        push(sideOf(groups.operands[i] as Syntax), relator, sideOf(groups.operands[i + 1] as Syntax), around, id, i, false);
      });
      const last = groups.operands.at(-1);
      if (around.joins && last?.kind === "chain") lastRight = sideOf(last.operands.at(-1) as Syntax);
      return;
    }
    const mixed = c.relators.some((r) => implications.has(r.symbol)) && c.relators.some((r) => !implications.has(r.symbol));
    c.relators.forEach((relator, i) => {
      // "x ∈ ℝᵈ → x has …": the arrow is a word.
      if (mixed && implications.has(relator.symbol)) return;
      const left = c.operands[i] as Syntax;
      const takes = i === 0 && left.kind === "empty";
      const lhs = takes && around.joins && lastRight ? lastRight : sideOf(left);
      push(lhs, relator, sideOf(c.operands[i + 1] as Syntax), around, id, i, takes && lhs.syntax !== left);
    });
    const last = c.operands.at(-1);
    if (around.joins && last && last.kind !== "empty") lastRight = sideOf(last);
    for (const cell of c.operands.flatMap(cellRelations))
      chain(cell.chain, { ...around, place: "cell", side: [...around.side, cell.condition], tag: null, joins: false });
  }

  function push(
    lhs: Side,
    relator: Relator,
    rhs: Side,
    around: Around,
    id: number,
    position: number,
    inherited: boolean,
    signature: Link["signature"] = null,
  ): void {
    // An arrow in a sentence with nothing on a side is a word ("⇒ we see"), not a relation.
    if (around.place === "inline" && implications.has(relator.symbol) && (lhs.syntax.kind === "empty" || rhs.syntax.kind === "empty"))
      return;
    const typed = signatureOf(lhs, relator, rhs);
    if (typed) {
      push(typed.name, { ...relator, text: ":" }, typed.whole, around, id, position, false, typed);
      return;
    }
    const empty = lhs.syntax.kind === "empty" || rhs.syntax.kind === "empty";
    const span = {
      start: inherited ? relator.span.start : Math.min(lhs.span.start, relator.span.start),
      end: Math.max(rhs.span.end, relator.span.end),
    };
    links.push({
      ...linkOf(lhs, relator, rhs, around, id, position, span),
      signature: signature && { from: signature.from, to: signature.to },
      inherited,
      error: empty
        ? {
            code: "missing-side",
            span,
            message: `a relation needs two sides, and one side of “${relator.text}” is empty`,
            expected: "a side",
            try: "write the other side",
          }
        : null,
    });
    pendingLayerWord = false;
  }

  function linkOf(
    lhs: Side,
    relator: { readonly symbol: RelationSymbol | null; readonly text: string },
    rhs: Side,
    around: Around,
    id: number,
    position: number,
    span: Span,
  ): Link {
    return {
      lhs,
      rhs,
      symbol: relator.symbol,
      signature: null,
      relation: relator.text,
      span,
      scope,
      place: around.place,
      cue: around.cue,
      chain: id,
      position,
      inherited: false,
      sideConditions: [...announced, ...around.side],
      tag: around.tag,
      afterLayerWord: pendingLayerWord,
      endedCase,
      sentence: around.sentence,
      worded: null,
      row: null,
      returns: false,
      layer:
        position === 0 && /^\s*(?:\\text\{)?\s*output\s*\}?\s*$/i.test(lhs.text)
          ? lastLayerOutput(text.slice(scope.span.start, span.start))
          : null,
      elsewhere: around.elsewhere ?? false,
      repairs: repairs.size === 0 ? [] : [...repairs.values()].filter((r) => liesIn(r, lhs.span) || liesIn(r, rhs.span)).map((r) => r.note),
      error: null,
    };
  }

  /** The parts of `f : A → B`; the colon may have been read as an operator or as a separator. */
  function signatureOf(
    lhs: Side,
    relator: Relator,
    rhs: Side,
  ): { readonly name: Side; readonly whole: Side; readonly from: Side; readonly to: Side } | null {
    if (relator.symbol !== "\\to" && relator.symbol !== "\\mapsto") return null;
    const s = lhs.syntax;
    const parts =
      s.kind === "binary" && s.operator === "colon"
        ? [s.left, s.right]
        : s.kind === "list" && s.separators[0] === ":"
          ? [s.items[0], s.items.length === 2 ? s.items[1] : rest(s)]
          : [];
    const [name, from] = parts;
    if (!name || !from) return null;
    const span = { start: from.span.start, end: rhs.span.end };
    return { name: sideOf(name), from: sideOf(from), to: rhs, whole: { syntax: rhs.syntax, text: text.slice(span.start, span.end), span } };
  }

  /** What stands behind the colon of `f : A, B → C`. */
  function rest(s: Extract<Syntax, { kind: "list" }>): Syntax {
    const items = s.items.slice(1);
    return {
      kind: "list",
      items,
      separators: s.separators.slice(1),
      span: { start: (items[0] as Syntax).span.start, end: (items.at(-1) as Syntax).span.end },
    };
  }

  /** A formula that could not be read is a step that says so; nothing is lost in silence. */
  function unread(source: string, span: Span, place: Place, error: ReadError): void {
    errors.push(error);
    const none: Syntax = { kind: "empty", span: { start: span.end, end: span.end } };
    const hole: Syntax = { kind: "hole", span, error };
    const around: Around = { place, cue: null, sentence: "", side: [], tag: null, joins: false };
    const lhs: Side = { syntax: hole, text: source.trim(), span };
    const rhs: Side = { syntax: none, text: "", span: none.span };
    const link = linkOf(lhs, { symbol: null, text: "" }, rhs, around, chainCount++, 0, span);
    links.push({ ...link, sideConditions: [], afterLayerWord: false, endedCase: null, error });
  }

  /** A code fence whose lines hold formulas or arrows: sequential assignments. */
  function program(code: string, span: Span): void {
    if (!/\$|←|\\leftarrow/.test(code)) return;
    for (const m of code.matchAll(/\$([^$\n]+)\$|^[^$\n]*←[^$\n]*$/gm)) {
      const body = m[1] ?? m[0];
      const start = span.start + m.index + (m[1] === undefined ? 0 : 1);
      const read = parseFormula(body, { mode: "latex", base: start, macros, words, repaired });
      found.push({ place: "inline", span: { start, end: start + body.length }, foreign: null });
      if (!read.ok) {
        unread(body, { start, end: start + body.length }, "program", read.error);
        continue;
      }
      const before = code.slice(code.lastIndexOf("\n", m.index - 1) + 1, m.index);
      const returned = /^\s*(return)s?:?\s*$/i.exec(before)?.[1];
      if (returned && read.value.kind !== "chain") {
        const at = span.start + m.index - before.length + before.indexOf(returned);
        const lhs = wordsAt({ start: at, end: at + returned.length });
        const rhs = sideOf(read.value);
        const link = linkOf(lhs, { symbol: null, text: "" }, rhs, aside, chainCount++, 0, { start: at, end: rhs.span.end });
        links.push({ ...link, place: "program", returns: true });
      }
      if (read.value.kind === "chain") chain(read.value, { place: "program", cue: null, sentence: "", side: [], tag: null, joins: false });
    }
  }

  return { block, finish: () => ({ scopes, links, facts, mentions, contexts, cases, found, errors }) };
}

/** A bracket that was left out may stand right behind its side. */
const liesIn = (r: Repair, span: Span): boolean => span.start <= r.span.end && r.span.start <= span.end;

/** A → B → C with relations inside: the groups between the arrows, each a chain or an expression. Null when no arrow stands between relations. */
function implicationGroups(
  c: Extract<Syntax, { kind: "chain" }>,
): { readonly operands: readonly Syntax[]; readonly relators: readonly Relator[] } | null {
  if (!c.relators.some((r) => implications.has(r.symbol)) || !c.relators.some((r) => !implications.has(r.symbol))) return null;
  const operands: Syntax[] = [];
  const relators: Relator[] = [];
  let from = 0;
  const close = (to: number): void => {
    const part = c.operands.slice(from, to + 1);
    const inner = c.relators.slice(from, to);
    const span = { start: (part[0] as Syntax).span.start, end: (part.at(-1) as Syntax).span.end };
    operands.push(part.length === 1 ? (part[0] as Syntax) : { kind: "chain", span, operands: part, relators: inner });
    from = to + 1;
  };
  c.relators.forEach((r, i) => {
    if (!implications.has(r.symbol)) return;
    close(i);
    relators.push(r);
  });
  close(c.operands.length - 1);
  return operands.every((o) => o.kind === "chain" || o.kind === "empty") ? { operands, relators } : null;
}
