/**
 * Correct derivations with one mistake of the catalogue put in, on the source: what a student would have written by mistake.
 *
 * A mistake is injected at the right side of an accepted line; *with follow-through* the later members of the chain go on with the wrong
 * value. A mutant whose value does not change is no mistake: its sides are measured against each other, without the prover.
 */
import type { Code } from "../../src/check/diagnosis/codes.ts";
import type { Report, Step } from "../../src/check/report.ts";

export interface Slip {
  readonly kind: string;
  /** The names under which it may rightly be told: a lost factor in the quotient rule is one of both. */
  readonly codes: readonly Code[];
  readonly text: string;
}

interface Mutator {
  readonly kind: string;
  readonly codes: readonly Code[];
  readonly find: RegExp;
  readonly put: (match: RegExpExecArray, whole: string) => string | null;
}

const signs: readonly Code[] = ["M06", "M12", "M14", "M16", "M20", "M29", "M33", "M13"];
const powers: readonly Code[] = ["M30", "M15", "M20", "M22"];

/** Depth of brackets at a place: a sign inside a subscript or a range is another mistake. */
const inScript = (whole: string, at: number): boolean => {
  let depth = 0;
  for (let k = at; k >= 0; k--) {
    if (whole[k] === "}") depth++;
    if (whole[k] === "{") {
      if (depth === 0) return /[_^]$/.test(whole.slice(0, k).trimEnd());
      depth--;
    }
  }
  return false;
};

