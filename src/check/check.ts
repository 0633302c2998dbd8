/**
 * `checkDocument`: reads a document, judges every relation, and makes the one report object.
 *
 * The layout of a problem is settled once: each problem is read in every layout and keeps the one with the fewest refutations
 * (ties: numerator, mixed, denominator).
 */
import type { Book, Terms } from "../expr/index.ts";
import { createTerms } from "../expr/index.ts";
import type { Layout } from "../read/meaning.ts";
import { type ReadDocument, type ReadUnit, readDocument } from "../read/read.ts";
import type { SourceKind } from "../read/source.ts";
import { createBuilders, type StepInput } from "./builders.ts";
import { createDeciding } from "./deciding.ts";
import { diagnosed } from "./diagnosed.ts";
import { globalsOf } from "./global.ts";
import type { Deciding } from "./judge.ts";
import { firstWrong, judgementOf, type Policy, summarise, withRules } from "./judgement.ts";
import { markDocument } from "./marks.ts";
import { sumOf } from "./marks-award.ts";
import type { Located, Source } from "./marks-chain.ts";
import { givenOf, type Problem } from "./problem.ts";
import type { PartMarks, ProblemReport, Qualifier, Report, Reveal, Step } from "./report.ts";
import { revealed } from "./reveal.ts";
import { stepsOfUnit, type UnitSteps } from "./steps.ts";
import { symbolRows } from "./symbols.ts";
import { taintsOf } from "./taint.ts";
import { withUnread } from "./unread.ts";

export interface CheckOptions {
  readonly document: string;
  readonly kind: SourceKind;
  readonly book: Book;
  readonly tool: string;
  readonly seed: number;
  readonly policy: Policy;
  readonly problem: Problem | null;
  /** What the document states of itself in its front matter; a problem goes before it. */
  readonly facts?: Problem | null;
  /** A layout fixed by the user; null to infer it. */
  readonly layout: Layout | null;
  readonly budget?: number;
  /** Seconds after which one claim is given up. */
  readonly seconds?: number;
  /** How much the report says, where it is not the problem's policy that decides. */
  readonly reveal?: Reveal;
}

const layouts: readonly Layout[] = ["numerator", "mixed", "denominator"];

/** The report of one document. Never throws on what the user wrote. */
export function checkDocument(text: string, asked: CheckOptions): Report {
  const rules = asked.problem?.policy ?? null;
  const options: CheckOptions = { ...asked, layout: asked.layout ?? rules?.layout ?? null, policy: withRules(asked.policy, rules) };
  const document = readDocument(text, { kind: options.kind, book: options.book, given: givenOf(options.problem ?? options.facts ?? null) });
  const done = document.units.flatMap((unit) => settle(unit, options));
  const judge: Source["judge"] = (s) => judgementOf(s.verdict, s.qualifiers, options.policy);
  const judged = done
    .flatMap((d) => d.steps.steps.map((s) => ({ ...s, input: d.input })))
    .sort((a, b) => a.order - b.order)
    .map((s) => ({ ...s, step: diagnosed(s.step, s.link, s.input) }))
    .map(onceForEachSwitch())
    .map((s) => ({ ...s, step: judgedBy(judge, s.step) }));
  const sources = new Map(judged.map((s) => [s.step, { link: s.link, input: s.input, judge }] as const));
  const every = [...sources.keys()];
  const located = withUnread(document, text, every).map((s, i): Located => ({ step: { ...s, n: i + 1 }, source: sources.get(s) ?? null }));
  const marked = markDocument(options.problem, located, options.book);
  const globals = globalsOf(located);
  const steps = located.map(({ step }): Step => toldOnce({ ...step, global: marked?.globals.get(step.n) ?? globals.get(step.n) ?? null }));
  const problems = done
    .filter((d) => d.steps.steps.length > 0)
    .map((d): ProblemReport => {
      const own = steps.filter((s) => d.steps.steps.some((u) => u.step.span.start === s.span.start && u.step.span.end === s.span.end));
      return {
        id: d.unit.unit.scope.id,
        span: document.placeOf(d.unit.unit.scope.span),
        layout: d.layout,
        firstWrongStep: firstWrong(own),
        marks: sumOf((marked?.marking.parts ?? []).filter((p) => own.some((s) => s.n === p.steps?.from))),
        summary: summarise(own),
      };
    });
  const used = new Set(problems.map((p) => p.layout));
  const [only] = used;
  const reveal = options.reveal ?? rules?.reveal ?? "repair";
  const report: Report = {
    schema: "fluxion.report/1",
    tool: options.tool,
    document: options.document,
    seed: options.seed,
    layout: used.size === 1 && only ? only : "undetermined",
    symbols: symbolRows(done.map((d) => d.unit)),
    steps,
    problems: [...problems, ...(marked?.marking.parts ?? []).filter((p) => p.steps === null).map((p) => absentProblem(p, document, text))],
    firstWrongStep: firstWrong(steps),
    summary: summarise(steps),
    ...(marked ? { marking: { ...marked.marking, reveal } } : {}),
  };
  return revealed(report, reveal);
}

/** A slip in the middle of a chain is told where it is made, not again where the chain comes back to its value. */
const toldOnce = (s: Step): Step =>
  s.global === "recovered" && s.judgement === "wrong" ? { ...s, diagnosis: [], message: "The mistake is in the member before." } : s;

/** A line that is true in a reading which the rules in force do not accept says so. */
function judgedBy(judge: Source["judge"], s: Step): Step {
  const judgement = judge(s);
  if (judgement !== "wrong" || s.verdict === "refuted") return { ...s, judgement };
  return { ...s, judgement, message: `${s.qualifiers.map((q) => q.note).join(" ")} This reading is not accepted here.` };
}

