/**
 * `fluxion problem check`: is a problem fit to mark with? The answers are held against what the parts ask for, the key is checked line by
 * line like a submission and must earn every mark, and keys broken on purpose must lose some.
 */
import { type CheckOptions, checkDocument } from "./check.ts";
import { isMarked, type Problem, type ProblemPart } from "./problem.ts";
import { type Mutant, mutantsOf } from "./problem-mutants.ts";
import type { Marks, PartMarks, Report, Step } from "./report.ts";

export interface CheckedPart {
  readonly id: string;
  readonly heading: string | null;
  readonly find: string | null;
  /** `derived`: the answer is the value of what is asked for. */
  readonly answer: "right" | "wrong" | "open" | "derived" | "none";
  readonly key: { readonly lines: number; readonly right: number; readonly wrong: number; readonly review: number } | null;
  readonly milestones: readonly { readonly show: string; readonly shown: boolean }[];
  readonly marks: Marks;
  /** Keys broken on purpose: how many there are, how many of them change nothing, and those that lose no marks. */
  readonly mutants: { readonly made: number; readonly equivalent: number; readonly survived: readonly string[] };
  /** What makes the part unfit: marks would be given or withheld wrongly. */
  readonly faults: readonly string[];
  /** What could not be decided. */
  readonly open: readonly string[];
}

export interface CheckedProblem {
  readonly schema: "fluxion.problem-check/1";
  readonly tool: string;
  readonly document: string;
  readonly problem: string;
  readonly title: string;
  readonly parts: readonly CheckedPart[];
  readonly marks: number;
  readonly remarks: readonly string[];
  readonly verdict: "sound" | "open" | "faulty";
}

export interface ProblemCheckOptions extends Omit<CheckOptions, "problem" | "kind" | "policy" | "reveal"> {
  readonly problem: Problem;
  /** How many broken keys are tried for a part. */
  readonly mutants: number;
}

export function checkProblem(options: ProblemCheckOptions): CheckedProblem {
  const { problem } = options;
  const parts = problem.parts.filter(isMarked);
  const bench = benchOf(options, parts);
  const stated = bench.run((p) => (p.find !== null ? `$$ ${p.find} = ${p.answer ?? p.find} $$` : ""));
  const keyed = bench.run(keyText);
  const checked = parts.map((part, i) => checkPart(part, i, stated, keyed, bench, options.mutants));
  const remarks = [...problem.remarks, ...(parts.length === 0 ? ["no part asks for anything, so nothing is marked"] : [])];
  return {
    schema: "fluxion.problem-check/1",
    tool: options.tool,
    document: options.document,
    problem: problem.id,
    title: problem.title,
    parts: checked,
    marks: parts.reduce((sum, p) => sum + p.marks, 0),
    remarks,
    verdict: checked.some((p) => p.faults.length > 0) ? "faulty" : checked.some((p) => p.open.length > 0) ? "open" : "sound",
  };
}

/**
 * Why no submission can be marked with this problem: an answer or a line of a key that is refuted. Quicker than the whole check, and done
 * before the first submission.
 */
export function inconsistencies(options: Omit<ProblemCheckOptions, "mutants">): readonly string[] {
  const { problem } = options;
  if (problem.parts.every((p) => p.key === null && p.answer === null)) return [];
  return checkProblem({ ...options, mutants: 0 }).parts.flatMap((p) =>
    p.answer === "wrong" || (p.key && p.key.wrong > 0) ? p.faults.map((f) => `part ${p.id}: ${f}`) : [],
  );
}

const keyText = (p: ProblemPart): string => p.key ?? "";

interface Bench {
  /** A submission with these texts under the headings of the parts, checked. */
  readonly run: (textOf: (p: ProblemPart, i: number) => string) => Run;
}

interface Run {
  readonly text: string;
  readonly report: Report;
}

/** Headings of the key's own, so that no heading of the problem is needed to find a part. */
function benchOf({ mutants: _, ...options }: ProblemCheckOptions, parts: readonly ProblemPart[]): Bench {
  const problem: Problem = { ...options.problem, parts: parts.map((p, i) => ({ ...p, heading: headingOf(i) })) };
  return {
    run(textOf) {
      const text = parts.map((p, i) => `## ${headingOf(i)}\n\n${textOf(p, i)}\n`).join("\n");
      const report = checkDocument(text, {
        ...options,
        problem,
        kind: "markdown",
        reveal: "repair",
        policy: { strict: false, layoutFixed: false, consistent: "right", kinkFixed: false },
      });
      return { text, report };
    },
  };
}

const headingOf = (i: number): string => `Key ${i + 1}`;

const marksOf = (run: Run, i: number): PartMarks => {
  const part = run.report.marking?.parts[i];
  return (
    part ?? {
      id: "",
      heading: null,
      found: null,
      steps: null,
      firstWrongStep: -1,
      find: null,
      goal: "missing",
      route: "",
      items: [],
      marks: { awarded: 0, max: 0, pending: 0 },
    }
  );
};

