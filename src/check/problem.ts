/** A problem: what is given before a submission is read, how it is notated, what its parts ask for, and how they are marked. */
import { type Introduced, introducedBy } from "../read/introduce.ts";
import { parseFormula } from "../read/parse.ts";
import type { Given } from "../read/read.ts";
import type { LayoutName, Reveal } from "./report.ts";

/** Something that has to be shown on the way: a relation, or an expression that occurs in a right line. */
export interface Milestone {
  /** LaTeX. */
  readonly show: string;
  readonly marks: number;
}

/** One way to the answer. The first is the part's own, the others its alternatives; the best of them counts. */
export interface Route {
  readonly name: string;
  readonly milestones: readonly Milestone[];
}

export interface ProblemPart {
  readonly id: string;
  readonly heading: string | null;
  readonly given: readonly string[];
  /** What is asked for, in LaTeX: `\nabla_w L`, `\hat w`. */
  readonly find: string | null;
  /** The answer in LaTeX; without it the value of `find` itself is what an answer is compared with. */
  readonly answer: string | null;
  /** A model solution, as a submission would be written. */
  readonly key: string | null;
  readonly marks: number;
  readonly routes: readonly Route[];
}

export interface ProblemNotation {
  readonly layout: LayoutName | null;
  /** With `x_i`, x_2 below a partial means the second slot. The letter alone is kept. */
  readonly slots: string | null;
  /** Names whose scripts are labels: `w^1`. */
  readonly labels: readonly string[];
  readonly indexBase: 0 | 1 | null;
}

/** What lines that follow from a mistake are worth, as a share of their marks. */
export interface FollowThrough {
  readonly method: number;
  readonly answer: number;
}

export interface ProblemPolicy {
  /** A fixed layout makes any other wrong; null accepts the document's own. */
  readonly layout: LayoutName | null;
  /** Whether lenient readings are accepted. */
  readonly lenient: boolean;
  /** Whether agreement at all points tried is enough. */
  readonly consistent: "right" | "review";
  /** Whether a value at a kink other than the book's is accepted with a remark. */
  readonly kink: boolean;
  readonly followThrough: FollowThrough;
  /** What a mistake costs, by its code, instead of what it would cost otherwise. */
  readonly penalties: ReadonlyMap<string, number>;
  readonly reveal: Reveal;
}

export interface Problem {
  readonly id: string;
  readonly title: string;
  readonly given: readonly string[];
  readonly notation: ProblemNotation;
  readonly parts: readonly ProblemPart[];
  readonly policy: ProblemPolicy;
  /** What is odd about the file and does no harm. */
  readonly remarks: readonly string[];
}

const squeeze = (s: string): string =>
  s
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, " ")
    .trim();

/** The part that stands for a scope of the document: by heading, else by number. */
export function partFor(problem: Problem, scope: { readonly id: string; readonly title: string }): ProblemPart | null {
  const title = squeeze(scope.title);
  return (
    problem.parts.find(
      (p) => p.heading !== null && title !== "" && (squeeze(p.heading) === title || title.startsWith(`${squeeze(p.heading)} `)),
    ) ??
    problem.parts.find((p) => p.id === scope.id && scope.id !== "") ??
    null
  );
}

/** Whether a part asks for anything: a part that only gives facts is not marked. */
export const isMarked = (part: ProblemPart): boolean => part.marks > 0 || part.find !== null;

/** What the reader needs of a problem. */
export function givenOf(problem: Problem | null): Given | null {
  if (!problem) return null;
  const asked = problem.parts.flatMap((p) => [
    ...(p.find === null ? [] : [p.find]),
    ...(p.answer === null ? [] : [p.answer]),
    ...p.routes.flatMap((r) => r.milestones.map((m) => m.show)),
  ]);
  const known = namesGivenBy([...problem.given, ...problem.parts.flatMap((p) => p.given)]);
  const factsOf = (p: ProblemPart): readonly string[] => [...p.given, ...soughtName(p, known)];
  return {
    given: problem.given,
    notation: problem.notation,
    asked: [...new Set(asked)],
    targets: problem.parts.flatMap((p) => [p.find, p.answer].filter((f) => f !== null)),
    partOf(scope) {
      const part = partFor(problem, scope);
      return part && { given: factsOf(part) };
    },
    // Without headings a part is found by what it claims, and that is read only with its facts.
    without: (scopes) => (scopes.some((s) => partFor(problem, s)) ? [] : problem.parts.flatMap(factsOf)),
  };
}

const introducedIn = (formula: string): Introduced | null => {
  const read = parseFormula(formula, { mode: "latex" });
  if (!read.ok) return null;
  return introducedBy(read.value.kind === "chain" ? (read.value.operands[0] ?? read.value) : read.value);
};

const namesGivenBy = (given: readonly string[]): ReadonlySet<string> =>
  new Set(given.filter((g) => !/\\in(?![a-z])/.test(g)).flatMap((g) => introducedIn(g)?.name ?? []));

/** A name that is asked for and has no value otherwise has that of the answer, so that a line about it is a claim. */
function soughtName(part: ProblemPart, known: ReadonlySet<string>): readonly string[] {
  if (part.find === null || part.answer === null) return [];
  const what = introducedIn(part.find);
  return what && !known.has(what.name) ? [`${part.find} = ${part.answer}`] : [];
}
