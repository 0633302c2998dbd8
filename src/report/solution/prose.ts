/** What all writers of solutions share: chains of steps, reasons, headings. No mathematics. */
import type { Introduction, Prose, Reason, Solution, SolutionStep } from "../../solve/types.ts";

/** Steps that go on with the one above, together. */
export function chainsOf(steps: readonly SolutionStep[]): readonly (readonly SolutionStep[])[] {
  const out: SolutionStep[][] = [];
  for (const s of steps) {
    const last = out.at(-1)?.at(-1);
    if (last && last.after.latex === s.before.latex) out.at(-1)?.push(s);
    else out.push([s]);
  }
  return out;
}

export const reasonsOf = (s: Solution): readonly Reason[] => {
  const all = s.parts.flatMap((p) => p.steps.flatMap((x) => x.reasons));
  return [...new Map(all.map((r) => [r.rule, r])).values()];
};

export const ruleNames = (s: SolutionStep): string => s.reasons.map((r) => r.rule).join(", ");

/** Text and mathematics of a sentence, each by its own writer. */
export const sentence = (p: Prose, math: (latex: string, unicode: string) => string, text: (t: string) => string): string =>
  p.map((x) => (typeof x === "string" ? text(x) : math(x.latex, x.unicode))).join("");

export const noteOf = (i: Introduction): string => (i.note === "" ? "" : `, ${i.note}`);

/** Sizes and values of the numerical check, in words. */
export const pointText = (s: Solution): readonly string[] =>
  s.check === null
    ? []
    : [...s.check.functions.map((x) => x.unicode), ...[...s.check.sizes, ...s.check.point].map((x) => `${x.name.unicode} = ${x.value}`)];

/** Where the second column of the numerical check comes from. */
export const otherValue = (s: Solution): { readonly title: string; readonly sentence: string } =>
  s.check?.step === null
    ? {
        title: "automatic",
        sentence: "the second value is that of automatic differentiation, since a difference of values does not see what is held",
      }
    : { title: "quotient", sentence: `the quotient is the central difference of the function with step ${s.check?.step}` };
