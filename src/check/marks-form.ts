/**
 * When two expressions have one form: equal up to the order of terms and of scalar factors, grouping, signs pulled out of products, and
 * transposes pushed inwards. Less than equal in value: 2(a + b) and 2a + 2b differ, as a milestone means one of them.
 */
import {
  childrenOf,
  type Environment,
  type Expr,
  fold,
  heads,
  multiplyRational,
  negateRational,
  oneRational,
  type Rational,
  rational,
  showRational,
  type Terms,
} from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";

/** The form of a term as text, shared parts by number: cost follows the distinct nodes. */
export interface Forms {
  readonly of: (e: Expr) => string;
}

/** A term as coefficient times factors: scalars in any order, arrays in theirs. */
interface Product {
  readonly coefficient: Rational;
  readonly scalars: readonly string[];
  readonly arrays: readonly string[];
}

interface Form {
  readonly plain: Product;
  /** The same, transposed. */
  readonly turned: Product;
  /** Terms of a sum, each with its sign inside; null for anything else. */
  readonly sum: { readonly plain: readonly string[]; readonly turned: readonly string[] } | null;
}

export function createForms(): Forms {
  const numbers = new Map<string, number>();
  const known = new Map<Expr, string>();
  /** A short name for a long text. */
  const short = (text: string): string => {
    const n = numbers.get(text) ?? numbers.size;
    numbers.set(text, n);
    return `«${n}»`;
  };
  const show = (p: Product): string => `${showRational(p.coefficient)}·${[...p.scalars].sort().join("·")}|${p.arrays.join(" ")}`;
  const atom = (e: Expr, text: string): Form => {
    const name = short(text);
    if (isScalar(e.shape)) {
      const one: Product = { coefficient: oneRational, scalars: [name], arrays: [] };
      return { plain: one, turned: one, sum: null };
    }
    const array = (a: string): Product => ({ coefficient: oneRational, scalars: [], arrays: [a] });
    return { plain: array(name), turned: array(`${name}'`), sum: null };
  };
  const times = (a: Product, b: Product): Product => ({
    coefficient: multiplyRational(a.coefficient, b.coefficient),
    scalars: [...a.scalars, ...b.scalars],
    arrays: [...a.arrays, ...b.arrays],
  });
  const one: Product = { coefficient: oneRational, scalars: [], arrays: [] };
  const negated = (p: Product): Product => ({ ...p, coefficient: negateRational(p.coefficient) });

  function combine(e: Expr, parts: readonly Form[]): Form {
    const text = (): string => parts.map((p) => whole(p)).join(",");
    if (e.kind === "num") {
      const number: Product = { coefficient: e.value, scalars: [], arrays: [] };
      return { plain: number, turned: number, sum: null };
    }
    if (e.kind !== "app") return atom(e, `${e.kind} ${own(e)}(${text()})`);
    const [first, second] = parts;
    switch (e.head) {
      case heads.add: {
        const terms = (side: "plain" | "turned"): readonly string[] => parts.flatMap((p) => p.sum?.[side] ?? [show(p[side])]);
        const sum = { plain: [...terms("plain")].sort(), turned: [...terms("turned")].sort() };
        const as = (list: readonly string[]): Product => {
          const name = short(`sum ${list.join("+")}`);
          return isScalar(e.shape) ? { ...one, scalars: [name] } : { ...one, arrays: [name] };
        };
        return { plain: as(sum.plain), turned: as(sum.turned), sum };
      }
      case heads.mul:
        return {
          plain: parts.map((p) => p.plain).reduce(times, one),
          turned: parts
            .map((p) => p.turned)
            .toReversed()
            .reduce(times, one),
          sum: null,
        };
      case heads.neg:
        return first ? { plain: negated(first.plain), turned: negated(first.turned), sum: null } : atom(e, "neg");
      case heads.transpose:
        return first
          ? { plain: first.turned, turned: first.plain, sum: first.sum && { plain: first.sum.turned, turned: first.sum.plain } }
          : atom(e, "T");
      case heads.div:
        if (!first || !second) return atom(e, "div");
        return overNumber(first, second) ?? quotient(first, second);
      case heads.hadamard:
      case heads.eq:
        return atom(e, `${e.head.name}(${parts.map(whole).sort().join(",")})`);
      default:
        return atom(e, `${e.head.name}(${text()})`);
    }
  }

  const whole = (p: Form): string => show(p.plain);

  /** u / 2 is ½ u. */
  function overNumber(a: Form, b: Form): Form | null {
    if (b.plain.scalars.length + b.plain.arrays.length > 0 || b.plain.coefficient.n === 0n) return null;
    const by: Product = { ...one, coefficient: rational(b.plain.coefficient.d, b.plain.coefficient.n) };
    return { plain: times(by, a.plain), turned: times(by, a.turned), sum: null };
  }

  /** u / v is v⁻¹ u, the scalar in front. */
  function quotient(a: Form, b: Form): Form {
    const by: Product = { ...one, scalars: [short(`1/${whole(b)}`)] };
    return { plain: times(by, a.plain), turned: times(by, a.turned), sum: null };
  }

  return {
    of(e) {
      const done = known.get(e) ?? whole(fold<Form>(e, combine));
      known.set(e, done);
      return done;
    },
  };
}

/** What a node says besides its children. */
function own(e: Expr): string {
  switch (e.kind) {
    case "sym":
      return e.name;
    case "call":
      return `${e.fn} ${e.slots.join()}`;
    case "bind":
      return `${e.binder} ${e.domain.kind}`;
    default:
      return `${childrenOf(e).length}`;
  }
}

/** The term with names of the given kind replaced by what they stand for, as often as it takes. */
export function unfolded(t: Terms, e: Expr, environment: Environment, unfolds: (name: string) => boolean): Expr {
  const depth = 12;
  let now = e;
  for (let i = 0; i < depth; i++) {
    const next = t.replace(now, (node) => {
      // What is differentiated, and after what, stays as it is named.
      if (node.kind === "deriv") return node;
      const d = node.kind === "sym" && unfolds(node.name) ? environment.definitions.get(node.name) : undefined;
      return d && d.params.length === 0 ? d.body : null;
    });
    if (next === now) return now;
    now = next;
  }
  return now;
}
