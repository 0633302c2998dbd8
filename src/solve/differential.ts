/**
 * The style of differentials: the change of every quantity that varies, inner changes inserted into outer ones, the coefficient of dX read
 * off, simplified, laid out.
 */

import { is } from "../calculus/atoms.ts";
import type { Family } from "../calculus/derivative.ts";
import { createExit, type Exit } from "../calculus/exit.ts";
import { withFacts } from "../calculus/facts.ts";
import { createProblem, type Problem } from "../calculus/problem.ts";
import { solve as readDerivative } from "../calculus/solve.ts";
import { createTidy } from "../calculus/tidy.ts";
import { assumptionsOf } from "../derive/assumptions.ts";
import type { Assumption } from "../derive/index.ts";
import { turnOf } from "../derive/layout.ts";
import { type Expr, heads, type Sym } from "../expr/index.ts";
import { isColumn, isFullMatrix, isScalar } from "../shape/index.ts";
import { treeSizes } from "../write/share.ts";
import { createExpander, distinct, type Expander, type Line } from "./expansion.ts";
import { chain, changeSymbol, declaration, derivativeSign, type Frame, formula, gradientSign, named, transposed } from "./frame.ts";
import { moves } from "./moves.ts";
import type { Quantity } from "./quantities.ts";
import type { Reason, SolutionPart, SolutionStep } from "./types.ts";

/** The parts of a first derivative, and the derivative in the mixed layout; null where it only exists by entries. */
export interface Worked {
  readonly parts: readonly SolutionPart[];
  readonly derivative: Expr | null;
  readonly claims: readonly Claim[];
  readonly shown: ReadonlySet<string>;
  readonly assumptions: readonly Assumption[];
}

/** What a step says, as terms, so that it can be confirmed before it is shown. */
export interface Claim {
  readonly lhs: Expr;
  readonly rhs: Expr;
}

interface Workshop {
  readonly frame: Frame;
  readonly problem: Problem;
  readonly exit: Exit;
  readonly expander: Expander;
  readonly leaf: Expr;
  readonly claims: Claim[];
}

/** d f by differentials. `shown`: quantities whose change has been worked out before, so that it is known. */
export function byDifferentials(frame: Frame, f: Quantity, shown: ReadonlySet<string>): Worked {
  const { quantities, variable, book, t } = frame;
  const problem = createProblem({ book, environment: quantities.environment, expr: f.symbol, by: [variable] });
  const leaf = problem.variables[0]?.leaf as Expr;
  const exit = createExit(problem.n, t);
  const inN = (s: Sym): Expr => problem.n.t.sym(s.name, s.shape, s.sort);
  const first = shown.size === 0;
  const below = quantities.all;
  const stop = new Set(below.map((q) => inN(q.symbol)));
  const expander = createExpander(problem, stop, leaf, frame.detail);
  const varying = below.filter((q) => q.symbol.name !== variable.name && expander.varies(inN(q.symbol)));
  const w: Workshop = { frame, problem, exit, expander, leaf, claims: [] };
  const changes = new Map<Expr, readonly Line[]>();
  const parts: SolutionPart[] = [];
  for (const q of varying) changes.set(inN(q.symbol), expander.lines(inN(q.symbol)));
  const innerSteps = varying
    .slice(0, -1)
    .filter((q) => !shown.has(q.symbol.name))
    .flatMap((q) => written(w, q.symbol, changes.get(inN(q.symbol)) as readonly Line[]));
  if (innerSteps.length > 0)
    parts.push(part("Changes of the inner quantities", [["To first order:"]], innerSteps, first ? [changeIntroduced(frame)] : []));
  const own = changes.get(inN(f.symbol)) ?? [];
  const lines = inserted(
    w,
    own,
    varying.map((q) => inN(q.symbol)),
    changes,
  );
  const { family, steps } = collected(w, f, lines);
  parts.push(
    part(
      `Change of ${named(f.symbol.name).unicode}`,
      [["The rules are applied from the outside inwards:"]],
      steps,
      first && innerSteps.length === 0 ? [changeIntroduced(frame)] : [],
    ),
  );
  const read = identified(w, f, family);
  parts.push(...read.parts);
  return {
    parts,
    derivative: read.derivative,
    claims: w.claims,
    assumptions: assumed(w),
    shown: new Set([...shown, ...varying.map((q) => q.symbol.name)]),
  };
}

/** What the cards of the differentials that were taken ask for. */
const assumed = (w: Workshop): readonly Assumption[] =>
  assumptionsOf(
    { ...w.problem, engine: { ...w.problem.engine, used: [...w.expander.used].filter(({ value }) => !isSquare(value)) } },
    w.exit,
  );

/** The norm below a square is never differentiated by itself. */
const isSquare = (e: Expr): boolean => is(e, "pow") && e.args[0] !== undefined && is(e.args[0], "norm");

export const part = (
  heading: string,
  prose: SolutionPart["prose"],
  steps: readonly SolutionStep[],
  introduces: SolutionPart["introduces"] = [],
): SolutionPart => ({ heading, prose, introduces, given: null, steps });

const changeIntroduced = (frame: Frame) =>
  declaration(changeSymbol(frame.t, frame.variable).name, frame.variable.shape, "any small change");

const d = (w: Workshop, s: Sym): Expr => w.frame.t.app(heads.d, [w.frame.t.sym(s.name, s.shape, s.sort)]);

