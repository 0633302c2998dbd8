/**
 * What verdicts promise, counted: no false line accepted among mutants, no true line refuted among rewritten ones, no two machines that
 * contradict each other on random terms. Short runs are tests, long ones `npm run gates`.
 */

import { defaultBook } from "../../src/book/index.ts";
import { acceptInstance } from "../../src/compare/accept.ts";
import { largestEpsilon, plainTuples } from "../../src/compare/budget.ts";
import { prepare } from "../../src/compare/case.ts";
import { decide } from "../../src/compare/decide.ts";
import { proofOf } from "../../src/compare/prover.ts";
import { reachOf } from "../../src/compare/reach.ts";
import { lookAt, refutingPoints } from "../../src/compare/refute.ts";
import type { Claim, Decision } from "../../src/compare/types.ts";
import { createTerms, type Expr, type Terms } from "../../src/expr/index.ts";
import { balls, drawPoint, inputsAt, isSkip, replay, trace } from "../../src/oracle/index.ts";
import { Bug } from "../../src/shape/index.ts";
import { mutantsOf } from "../support/mutants.ts";
import { type Cards, rewriteOnce } from "./laws.ts";
import { correctLines } from "./lines.ts";
import { type Random, seeded } from "./random.ts";
import { shapes, termOf, worldOf } from "./terms.ts";

export interface Tally {
  readonly verdicts: ReadonlyMap<string, number>;
  readonly judged: number;
  /** What must not be, in words. */
  readonly failures: readonly string[];
}

const book = defaultBook();
const card: Cards = (name) => {
  const head = book.heads.get(name);
  if (!head) throw new Bug(`the book has no card ${name}`);
  return head;
};

const isAccepted = (d: Decision): boolean => d.verdict === "proved" || d.verdict === "probable" || d.verdict === "consistent";

/** Whether the sides are ever apart at sizes and points that `decide` does not use. */
function differsElsewhere(claim: Claim): boolean {
  const reach = reachOf(claim.environment, [claim.lhs, claim.rhs]);
  for (const shift of [0, 1]) {
    const sizes = new Map(reach.sizes.map((name, i) => [name, 4 + ((i * 2 + shift) % 4)]));
    const traced = trace(claim.environment, [claim.lhs, claim.rhs], { sizes, seed: 77 + shift, budget: 400_000 });
    if (!traced.ok) continue;
    const tape = traced.value;
    for (let point = 0; point < 12; point++) {
      const at = drawPoint(claim.environment, tape.symbols, sizes, { seed: 4711, tuple: shift, point });
      const [left, right] = replay(tape, balls, inputsAt(tape, balls, at), "hull").roots;
      const count = Math.max(left?.values.length ?? 0, right?.values.length ?? 0);
      for (let i = 0; i < count; i++) {
        const x = left?.values[left.values.length === 1 ? 0 : i];
        const y = right?.values[right.values.length === 1 ? 0 : i];
        if (x === undefined || y === undefined || isSkip(x) || isSkip(y)) continue;
        if (Math.abs(x.mid - y.mid) > (x.rad + y.rad) * 1.01) return true;
      }
    }
  }
  return false;
}

/** Lines with each of their mutants, one in `oneIn` of all. A mutant that is accepted must be true wherever else it is looked at. */
export function mutantGate(oneIn: number): Tally & { readonly lines: number } {
  const verdicts = new Map<string, number>();
  const failures: string[] = [];
  const random = seeded(11);
  const lines = new Set<string>();
  let judged = 0;
  for (const { name, t, claim } of correctLines()) {
    for (const [k, mutant] of mutantsOf(t, claim.rhs).entries()) {
      if (random.below(oneIn) !== 0) continue;
      const changed: Claim = { ...claim, rhs: mutant };
      const found = decide(t, book, changed, { seed: 1 });
      lines.add(name);
      judged++;
      count(verdicts, found.verdict);
      if (isAccepted(found) && differsElsewhere(changed)) failures.push(`${found.verdict}: mutant ${k} of ${name}`);
    }
  }
  return { verdicts, judged, failures, lines: lines.size };
}