const mutators: readonly Mutator[] = [
  { kind: "sign +", codes: signs, find: /(?<=\S) \+ (?=\S)/g, put: (m, w) => (inScript(w, m.index) ? null : " - ") },
  { kind: "sign -", codes: signs, find: /(?<=[\w)}]) - (?=\S)/g, put: (m, w) => (inScript(w, m.index) ? null : " + ") },
  { kind: "leading sign", codes: signs, find: /^\s*-(?=\S)/g, put: () => " " },
  {
    kind: "factor 2 added",
    codes: ["M03", "M24", "M21", "M04"],
    find: /^(?=\s*[A-Za-z\\(])/g,
    put: (_, w) => (/^[^+-]*$/.test(w) ? " 2 " : null),
  },
  {
    kind: "factor lost",
    codes: ["M03", "M27"],
    find: /(?<![\w{^.])2(?= ?[A-Za-z\\(])/g,
    put: (m, w) => (inScript(w, m.index) ? null : ""),
  },
  { kind: "half lost", codes: ["M03"], find: /\\t?frac\{?1\}? ?\{?2\}? ?(?=[A-Za-z\\(])/g, put: () => "" },
  {
    kind: "transpose lost",
    codes: ["M01", "M31", "M17", "M37", "M23", "M19"],
    find: /\^(?:\{\\top\}|\\top|\{?T\}?(?![A-Za-z]))/g,
    put: () => "",
  },
  {
    kind: "transpose added",
    codes: ["M01", "M31", "M17", "M37", "M23", "M19"],
    find: /(?<![\\A-Za-z{_])[A-Z](?= ?(?:[A-Za-z(]|$))(?!\^)/g,
    put: (m) => `${m[0]}^{\\top}`,
  },
  {
    kind: "order",
    codes: ["M02", "M11", "M35", "M36", "M37", "M23", "M31"],
    find: /(?<![\\A-Za-z{_])([A-Z](?:\^\\top)?) ?([A-Z](?:\^\\top)?)(?![A-Za-z^_])/g,
    put: (m) => `${m[2]} ${m[1]}`,
  },
  { kind: "power lost", codes: powers, find: /\^(?:2|\{2\})(?!\d)/g, put: () => "" },
  { kind: "power raised", codes: powers, find: /\^(?:2|\{2\})(?!\d)/g, put: () => "^3" },
  { kind: "range", codes: ["M10"], find: /(?<=\\sum_\{?[a-z]=)1/g, put: () => "2" },
  { kind: "range end", codes: ["M10"], find: /(?<=\\sum_\{[a-z]=1\}\^)(?:\{([A-Za-z])\}|([A-Za-z]))/g, put: (m) => `{${m[1] ?? m[2]}-1}` },
  { kind: "mean lost", codes: ["M27"], find: /\\t?frac\{?1\}? ?\{?[nNm]\}?(?=[ \\A-Za-z(])/g, put: () => "" },
  { kind: "sum lost", codes: ["M08", "M09"], find: /\\sum_\{?[a-z](?:=1)?\}?(?:\^(?:\{[A-Za-z]\}|[A-Za-z]))?(?![a-z])/g, put: () => "" },
  {
    kind: "delta lost",
    codes: ["M28", "M13"],
    find: /\\delta_\{[a-z]{2}\}/g,
    put: (_, w) => (/^\s*\\delta_\{[a-z]{2}\}\s*$/.test(w) ? null : "1"),
  },
  { kind: "cos for sin", codes: ["M14"], find: /\\sin/g, put: () => "\\cos" },
  { kind: "sin for cos", codes: ["M14"], find: /\\cos/g, put: () => "\\sin" },
  { kind: "entrywise", codes: ["M07"], find: / ?\\odot ?/g, put: () => " " },
  { kind: "diag lost", codes: ["M11", "M13"], find: /\\(?:operatorname\{diag\}|diag)(?=\()/g, put: () => "" },
  { kind: "index shifted", codes: ["M32"], find: /(?<=_\{[^{}]*)([a-z])\+1(?=[^{}]*\})/g, put: (m) => m[1] ?? null },
  { kind: "inverse lost", codes: ["M19", "M12", "M36"], find: /\^\{-1\}/g, put: () => "" },
];

/** A number generator that depends on its seed alone. */
export function random(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Every slip that may be made on this right side. */
export function slipsOn(rhs: string): readonly Slip[] {
  return mutators.flatMap(({ kind, codes, find, put }) =>
    [...rhs.matchAll(find)].flatMap((m): readonly Slip[] => {
      const now = put(m as unknown as RegExpExecArray, rhs);
      const text = now === null ? rhs : rhs.slice(0, m.index) + now + rhs.slice(m.index + m[0].length);
      return text === rhs || text.trim() === "" ? [] : [{ kind, codes, text }];
    }),
  );
}

const holds = (s: Step): boolean => s.verdict === "proved" || s.verdict === "probable" || s.verdict === "consistent";

export interface Mutant {
  readonly document: string;
  readonly slip: Slip;
  /** Number of the line, the same before and after. */
  readonly n: number;
  readonly text: string;
  readonly original: string;
  readonly follows: boolean;
}

/** Where the right side of a step stands in the source. */
function rightSide(source: string, s: Step): { readonly start: number; readonly end: number } | null {
  const start = source.lastIndexOf(s.rhs, s.span.end);
  return start >= s.span.start && source.slice(start, start + s.rhs.length) === s.rhs ? { start, end: start + s.rhs.length } : null;
}

/** The links that go on from this one: each takes the right side of the one before as its left. */
function* membersAfter(report: Report, line: Step): Generator<Step> {
  let before = line;
  for (const next of report.steps.slice(line.n)) {
    if (next.lhs !== before.rhs || next.relation !== "=") return;
    yield next;
    before = next;
  }
}

/** One mutant of a document whose lines hold; null where the draw hits nothing to spoil. */
export function mutantOf(name: string, source: string, report: Report, draw: (n: number) => number, follows: boolean): Mutant | null {
  const lines = report.steps.filter((s) => s.kind === "claim" && s.relation === "=" && holds(s) && s.qualifiers.length === 0);
  const line = lines[draw(Math.max(1, lines.length))];
  const place = line && rightSide(source, line);
  if (!line || !place) return null;
  const slips = slipsOn(line.rhs);
  const kinds = [...new Set(slips.map((s) => s.kind))];
  const kind = kinds[draw(Math.max(1, kinds.length))];
  const alike = slips.filter((s) => s.kind === kind);
  const slip = alike[draw(Math.max(1, alike.length))];
  if (!slip) return null;
  let text = source.slice(0, place.start) + slip.text + source.slice(place.end);
  if (follows) {
    // The later members of the chain go on with the wrong value, from the last one back.
    const later = [...membersAfter(report, line)].map((s) => rightSide(source, s));
    if (later.length === 0 || later.some((p) => p === null || p.start < place.end)) return null;
    const shift = slip.text.length - (place.end - place.start);
    for (const p of later.reverse() as { readonly start: number; readonly end: number }[])
      text = `${text.slice(0, p.start + shift)} \\left(${slip.text.trim()}\\right) ${text.slice(p.end + shift)}`;
  }
  return { document: name, slip, n: line.n, text, original: line.rhs, follows };
}
