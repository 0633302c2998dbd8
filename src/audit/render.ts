/** An audit as text. */
import type { AuditReport, Finding } from "./audit.ts";

export interface RenderOptions {
  /** List the mutants that change nothing, with their reasons. */
  readonly equivalents?: boolean;
}

export function renderAudit(report: AuditReport, options: RenderOptions = {}): string {
  const { summary: s, findings } = report;
  const wrong = findings.filter((f) => f.problems.length > 0);
  const lines = [
    `${s.functions} functions, ${s.rules} rules: ${s.claims} claims, ${s.effective} effective trials`,
    `${s.mutants} mutants: ${s.killed} killed, ${s.equivalent} equivalent${s.mutants - s.killed - s.equivalent > 0 ? `, ${s.mutants - s.killed - s.equivalent} surviving` : ""}`,
    ...unsound(findings),
    ...(options.equivalents ? findings.flatMap((f) => f.equivalents.map((e) => `  ${f.name}: ${e.what}: ${e.reason}`)) : []),
    ...wrong.flatMap((f) => f.problems.map((p) => `${f.source}  ${f.name}: ${p}`)),
    s.problems === 0 ? "the book holds" : `${s.problems} ${s.problems === 1 ? "problem" : "problems"} in ${wrong.length} of ${s.claims} claims`,
  ];
  return `${lines.join("\n")}\n`;
}

const unsound = (findings: readonly Finding[]): readonly string[] => {
  const names = findings.filter((f) => f.unsound && f.problems.length === 0).map((f) => f.name);
  return names.length === 0 ? [] : [`${names.length} kept as unsound, and each failed: ${names.join(", ")}`];
};
