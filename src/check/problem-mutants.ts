/** Keys broken on purpose: one small slip of the pen in the right side of one line. */
import type { Step } from "./report.ts";

export interface Mutant {
  readonly step: Step;
  /** The slice of the document that is replaced, and by what. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly what: string;
}

interface Slip {
  readonly what: string;
  /** The broken formula, or null where it has nothing to break. */
  readonly of: (formula: string) => string | null;
}

const replaced = (formula: string, pattern: RegExp, by: string): string | null => {
  const out = formula.replace(pattern, by);
  return out === formula ? null : out;
};

const slips: readonly Slip[] = [
  { what: "a lost transpose", of: (f) => replaced(f, /\^(?:\{\s*)?(?:\\top|\\intercal|\\mathsf\{T\}|T)(?:\s*\})?/, " ") },
  { what: "a sign", of: (f) => replaced(f, /(?<=[^\s({[=^_&\\])\s*-(?!1)/, " + ") ?? replaced(f, /(?<=[^\s({[=^_&\\])\s*\+/, " - ") },
  { what: "a factor of two", of: (f) => (f.trim() === "0" ? null : (replaced(f, /^\s*2(?![\d.])/, " ") ?? `2 \\left( ${f} \\right)`)) },
  { what: "the other sign", of: (f) => (f.trim() === "0" ? null : `- \\left( ${f} \\right)`) },
];

/** At most so many, spread over the lines. Lines that only define a name or state a shape are left alone. */
export function mutantsOf(steps: readonly Step[], most: number): readonly Mutant[] {
  const claims = steps.filter((s) => s.kind === "claim" && s.relation.trim() === "=" && s.judgement !== "review");
  return slips
    .flatMap((slip) =>
      claims.flatMap((step): readonly Mutant[] => {
        const text = slip.of(step.rhs);
        const end = step.span.end;
        return text === null ? [] : [{ step, start: end - step.rhs.length, end, text, what: slip.what }];
      }),
    )
    .slice(0, most);
}
