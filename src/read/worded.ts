/**
 * Relations that are said partly in words: `⟨0⟩ dimension = ⟨1⟩`, `the length of ⟨0⟩ is ⟨1⟩`, `this padding is equal to ⟨2⟩`,
 * `Number of parameters: ⟨3⟩`. A sentence is matched with its formulas as marks (see `prose.ts`); a table of nouns and verbs, no grammar.
 */

/** One side: a stretch of the template, the formula in it, and what is meant. */
export interface WordedSide {
  readonly start: number;
  readonly end: number;
  /** The formula in it; null for words alone. */
  readonly mark: number | null;
  /** The formula itself, the shape of what it names, or a quantity that only words name. */
  readonly means: "value" | "shape" | "words" | "product";
  /** For `product`, the work of multiplying two matrices: the formulas of their sizes. */
  readonly factors: readonly [number, number] | null;
}

export interface Worded {
  readonly left: WordedSide;
  /** `=`, `:`, `is`, `is equal to`. */
  readonly relator: { readonly start: number; readonly end: number };
  readonly right: WordedSide;
  /** Two formulas with a verb between them: an equation like any other. */
  readonly equation: boolean;
}

const size = "(?:dimension(?:s|ality|alities)?|sizes?|shape|length)";
/** Nouns of quantities that are computed beside a derivation. */
const quantity = String.raw`(?:${size}|padding|stride|outputs?|inputs?|layer|(?:left|right)[- ](?:hand(?:ed)?\s+)?derivative|(?:time\s+|computational\s+)?(?:complexity|cost)|number\s+of\s+[\w-]+)`;
const determined = String.raw`(?:the|this|that|its|each|every|total)\s+(?:[\w'’-]+\s+){0,3}?${quantity}(?:\s+(?:of|in|for)\s+(?:(?:the|an?|this|each|forward|reverse)\s+)?(?:[\w'’-]+\s*){1,4}?)?`;
/** A line that opens with a quantity: `output : ⟨0⟩`, `Number of parameters in a layer: ⟨0⟩`. */
const opening = String.raw`(?<=(?:^|\n)[\s\-•*–—]*)(?:(?!(?:the|this|that|its|each|we)\b)[\w'’-]+\s+){0,5}?${quantity}(?:\s+[\w'’-]+){0,6}?`;

/** `evaluating f and J_f costs ⟨0⟩` */
const evaluated = String.raw`(?<=\b(?:evaluating|computing|calculating|storing)\s)[A-Za-z\\][^.;:⟨⟩\n]{0,40}?`;
/** `multiply two matrices of sizes ⟨0⟩ and ⟨1⟩ takes ⟨2⟩` */
const multiplied = String.raw`(?<=\bmultiply(?:ing)?\s)(?:(?:two|both)\s+)?matrices\s+of\s+(?:sizes?|dimensions?|shapes?)\s+⟨\d+⟩\s+(?:and|by|with)\s+⟨\d+⟩`;

/** `⟨0⟩ parameters: ⟨1⟩` */
const counted = String.raw`⟨\d+⟩\s+(?:parameters|weights|units|numbers|unknowns|variables|samples|neurons|values)`;

const measured = String.raw`(?:⟨\d+⟩(?:'s|’s)?\s+${size}|(?:the\s+)?${size}\s+of\s+(?:the\s+)?(?:(?:vector|matrix|kernel|output|input|hidden|layer)\s+){0,2}⟨\d+⟩)`;
const side = `(?:${measured}|${counted}(?=\\s*:)|${multiplied}|${evaluated}|${determined}|${opening}|⟨\\d+⟩)`;
const verb = String.raw`\s*(?<verb>=|is\s+(?:then\s+|thus\s+|therefore\s+|hence\s+)?(?:equal\s+to\s+|given\s+by\s+)?|equals\s+|(?:costs?|takes?|requires?|needs?)\s+|:(?!\s*\n))\s*`;

const leftSides = new RegExp(`${side}(?=${verb})`, "iy");
const rightSides = new RegExp(`(?:${measured}|⟨\\d+⟩)`, "iy");
const verbs = new RegExp(verb, "iy");
/** Verbs that state an equation between two formulas. */
const equating = /^\s*(?<verb>can\s+(?:also\s+)?be\s+(?:expressed|written|rewritten|represented)\s+as\s*:?)\s*(?=⟨)/i;
const isCounted = new RegExp(`^${counted}$`, "i");
const isMeasured = new RegExp(`^${measured}$`, "i");
const isProduct = /^(?:(?:two|both)\s+)?matrices\b/i;

/** The worded relations of a paragraph, in order. A chain `A size = B size = ⟨0⟩` gives one for each verb. */
export function wordedIn(template: string): readonly Worded[] {
  const out: Worded[] = [];
  for (let at = 0; at < template.length; ) {
    const left = sideAt(template, at, leftSides);
    const equated = left ? null : equationAt(template, at);
    if (equated) out.push(equated);
    if (!left) {
      at++;
      continue;
    }
    const found = chainFrom(template, left);
    out.push(...found);
    at = found.at(-1)?.right.start ?? left.end;
  }
  return out;
}

function chainFrom(template: string, first: WordedSide): readonly Worded[] {
  const out: Worded[] = [];
  for (let left = first; ; ) {
    verbs.lastIndex = left.end;
    const m = verbs.exec(template);
    if (!m?.groups) return out;
    const right = sideAt(template, verbs.lastIndex, rightSides);
    // `⟨0⟩: ⟨1⟩` is written so by chance.
    if (!right || (left.means === "value" && right.means === "value")) return out;
    const said = (m.groups.verb as string).trimEnd();
    const start = m.index + m[0].indexOf(said);
    out.push({ left, relator: { start, end: start + said.length }, right, equation: false });
    left = right;
  }
}

function equationAt(template: string, at: number): Worded | null {
  const left = sideAt(template, at, rightSides);
  const m = left?.means === "value" ? equating.exec(template.slice(left.end, left.end + 80)) : null;
  if (!left || !m?.groups) return null;
  const right = sideAt(template, left.end + m[0].length, rightSides);
  const said = (m.groups.verb as string).trimEnd();
  const start = left.end + m[0].indexOf(said);
  return right?.means === "value" ? { left, relator: { start, end: start + said.length }, right, equation: true } : null;
}

function sideAt(template: string, at: number, sides: RegExp): WordedSide | null {
  if (!/[\w⟨]/.test(template[at] as string) || /[\w\\⟨]$/.test(template.slice(Math.max(at - 1, 0), at))) return null;
  sides.lastIndex = at;
  const m = sides.exec(template);
  if (!m) return null;
  const text = m[0].trimEnd();
  const [mark = null, other = null] = [...text.matchAll(/⟨(\d+)⟩/g)].map((x) => Number(x[1]));
  const place = { start: m.index, end: m.index + text.length };
  if (mark !== null && other !== null && isProduct.test(text)) return { ...place, mark: null, means: "product", factors: [mark, other] };
  return {
    ...place,
    mark,
    means: isMeasured.test(text) ? "shape" : mark === null || isCounted.test(text) ? "words" : "value",
    factors: null,
  };
}

/** The quantity that ends the words before a formula which starts with a relation: `its left derivative (⟨= 0⟩)`. */
export function quantityBefore(words: string): number | null {
  return new RegExp(`${quantity}\\s*\\(?\\s*$`, "i").exec(words)?.index ?? null;
}
