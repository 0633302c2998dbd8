/** The figures of the generator: what is made of correct derivations with one injected mistake. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report, Step } from "../../src/check/report.ts";
import type { Book } from "../../src/expr/index.ts";
import { check } from "../../src/library/check.ts";
import { type Mutant, mutantOf, random } from "./slips.ts";

const folders = [join("test", "homework", "documents"), "examples"];
const kinds = { md: "markdown", tex: "latex", txt: "plain" } as const;
type Ending = keyof typeof kinds;

interface Source {
  readonly name: string;
  readonly text: string;
  readonly kind: (typeof kinds)[Ending];
  readonly report: Report;
}

export interface Figures {
  readonly mutants: number;
  /** Mutants whose value did not change. */
  readonly equivalent: number;
  readonly refuted: number;
  readonly accepted: readonly string[];
  readonly undetermined: readonly string[];
  readonly rightLines: number;
  readonly rightRefuted: readonly string[];
  readonly firstExact: number;
  readonly named: number;
  readonly misnamed: readonly string[];
  readonly lateFirst: readonly string[];
}

function judged(book: Book, text: string, kind: Source["kind"]): Report {
  const report = check(book, text, { kind });
  if (!report.ok) throw new Error(report.error);
  return report.value;
}

function sources(book: Book): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(?:md|tex|txt)$/.test(name) && !name.includes("golden") && !name.includes("slip") && name !== "README.md")
      .map((name) => {
        const text = readFileSync(join(folder, name), "utf8");
        const kind = kinds[name.split(".").at(-1) as Ending];
        return { name, text, kind, report: judged(book, text, kind) };
      }),
  );
}

const holds = (s: Step | undefined): boolean => s !== undefined && ["proved", "probable", "consistent"].includes(s.verdict);

/** Whether the mutated side has the value of the original: the line `original = mutated`, in the document, is not refuted. */
function isEquivalent(book: Book, source: Source, m: Mutant): boolean {
  const was = source.report.steps[m.n - 1] as Step;
  const start = source.text.lastIndexOf(was.rhs, was.span.end);
  const text = `${source.text.slice(0, start)}${was.rhs} = ${m.slip.text}${source.text.slice(start + was.rhs.length)}`;
  const step = judged(book, text, source.kind).steps[m.n];
  return step !== undefined && step.verdict !== "refuted";
}

/** Draws mutants until there are `count`, each from another document in turn, every other one with follow-through where there is a chain. */
export function figures(book: Book, count: number, seed: number): Figures {
  const all = sources(book);
  const draw = random(seed);
  const accepted: string[] = [];
  const undetermined: string[] = [];
  const rightRefuted: string[] = [];
  const misnamed: string[] = [];
  const lateFirst: string[] = [];
  let mutants = 0;
  let equivalent = 0;
  let refuted = 0;
  let rightLines = 0;
  let firstExact = 0;
  let named = 0;
  for (let k = 0; mutants < count && k < count * 6; k++) {
    const source = all[k % all.length] as Source;
    const wanted = draw(2) === 1;
    const m =
      mutantOf(source.name, source.text, source.report, draw, wanted) ?? mutantOf(source.name, source.text, source.report, draw, false);
    if (!m) continue;
    const report = judged(book, m.text, source.kind);
    if (report.steps.length !== source.report.steps.length) continue;
    const step = report.steps[m.n - 1] as Step;
    const tell = `${m.document} line ${step.span.line} (${m.slip.kind}${m.follows ? ", carried" : ""}): ${m.original.trim()} -> ${m.slip.text.trim()}`;
    if (holds(step) && isEquivalent(book, source, m)) {
      equivalent++;
      continue;
    }
    mutants++;
    if (holds(step)) accepted.push(tell);
    else if (step.verdict === "refuted") refuted++;
    else undetermined.push(`${tell} [${step.reason}] ${step.message}`);
    if (report.firstWrongStep === m.n) firstExact++;
    else lateFirst.push(`${tell} first ${report.firstWrongStep}, not ${m.n}`);
    if (step.verdict === "refuted") {
      const code = step.diagnosis[0]?.code ?? "none";
      if (m.slip.codes.some((c) => c === code)) named++;
      else misnamed.push(`${tell} told ${code} ${step.diagnosis[0]?.message ?? ""}, expected ${m.slip.codes.slice(0, 2).join("/")}`);
    }
    for (const [i, before] of source.report.steps.entries()) {
      // The next member of the chain rests on the spoiled one.
      if (i === m.n - 1 || i === m.n || !holds(before)) continue;
      rightLines++;
      if (report.steps[i]?.verdict === "refuted") rightRefuted.push(`${tell} refutes ${before.lhs} = ${before.rhs}`);
    }
  }
  return { mutants, equivalent, refuted, accepted, undetermined, rightLines, rightRefuted, firstExact, named, misnamed, lateFirst };
}

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;

export function figuresTable(f: Figures): string {
  return [
    `mutants            ${f.mutants} (${f.equivalent} more did not change the value)`,
    `accepted           ${share(f.accepted.length, f.mutants)}`,
    `undetermined       ${share(f.undetermined.length, f.mutants)}`,
    `right refuted      ${share(f.rightRefuted.length, f.rightLines)}`,
    `first wrong exact  ${share(f.firstExact, f.mutants)}`,
    `named rightly      ${share(f.named, f.refuted)}`,
  ].join("\n");
}
