/** Every place in a term, with a way to put something else there. Binders are opened: below one its index is an ordinary name. */
import { type Bind, childrenOf, type Domain, domainTerms, type Expr, type Sym, type Terms } from "../../expr/index.ts";
import { sameShape } from "../../shape/index.ts";

export interface Place {
  readonly node: Expr;
  /** The whole term with another term at this place; null where that has no shape. */
  readonly put: (e: Expr) => Expr | null;
  /** The nodes around, innermost first. */
  readonly above: readonly Expr[];
  /** Indices bound around the place, with their domains, innermost first. */
  readonly bound: readonly { readonly index: Sym; readonly domain: Domain; readonly binder: Bind["binder"] }[];
  /** Which child of its parent; −1 at the top. */
  readonly slot: number;
}

/** More places than this are not looked at. */
const mostPlaces = 160;

/** The places of a term, outermost first. What stands inside a derivative is left alone: it is one quantity. */
export function placesOf(t: Terms, whole: Expr): readonly Place[] {
  const out: Place[] = [];
  const go = (place: Place): void => {
    if (out.length >= mostPlaces) return;
    out.push(place);
    const { node } = place;
    if (node.kind === "deriv") return;
    const opened = node.kind === "bind" ? open(t, node, place.bound.length) : null;
    const children = opened ? [...domainTerms(opened.domain), opened.body] : childrenOf(node);
    const make = (next: readonly Expr[]): Expr | null => (opened ? close(t, node as Bind, opened, next) : remade(t, node, next));
    children.forEach((child, slot) => {
      const inBody = opened !== null && slot === children.length - 1;
      go({
        node: child,
        above: [node, ...place.above],
        bound: inBody ? [{ index: opened.index, domain: opened.domain, binder: (node as Bind).binder }, ...place.bound] : place.bound,
        slot,
        put: (e) => {
          const made = make(children.map((c, k) => (k === slot ? e : c)));
          return made && place.put(made);
        },
      });
    });
  };
  go({ node: whole, put: (e) => e, above: [], bound: [], slot: -1 });
  return out;
}

interface Opened {
  readonly index: Sym;
  readonly domain: Domain;
  readonly body: Expr;
}

/** The body over a name that occurs nowhere else. */
export function open(t: Terms, b: Bind, depth: number): Opened {
  const index = t.sym(`${b.hint.replace(/[#@].*$/u, "") || "i"}@${depth}`, b.index.shape, b.index.sort);
  return { index, domain: b.domain, body: t.substitute(b.body, new Map([[b.index.name, index]])) };
}

function close(t: Terms, b: Bind, opened: Opened, next: readonly Expr[]): Expr | null {
  const body = next.at(-1) as Expr;
  if (!sameShape(body.shape, b.body.shape)) return null;
  let k = 0;
  const bound = (): Expr => next[k++] as Expr;
  const { domain } = opened;
  const moved: Domain =
    domain.kind === "range" || domain.kind === "interval"
      ? { ...domain, from: bound(), to: bound() }
      : domain.kind === "point"
        ? { ...domain, at: bound() }
        : domain;
  return t.bind(b.binder, opened.index, moved, body, b.hint);
}

/** The node over other children; only a head applied may change its shape. */
export function remade(t: Terms, e: Expr, next: readonly Expr[]): Expr | null {
  if (e.kind === "app") {
    const made = t.tryApp(e.head, next);
    return made.ok ? made.value : null;
  }
  const before = childrenOf(e);
  return before.every((c, k) => sameShape(c.shape, (next[k] as Expr).shape)) ? t.rebuild(e, next) : null;
}
