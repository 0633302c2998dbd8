/**
 * A claim broken on purpose: a node negated, a transpose dropped, a product swapped, a term or factor dropped, a number bumped, a condition
 * dropped. A mutant keeps its shape, so that only its values can give it away.
 */
import { type App, childrenOf, domainTerms, type Expr, heads, rational, type Terms } from "../expr/index.ts";
import { isScalar, ok, type Result, sameShape } from "../shape/index.ts";
import type { Claim } from "./claims.ts";

export interface Mutant {
  readonly kind: "negate" | "bump" | "transpose" | "drop" | "swap" | "turn";
  /** In words that name the place: `negate argument 1.2`, the path of arguments from the root, from 1. */
  readonly what: string;
  readonly right: Expr;
  /** The node that was changed, and the one it stands in. */
  readonly node: Expr;
  readonly under: Expr | null;
}

type Change = Pick<Mutant, "kind" | "what" | "right">;

/** Heads whose arguments are sizes: changing them changes shapes, or nothing. */
const sized: ReadonlySet<string> = new Set(["eye", "ones", "zeros", "basis"]);

/** Every mutant of a right side, each once. */
export function mutantsOf(t: Terms, right: Expr): readonly Mutant[] {
  const seen = new Set<Expr>([right]);
  return mutate(t, right, [], null).filter((m) => {
    if (seen.has(m.right)) return false;
    seen.add(m.right);
    return true;
  });
}

function mutate(t: Terms, e: Expr, path: readonly number[], under: Expr | null): readonly Mutant[] {
  const place = path.length === 0 ? "the whole" : `argument ${path.join(".")}`;
  const here = changes(t, e)
    .filter((m) => sameShape(m.right.shape, e.shape))
    .map((m) => ({ ...m, what: `${m.what} ${place}`, node: e, under }));
  if (e.kind === "app" && sized.has(e.head.name)) return here;
  const children = childrenOf(e);
  const fixed = e.kind === "bind" ? domainTerms(e.domain).length : 0;
  const below = children.flatMap((child, i) =>
    i < fixed
      ? []
      : mutate(t, child, [...path, i + 1], e).flatMap((m): readonly Mutant[] => {
          const rebuilt = rebuilding(
            t,
            e,
            children.map((c, k) => (k === i ? m.right : c)),
          );
          return rebuilt.ok ? [{ ...m, right: rebuilt.value }] : [];
        }),
  );
  return [...here, ...below];
}

function rebuilding(t: Terms, e: Expr, children: readonly Expr[]): Result<Expr, unknown> {
  return e.kind === "app" ? t.tryApp(e.head, children) : ok(t.rebuild(e, children));
}

/** The mutants at one node. Zero is not negated, and numbers are not swapped: that changes nothing. */
function changes(t: Terms, e: Expr): readonly Change[] {
  switch (e.kind) {
    case "num":
      return [
        { kind: "bump", what: "bump the number", right: t.num(rational(e.value.n + e.value.d, e.value.d)) },
        ...(e.value.n === 0n ? [] : negated(t, e)),
      ];
    case "app":
      return e.head === heads.zeros ? [] : [...(e.sort === "truth" ? [] : negated(t, e)), ...rearranged(t, e)];
    case "sym":
      return e.sort === "real" ? negated(t, e) : [];
    case "elem":
    case "call":
    case "bind":
    case "cases":
    case "deriv":
      return e.sort === "truth" ? [] : negated(t, e);
    default:
      return [];
  }
}

const negated = (t: Terms, e: Expr): readonly Change[] => [
  { kind: "negate", what: "negate", right: e.kind === "app" && e.head === heads.neg ? (e.args[0] as Expr) : t.app(heads.neg, [e]) },
];

function rearranged(t: Terms, e: App): readonly Change[] {
  const [first, second] = e.args;
  switch (e.head) {
    case heads.transpose:
      return first ? [{ kind: "transpose", what: "drop the transpose of", right: first }] : [];
    case heads.add:
    case heads.hadamard:
      return dropped(t, e);
    case heads.mul:
      return [...dropped(t, e), ...swapped(t, e)];
    case heads.div:
    case heads.hdiv:
      return first && second && isScalar(first.shape) ? [{ kind: "turn", what: "turn round", right: t.app(e.head, [second, first]) }] : [];
    default:
      return [];
  }
}

function dropped(t: Terms, e: App): readonly Change[] {
  return e.args.flatMap((_, i) => {
    const rest = e.args.filter((_x, k) => k !== i);
    const [only] = rest;
    const made: Result<Expr, unknown> = rest.length === 1 && only ? ok(only) : t.tryApp(e.head, rest);
    return made.ok ? [{ kind: "drop", what: `drop part ${i + 1} of`, right: made.value }] : [];
  });
}

function swapped(t: Terms, e: App): readonly Change[] {
  return e.args.slice(1).flatMap((right, k) => {
    const left = e.args[k] as Expr;
    if (isScalar(left.shape) || isScalar(right.shape)) return [];
    const made = t.tryApp(e.head, [...e.args.slice(0, k), right, left, ...e.args.slice(k + 2)]);
    return made.ok ? [{ kind: "swap", what: `swap factors ${k + 1} and ${k + 2} of`, right: made.value }] : [];
  });
}

/** The claim with one condition (or the exclusion of its kink) dropped. */
export function weakened(claim: Claim): readonly { readonly what: string; readonly claim: Claim }[] {
  return [
    ...claim.when.map((_, i) => ({ what: `drop condition ${i + 1}`, claim: { ...claim, when: claim.when.filter((_c, k) => k !== i) } })),
    ...claim.unless.map((_, i) => ({ what: "drop the kink", claim: { ...claim, unless: claim.unless.filter((_c, k) => k !== i) } })),
    ...[...claim.facts].flatMap(([name, facts]) =>
      [...facts].map((fact) => ({
        what: `drop ${fact} of ${name}`,
        claim: {
          ...claim,
          fixed: fact === "fixed" ? new Set([...claim.fixed].filter((n) => n !== name)) : claim.fixed,
          facts: new Map([...claim.facts].map(([n, list]) => [n, n === name ? new Set([...list].filter((f) => f !== fact)) : list])),
        },
      })),
    ),
  ];
}
