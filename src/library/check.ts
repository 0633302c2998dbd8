/** `check`: a document in, its report out. */
import { checkDocument } from "../check/check.ts";
import { factsIn, ownFacts } from "../check/front-matter.ts";
import { defaultPolicy } from "../check/judgement.ts";
import type { Problem } from "../check/problem.ts";
import { readProblem } from "../check/problem-file.ts";
import type { LayoutName, Report } from "../check/report.ts";
import type { Book } from "../expr/index.ts";
import { ok, type Result } from "../shape/index.ts";
import { tool } from "./tool.ts";

export interface CheckSettings {
  /** A name for the report. */
  readonly document?: string;
  readonly kind?: "markdown" | "latex" | "plain" | "auto";
  /** `auto` tries each layout and keeps the one with the fewest refutations. */
  readonly layout?: LayoutName | "auto";
  /** Text of a problem file (YAML). */
  readonly problem?: string;
  /** Lenient readings count as wrong. */
  readonly strict?: boolean;
  readonly seed?: number;
  /** Operations allowed for one claim. */
  readonly budget?: number;
}

/**
 * Judges every relation of a document. The report is the JSON of `fluxion check`; the error is that of an unreadable problem file.
 *
 *   check(book, "For $x > 0$: $$ \\frac{d}{dx} \\ln x = \\frac{1}{x} $$")
 */
export function check(book: Book, text: string, settings: CheckSettings = {}): Result<Report, string> {
  let problem: Problem | null = null;
  if (settings.problem !== undefined) {
    const read = readProblem(settings.problem);
    if (!read.ok) return { ok: false, error: read.error.message };
    problem = read.value;
  }
  const block = problem ? null : factsIn(text);
  const facts = block === null ? null : ownFacts(block, readProblem);
  if (facts && !facts.ok) return facts;
  const layout = settings.layout ?? "auto";
  return ok(
    checkDocument(text, {
      document: settings.document ?? "(text)",
      kind: settings.kind ?? "auto",
      book,
      problem,
      facts: facts?.value ?? null,
      tool,
      seed: settings.seed ?? 1,
      layout: layout === "auto" ? null : layout,
      policy: { ...defaultPolicy, strict: settings.strict ?? false, layoutFixed: layout !== "auto" },
      ...(settings.budget === undefined ? {} : { budget: settings.budget }),
    }),
  );
}
