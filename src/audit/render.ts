/** An audit as text. */
import type { AuditReport, Finding } from "./audit.ts";

export interface RenderOptions {
  /** List the mutants that change nothing, with their reasons. */
  readonly equivalents?: boolean;
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

export function renderAudit(report: AuditReport, options: RenderOptions = {}): string {
  const { summary: s, findings } = report;
  const wrong = findings.filter((f) => f.problems.length > 0);
  const lines = [
    `${count(s.functions, "function")}, ${count(s.rules, "rule")}: ${count(s.claims, "claim")}, ${count(s.effective, "effective trial")}`,
    `${count(s.mutants, "mutant")}: ${s.killed} killed, ${s.equivalent} equivalent${s.mutants - s.killed - s.equivalent > 0 ? `, ${s.mutants - s.killed - s.equivalent} surviving` : ""}`,
    ...unsound(findings),
    ...(options.equivalents ? findings.flatMap((f) => f.equivalents.map((e) => `  ${f.name}: ${e.what}: ${e.reason}`)) : []),
    ...wrong.flatMap((f) => f.problems.map((p) => `${f.source}  ${f.name}: ${p}`)),
    s.problems === 0 ? "the book holds" : `${count(s.problems, "problem")} in ${wrong.length} of ${count(s.claims, "claim")}`,
  ];
  return `${lines.join("\n")}\n`;
}

const unsound = (findings: readonly Finding[]): readonly string[] => {
  const names = findings.filter((f) => f.unsound && f.problems.length === 0).map((f) => f.name);
  return names.length === 0 ? [] : [`${names.length} kept as unsound, and each failed: ${names.join(", ")}`];
};