/** That lines are in another layout is explained at the first of them; the others say it in two words. */
function onceForEachSwitch(): <T extends { readonly step: Step; readonly input: StepInput }>(s: T) => T {
  const told = new Set<string>();
  return (s) => {
    const qualifiers = s.step.qualifiers.map((q): Qualifier => {
      if (q.kind !== "layout") return q;
      const key = `${s.input.unit.unit.scope.span.start}|${q.note}`;
      const again = told.has(key);
      told.add(key);
      return again ? { ...q, note: "Again in the other layout." } : q;
    });
    return { ...s, step: { ...s.step, qualifiers } };
  };
}

/** A part that the document does not hold counts too. */
const absentProblem = (part: PartMarks, document: ReadDocument, text: string): ProblemReport => ({
  id: part.id,
  span: document.placeOf({ start: text.length, end: text.length }),
  layout: "undetermined",
  firstWrongStep: -1,
  marks: part.marks,
  summary: summarise([]),
});

/** Reasons for which a line may be undecided because its letters mean something else. */
const misfits: ReadonlySet<string> = new Set(["ambiguous-reading", "domain", "no-valid-point", "undefined-symbol"]);

/** A line whose letters do not fit together: undecided for such a reason, or refuted by shapes alone. Values never say so. */
const isMisfit = (s: Step): boolean => misfits.has(s.reason ?? "") || (s.verdict === "refuted" && s.evidence?.witness?.shapes != null);

interface Settled {
  readonly unit: ReadUnit;
  readonly layout: Layout;
  readonly steps: UnitSteps;
  /** What its steps were judged with. */
  readonly input: StepInput;
}

/** What a unit and its parts share. */
interface Workshop {
  readonly terms: Terms;
  readonly deciding: Deciding;
}

/**
 * A unit in its layout. Where the letters of a part do not fit together, it is also read on its own: sections on different subjects use the
 * same letters for different things. It is taken so when fewer of its lines are misfits then and none is lost that was right: shapes and
 * undefined names decide, never how many lines come out true. A part that rests on a sentence of another part stays with it.
 */
function settle(unit: ReadUnit, options: CheckOptions): readonly Settled[] {
  const terms = createTerms();
  const { seed, budget, seconds } = options;
  const limits = { seed, ...(budget === undefined ? {} : { budget }) };
  const shop: Workshop = { terms, deciding: createDeciding(terms, options.book, limits, seconds ?? null) };
  const together = renewed({ unit, ...settleLayout(unit, shop, options) }, shop, options);
  const open = new Set(together.steps.steps.filter((s) => isMisfit(s.step)).map((s) => s.order));
  if (open.size === 0) return [together];
  const better = unit
    .apart()
    .filter((part) => part.unit.links.some((l) => part.isOwn(l.link) && open.has(part.orderOf(l.link))))
    .map((part): Settled => ({ unit: part, ...settleLayout(part, shop, options) }))
    .filter((part) => fitsBetter(part.steps.steps, together.steps.steps));
  if (better.length === 0) return [together];
  const taken = new Set(better.flatMap((b) => b.steps.steps.map((s) => s.order)));
  return [{ ...together, steps: { ...together.steps, steps: together.steps.steps.filter((s) => !taken.has(s.order)) } }, ...better];
}

function fitsBetter(apart: UnitSteps["steps"], together: UnitSteps["steps"]): boolean {
  const before = new Map(together.map((s) => [s.order, s.step] as const));
  const pairs = apart.flatMap(({ order, step }) => {
    const old = before.get(order);
    return old ? [{ old, step }] : [];
  });
  if (pairs.some(({ old, step }) => old.reason === "context" || (isRight(old) && !isRight(step)))) return false;
  return pairs.filter(({ step }) => isMisfit(step)).length < pairs.filter(({ old }) => isMisfit(old)).length;
}

const isRight = (s: Step): boolean => s.verdict === "proved" || s.verdict === "probable" || s.verdict === "consistent";

/** Names that a line gives a new value have it from there on: the unit is read again with these lines as definitions. */
function renewed(first: Settled, shop: Workshop, options: CheckOptions): Settled {
  const given = new Set(first.steps.steps.filter((s) => s.step.kind === "definition").map((s) => s.order));
  const links = first.unit.unit.links.filter(
    (l) => l.kind.kind === "claim" && l.kind.restates && first.unit.isOwn(l.link) && given.has(first.unit.orderOf(l.link)),
  );
  if (links.length === 0) return first;
  const unit = first.unit.renew(new Set(links.map((l) => l.link)));
  return { unit, ...settleLayout(unit, shop, options) };
}

function settleLayout(unit: ReadUnit, { terms, deciding }: Workshop, options: CheckOptions): Pick<Settled, "layout" | "steps" | "input"> {
  const makers = createBuilders(terms, unit);
  const taints = taintsOf(unit.unit, unit.contexts);
  const fixed = options.layout ?? unit.layout;
  const inputIn = (layout: Layout, others: readonly Layout[]): StepInput => ({
    terms,
    unit,
    makers,
    layout,
    deciding,
    others,
    taints,
    book: options.book,
    seed: options.seed,
    free: !fixed,
  });
  const tried = (fixed ? [fixed] : layouts).map((layout) => {
    const input = inputIn(layout, fixed ? layouts : []);
    return { layout, input, steps: stepsOfUnit(input) };
  });
  const best = tried.reduce((a, b) => (b.steps.refuted < a.steps.refuted ? b : a));
  if (fixed) return best;
  const input = inputIn(best.layout, layouts);
  return { layout: best.layout, input, steps: stepsOfUnit(input) };
}
