/**
 * Is the book true? Every rule and card is verified on samples with corners, its differentials by one-sided quotients, its adjoints by inner
 * products; every `→` must decrease the measure; and every rule is broken on purpose, to see that the broken one fails.
 */
import { type Book, createTerms, type Terms } from "../expr/index.ts";
import { type Claim, claimsOf, kinkClaimsOf } from "./claims.ts";
import { type Excuse, excuses } from "./equivalents.ts";
import { kinkHolds } from "./kinks.ts";
import { notDecreasing } from "./measure.ts";
import { mutantsOf, weakened } from "./mutants.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { disagreement, problemOf } from "./verify.ts";

export interface Equivalent {
  readonly what: string;
  readonly reason: string;
}

/** What the audit found of one claim. */
export interface Finding {
  readonly name: string;
  /** `file:line` */
  readonly source: string;
  /** Kept for teaching: it has to fail, and did. */
  readonly unsound: boolean;
  readonly effective: number;
  readonly attempts: number;
  readonly mutants: number;
  readonly killed: number;
  readonly equivalents: readonly Equivalent[];
  /** What is wrong, each in a sentence; empty when the claim holds. */
  readonly problems: readonly string[];
}

export interface AuditReport {
  readonly findings: readonly Finding[];
  readonly summary: {
    readonly functions: number;
    readonly rules: number;
    readonly claims: number;
    readonly effective: number;
    readonly mutants: number;
    readonly killed: number;
    readonly equivalent: number;
    readonly problems: number;
  };
}

export interface AuditOptions {
  readonly seed?: number;
  /** Called after each claim, for progress. */
  readonly onClaim?: (done: number, all: number) => void;
}

export function audit(book: Book, options: AuditOptions = {}): AuditReport {
  const t = createTerms();
  const excuse = excuses(book);
  const claims = claimsOf(book, t);
  const kinks = kinkClaimsOf(book, t);
  const findings = claims.map((claim, i) => {
    const found = auditClaim(t, claim, excuse, options.seed);
    options.onClaim?.(i + 1, claims.length);
    return found;
  });
  return summarise(book, [
    ...findings,
    ...kinks.map((k): Finding => {
      const { points, problem } = kinkHolds(t, k);
      return { ...nothing, name: k.name, source: k.source, effective: points, attempts: points, problems: problem ? [problem] : [] };
    }),
  ]);
}

const nothing: Omit<Finding, "name" | "source"> = {
  unsound: false,
  effective: 0,
  attempts: 0,
  mutants: 0,
  killed: 0,
  equivalents: [],
  problems: [],
};

/** One claim: does it hold, does it decrease the measure, do its mutants fail? */
export function auditClaim(t: Terms, claim: Claim, excuse: Excuse, seed = 1): Finding {
  const p = prepare(t, claim, String(seed));
  const problem = problemOf(p);
  const base: Finding = {
    ...nothing,
    name: claim.name,
    source: claim.source,
    unsound: claim.unsound,
    effective: p.effective,
    attempts: p.attempts,
  };
  if (claim.unsound) return problem === null ? { ...base, problems: ["it is marked unsound, but it holds on all trials"] } : base;
  if (problem !== null) return { ...base, problems: [problem] };
  const direction = claim.directed ? notDecreasing(claim.left, claim.right, claim.variables) : null;
  const broken = breakOnPurpose(t, claim, p, excuse, String(seed));
  return {
    ...base,
    ...broken,
    problems: [
      ...(direction === null ? [] : [`→ does not decrease: ${direction}; write ↔`]),
      ...broken.survivors.map((s) => `a broken version also passes: ${s}`),
    ],
  };
}

function breakOnPurpose(t: Terms, claim: Claim, p: Prepared, excuse: Excuse, seed: string) {
  const equivalents: Equivalent[] = [];
  const survivors: string[] = [];
  let [mutants, killed] = [0, 0];
  const judge = (dead: boolean, m: Parameters<Excuse>[2], at: Prepared): void => {
    const reason = dead ? null : excuse(claim, at, m);
    mutants++;
    if (dead) killed++;
    else if (reason) equivalents.push({ what: m.what, reason });
    else survivors.push(m.what);
  };
  // A claim of the form a = a only says where a value exists: its formula has nothing to break.
  if (claim.left !== claim.right) for (const m of mutantsOf(t, p.right)) judge(disagreement(p, m.right) !== null, m, p);
  for (const w of weakened(claim)) {
    const again = prepare(t, w.claim, seed);
    const problem = problemOf(again);
    judge(problem !== null && !problem.startsWith("vacuous"), w, again);
  }
  return { mutants, killed, equivalents, survivors };
}

function summarise(book: Book, findings: readonly Finding[]): AuditReport {
  const total = (of: (f: Finding) => number): number => findings.reduce((n, f) => n + of(f), 0);
  return {
    findings,
    summary: {
      functions: [...book.heads.values()].filter((h) => h.source !== null).length,
      rules: book.rules.length,
      claims: findings.length,
      effective: total((f) => f.effective),
      mutants: total((f) => f.mutants),
      killed: total((f) => f.killed),
      equivalent: total((f) => f.equivalents.length),
      problems: total((f) => f.problems.length),
    },
  };
}
