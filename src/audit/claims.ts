/**
 * What there is to verify in a book, in one form: two sides that must agree wherever the conditions hold.
 *
 *   a rule or law       left = right
 *   a card              d head(u) = its differential, on a column and on the rows of a matrix
 *                       ⟨head(…, v, …), g⟩ = ⟨v, adjoint⟩
 *                       kernel = meaning, where both are given
 *                       a value wherever its domain says so
 *   a kink              the stated value is that of the differential there
 */
import { type Book, type Expr, type Head, heads, type Name, type Rule, type Sym, type Terms } from "../expr/index.ts";
import { meaningOf } from "../rewrite/index.ts";
import { type Dim, isOne } from "../shape/index.ts";

export interface Claim {
  /** `trace-cyclic`, `tr: d`, `tr: adjoint`. */
  readonly name: string;
  /** `file:line` */
  readonly source: string;
  readonly variables: readonly Sym[];
  /** Variables that d does not move. */
  readonly fixed: ReadonlySet<Name>;
  readonly facts: ReadonlyMap<Name, ReadonlySet<string>>;
  readonly left: Expr;
  readonly right: Expr;
  readonly when: readonly Expr[];
  /** Conditions of the card that another claim puts to the test: they hold too, but are not dropped on purpose here. */
  readonly assumed: readonly Expr[];
  /** Points to leave out: there the value is one of convention. */
  readonly unless: readonly Expr[];
  /** The audit demands that it fails. */
  readonly unsound: boolean;
  /** A rule with →, which must decrease the measure. */
  readonly directed: boolean;
}

/** The claims of a book, in the order of its cards, then of its rules. `t` is a fresh table. */
export function claimsOf(book: Book, t: Terms): readonly Claim[] {
  const cards = [...book.heads.values()].filter((h) => h.source !== null);
  return [...cards.flatMap((h) => cardClaims(h, t)), ...book.rules.map((r) => ruleClaim(r, t))];
}

function ruleClaim(rule: Rule, t: Terms): Claim {
  return {
    name: rule.name,
    source: rule.source,
    variables: rule.given.map((v) => t.sym(v.name, v.shape, v.sort)),
    fixed: rule.fixed,
    facts: rule.facts,
    left: t.adopt(rule.left),
    right: t.adopt(rule.right),
    when: rule.when.map(t.adopt),
    assumed: [],
    unless: [],
    unsound: rule.unsound,
    directed: rule.arrow === "→",
  };
}

const none: ReadonlyMap<Name, ReadonlySet<string>> = new Map();

function cardClaims(head: Head, t: Terms): readonly Claim[] {
  const params = paramsOf(head, t);
  if (!params) return [];
  const base: Claim = {
    name: head.name,
    source: head.source ?? "",
    variables: params,
    fixed: new Set(),
    facts: none,
    left: t.app(head, params),
    right: t.app(head, params),
    when: head.domain.map((f) => t.adopt(f.body)),
    assumed: [],
    unless: [],
    unsound: false,
    directed: false,
  };
  const granted: Claim = { ...base, when: [], assumed: base.when };
  const out: Claim[] = [{ ...base, name: `${head.name}: value` }];
  const value = t.app(head, params);
  const meaning = meaningOf(t, value);
  if (meaning && head.kernel) out.push({ ...granted, name: `${head.name}: means`, right: meaning });
  const smooth = head.smooth.map((f) => t.adopt(f.body));
  const kinks = head.kink ? [t.adopt(head.kink.at)] : [];
  if (head.differential) {
    out.push({
      ...granted,
      name: `${head.name}: d`,
      left: t.app(heads.d, [value]),
      right: t.adopt(head.differential.body),
      when: smooth,
      unless: kinks,
    });
  }
  if (head.rowsDifferential) out.push(rowsClaim(head, t, granted));
  for (const [i, a] of head.adjoint.entries())
    if (a)
      out.push(
        adjointClaim(
          head,
          t,
          granted,
          i,
          a.params.map((p) => t.sym(p.name, p.shape)),
          t.adopt(a.body),
        ),
      );
  return out;
}

/** The parameters under the names its formulas use; a card without a formula gets fresh ones. */
function paramsOf(head: Head, t: Terms): readonly Sym[] | null {
  const stated = head.means ?? head.differential ?? head.domain[0] ?? null;
  if (stated) return stated.params.map((p) => t.sym(p.name, p.shape));
  const { acts } = head;
  if (acts.kind === "signature" || acts.kind === "rows") return acts.params.map((s, i) => t.sym(`a_${i + 1}`, s));
  return typeof head.arity === "number" ? Array.from({ length: head.arity }, (_, i) => t.sym(`a_${i + 1}`)) : null;
}

function rowsClaim(head: Head, t: Terms, base: Claim): Claim {
  const formula = head.rowsDifferential as NonNullable<Head["rowsDifferential"]>;
  const params = formula.params.map((p) => t.sym(p.name, p.shape));
  const left = t.app(heads.d, [t.app(head, params)]);
  return { ...base, name: `${head.name}: d rows`, variables: params, left, right: t.adopt(formula.body), assumed: [] };
}

/** ⟨head(…, v, …), g⟩ = ⟨v, adjoint⟩, as sums over all entries. */
function adjointClaim(head: Head, t: Terms, base: Claim, i: number, params: readonly Sym[], body: Expr): Claim {
  const cotangent = params.at(-1) as Sym;
  const argument = params[i] as Sym;
  const value = t.app(head, params.slice(0, -1));
  return {
    ...base,
    name: `${head.name}: adjoint ${argument.name}`,
    variables: params,
    left: pairing(t, value, cotangent),
    right: pairing(t, argument, body),
  };
}

function pairing(t: Terms, u: Expr, v: Expr): Expr {
  const [m, n] = u.shape as [Dim, Dim];
  const row = isOne(m) ? [] : [t.app(heads.ones, [t.num(1), t.dim(m)])];
  const column = isOne(n) ? [] : [t.app(heads.ones, [t.dim(n), t.num(1)])];
  return t.app(heads.mul, [...row, t.app(heads.hadamard, [u, v]), ...column]);
}

/** A card's kink: at its place, d head along each parameter alone must be the stated value. Only for one or more numbers. */
export interface KinkClaim {
  readonly name: string;
  readonly source: string;
  readonly params: readonly Sym[];
  readonly at: Expr;
  readonly value: Expr;
  readonly differential: Expr;
}

export function kinkClaimsOf(book: Book, t: Terms): readonly KinkClaim[] {
  return [...book.heads.values()].flatMap((h) => {
    const { kink, differential } = h;
    if (!kink || !differential || h.acts.kind !== "elementwise") return [];
    const params = kink.params.map((p) => t.sym(p.name, p.shape));
    return [
      {
        name: `${h.name}: at`,
        source: h.source ?? "",
        params,
        at: t.adopt(kink.at),
        value: t.adopt(kink.value),
        differential: t.adopt(differential.body),
      },
    ];
  });
}
