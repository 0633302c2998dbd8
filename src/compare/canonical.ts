/**
 * Another way of writing a claim, for a second try where sampling alone saw no difference:
 *
 *   max(a, max(b, c)) = max(a, b, c), in one order        sin(u + kπ/2), cos(u + kπ/2) = ± sin u or ± cos u
 *   cos(jπ + u) = (−1)ʲ cos u for whole j                     sin(u + π/3), cos(π/6) and the like by their roots
 */
import {
  type App,
  addRational,
  type Book,
  childrenOf,
  type Environment,
  type Expr,
  type Head,
  heads,
  invertRational,
  multiplyRational,
  negateRational,
  oneRational,
  type Rational,
  rational,
  type Terms,
  zeroRational,
} from "../expr/index.ts";
import { cosineOfTurn, type RootOfFraction, sineOfTurn } from "../oracle/angles.ts";
import type { Claim } from "./types.ts";

/** The claim with both sides rewritten; null where nothing changes. */
export function canonical(t: Terms, book: Book | null, claim: Claim): Claim | null {
  const rewrite = rewriter(t, book, claim.environment);
  const lhs = rewrite(claim.lhs);
  const rhs = rewrite(claim.rhs);
  return lhs === claim.lhs && rhs === claim.rhs ? null : { ...claim, lhs, rhs };
}

function rewriter(t: Terms, book: Book | null, environment: Environment): (e: Expr) => Expr {
  const done = new Map<Expr, Expr>();
  const go = (e: Expr): Expr => {
    const known = done.get(e);
    if (known) return known;
    const children = childrenOf(e);
    const inner = children.map(go);
    const rebuilt = inner.every((x, i) => x === children[i]) ? e : t.rebuild(e, inner);
    const out = rebuilt.kind === "app" ? rewritten(t, book, environment, rebuilt) : rebuilt;
    done.set(e, out);
    return out;
  };
  return go;
}

function rewritten(t: Terms, book: Book | null, environment: Environment, e: App): Expr {
  switch (e.head.name) {
    case "max":
    case "min": {
      // Any order will do that is the same for both sides: it is not shown.
      const flat = e.args.flatMap((a) => (a.kind === "app" && a.head === e.head ? a.args : [a]));
      const sorted = [...new Set(flat)].sort((x, y) => x.id - y.id);
      return sorted.length === 1 ? (sorted[0] as Expr) : t.app(e.head, sorted);
    }
    case "sin":
    case "cos":
      return turned(t, book, environment, e) ?? e;
    default:
      return e;
  }
}

/** A term of an angle: c π j₁ j₂ …; null where π is no factor or something else than whole numbers is. */
interface Turn {
  readonly coefficient: Rational;
  readonly whole: readonly Expr[];
}

function turnOf(e: Expr, environment: Environment): Turn | null {
  if (e.kind !== "app") return null;
  const [a, b] = e.args;
  if (e.head === heads.pi) return { coefficient: oneRational, whole: [] };
  if (e.head === heads.neg && a) {
    const turn = turnOf(a, environment);
    return turn && { ...turn, coefficient: negateRational(turn.coefficient) };
  }
  if (e.head === heads.div && a && b?.kind === "num" && b.value.n !== 0n) {
    const turn = turnOf(a, environment);
    return turn && { ...turn, coefficient: multiplyRational(turn.coefficient, invertRational(b.value)) };
  }
  if (e.head !== heads.mul) return null;
  let found: Turn | null = null;
  let coefficient = oneRational;
  const whole: Expr[] = [];
  for (const factor of e.args) {
    const turn: Turn | null = found === null ? turnOf(factor, environment) : null;
    if (turn) found = turn;
    else if (factor.kind === "num") coefficient = multiplyRational(coefficient, factor.value);
    else if (isWhole(factor, environment)) whole.push(factor);
    else return null;
  }
  return found && { coefficient: multiplyRational(coefficient, found.coefficient), whole: [...found.whole, ...whole] };
}

