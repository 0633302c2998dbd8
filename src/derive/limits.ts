/**
 * Simple limits at a finite point, before anything is differentiated: by continuity, and for 0/0 by l'Hôpital's rule (dlmf 1.4(iv)),
 * which makes a difference quotient the derivative that it defines. A value that the oracle does not find as well is not used.
 */
import { refusal } from "../calculus/refusal.ts";
import { type Bind, type Book, type Environment, type Expr, heads, nodesOf, type Sym, type Terms } from "../expr/index.ts";
import type { Result } from "../shape/index.ts";
import { isScalar } from "../shape/index.ts";
import { confirm } from "./confirm.ts";
import { simplify } from "./simplify.ts";
import type { Derivative, DeriveError, DeriveQuestion } from "./types.ts";

type Differentiate = (question: DeriveQuestion) => Result<Derivative, DeriveError>;

/** How often l'Hôpital's rule is applied. */
const mostTurns = 4;

/** The expression with its limits replaced by their values. */
export function withoutLimits(t: Terms, book: Book, q: DeriveQuestion, differentiate: Differentiate): Expr {
  if (!nodesOf(q.expr).some(isLimit)) return q.expr;
  return t.replace(q.expr, (x) => (isLimit(x) ? limitValue(t, book, q, x, differentiate) : null));
}

const isLimit = (e: Expr): e is Bind => e.kind === "bind" && e.binder === "limit";

function limitValue(t: Terms, book: Book, q: DeriveQuestion, e: Bind, differentiate: Differentiate): Expr {
  const { environment } = q;
  const variable = t.sym("$h");
  const body = t.substitute(e.body, new Map([[e.index.name, variable]]));
  const value = e.domain.kind === "point" ? limit(t, book, environment, body, variable, e.domain.at, differentiate) : null;
  if (value && confirm(environment, value, e, q.seed ?? 1).kind === "agrees") return value;
  throw refusal("no-rule", "no rule for this limit; write its value");
}

/** lim u as h → a, if it is found. */
function limit(t: Terms, book: Book, environment: Environment, u: Expr, h: Sym, a: Expr, differentiate: Differentiate): Expr | null {
  const at = (e: Expr): Expr => simplify(t, book, environment, t.substitute(e, new Map([[h.name, a]])));
  let now = u;
  for (let turn = 0; turn <= mostTurns; turn++) {
    if (now.kind !== "app" || now.head !== heads.div) return at(now);
    const [over, under] = now.args as [Expr, Expr];
    const below = at(under);
    if (!isZero(below)) return simplify(t, book, environment, t.app(heads.div, [at(over), below]));
    if (!isZero(at(over)) || !isScalar(under.shape)) return null;
    const [dOver, dUnder] = [over, under].map((expr) => differentiate({ expr, environment, wrt: h }));
    if (!dOver?.ok || !dUnder?.ok) return null;
    now = t.app(heads.div, [dOver.value.expr, dUnder.value.expr]);
  }
  return null;
}

const isZero = (e: Expr): boolean => (e.kind === "num" && e.value.n === 0n) || (e.kind === "app" && e.head === heads.zeros);
