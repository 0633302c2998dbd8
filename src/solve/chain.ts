/**
 * The style of the chain rule: factors ∂(outer)/∂(inner) between the quantities through which everything passes, in numerator layout, and
 * their product. A matrix variable is reached by one differential at the end, so that no array of rank three is needed.
 */
import { refusal } from "../calculus/refusal.ts";
import { type Derivative, differentiate } from "../derive/index.ts";
import { type Environment, type Expr, freeSymbols, heads, type Name, type Sym } from "../expr/index.ts";
import { isColumn, isFullMatrix, isScalar } from "../shape/index.ts";
import { byDifferentials, type Claim, part, type Worked } from "./differential.ts";
import { distinct } from "./expansion.ts";
import { chain, derivativeSign, type Frame, formula, literal, named } from "./frame.ts";
import { moves } from "./moves.ts";
import { passages, type Quantity, reachedBy } from "./quantities.ts";
import type { Formula, Reason, SolutionPart } from "./types.ts";

interface Factor {
  readonly sign: Formula;
  readonly value: Expr;
  readonly reasons: readonly Reason[];
}

/** ∂f/∂x as a product of Jacobians, then in the layout asked for. */
export function byChainRule(frame: Frame, f: Quantity): Worked {
  const { t, variable, quantities } = frame;
  if (frame.layout === "denominator")
    throw refusal("no-rule", "the chain rule is worked out in numerator layout; use --layout numerator or mixed, or --style differential");
  const through = passages(quantities.environment, quantities.all, f.symbol, variable).filter((q) => isLink(q.symbol));
  if (!isLink(f.symbol))
    throw refusal("no-rule", "the chain rule of a matrix-valued function has factors of rank four; use --style differential");
  const matrix = isFullMatrix(variable.shape);
  const stations: readonly Sym[] = [...(matrix ? [] : [variable]), ...through.map((q) => q.symbol), f.symbol];
  const [start] = stations as [Sym];
  const factors = stations.slice(1).map((outer, k) => factorOf(frame, outer, stations[k] as Sym));
  const backwards = [...factors].reverse();
  const parts: SolutionPart[] = [];
  const claims: Claim[] = [];
  if (factors.length > 0) {
    parts.push(
      part(
        "Factors",
        [["Everything passes through these quantities; each is differentiated by the one before it (numerator layout: outputs × inputs):"]],
        factors.flatMap((x) => chain(x.sign, [{ after: formula(x.value), reasons: x.reasons }])),
      ),
    );
  }
  const whole = factors.length > 0 ? factorOf(frame, f.symbol, start) : null;
  if (whole && factors.length > 1) {
    const product = t.app(
      heads.mul,
      backwards.map((x) => x.value),
    );
    parts.push(
      part(
        "Chain rule",
        [],
        chain(whole.sign, [
          { after: literal(backwards.map((x) => x.sign.latex).join(" ")), reasons: [moves.chain] },
          { after: formula(product), reasons: [moves.insertFactors] },
          { after: formula(whole.value), reasons: [moves.simplify] },
        ]),
      ),
    );
    claims.push({ lhs: product, rhs: whole.value });
  }
  if (!matrix) return { parts, derivative: mixed(frame, f, start), claims, assumptions: [], shown: new Set() };
  const last = lastLink(frame, f, through[0]?.symbol ?? null);
  return { ...last, parts: [...parts, ...last.parts], claims: [...claims, ...last.claims] };
}

/** What a link may be: a number or a column. */
const isLink = (s: Sym): boolean => isScalar(s.shape) || isColumn(s.shape);

const derivativeOf = (frame: Frame, of: Sym, by: Sym, layout: "numerator" | "mixed"): Derivative => {
  const { t, book, quantities, seed } = frame;
  const found = differentiate(t, book, { expr: of, environment: quantities.environment, wrt: by, layout, seed });
  if (!found.ok) throw refusal("no-rule", found.error.message);
  return found.value;
};

function factorOf(frame: Frame, outer: Sym, inner: Sym): Factor {
  const d = derivativeOf(frame, outer, inner, "numerator");
  const reasons = d.steps.map(({ rule, because, see }): Reason => ({ rule, because, see }));
  return { sign: derivativeSign(named(outer.name), named(inner.name)), value: d.expr, reasons: distinct(reasons) };
}

/** The derivative in the mixed layout, for the numbers and the other layouts. */
const mixed = (frame: Frame, f: Quantity, by: Sym): Expr => derivativeOf(frame, f.symbol, by, "mixed").expr;

/** From the first passage to a matrix variable: df = (∂f/∂z) dz, read off. */
function lastLink(frame: Frame, f: Quantity, first: Sym | null): Worked {
  if (first === null) return byDifferentials(frame, f, new Set());
  const { t, quantities } = frame;
  const gradient = derivativeOf(frame, f.symbol, first, "mixed");
  if (!isScalar(f.symbol.shape)) throw refusal("no-rule", "a column by a matrix has rank three; use --style differential or index");
  const held = heldName(quantities.environment, first);
  const g = t.sym(held, first.shape);
  const product = isScalar(first.shape) ? t.app(heads.mul, [g, first]) : t.app(heads.mul, [t.app(heads.transpose, [g]), first]);
  const local = t.sym(`\\ell`, f.symbol.shape);
  const environment: Environment = {
    ...quantities.environment,
    symbols: new Map([
      ...quantities.environment.symbols,
      [held, { name: held, shape: g.shape, sort: "real" as const, attributes: new Set<never>(), range: null }],
    ]),
    definitions: new Map([...quantities.environment.definitions, [local.name, { name: local.name, params: [], body: product }]]),
  };
  const inner: Frame = { ...frame, quantities: reachedBy(t, environment, local, new Set([local.name])) };
  const worked = byDifferentials(inner, inner.quantities.f, new Set());
  const last = worked.derivative === null ? null : t.substitute(worked.derivative, new Map([[held, gradient.expr]]));
  const sign: Formula = {
    latex: `\\nabla_{${first.name}} ${f.symbol.name}`,
    unicode: `∇_${named(first.name).unicode} ${named(f.symbol.name).unicode}`,
  };
  const intro = part(
    "The matrix",
    [["The derivative by a matrix is read off a differential. What comes before it is held, as the number ", formula(local), ":"]],
    chain(sign, [{ after: formula(gradient.expr), reasons: [moves.transposeFactor] }]),
    [
      { formula: literal(`${held} \\in ${spaceText(first)}`), note: "held, with the value of the gradient above" },
      {
        formula: {
          latex: `${local.name} = ${formula(product).latex}`,
          unicode: `${named(local.name).unicode} = ${formula(product).unicode}`,
        },
        note: "",
      },
    ],
  );
  const steps =
    last === null
      ? []
      : chain(literal(`\\nabla_{${frame.variable.name}} ${f.symbol.name}`), [{ after: formula(last), reasons: [moves.chain] }]);
  return { ...worked, parts: [intro, ...worked.parts, part("Together", [], steps)], derivative: last, claims: [] };
}

const spaceText = (s: Sym): string => (isScalar(s.shape) ? "\\mathbb{R}" : `\\mathbb{R}^{${s.shape[0]?.key}}`);

const heldName = (environment: Environment, z: Sym): Name => {
  const taken = new Set([
    ...environment.symbols.keys(),
    ...environment.definitions.keys(),
    ...freeSymbols(...[...environment.definitions.values()].map((d) => d.body)).keys(),
  ]);
  return ["\\delta", "\\gamma", "\\eta"].find((n) => !taken.has(n)) ?? `\\delta_{${z.name}}`;
};