function isWhole(e: Expr, environment: Environment): boolean {
  if (e.kind !== "sym") return false;
  const has = environment.symbols.get(e.name)?.attributes;
  return e.sort === "index" || has?.has("natural") === true || has?.has("integer") === true;
}

function turned(t: Terms, book: Book | null, environment: Environment, e: App): Expr | null {
  const [angle] = e.args as [Expr];
  const terms = angle.kind === "app" && angle.head === heads.add ? angle.args : [angle];
  let quarters = zeroRational;
  const signs: Expr[] = [];
  const rest: Expr[] = [];
  let part = zeroRational;
  for (const term of terms) {
    const turn = turnOf(term, environment);
    const halves = turn && multiplyRational(turn.coefficient, rational(2));
    if (turn && halves && turn.whole.length === 0 && halves.d === 1n) quarters = addRational(quarters, halves);
    else if (turn && turn.whole.length === 0 && cosineOfTurn(turn.coefficient)) part = addRational(part, turn.coefficient);
    else if (turn && turn.whole.length > 0 && turn.coefficient.d === 1n) {
      if (turn.coefficient.n % 2n !== 0n) signs.push(turn.whole.length === 1 ? (turn.whole[0] as Expr) : t.app(heads.mul, turn.whole));
    } else rest.push(term);
  }
  if (rest.length === terms.length) return null;
  const u = rest.length === 0 ? t.num(0) : rest.length === 1 ? (rest[0] as Expr) : t.app(heads.add, rest);
  const k = Number(((quarters.n % 4n) + 4n) % 4n) + (e.head.name === "cos" ? 1 : 0);
  const sine = otherHead(book, e, "sin");
  const cosine = otherHead(book, e, "cos");
  if (!sine || !cosine) return null;
  // sin(u + kπ/2), k even or odd, at u = v + qπ.
  const value = k % 2 === 0 ? sineOf(t, sine, cosine, u, part) : cosineOf(t, sine, cosine, u, part);
  if (!value) return null;
  const signed = k % 4 >= 2 ? t.app(heads.neg, [value]) : value;
  return signs.reduce<Expr>((x, j) => t.app(heads.mul, [t.app(heads.pow, [t.num(-1), j]), x]), signed);
}

const isNone = (u: Expr): boolean => u.kind === "num" && u.value.n === 0n;

/** sin(u + qπ) = sin u cos qπ + cos u sin qπ, with the roots written out. */
function sineOf(t: Terms, sine: Head, cosine: Head, u: Expr, q: Rational): Expr | null {
  const [c, s] = [rootOf(t, cosineOfTurn(q)), rootOf(t, sineOfTurn(q))];
  if (!c || !s) return null;
  if (isNone(u)) return s;
  return q.n === 0n
    ? t.app(sine, [u])
    : t.app(heads.add, [t.app(heads.mul, [t.app(sine, [u]), c]), t.app(heads.mul, [t.app(cosine, [u]), s])]);
}

/** cos(u + qπ) = cos u cos qπ − sin u sin qπ */
function cosineOf(t: Terms, sine: Head, cosine: Head, u: Expr, q: Rational): Expr | null {
  const [c, s] = [rootOf(t, cosineOfTurn(q)), rootOf(t, sineOfTurn(q))];
  if (!c || !s) return null;
  if (isNone(u)) return c;
  if (q.n === 0n) return t.app(cosine, [u]);
  return t.app(heads.add, [t.app(heads.mul, [t.app(cosine, [u]), c]), t.app(heads.neg, [t.app(heads.mul, [t.app(sine, [u]), s])])]);
}

function rootOf(t: Terms, x: RootOfFraction | null): Expr | null {
  if (!x) return null;
  const root = t.app(heads.pow, [t.num(x.square), t.num(rational(1, 2))]);
  const value = x.square.n === 0n || x.square.n === x.square.d ? t.num(x.square) : root;
  return x.sign === 1 ? value : t.app(heads.neg, [value]);
}

const otherHead = (book: Book | null, e: App, name: string): Head | null =>
  e.head.name === name ? e.head : (book?.heads.get(name) ?? null);
