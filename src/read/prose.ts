/**
 * The words that matter between formulas, as data: cues, declarations, cases, conclusions. English; another language is another table.
 *
 * A sentence is matched with its formulas replaced by marks ⟨0⟩, ⟨1⟩, …, so that a pattern sees `let ⟨0⟩ be a ⟨1⟩ matrix`.
 */
import type { Attribute } from "../expr/index.ts";

/** What the words before a formula announce. */
export type Cue = "define" | "assume" | "goal" | "declare" | "where" | null;

interface CuePattern {
  readonly cue: Exclude<Cue, null>;
  readonly pattern: RegExp;
}

/** The cue word that stands nearest before the formula wins ("we must impose": assume). `where` must touch it. */
const cues: readonly CuePattern[] = [
  {
    cue: "goal",
    pattern:
      /\b(?:want|needs?|must|would like|guarantee\w*|ensur\w+|makes?\s+sure|that\s+(?:will\s+)?results?\s+in|(?:show|prove)\s+that|(?<=\b(?:want|needs?|choos\w+|pick|find|select|such)\b[^.]*)so\s+that)\b/gi,
  },
  {
    cue: "assume",
    pattern:
      /\b(?:suppose|assum(?:e|ing)|impos(?:e|ing)|choos(?:e|ing)|such\s+that|provided(?:\s+that)?|given\s+that|subject\s+to|on\s+the\s+(?:curve|set|surface|circle|level\s+set)|satisfying|implicitly(?:\s+by)?)\b/gi,
  },
  // An equation that is only named is no claim: it touches its formula.
  { cue: "assume", pattern: /\b(?:differentiat(?:e|ing)|(?:to|we)\s+solve|(?:the|this)\s+(?:equation|curve|constraint))\b[^⟨:,]*$/gi },
  {
    cue: "define",
    pattern: /\b(?:let(?:'s|\s+us)?|defin(?:e|es|ed|ing)|denot(?:e|es|ed|ing)|set|setting|introduc(?:e|ing)|put|abbreviate|call)\b/gi,
  },
  { cue: "where", pattern: /\b(?:where|with|here)\s*,?\s*(?:⟨\d+⟩[,\s]*(?:and\s*)?)*$/gi },
];

/** What follows from here on is a consequence: the cue before it has been used up. */
const consequence =
  /\b(?:we|one)\s+(?:then\s+)?(?:get|gets|have|has|obtain|obtains|find|finds|see)\b|\b(?:gives|yields|implies|leads\s+to|it\s+follows)\b/gi;

export function cueBefore(words: string): Cue {
  // A semicolon or stop ends the reach of a word; abbreviations have no stop here.
  const plain = words.replace(/\b(?:i\.e|e\.g|w\.r\.t|s\.t|resp|eq)\./gi, (m) => m.replaceAll(".", " "));
  const reach = plain.slice(Math.max(plain.lastIndexOf(". "), plain.lastIndexOf(";")) + 1);
  let best: { readonly cue: Cue; readonly at: number } = { cue: null, at: -1 };
  for (const c of cues) for (const m of reach.matchAll(c.pattern)) if (m.index > best.at) best = { cue: c.cue, at: m.index };
  const after = [...reach.matchAll(consequence)].at(-1)?.index ?? -1;
  return after > best.at ? null : best.cue;
}

/** Words that start a case, before its condition: `If ⟨0⟩:`, `— ⟨0⟩ :`, `For ⟨0⟩,`. */
const caseOpening =
  /^[\s—–\-•*]*(?:(?:and|but|now|next|first(?:ly)?|second(?:ly)?|finally|otherwise)[,\s]+)?(?:if|when|for|case(?:\s+\d+)?:?|in\s+the\s+case)?\s*(?:that\s+)?⟨(\d+)⟩\s*(?::|,\s*(?:then|we)\b|then\b)/i;

/** The mark of the formula that is the condition of a case, when the sentence opens one. */
export function caseCondition(sentence: string, listItem: boolean): number | null {
  const m = caseOpening.exec(sentence);
  if (!m?.[1]) return null;
  const worded = /^[\s—–\-•*]*(?:\w+[,\s]+)?(?:if|when|case|in\s+the\s+case)\b/i.test(sentence);
  return worded || (listItem && /⟨\d+⟩\s*:/.test(sentence)) ? Number(m[1]) : null;
}

/** A paragraph that opens so ends the case before it. */
export const concludes = (text: string): boolean =>
  /^\s*(?:therefore|together|in\s+general|in\s+either\s+case|thus|hence|so|in\s+(?:summary|conclusion|all\s+cases|other\s+words|both\s+cases)|altogether|combining|finally|overall|to\s+conclude|putting)\b/i.test(
    text,
  );

/** Layer words: a bare name stated again after one of these takes a new value. */
export const layerWord =
  /\b(?:first|second|third|fourth|next|last|final|input|output)\s+(?:layer|step|block|stage|iteration)\b|\b(?:layer|step)\s+\d+\b/i;

/**
 * A sentence that changes what stands above it ("For the following, assume the convolutions in (4) and (6) are full"). When it is not
 * understood, what it names is tainted.
 */
export const contextSentence =
  /\b(?:(?:for|in)\s+(?:all\s+of\s+)?(?:the|what)\s+(?:following|follows|rest)|from\s+(?:now|here|this\s+point)\s+on|henceforth|now\s+(?:assume|suppose|consider))\b|\b(?:assume|suppose|consider|replace|take|use|let)\b[^.]*\binstead\b/i;

/** Numbers of equations that a sentence names: `(4) and (6)`, `Eq. (3.2)`. */
export function namedEquations(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\((\d+(?:[.\-–]\d+)*)\)/g)].map((m) => m[1] as string);
}

