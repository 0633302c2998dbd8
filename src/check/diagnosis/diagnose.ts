/**
 * What would make a refuted line right.
 *
 * The probes in their order: shapes and transposes, the ratio of the sides, the mask of the entries that differ, restrictions, repairs of the
 * author's expression. A diagnosis is *certain* when the repaired line is accepted and no other mistake of the same cost explains it.
 */
import { differentiate } from "../../derive/index.ts";
import { type Book, type Expr, nodesOf } from "../../expr/index.ts";
import type { Term } from "../../read/meaning.ts";
import { sameShape } from "../../shape/index.ts";
import { accepts, type BuiltSides, type Deciding } from "../judge.ts";
import type { Diagnosis } from "../report.ts";
import { mistakeOf } from "./codes.ts";
import { named } from "./named.ts";
import { type TermEdit, termEdits } from "./notation.ts";
import { type Proposal, type Question, questionOf } from "./question.ts";
import { atKink, restrictions } from "./restriction.ts";
import type { Stated } from "./scope.ts";
import { type Found, holds, mostCandidates, type Search, searchOnce, searchTwice, tested } from "./search.ts";
import { type Setting, shown } from "./shown.ts";

export interface Patient extends Stated, Setting {
  readonly book: Book;
  readonly deciding: Deciding;
  readonly seed: number;
}

/** How much dearer a diagnosis is that supposes another layout than that of the problem. */
const otherLayout = 0.3;

/**
 * `all`: the line as it is built in the layout of its problem, then in others that may have been meant.
 * `without`: names that a repair must get rid of.
 */
export function diagnose(all: readonly BuiltSides[], patient: Patient, without: ReadonlySet<string> = new Set()): readonly Diagnosis[] {
  const [own] = all;
  // What a number should be is told by its value; the line before holds the mistake.
  if (own?.relation !== "=" || own.lhs.kind === "num") return [];
  const { terms, book, deciding, seed } = patient;
  const searches = all.map((s): Search => {
    const q = questionOf(terms, book, s.lhs, s.rhs, s.environment);
    return { q, deciding, undeclared: new Set(s.undefinedNames), seed, without };
  });
  const [first] = searches;
  if (first && atKink(first.q)) return [named("M41", mistakeOf.get("M41")?.says ?? "", null, false)];
  for (const look of [searchOnce, searchTwice]) {
    const found = searches.map((s, k) => ({ s, found: look(s), extra: k === 0 ? 0 : otherLayout }));
    const best = found.reduce((a, b) => (costOf(b.found) + b.extra < costOf(a.found) + a.extra ? b : a));
    if (best.found.length > 0) return best.found.map((f) => told(best.s.q, f, patient));
  }
  if (without.size > 0) return [];
  for (const { q, undeclared } of searches)
    for (const r of restrictions(q))
      if (holds(r.environment, q.lhs, q.rhs, deciding, undeclared)) return [named(r.code, r.what, null, false)];
  const limit = nodesOf(own.lhs).some((x) => x.kind === "bind" && x.binder === "limit");
  return limit ? [named("M42", "The limit on the left has another value.", null, false)] : [];
}

const costOf = (found: readonly Found[]): number => found[0]?.proposal.cost ?? Number.POSITIVE_INFINITY;

/** Notation that has no expression as it stands, with a way to build what is tried in its place. */
export interface Notation {
  readonly left: Term;
  readonly right: Term;
  readonly build: (left: Term, right: Term) => BuiltSides | null;
}

/** A line whose shapes do not fit. */
export function diagnoseNotation(n: Notation, patient: Patient): readonly Diagnosis[] {
  const { terms: t, book, deciding, seed } = patient;
  const diagonal = book.heads.get("Diag") ?? null;
  const first = termEdits(n.right, n.left, diagonal);
  const found = builtAndTested(first);
  if (found.length > 0) return found;
  // No literal meaning, but one under an admitted reading.
  const own = n.build(n.left, n.right);
  const read = own ? diagnose([own], patient) : [];
  if (read.length > 0) return read;
  const second = first
    .slice(0, 24)
    .flatMap((one) =>
      termEdits(one.to, n.left, diagonal)
        .slice(0, 24)
        .map((two) => ({
          ...two,
          code: one.code,
          cost: one.cost + two.cost + 1,
          what: one.what === two.what ? one.what : `${one.what} ${two.what}`,
        })),
    )
    .slice(0, mostCandidates);
  return builtAndTested(second);

  function builtAndTested(edits: readonly TermEdit[]): readonly Diagnosis[] {
    const built = edits.flatMap((e): readonly (Proposal & { readonly sides: BuiltSides })[] => {
      const sides = n.build(n.left, e.to);
      return sides ? [{ code: e.code, cost: e.cost, lhs: sides.lhs, rhs: sides.rhs, what: e.what, mends: "rhs", sides }] : [];
    });
    const [some] = built;
    if (!some) return [];
    const sorted = [...built].sort((a, b) => a.cost - b.cost);
    const right = tested(
      { t, environment: some.sides.environment, lhs: some.lhs, rhs: some.rhs },
      sorted,
      deciding,
      new Set(some.sides.undefinedNames),
      seed,
    );
    return right.map((f) => named(f.proposal.code, f.proposal.what, shown(f.proposal.rhs, patient), f.unique));
  }
}

function told(q: Question, f: Found, patient: Patient): Diagnosis {
  const { proposal } = f;
  const repair = repairOf(q, f, patient);
  return named(proposal.code, proposal.what, repair, f.unique && repair !== null);
}

function repairOf(q: Question, { proposal }: Found, patient: Patient): string | null {
  switch (proposal.mends) {
    case "rhs":
      return proposal.around ? proposal.around(patient.rhs) : shown(proposal.rhs, patient);
    case "lhs":
      return `${shown(proposal.lhs, patient)} = ${proposal.rhs === q.rhs ? patient.rhs.trim() : shown(proposal.rhs, patient)}`;
    case "rule": {
      const right = derivativeOf(q, q.lhs);
      return right && accepts(patient.deciding.decide({ lhs: q.lhs, rhs: right, relation: "=", environment: q.environment }))
        ? shown(right, patient)
        : null;
    }
  }
}

/** The derivative that the left side asks for, worked out by the book. */
function derivativeOf(q: Question, lhs: Expr): Expr | null {
  if (lhs.kind === "app" && lhs.head.name === "transpose" && lhs.args[0]?.kind === "deriv") {
    const inner = derivativeOf(q, lhs.args[0]);
    return inner && q.t.app(lhs.head, [inner]);
  }
  if (lhs.kind !== "deriv") return null;
  const made = differentiate(q.t, q.book, { expr: lhs.of, wrt: lhs.by, environment: q.environment, layout: "mixed" });
  return made.ok && sameShape(made.value.expr.shape, lhs.shape) ? made.value.expr : null;
}
