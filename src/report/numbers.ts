/** Numbers of a counterexample, short enough to read. The report's JSON keeps every digit. */
import type { Witness } from "../check/report.ts";
import { unicodeOfLatex } from "./formula.ts";

/** Six significant digits, integers whole. */
export function showNumber(value: unknown): string {
  const fraction = /^(-?\d+)\/(\d+)$/.exec(String(value));
  const x = fraction ? Number(fraction[1]) / Number(fraction[2]) : Number(value);
  if (!Number.isFinite(x)) return String(value);
  return Number.isInteger(x) && Math.abs(x) < 1e9 ? String(x) : String(Number(x.toPrecision(6)));
}

/** Nested values as [[1, 2], [3, 4]]; what is longer than `limit` characters ends in an ellipsis. */
export function showValue(value: unknown, limit = 60): string {
  const go = (v: unknown): string => (Array.isArray(v) ? `[${v.map(go).join(", ")}]` : showNumber(v));
  const text = go(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Where the two sides differ and what they are there. */
export function showWitness(w: Witness): readonly string[] {
  if (w.shapes) return [`left side:  ${w.shapes.lhs}`, `right side: ${w.shapes.rhs}`];
  const dims = Object.entries(w.dims).map(([name, n]) => `${unicodeOfLatex(name)} = ${n}`);
  const values = Object.entries(w.values).map(([name, v]) => `${unicodeOfLatex(name)} = ${showValue(v)}`);
  const conventions = Object.entries(w.convention)
    .filter(([, v]) => v !== "any")
    .map(([what, v]) => `${what} = ${v}`);
  const entry = w.entry.length > 0 ? `  (entry ${w.entry.join(", ")})` : "";
  return [
    ...(dims.length > 0 ? [`sizes: ${dims.join(", ")}`] : []),
    ...values,
    ...(conventions.length > 0 ? [`with ${conventions.join(", ")}`] : []),
    `left side:  ${showSide(w.lhs)}${entry}`,
    `right side: ${showSide(w.rhs)}`,
  ];
}

/** One number for a scalar; the array otherwise. */
const showSide = (side: readonly unknown[]): string =>
  side.length === 1 && !Array.isArray(side[0]) ? showNumber(side[0]) : showValue(side);