/** What a noun says of the shape of the thing it names. */
export interface NounShape {
  readonly rank: 0 | 1 | 2 | "function";
}

const nouns: readonly { readonly pattern: RegExp; readonly shape: NounShape }[] = [
  { pattern: /\b(?:matrix|matrices)\b/i, shape: { rank: 2 } },
  { pattern: /\b(?:vectors?|signal)\b/i, shape: { rank: 1 } },
  { pattern: /\b(?:scalars?|real\s+numbers?|numbers?|constants?|parameter)\b/i, shape: { rank: 0 } },
  { pattern: /\b(?:functions?|maps?|mappings?|layers?)\b/i, shape: { rank: "function" } },
];

const facts: readonly { readonly pattern: RegExp; readonly attribute: Attribute }[] = [
  { pattern: /\bskew[- ]?symmetric\b/i, attribute: "skew-symmetric" },
  { pattern: /(?<!skew[- ]?)\bsymmetric\b/i, attribute: "symmetric" },
  { pattern: /\b(?:symmetric\s+)?positive[- ]definite\b/i, attribute: "positive definite" },
  { pattern: /\b(?:orthogonal|orthonormal)\b/i, attribute: "orthogonal" },
  { pattern: /\b(?:invertible|non-?singular|full[- ]rank\s+square)\b/i, attribute: "nonsingular" },
  { pattern: /(?<!(?:positive|non-?zero|unit|the)\s+)\bdiagonal\b(?!\s+(?:entr|element))/i, attribute: "diagonal" },
  { pattern: /\blower[- ]triangular\b/i, attribute: "lower triangular" },
  { pattern: /\bupper[- ]triangular\b/i, attribute: "upper triangular" },
  { pattern: /\bpositive\b(?![- ](?:semi-?)?definite)/i, attribute: "positive" },
  { pattern: /\bnegative\b(?![- ](?:semi-?)?definite)/i, attribute: "negative" },
  { pattern: /\bnon-?zero\b/i, attribute: "nonzero" },
  { pattern: /\bone-?hot\b/i, attribute: "one-hot" },
  { pattern: /\bprobabilit(?:y|ies)\s+(?:vectors?|distributions?|mass\s+functions?|simplex)\b/i, attribute: "probability" },
  { pattern: /\bbinary\b(?!\s+(?:cross|class))/i, attribute: "binary" },
  { pattern: /\bintegers?\b/i, attribute: "integer" },
];

