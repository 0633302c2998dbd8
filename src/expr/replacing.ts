/** Terms made from terms: rebuilt, substituted without capture, replaced node by node, adopted from another table. */
import { absurd } from "../shape/result.ts";
import { axes, fromAxes, type Shape } from "../shape/shape.ts";
import { childrenOf, domainTerms, mapDomain } from "./children.ts";
import { boundName, mentions } from "./nesting.ts";
import type { Terms } from "./terms.ts";
import type { Bind, Call, Expr, Name } from "./types.ts";

type Constructors = Pick<Terms, "num" | "sym" | "app" | "call" | "elem" | "bind" | "cases" | "deriv">;
export type Replacing = Pick<Terms, "rebuild" | "substitute" | "replace" | "adopt">;

/** What replaces a node, and what does so below a binder. */
interface Replacement {
  at(node: Expr): Expr | null;
  under(b: Bind): Replacement;
}

/** Below a binder of the same name an index is another one. */
function substitution(by: ReadonlyMap<Name, Expr>): Replacement {
  const own: Replacement = {
    at: (x) => (x.kind === "sym" ? (by.get(x.name) ?? null) : null),
    under: (b) => (by.has(b.index.name) ? substitution(new Map([...by].filter(([n]) => n !== b.index.name))) : own),
  };
  return own;
}

/** The shape of f(args) without its slots. It does not change when arguments of the same shape are replaced. */
function callResult(e: Call, children: readonly Expr[]): Shape {
  let extra = 0;
  for (const s of e.slots) extra += axes((children[s - 1] as Expr).shape).length;
  const all = axes(e.shape);
  const kept = all.slice(0, all.length - extra);
  // A row-shaped result without slots keeps its shape as it is.
  return e.slots.length === 0 ? e.shape : fromAxes(kept);
}

/** The ways to make a term from terms, over the constructors of one table. */
export function createReplacing({ num, sym, app, call, elem, bind, cases, deriv }: Constructors): Replacing {
  function rebuild(e: Expr, children: readonly Expr[]): Expr {
    const before = childrenOf(e);
    if (before.every((c, i) => c === children[i])) return e;
    switch (e.kind) {
      case "num":
      case "sym":
        return e;
      case "app":
        return app(e.head, children);
      case "call":
        return call(e.fn, e.slots, children, callResult(e, children));
      case "elem":
        return elem(children[0] as Expr, children.slice(1), e.outside);
      case "bind": {
        const bounds = domainTerms(e.domain);
        let i = 0;
        const domain = mapDomain(e.domain, () => children[i++] as Expr);
        return bind(e.binder, e.index, domain, children[bounds.length] as Expr, e.hint);
      }
      case "cases": {
        const arms = e.arms.map((_, i) => ({ when: children[2 * i] as Expr, then: children[2 * i + 1] as Expr }));
        return cases(arms, e.otherwise ? (children[2 * e.arms.length] as Expr) : null);
      }
      case "deriv":
        return deriv(children[0] as Expr, children[1] as Expr);
      default:
        return absurd(e);
    }
  }

  function substitute(e: Expr, by: ReadonlyMap<Name, Expr>): Expr {
    return walk(e, substitution(by));
  }

  function replace(e: Expr, f: (node: Expr) => Expr | null): Expr {
    const everywhere: Replacement = { at: f, under: () => everywhere };
    return walk(e, everywhere);
  }

  /** `brought`: replaced nodes with what came in their place, where bound names occur in it. */
  function walk(e: Expr, by: Replacement, brought: (readonly [Expr, Expr])[] = []): Expr {
    const done = new Map<Expr, Expr>();
    const go = (x: Expr): Expr => {
      const known = done.get(x);
      if (known) return known;
      const here = by.at(x);
      if (here && here.level > 0) brought.push([x, here]);
      const out = here ?? (x.kind === "bind" ? replaceUnder(x) : rebuild(x, childrenOf(x).map(go)));
      done.set(x, out);
      return out;
    };
    /** Opens a binder with a level that nothing brought in can reach, so that nothing is captured. */
    const replaceUnder = (x: Bind): Expr => {
      const domain = mapDomain(x.domain, go);
      const inside = by.under(x);
      const body = inside === by ? go(x.body) : walk(x.body, inside, brought);
      if (body === x.body && domainTerms(domain).every((t, i) => t === domainTerms(x.domain)[i])) return x;
      const { name } = x.index;
      const captured = brought.some(([node, here]) => mentions(here, name) > 0 && mentions(node, name) === 0);
      if (!captured) return bind(x.binder, x.index, domain, body, x.hint);
      const away = sym(boundName(Math.max(body.level, x.level) + 1000), x.index.shape, x.index.sort);
      const moved = substitute(x.body, new Map([[x.index.name, away]]));
      return bind(x.binder, away, domain, walk(moved, inside, brought), x.hint);
    };
    return go(e);
  }

  function adopt(e: Expr): Expr {
    const done = new Map<Expr, Expr>();
    const go = (x: Expr): Expr => {
      const known = done.get(x);
      if (known) return known;
      const out = one_(x);
      done.set(x, out);
      return out;
    };
    const one_ = (x: Expr): Expr => {
      switch (x.kind) {
        case "num":
          return num(x.value);
        case "sym":
          return sym(x.name, x.shape, x.sort);
        case "app":
          return app(x.head, x.args.map(go));
        case "call":
          return call(x.fn, x.slots, x.args.map(go), callResult(x, x.args));
        case "elem":
          return elem(go(x.of), x.at.map(go), x.outside);
        case "bind":
          return bind(x.binder, sym(x.index.name, x.index.shape, x.index.sort), mapDomain(x.domain, go), go(x.body), x.hint);
        case "cases":
          return cases(
            x.arms.map((a) => ({ when: go(a.when), then: go(a.then) })),
            x.otherwise ? go(x.otherwise) : null,
          );
        case "deriv":
          return deriv(go(x.of), go(x.by));
        default:
          return absurd(x);
      }
    };
    return go(e);
  }

  return { rebuild, substitute, replace, adopt };
}