/** The lines of one quantity as steps; in brief only the last. */
function written(w: Workshop, s: Sym, lines: readonly Line[]): readonly SolutionStep[] {
  const shown = w.frame.detail === "brief" ? [brief(lines)] : lines;
  const start = d(w, s);
  const links = shown.map((l) => ({ term: w.exit.term(l.value), reasons: l.reasons }));
  note(
    w,
    start,
    links.map((l) => l.term),
  );
  return chain(
    formula(start),
    links.map((l) => ({ after: formula(l.term), reasons: l.reasons })),
  );
}

const brief = (lines: readonly Line[]): Line => ({
  value: (lines.at(-1) as Line).value,
  reasons: distinct(lines.flatMap((l) => l.reasons)),
});

function note(w: Workshop, start: Expr, terms: readonly Expr[]): void {
  let before = start;
  for (const after of terms) {
    if (after !== before) w.claims.push({ lhs: before, rhs: after });
    before = after;
  }
}

/** The lines of df with the changes of inner quantities inserted, the outermost first. */
function inserted(w: Workshop, own: readonly Line[], order: readonly Expr[], changes: ReadonlyMap<Expr, readonly Line[]>): readonly Line[] {
  const lines = [...own];
  for (;;) {
    const last = lines.at(-1) as Line;
    const open = w.expander.atoms(last.value).filter((u) => u !== w.leaf && changes.has(u));
    const outermost = [...order].reverse().find((u) => open.includes(u));
    if (!outermost) return lines;
    const change = (changes.get(outermost) as readonly Line[]).at(-1) as Line;
    const value = w.expander.insert(last.value, new Map([[outermost, change.value]]));
    lines.push({ value, reasons: [moves.insert] });
    const shorter = tidied(w, value);
    if (shorter) lines.push({ value: shorter, reasons: [moves.simplify] });
  }
}

/** What is left of a line when like terms are merged and factors cancel; null when it does not get shorter. */
function tidied(w: Workshop, line: Expr): Expr | null {
  const out = createTidy(w.problem.n)(line);
  const size = (e: Expr): number => treeSizes(e).get(e) ?? 0;
  return out !== line && size(out) < size(line) && w.expander.atoms(out).length > 0 ? out : null;
}

/** df = … = tr(Gᵀ dX). */
function collected(w: Workshop, f: Quantity, lines: readonly Line[]): { readonly family: Family; readonly steps: readonly SolutionStep[] } {
  const { frame, problem, exit } = w;
  const { t, variable } = frame;
  const family = readDerivative(problem, f.symbol, "matrix");
  const shown = frame.detail === "brief" ? [brief(lines)] : lines;
  const links: { term: Expr; reasons: readonly Reason[] }[] = shown.map((l) => ({ term: exit.term(l.value), reasons: l.reasons }));
  const dx = t.app(heads.d, [variable]);
  const G = family.indices.length === 0 ? exit.term(family.value) : null;
  if (G && isScalar(f.symbol.shape) && isFullMatrix(variable.shape)) {
    const tr = frame.book.heads.get("tr");
    if (tr) links.push({ term: t.app(tr, [t.app(heads.mul, [t.app(heads.transpose, [G]), dx])]), reasons: [moves.collect] });
  } else if (G && isScalar(f.symbol.shape) && isColumn(variable.shape))
    links.push({ term: t.app(heads.mul, [t.app(heads.transpose, [G]), dx]), reasons: [moves.inner] });
  else if (G && isColumn(variable.shape)) links.push({ term: t.app(heads.mul, [G, dx]), reasons: [moves.factor] });
  else if (G && isScalar(variable.shape)) {
    const scaled = isScalar(f.symbol.shape) ? [G, dx] : [dx, G];
    links.push({ term: t.app(heads.mul, scaled), reasons: [moves.linear] });
  }
  const start = d(w, f.symbol);
  note(
    w,
    start,
    links.map((l) => l.term),
  );
  return {
    family,
    steps: chain(
      formula(start),
      links.map((l) => ({ after: formula(l.term), reasons: l.reasons })),
    ),
  };
}

/** The coefficient, simplified. */
function identified(
  w: Workshop,
  f: Quantity,
  family: Family,
): { readonly parts: readonly SolutionPart[]; readonly derivative: Expr | null } {
  const { frame, problem, exit } = w;
  const { t, variable, quantities } = frame;
  const { n } = problem;
  const [of, by] = [named(f.symbol.name), named(variable.name)];
  const gradient = isScalar(f.symbol.shape) && !isScalar(variable.shape);
  const turned = !gradient && turnOf(f.symbol.shape, variable.shape, frame.layout) === "transposed";
  const plain = gradient ? gradientSign(of, by) : derivativeSign(of, by);
  const sign = turned ? transposed(plain) : plain;
  if (family.indices.length > 0) return { parts: [], derivative: null };
  const tidy = createTidy(n);
  const clean = tidy(family.value);
  const factual = tidy(withFacts(n, quantities.environment, clean));
  const terms = [family.value, clean, factual].map(exit.term);
  note(w, t.deriv(f.symbol, variable), terms);
  const [raw, simple, last] = terms as [Expr, Expr, Expr];
  const steps = chain(sign, [
    { after: formula(raw), reasons: [moves.readOff] },
    { after: formula(simple), reasons: [moves.simplify] },
    { after: formula(last), reasons: [moves.facts] },
  ]);
  return { parts: [part("Reading off", [["The factor before the change is the derivative:"]], steps)], derivative: last };
}
