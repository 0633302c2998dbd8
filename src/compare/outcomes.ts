/**
 * Expectations as sums: 𝔼[f(X)] = Σ_ω p[ω] f(X(ω)) over any number of outcomes with any probabilities. What holds for every such
 * distribution is accepted; variables depend on each other unless the line says otherwise.
 *
 * Random is what stands inside an expectation and nowhere outside; capitals, where there are any (in 𝔼[aX + b] it is X).
 */
import {
  type Attribute,
  childrenOf,
  type Declared,
  type Environment,
  type Expr,
  freeSymbols,
  heads,
  type Name,
  nodesOf,
  type Sym,
  type Terms,
} from "../expr/index.ts";
import { axes, columnShape, fromAxes, isScalar, type Shape, size } from "../shape/index.ts";
import type { Claim } from "./types.ts";

const count = "outcomes";
const weights: Name = "p_{\\omega}";

/** Facts about every entry, which hold at each outcome. */
const entrywise: ReadonlySet<Attribute> = new Set([
  "positive",
  "negative",
  "nonzero",
  "unit interval",
  "sign",
  "binary",
  "natural",
  "integer",
]);

export const isMean = (e: Expr): boolean => e.kind === "bind" && e.domain.kind === "distribution" && e.domain.name === "";

export interface Outcomes {
  readonly claim: Claim;
  readonly random: readonly Name[];
}

/** The readings of a claim with expectations, the customary one first; none where it has none, or some random array is drawn as a whole. */
export function withOutcomes(t: Terms, claim: Claim): readonly Outcomes[] {
  const means = nodesOf(claim.lhs, claim.rhs).filter(isMean);
  if (means.length === 0) return [];
  const inside = means.map((e) => new Set([...freeSymbols(e).values()].filter((s) => isVariable(s, claim.environment)).map((s) => s.name)));
  const outside = namesOutside([claim.lhs, claim.rhs]);
  const candidates = [...new Set(inside.flatMap((s) => [...s]))].filter((name) => !outside.has(name));
  const capitals = candidates.filter(isCapital);
  const common = candidates.filter((name) => inside.every((s) => s.has(name)));
  const readings = [capitals.length > 0 ? capitals : candidates, common].filter((list) => list.length > 0);
  const distinct = [...new Map(readings.map((list) => [[...list].sort().join(), list])).values()];
  return distinct.flatMap((random) => {
    const made = summed(t, claim, random);
    return made ? [{ claim: made, random }] : [];
  });
}

const isVariable = (s: Sym, environment: Environment): boolean =>
  s.sort === "real" && !s.name.startsWith("#") && !environment.definitions.has(s.name);

const isCapital = (name: Name): boolean => /^[A-Z]/.test(name.replace(/^\\(?:mathbf|mathrm|boldsymbol|mathcal)\{/, ""));

/** Names that occur where no expectation is taken. */
function namesOutside(roots: readonly Expr[]): ReadonlySet<Name> {
  const out = new Set<Name>();
  const seen = new Set<Expr>();
  const go = (e: Expr): void => {
    if (seen.has(e) || isMean(e)) return;
    seen.add(e);
    if (e.kind === "sym") out.add(e.name);
    for (const c of childrenOf(e)) go(c);
  };
  for (const r of roots) go(r);
  return out;
}

function summed(t: Terms, claim: Claim, random: readonly Name[]): Claim | null {
  const { environment } = claim;
  const symbols = new Map(environment.symbols);
  const variables = new Map<Name, { readonly of: Sym; readonly all: Sym }>();
  for (const [name, of] of freeSymbols(claim.lhs, claim.rhs)) {
    if (!random.includes(name)) continue;
    const facts = environment.symbols.get(name)?.attributes ?? new Set<Attribute>();
    if ([...facts].some((a) => !entrywise.has(a))) return null;
    const all = t.sym(`${name}_{\\omega}`, withOutcomeAxis(of.shape));
    variables.set(name, { of, all });
    symbols.set(all.name, declaredAs(all, facts));
  }
  const p = t.sym(weights, columnShape(size(count)));
  symbols.set(p.name, declaredAs(p, new Set<Attribute>(["probability"])));
  const done = new Map<Expr, Expr>();
  let level = 0;
  const go = (e: Expr): Expr => {
    const known = done.get(e);
    if (known) return known;
    const children = childrenOf(e);
    const inner = children.map(go);
    const rebuilt = inner.every((x, i) => x === children[i]) ? e : t.rebuild(e, inner);
    const out = isMean(e) && rebuilt.kind === "bind" ? mean(rebuilt.body) : rebuilt;
    done.set(e, out);
    return out;
  };
  const mean = (body: Expr): Expr => {
    const omega = t.index(`omega@${++level}`);
    const at = new Map([...variables].map(([name, { of, all }]) => [name, outcome(t, of, all, omega)]));
    const term = t.app(heads.mul, [t.elem(p, [omega]), t.substitute(body, at)]);
    return t.bind("sum", omega, { kind: "range", from: t.num(1), to: t.dim(size(count)) }, term, "\\omega");
  };
  return { ...claim, lhs: go(claim.lhs), rhs: go(claim.rhs), environment: { ...environment, symbols } };
}

const declaredAs = (s: Sym, attributes: ReadonlySet<Attribute>): Declared => ({
  name: s.name,
  shape: s.shape,
  sort: "real",
  attributes,
  range: null,
});

const withOutcomeAxis = (shape: Shape): Shape => (isScalar(shape) ? columnShape(size(count)) : fromAxes([...axes(shape), size(count)]));

/** The value of a random variable at one outcome. */
function outcome(t: Terms, of: Sym, all: Sym, omega: Sym): Expr {
  if (isScalar(of.shape)) return t.elem(all, [omega]);
  const over = axes(of.shape).map((to, k) => ({ to, index: t.index(`${"ijkl"[k] ?? "i"}@outcome`) }));
  return over.reduceRight<Expr>(
    (inner, { to, index }) => t.bind("tabulate", index, { kind: "range", from: t.num(1), to: t.dim(to) }, inner),
    t.elem(all, [...over.map((o) => o.index), omega]),
  );
}
