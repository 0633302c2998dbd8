/**
 * Mutants that change nothing, each with its reason. A mutant that survives without a reason is a failure of the audit: either the samples
 * are too tame or the rule says more than it needs.
 */
import { type Book, type Expr, heads } from "../expr/index.ts";
import type { Claim } from "./claims.ts";
import type { Mutant } from "./mutants.ts";
import type { Prepared } from "./prepare.ts";

/** Why a surviving mutant is no mutant at all; null when there is no reason. */
export type Excuse = (claim: Claim, p: Prepared, m: Pick<Mutant, "what"> & Partial<Mutant>) => string | null;

/** Single cases, by claim and mutant. */
const listed: readonly (readonly [claim: string, what: RegExp, reason: string])[] = [
  ["selu: d", /^bump the number/, "heaviside(−x) keeps only x < 0, where min(x, 0) and min(x, 1) are one"],
  ["variance-as-mean-square", /^negate argument 2\.1\.1\.1$/, "the mean is odd, and it is squared"],
  ["tan: value", /^drop condition/, "the cosine of no floating-point number is zero"],
  ["tangent-is-odd", /^drop condition/, "the cosine of no floating-point number is zero"],
  ["tangent-and-secant", /^drop condition/, "the cosine of no floating-point number is zero"],
];

export function excuses(book: Book): Excuse {
  const even = evenHeads(book);
  return (claim, p, m) => {
    const found = listed.find(([name, what]) => name === claim.name && what.test(m.what));
    if (found) return found[2];
    if (p.groups.every((g) => g.trials.every((x) => x.left.kind === "values" && x.left.entries.every((v) => v === 0))))
      return "zero stays zero";
    if (claim.left === claim.right) return "this claim only says where a value exists";
    const { under, kind } = m;
    if (under?.kind !== "app") return null;
    if (kind === "negate" && even.has(under.head.name)) return `${under.head.name} is even: ${even.get(under.head.name)}`;
    if (kind === "negate" && under.head === heads.pow && isEven(under.args[1])) return "an even power";
    if (kind === "swap" && under.head.name === "tr" && m.node?.kind === "app" && m.node.args.length === 2) return "trace-cyclic";
    return null;
  };
}

const isEven = (e: Expr | undefined): boolean => e?.kind === "num" && e.value.d === 1n && e.value.n % 2n === 0n;

/** Heads with a law h(−x) → h(x), and the name of that law, which the audit verifies like any other. */
function evenHeads(book: Book): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const r of book.rules) {
    const { left, right } = r;
    if (r.unsound || left.kind !== "app" || right.kind !== "app" || left.head !== right.head) continue;
    const [inside] = left.args;
    if (inside?.kind === "app" && inside.head === heads.neg && inside.args[0] === right.args[0]) out.set(left.head.name, r.name);
  }
  return out;
}
