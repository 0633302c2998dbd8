/** The one report object (`fluxion.report/1`, DESIGN §9): everything that is printed, in any format, is made from it. */

export type Verdict = "proved" | "probable" | "consistent" | "refuted" | "undetermined" | "definition";
export type Judgement = "right" | "right-with-remark" | "wrong" | "review" | "none";
export type StepKind = "definition" | "declaration" | "assumption" | "assignment" | "claim";
export type LayoutName = "numerator" | "denominator" | "mixed";

export interface ReportSpan {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Qualifier {
  readonly kind: "lenient" | "layout" | "condition" | "kink";
  readonly reading: string;
  readonly note: string;
}

export interface SymbolRow {
  readonly name: string;
  readonly shape: string;
  readonly origin: "declared" | "assumed";
  readonly because: string;
  readonly scope: string;
  readonly line: number;
}

/** A replayable counterexample: plain data, no parser needed. */
export interface Witness {
  /** `{ lhs, rhs, relation, definitions, functions }` as nested arrays `[kind, …]`. */
  readonly claim: unknown;
  readonly seed: number;
  readonly convention: Readonly<Record<string, string>>;
  readonly dims: Readonly<Record<string, number>>;
  /** Exact decimal strings, nested by axes. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly lhs: readonly unknown[];
  readonly rhs: readonly unknown[];
  readonly radius: string;
  /** Position of the differing entry, from 1; empty for scalars. */
  readonly entry: readonly number[];
  /** Set, with empty values, when shapes alone refute. */
  readonly shapes: { readonly lhs: string; readonly rhs: string } | null;
}

export interface Evidence {
  readonly how: string;
  readonly epsilon: number | null;
  readonly bound: "proved" | "heuristic" | null;
  readonly points: number;
  readonly witness: Witness | null;
}

export interface Diagnosis {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly repair: string | null;
  readonly certain: boolean;
}

export interface Step {
  readonly n: number;
  readonly span: ReportSpan;
  readonly scope: string;
  readonly given: readonly string[];
  readonly lhs: string;
  readonly relation: string;
  readonly rhs: string;
  readonly kind: StepKind;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly judgement: Judgement;
  readonly qualifiers: readonly Qualifier[];
  readonly layouts: readonly LayoutName[];
  readonly assumptions: readonly string[];
  readonly evidence: Evidence | null;
  readonly diagnosis: readonly Diagnosis[];
  readonly global: "right" | "wrong" | "carried" | "recovered" | null;
  readonly message: string;
}

export interface Summary {
  readonly claims: number;
  readonly right: number;
  readonly remarks: number;
  readonly wrong: number;
  readonly review: number;
  readonly definitions: number;
}

export interface Marks {
  readonly awarded: number;
  readonly max: number;
  /** Marks that a person has to decide on; they are not among the awarded ones. */
  readonly pending: number;
}

export interface ProblemReport {
  readonly id: string;
  readonly span: ReportSpan;
  readonly layout: LayoutName | "undetermined";
  readonly firstWrongStep: number;
  readonly marks: Marks;
  readonly summary: Summary;
}

/** How much a report says of what is wrong: only marks; also where; also what; also what would be right. */
export type Reveal = "none" | "location" | "diagnosis" | "repair";

/** What became of something that marks are given for. */
export type MarkOutcome =
  | "right"
  /** Right by itself, and made of something that was wrong above. */
  | "carried"
  | "wrong"
  /** The value is right again after a wrong line: two mistakes that cancel, or a copied result. */
  | "recovered"
  | "missing"
  | "pending"
  /** A mistake that the policy gives a price of its own. */
  | "penalty";

export interface MarkItem {
  readonly kind: "method" | "answer" | "penalty";
  /** What had to be shown, in LaTeX; null for the working as a whole. */
  readonly show: string | null;
  readonly outcome: MarkOutcome;
  readonly marks: Marks;
  /** The line that decided, or −1. */
  readonly step: number;
  /** One sentence: why the marks are given or withheld. */
  readonly why: string;
}

export interface PartMarks {
  readonly id: string;
  readonly heading: string | null;
  /** How the part was found in the document. */
  readonly found: "heading" | "claim" | null;
  /** n of the first and the last step of the part. */
  readonly steps: { readonly from: number; readonly to: number } | null;
  readonly firstWrongStep: number;
  readonly find: string | null;
  readonly goal: "reached" | "wrong" | "unfinished" | "missing" | "open" | "none";
  /** The alternative that gives the most marks; empty for the part's own milestones. */
  readonly route: string;
  readonly items: readonly MarkItem[];
  readonly marks: Marks;
}

/** How a document was marked, where a problem file says for what. */
export interface Marking {
  readonly problem: string;
  readonly title: string;
  readonly reveal: Reveal;
  /** What a person should know first, such as that this is a submission for another problem. */
  readonly message: string | null;
  readonly parts: readonly PartMarks[];
  readonly marks: Marks;
}

export interface Report {
  readonly schema: "fluxion.report/1";
  readonly tool: string;
  readonly document: string;
  readonly seed: number;
  readonly layout: LayoutName | "undetermined";
  readonly symbols: readonly SymbolRow[];
  readonly steps: readonly Step[];
  readonly problems: readonly ProblemReport[];
  /** n of the first step judged wrong, or −1. */
  readonly firstWrongStep: number;
  readonly summary: Summary;
  /** Only with a problem file that asks for something. */
  readonly marking?: Marking;
}

/** What stands in the place of a report for a file that could not be read. */
export interface FailedReport {
  readonly schema: "fluxion.report/1";
  readonly document: string;
  readonly error: { readonly code: string; readonly message: string };
}