const stepsIn = (run: Run, part: PartMarks): readonly Step[] =>
  part.steps === null ? [] : run.report.steps.filter((s) => part.steps !== null && s.n >= part.steps.from && s.n <= part.steps.to);

function checkPart(part: ProblemPart, i: number, stated: Run, keyed: Run, bench: Bench, most: number): CheckedPart {
  const { answer, message } = answerIn(part, i, stated);
  const marked = marksOf(keyed, i);
  const steps = stepsIn(keyed, marked);
  const count = (j: Step["judgement"][]): number => steps.filter((s) => j.includes(s.judgement)).length;
  const key =
    part.key === null
      ? null
      : { lines: steps.length, right: count(["right", "right-with-remark"]), wrong: count(["wrong"]), review: count(["review"]) };
  const sound = key !== null && marked.marks.awarded === marked.marks.max;
  const mutants = sound ? tried(i, keyed, steps, marked, bench, most) : { made: 0, equivalent: 0, survived: [] };
  const wrong = steps.filter((s) => s.judgement === "wrong");
  const review = steps.filter((s) => s.judgement === "review");
  const lost =
    key !== null && wrong.length === 0 && marked.marks.awarded < marked.marks.max
      ? marked.items.filter((m) => m.kind !== "penalty" && m.marks.awarded < m.marks.max)
      : [];
  return {
    id: part.id,
    heading: part.heading,
    find: part.find,
    answer,
    key,
    milestones: marked.items
      .filter((m) => m.kind === "method" && m.show !== null)
      .map((m) => ({ show: m.show ?? "", shown: m.outcome === "right" })),
    marks: key === null ? { awarded: 0, max: part.marks, pending: part.marks } : marked.marks,
    mutants,
    faults: [
      ...(answer === "wrong" ? [`the answer is not what “find” asks for: ${message}`] : []),
      ...wrong.map((s) => `the key is wrong at “${shown(s)}”: ${s.message}`),
      ...(answer === "wrong"
        ? []
        : lost
            .filter((m) => m.marks.pending === 0 || m.step < 0)
            .map((m) => `the key does not earn all marks (${m.show ?? "working"}): ${m.why}`)),
      ...mutants.survived.map((m) => `a broken key loses no marks: ${m}`),
    ],
    open: [
      ...(answer === "open" ? [message] : []),
      ...(part.key === null ? ["there is no key, so the marks of this part are not tried out"] : []),
      ...review.map((s) => `undecided in the key: “${shown(s)}”: ${s.message}`),
      ...(review.length > 0
        ? []
        : lost
            .filter((m) => m.marks.pending > 0 && m.step >= 0)
            .map((m) => `the key leaves marks open (${m.show ?? "working"}): ${m.why}`)),
    ],
  };
}

/** Whether `find = answer` holds, or, without an answer, whether what is asked for has a value at all. */
function answerIn(part: ProblemPart, i: number, stated: Run): { readonly answer: CheckedPart["answer"]; readonly message: string } {
  if (part.find === null) return { answer: "none", message: "" };
  const [step] = stepsIn(stated, marksOf(stated, i));
  const message = step?.message ?? "what is asked for could not be read";
  if (part.answer === null) {
    if (!step || step.judgement === "review") return { answer: "open", message: `what is asked for could not be evaluated: ${message}` };
    return step.kind === "definition"
      ? { answer: "open", message: "what is asked for has no value of its own: give an “answer”" }
      : { answer: "derived", message };
  }
  if (!step || step.judgement === "review" || step.judgement === "none")
    return { answer: "open", message: `the answer could not be decided: ${message}` };
  return { answer: step.judgement === "wrong" ? "wrong" : "right", message };
}

const shown = (s: Step): string => `${s.lhs} ${s.relation} ${s.rhs}`.replace(/\s+/g, " ").trim();

function tried(i: number, keyed: Run, steps: readonly Step[], marked: PartMarks, bench: Bench, most: number): CheckedPart["mutants"] {
  const from = keyed.text.indexOf(`## ${headingOf(i)}\n`) + `## ${headingOf(i)}\n\n`.length;
  const mutants = mutantsOf(steps, most);
  let equivalent = 0;
  const survived: string[] = [];
  for (const m of mutants) {
    const run = bench.run((p, k) => (k === i ? broken(keyText(p), m, from) : keyText(p)));
    const after = marksOf(run, i);
    const step = stepsIn(run, after)[steps.indexOf(m.step)];
    if (step && step.judgement === m.step.judgement && step.judgement !== "none") equivalent++;
    else if (after.marks.awarded >= marked.marks.awarded) survived.push(`${m.what} in “${shown(m.step)}”`);
  }
  return { made: mutants.length, equivalent, survived };
}

const broken = (key: string, m: Mutant, from: number): string => key.slice(0, m.start - from) + m.text + key.slice(m.end - from);
