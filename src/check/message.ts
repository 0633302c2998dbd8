/** One sentence for each verdict: what differs, one concrete instance. */
import type { Decision } from "../compare/types.ts";
import type { ReadError } from "../read/syntax.ts";
import { absurd } from "../shape/index.ts";
import type { Qualifier } from "./report.ts";

const digits = (x: number): string => (Number.isInteger(x) ? String(x) : Number(x.toPrecision(6)).toString());

/** The values at a differing entry, or the shapes when these differ. */
export function describeDecision(d: Decision): string {
  switch (d.verdict) {
    case "proved":
      return d.laws.length > 0 ? `Proved: ${d.laws.join(", ")}.` : `Proved: ${d.how}.`;
    case "probable":
      return `Certain up to ε = ${d.epsilon.toExponential(0)} (${d.bound} bound): ${d.how}.`;
    case "consistent":
      return `The sides agree at all ${d.points} points tried; neither proved nor refuted.`;
    case "refuted": {
      const c = d.counterexample;
      if (c.shapes) return `The shapes differ: left ${c.shapes.lhs}, right ${c.shapes.rhs}.`;
      const at = c.entry.length > 0 ? ` in entry (${c.entry.join(", ")})` : "";
      const [l, r] = [c.lhs[c.at], c.rhs[c.at]];
      if (l === undefined || r === undefined) return `The sides differ: ${d.how}.`;
      return `The sides differ${at}: left ${digits(l)}, right ${digits(r)}.`;
    }
    case "undetermined":
      return `Not decided (${d.reason}): ${d.detail}.`;
    default:
      return absurd(d);
  }
}

export const describeQualifiers = (qualifiers: readonly Qualifier[]): string => qualifiers.map((q) => q.note).join(" ");

const bare = (text: string): string => text.replace(/\.+$/, "");

/** Why something was not read, and one thing to try. */
export const readMessage = (e: ReadError | null): string =>
  e ? `Not read: ${bare(e.message)}${e.try ? `; try: ${bare(e.try)}` : ""}.` : "Not read.";