/** What the prose says of one formula of a sentence. `because` is the phrase itself. */
export interface ProseFact {
  /** The mark of the formula that names the thing. */
  readonly mark: number;
  readonly rank: 0 | 1 | 2 | "function" | null;
  /** `4x3`, `K`: sizes in the words (`a ⟨1⟩ matrix` gives a mark instead). */
  readonly sizes: string | null;
  readonly sizeMark: number | null;
  readonly attributes: readonly Attribute[];
  /** `the logistic sigmoid`: the words that may name a card. */
  readonly named: string | null;
  /** Where the words behind the verb stand in the sentence. */
  readonly phrase: { readonly start: number; readonly end: number } | null;
  /** `a scalar function of ⟨2⟩ and ⟨3⟩`: the marks of what it depends on. */
  readonly dependsOn: readonly number[];
  readonly because: string;
}

const describe = (phrase: string): Pick<ProseFact, "rank" | "attributes" | "sizes" | "sizeMark" | "dependsOn"> => {
  const of = /\bfunctions?\s+of\s+(?:the\s+(?:\w+\s+){1,2})?(⟨\d+⟩(?:\s*(?:,|and|,\s*and)\s*⟨\d+⟩)*)/i.exec(phrase)?.[1];
  const noun = nouns.find((n) => n.pattern.test(phrase));
  const sizes = /(\w+)\s*(?:×|x|\\times|by)\s*(\w+)(?=[\s-]*(?:\w+\s+)?matri)/i.exec(phrase);
  const dimension = /(\w+)\s?[- ]dimensional/i.exec(phrase) ?? /\bof\s+(?:size|dimension|length)\s+(\w+)/i.exec(phrase);
  const mark =
    /⟨(\d+)⟩[- ]*(?:dimensional|real|\w+\s)*\s*(?:matrix|vector)/i.exec(phrase) ??
    /\bof\s+(?:size|dimension|length)\s+⟨(\d+)⟩/i.exec(phrase);
  return {
    rank: noun ? noun.shape.rank : null,
    attributes: facts.filter((f) => f.pattern.test(phrase)).map((f) => f.attribute),
    sizes: sizes ? `${sizes[1]} x ${sizes[2]}` : (dimension?.[1] ?? null),
    sizeMark: mark?.[1] ? Number(mark[1]) : null,
    dependsOn: of ? marksIn(of) : [],
  };
};

/**
 * `⟨0⟩ be a …`, `⟨0⟩ is the …`, `⟨0⟩ and ⟨1⟩ are …`: subject marks and the phrase that describes them. A mark behind a comma or `and` is
 * the next subject.
 */
const predicate =
  /(⟨\d+⟩(?:\s*(?:,|\band\b)\s*(?:and\s+)?⟨\d+⟩)*)\s*(?:(?:be|is|are|denotes?|represents?|being)\s+(?:is\s+)?|,\s*)?(?!(?:and|let|with|where|then)\b)((?:(?:an?|the|some|any|all)\s+)?[^.;:]*?)(?=[.;:]|$|,\s*(?:where|then|so|let|we)\b|(?:,|,?\s+and)\s+(?:let\s+|with\s+)?⟨|\bwhere\b|\bwhich\b|\bthen\b)/gi;

/**
 * Whether the words give the thing its meaning (`g is the Heaviside function`, `let F(x) be a network with three layers`) rather than a shape
 * (`W is a 4 × 3 matrix`).
 */
export function givesMeaning(fact: ProseFact, sentence: string): boolean {
  if (fact.named === null || fact.phrase === null) return false;
  const shaped = typeof fact.rank === "number" || fact.sizes !== null || fact.sizeMark !== null || fact.attributes.length > 0;
  if (shaped && !/\b(?:whose|which)\b/i.test(fact.named)) return false;
  if (/^the\s/i.test(sentence.slice(fact.phrase.start))) return true;
  const cue = cueBefore(sentence.slice(0, sentence.indexOf(`⟨${fact.mark}⟩`)));
  return cue === "define" || cue === "where" || shaped;
}

