/** The report as JSON: the contract of DESIGN §9, keys in its order whatever the order of making, one object or an array for several files. */
import type { FailedReport, Report, Step } from "../check/report.ts";

const ordered = <T extends object>(x: T, keys: readonly (keyof T)[]): T => Object.fromEntries(keys.map((k) => [k, x[k]])) as T;

const stepKeys: readonly (keyof Step)[] = [
  "n",
  "span",
  "scope",
  "given",
  "lhs",
  "relation",
  "rhs",
  "kind",
  "verdict",
  "reason",
  "judgement",
  "qualifiers",
  "layouts",
  "assumptions",
  "evidence",
  "diagnosis",
  "global",
  "message",
];
const reportKeys: readonly (keyof Report)[] = [
  "schema",
  "tool",
  "document",
  "seed",
  "layout",
  "symbols",
  "steps",
  "problems",
  "firstWrongStep",
  "summary",
  "marking",
];

const plain = (r: Report | FailedReport): unknown =>
  "error" in r ? r : { ...ordered(r, reportKeys), steps: r.steps.map((s) => ordered(s, stepKeys)) };

export function reportJson(reports: readonly (Report | FailedReport)[]): string {
  const all = reports.map(plain);
  return `${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`;
}