const count = (into: Map<string, number>, key: string): void => {
  into.set(key, (into.get(key) ?? 0) + 1);
};

/** Both sides of correct lines rewritten by sound laws, 1 to 6 deep. None may be refuted. */
export function equivalenceGate(pairs: number): Tally {
  const verdicts = new Map<string, number>();
  const failures: string[] = [];
  const random = seeded(13);
  const lines = correctLines();
  let judged = 0;
  for (let i = 0; judged < pairs; i++) {
    const { name, t, claim } = lines[i % lines.length] as (typeof lines)[number];
    const depth = 1 + random.below(6);
    const used: string[] = [];
    const rhs = rewritten(t, claim.rhs, depth, random, used);
    if (used.length === 0) continue;
    const original = random.below(2) === 0 ? claim.rhs : claim.lhs;
    const found = decide(t, book, { ...claim, lhs: original, rhs }, { seed: 1 });
    judged++;
    count(verdicts, found.verdict);
    if (found.verdict === "refuted") failures.push(`${name}, by ${used.join("; ")}`);
  }
  return { verdicts, judged, failures };
}

function rewritten(t: Terms, e: Expr, depth: number, random: Random, used: string[]): Expr {
  let now = e;
  for (let tries = 0; tries < 40 * depth && used.length < depth; tries++) {
    const next = rewriteOnce(t, now, random, card);
    if (!next) continue;
    now = next.expr;
    used.push(next.law);
  }
  return now;
}

/**
 * Random terms beside a mutant, a rewriting, or another random term: prover, acceptor and refuter each on its own. A contradiction is a
 * proof or an agreement where the refuter sees a difference at some point.
 */
export function fuzzGate(pairs: number, seed: number): Tally {
  const verdicts = new Map<string, number>();
  const failures: string[] = [];
  const random = seeded(seed);
  for (let judged = 0; judged < pairs; judged++) {
    const t = createTerms();
    const w = worldOf(t, card);
    const shape = shapes[random.below(shapes.length)] as (typeof shapes)[number];
    const lhs = termOf(w, random, shape, 2 + random.below(2));
    const rhs = partnerOf(t, lhs, random) ?? termOf(w, random, shape, 2);
    const claim: Claim = { lhs, rhs, relation: "=", environment: w.environment };
    const said = machines(t, claim, judged);
    count(verdicts, said);
    if (said.startsWith("contradiction")) failures.push(`${said}, pair ${judged} of seed ${seed}`);
  }
  return { verdicts, judged: pairs, failures };
}

function partnerOf(t: Terms, e: Expr, random: Random): Expr | null {
  if (random.below(2) === 0) return rewritten(t, e, 1 + random.below(4), random, []);
  const mutants = mutantsOf(t, e);
  return mutants[random.below(mutants.length)] ?? null;
}

function machines(t: Terms, claim: Claim, seed: number): string {
  const options = { seed: 1 + seed };
  const c = prepare(t, claim, options);
  const proof = proofOf(t, claim, c.request.environment);
  let agrees = true;
  let differs = false;
  for (const [k, sizes] of c.tuples.slice(0, plainTuples).entries()) {
    for (const instance of c.instancesAt(k, sizes)) {
      if ("reason" in instance) return "not traced";
      const request = { environment: c.request.environment, seed: options.seed, meter: c.meter };
      const accepted = acceptInstance(instance, request);
      // What holds in the cells that were visited is not accepted: it is consistent.
      if (accepted.kind !== "agrees" || !accepted.everyCell || accepted.epsilon > largestEpsilon) agrees = false;
      for (const { point } of refutingPoints(instance, request, { plain: 3, styled: true, special: k === 0 }))
        differs ||= lookAt(instance, point).difference !== null;
      break;
    }
  }
  if (differs && proof) return "contradiction: proved and refuted";
  if (differs && agrees) return "contradiction: accepted and refuted";
  return differs ? "refuted" : proof ? "proved" : agrees ? "accepted" : "open";
}