/** A phrase that says what its subject is without a verb: `⟨2⟩ symmetric positive definite`. */
const bareAttribute =
  /^(?:(?:real|square)\s+)?(?:skew[- ]?symmetric|symmetric|positive|negative|non-?zero|orthogonal|orthonormal|invertible|non-?singular|diagonal|(?:lower|upper)[- ]triangular|one-?hot)\b/i;

/** `the matrix ⟨0⟩`, `scalars ⟨0⟩ and ⟨1⟩`, `a symmetric matrix ⟨0⟩`: a noun just before its name. */
const apposition =
  /\b((?:[\w-]+\s+){0,3}?(?:matrix|matrices|vectors?|scalars?|constants?|functions?|numbers?))\s+((?:⟨\d+⟩(?:\s*(?:,|and)\s*)*)+)/gi;

/** `a one-hot ⟨0⟩`, `symmetric positive definite ⟨1⟩`: an adjective just before a formula. */
const adjective =
  /\b((?:(?:skew[- ]?symmetric|symmetric|positive[- ]definite|positive|negative|non-?zero|orthogonal|orthonormal|invertible|non-?singular|diagonal|(?:lower|upper)[- ]triangular|one-?hot|binary)(?:\s+and)?\s+)+)(?=⟨(\d+)⟩)/gi;

const marksIn = (text: string): readonly number[] => [...text.matchAll(/⟨(\d+)⟩/g)].map((m) => Number(m[1]));

/** What is said of every group of formulas; a phrase may hold a group of its own (`with ⟨0⟩ for ⟨1⟩ symmetric`). */
function predicatesIn(sentence: string): readonly RegExpExecArray[] {
  const at = new RegExp(predicate.source, "iy");
  const out: RegExpExecArray[] = [];
  let from = 0;
  for (const mark of sentence.matchAll(/⟨\d+⟩/g)) {
    if (mark.index < from) continue;
    at.lastIndex = mark.index;
    const m = at.exec(sentence);
    if (!m) continue;
    out.push(m);
    from = mark.index + (m[1] ?? "").length;
  }
  return out;
}

/** Everything the sentence says about its formulas. */
export function factsOf(sentence: string): readonly ProseFact[] {
  const out: ProseFact[] = [];
  for (const m of predicatesIn(sentence)) {
    const phrase = m[2] ?? "";
    const verb = /\b(?:be|is|are|denotes?|represents?|being)\b/i.test(
      (m[0] ?? "").slice((m[1] ?? "").length, (m[0] ?? "").length - phrase.length + 0),
    );
    const article = /^(?:an?|the)\s/i.test(phrase);
    if (!verb && !article && !bareAttribute.test(phrase)) continue;
    const said = describe(phrase);
    const subjects = marksIn(m[1] ?? "");
    // `⟨0⟩, ⟨1⟩ and ⟨2⟩ be a symmetric matrix` describes one thing: the last.
    for (const mark of /^an?\s/i.test(phrase) || !verb ? subjects.slice(-1) : subjects) {
      const end = m.index + m[0].length;
      out.push({
        mark,
        ...said,
        named: verb || article ? phrase.replace(/^(?:an?|the)\s+/i, "").trim() : null,
        phrase: { start: end - phrase.length, end: end - phrase.length + (phrase.split(",")[0] as string).trimEnd().length },
        because: `${m[0]}`.trim(),
      });
    }
  }
  for (const m of sentence.matchAll(adjective)) {
    const said = describe(m[1] ?? "");
    if (said.attributes.length > 0)
      out.push({ mark: Number(m[2]), ...said, rank: null, named: null, phrase: null, because: `${m[0]}⟨${m[2]}⟩` });
  }
  for (const m of sentence.matchAll(apposition)) {
    const said = describe(m[1] ?? "");
    if (said.rank === null) continue;
    for (const mark of marksIn(m[2] ?? "")) {
      if (!out.some((f) => f.mark === mark && f.rank !== null))
        out.push({
          mark,
          ...said,
          named: said.rank === "function" ? (m[1] ?? "").trim() : null,
          phrase: null,
          because: (m[0] ?? "").trim(),
        });
    }
  }
  return out;
}
