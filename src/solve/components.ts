/** Arrays by their entries: (A x)ᵢ = Σⱼ Aᵢⱼ xⱼ, ‖r‖² = Σᵢ rᵢ², softmax(z)ᵢ = exp(zᵢ)/Σⱼ exp(zⱼ). */
import { refusal } from "../calculus/refusal.ts";
import { type App, type Book, type Expr, type Head, heads, type Name, type Sym, type Terms } from "../expr/index.ts";
import { type Dim, isOne, isScalar } from "../shape/index.ts";
import { freshName } from "./quantities.ts";

export interface Components {
  /** A number, with every product of arrays as a sum. */
  number(e: Expr): Expr;
  /** The entry at positions along the thick axes. */
  entry(e: Expr, at: readonly Expr[]): Expr;
  letter(): Sym;
}

const letters: readonly Name[] = ["i", "j", "k", "l", "r", "s", "p", "q"];

export function createComponents(t: Terms, book: Book, taken: Set<Name>): Components {
  const letter = (): Sym => t.index(freshName(taken, letters));
  const head = (name: string): Head => book.heads.get(name) as Head;
  const sumOver = (i: Sym, to: Dim, body: Expr): Expr => t.bind("sum", i, { kind: "range", from: t.num(1), to: t.dim(to) }, body, i.name);
  const refuse = (what: string): never => {
    throw refusal("no-rule", `${what} has no entries that are easy to write; use --style differential`);
  };

  function number(e: Expr): Expr {
    switch (e.kind) {
      case "num":
      case "sym":
        return e;
      case "elem":
        return entry(e.of, e.at);
      case "bind":
        return e.binder === "sum" || e.binder === "product" ? t.bind(e.binder, e.index, e.domain, number(e.body), e.hint) : e;
      case "app":
        return numberOf(e);
      case "call":
        return t.rebuild(
          e,
          e.args.map((a) => (isScalar(a.shape) ? number(a) : a)),
        );
      default:
        return e;
    }
  }

  function numberOf(e: App): Expr {
    const [a] = e.args as [Expr];
    switch (e.head.name) {
      case "mul":
        return product(e.args, []);
      case "tr": {
        const i = letter();
        return sumOver(i, a.shape[0] as Dim, entry(a, [i, i]));
      }
      case "norm":
        return t.app(head("sqrt"), [squares(a)]);
      case "pow":
        if (a.kind === "app" && a.head.name === "norm" && e.args[1]?.kind === "num" && e.args[1].value.n === 2n)
          return squares(a.args[0] as Expr);
        return t.app(e.head, e.args.map(number));
      case "lse": {
        const i = letter();
        return t.app(head("ln"), [sumOver(i, a.shape[0] as Dim, t.app(head("exp"), [entry(a, [i])]))]);
      }
      case "transpose":
        return number(a);
      default:
        if (e.head.acts.kind === "elementwise" || ["add", "neg", "div", "hadamard", "hdiv", "hpow", "sg"].includes(e.head.name))
          return t.app(e.head, e.args.map(number));
        return e.args.every((x) => isScalar(x.shape)) ? e : refuse(e.head.called);
    }
  }

  /** Σ of the squares of the entries. */
  function squares(a: Expr): Expr {
    const own = a.shape.filter((d) => !isOne(d)).map((d) => [letter(), d] as const);
    const body = t.app(heads.pow, [
      entry(
        a,
        own.map(([i]) => i),
      ),
      t.num(2),
    ]);
    return [...own].reverse().reduce<Expr>((inner, [i, d]) => sumOver(i, d, inner), body);
  }

  /** Scalars in front, then the chain with an index between each two. */
  function product(factors: readonly Expr[], at: readonly Expr[]): Expr {
    const scalars = factors.filter((f) => isScalar(f.shape)).map(number);
    const chain = factors.filter((f) => !isScalar(f.shape));
    const outer = [...at];
    let left: Expr | null = chain[0] && !isOne(chain[0].shape[0] as Dim) ? (outer.shift() as Expr) : null;
    const sums: (readonly [Sym, Dim])[] = [];
    const parts = chain.map((f, k) => {
      const cols = f.shape[1] as Dim;
      const wide = !isOne(cols);
      const fresh = wide && k < chain.length - 1 ? letter() : null;
      if (fresh) sums.push([fresh, cols]);
      const right = fresh ?? (wide ? (outer.shift() as Expr) : null);
      const own = !isOne(f.shape[0] as Dim) && left === null ? (outer.shift() as Expr) : left;
      const here = [...(isOne(f.shape[0] as Dim) || !own ? [] : [own]), ...(right ? [right] : [])];
      left = right;
      return entry(f, here);
    });
    const all = [...scalars, ...parts].filter((x) => !(x.kind === "num" && x.value.n === 1n && x.value.d === 1n));
    const body = all.length === 0 ? t.num(1) : all.length === 1 ? (all[0] as Expr) : t.app(heads.mul, all);
    return [...sums].reverse().reduce<Expr>((inner, [i, d]) => sumOver(i, d, inner), body);
  }

  function entry(e: Expr, at: readonly Expr[]): Expr {
    if (isScalar(e.shape)) return number(e);
    if (e.kind === "sym") return t.elem(e, at);
    if (e.kind === "bind" && e.binder === "tabulate") {
      const [first, ...rest] = at as [Expr, ...Expr[]];
      const body = t.substitute(e.body, new Map([[e.index.name, first]]));
      return rest.length === 0 ? number(body) : entry(body, rest);
    }
    if (e.kind === "bind" && e.binder === "sum") return t.bind("sum", e.index, e.domain, entry(e.body, at), e.hint);
    if (e.kind !== "app") return refuse("this array");
    return entryOf(e, at);
  }

  const delta = (i: Expr, j: Expr): Expr => t.app(heads.iverson, [t.app(heads.eq, [i, j])]);

  function entryOf(e: App, at: readonly Expr[]): Expr {
    const [a] = e.args as [Expr];
    const [i, j] = at as [Expr, Expr];
    switch (e.head.name) {
      case "mul":
        return product(e.args, at);
      case "transpose":
        return entry(a, [...at].reverse());
      case "ones":
        return t.num(1);
      case "zeros":
        return t.num(0);
      case "eye":
        return delta(i, j);
      case "Diag":
        return t.app(heads.mul, [delta(i, j), entry(a, [i])]);
      case "diag":
        return entry(a, [i, i]);
      case "basis":
        return delta(a, i);
      case "softmax": {
        if (at.length !== 1) return refuse("softmax of a matrix");
        const l = letter();
        const exp = (at_: Expr): Expr => t.app(head("exp"), [entry(a, [at_])]);
        return t.app(heads.div, [exp(i), sumOver(l, a.shape[0] as Dim, exp(l))]);
      }
      case "hadamard":
        return t.app(
          heads.mul,
          e.args.map((x) => entry(x, at)),
        );
      case "hdiv":
        return t.app(
          heads.div,
          e.args.map((x) => entry(x, at)),
        );
      case "hpow":
        return t.app(heads.pow, [entry(a, at), number(e.args[1] as Expr)]);
      case "div":
        return t.app(heads.div, [entry(a, at), number(e.args[1] as Expr)]);
      default:
        if (e.head.acts.kind === "elementwise" || ["add", "neg", "sg"].includes(e.head.name))
          return t.app(
            e.head,
            e.args.map((x) => entry(x, at)),
          );
        return refuse(e.head.called);
    }
  }

  return { number, entry, letter };
}
