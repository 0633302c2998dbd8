/**
 * Derivatives: what is differentiated by is cut out as a stand-in tensor, the rest held as it is, and the value put back afterwards.
 *
 * The stand-in carries no declared structure: a gradient has independent entries, and Σ pᵢ = 1 or A = Aᵀ must not be used before it is
 * taken.
 */
import { type App, type Deriv, type Expr, heads, type Sym } from "../../expr/index.ts";
import { absurd, isScalar, type Shape } from "../../shape/index.ts";
import type { Affine } from "./affine.ts";
import { differentiate } from "./derivative.ts";
import type { Poly } from "./factor.ts";
import { type Entries, type Frame, type Holding, indexLengths, rankOf, rowsAndColumns, withHeld } from "./frame.ts";
import { replaceTensor } from "./freeze.ts";
import { indexOf } from "./indices.ts";
import { lower, marksOf, placeOf } from "./lower.ts";
import { standIn } from "./lower-call.ts";
import { freshName, giveUp } from "./session.ts";

export function lowerDeriv(f: Frame, e: Deriv, at: readonly Affine[]): Poly {
  const rank = isScalar(e.of.shape) ? 0 : rankOf(f, e.of.shape);
  return along(f, e.of, at.slice(0, rank), e.by, at.slice(rank));
}

/** ∂of[at] / ∂by[place] */
function along(f: Frame, of: Expr, at: readonly Affine[], by: Expr, place: readonly Affine[]): Poly {
  switch (by.kind) {
    case "sym":
      return bySymbol(f, of, at, by, place);
    case "elem":
      return along(f, of, at, by.of, placeOf(f, by));
    case "app":
      return byApplication(f, of, at, by, place);
    case "call":
      if (f.environment.definitions.has(by.fn) || by.args.some((a) => a.sort === "index"))
        return giveUp("a derivative by a member of a family");
      return byNode(f, of, at, by, place);
    case "bind":
    case "cases":
    case "deriv":
      return byNode(f, of, at, by, place);
    case "num":
      return giveUp("a derivative by a number");
    default:
      return absurd(by);
  }
}

/** Xᵀ and permuted arrays carry the entries of X; anything else is cut as it stands. */
function byApplication(f: Frame, of: Expr, at: readonly Affine[], by: App, place: readonly Affine[]): Poly {
  const [inner, ...order] = by.args;
  if (!inner) return giveUp("a derivative by nothing");
  if (by.head.name === "vec") {
    const [m = [], n = []] = inner.shape.map((d) => indexLengths(f, d));
    if (place.length !== m.length + n.length) return giveUp("a derivative by a rearranged array");
    return along(f, of, at, inner, [...place.slice(n.length), ...place.slice(0, n.length)]);
  }
  if (by.head === heads.transpose) {
    const [rows, columns] = rowsAndColumns(f, by.shape, place);
    return along(f, of, at, inner, [...columns, ...rows]);
  }
  if (by.head !== heads.permute) return byNode(f, of, at, by, place);
  if (rankOf(f, inner.shape) !== order.length) return giveUp("a permutation of an axis that is a product");
  const places: Affine[] = [];
  order.forEach((p, k) => {
    places[indexOf(f, p).constant - 1] = place[k] as Affine;
  });
  return along(f, of, at, inner, places);
}

const byNode = (f: Frame, of: Expr, at: readonly Affine[], by: Expr, place: readonly Affine[]): Poly =>
  cut(
    f,
    of,
    at,
    by.shape,
    place,
    (x) => lower(f, by, x),
    (entries) => holdingNode(f, by, entries),
  );

/** By g(u) of one number u: what else depends on u would count too, so u is cut as well, to see whether anything does. */
function holdingNode(f: Frame, by: Expr, entries: Entries): Holding {
  const nodes = new Map([[by, entries]]);
  const u = isScalar(by.shape) && by.kind === "app" ? by.args.find((a) => a.kind !== "num" && isScalar(a.shape)) : undefined;
  if (!u) return { nodes };
  const beside: Entries = () => giveUp("a derivative by a function of something else that occurs");
  if (u.kind === "sym") return f.names.has(u.name) ? { nodes } : { nodes, names: new Map([[u.name, beside]]) };
  return { nodes: nodes.set(u, beside) };
}

function bySymbol(f: Frame, of: Expr, at: readonly Affine[], by: Sym, place: readonly Affine[]): Poly {
  if (by.sort !== "real") return giveUp("a derivative by an index");
  const body = f.environment.definitions.get(by.name)?.body;
  const held = f.names.has(by.name) || f.nodes.has(by) || body !== undefined;
  const marks = marksOf(f, by);
  if (!held && Object.entries(marks).every(([key, on]) => !on || key === "positive")) {
    return differentiate(f.session, lower(f, of, at), by.name, place);
  }
  if (marks.binary || marks.sign) return giveUp("a derivative by something discrete");
  // A defined name also stands where its definition is written out, unless that is a mere symbol or number.
  const written = body && !f.names.has(by.name) && (body.kind === "app" || body.kind === "call" || body.kind === "bind") ? body : null;
  const hold = (entries: Entries): Holding => ({
    names: new Map([[by.name, entries]]),
    nodes: new Map(written ? [[written, entries]] : []),
  });
  return cut(f, of, at, by.shape, place, (x) => lower(f, by, x), hold, marks.positive);
}

function cut(
  f: Frame,
  of: Expr,
  at: readonly Affine[],
  shape: Shape,
  place: readonly Affine[],
  value: Entries,
  hold: (entries: Entries) => Holding,
  positive = false,
): Poly {
  const s = f.session;
  const name = freshName(s);
  const inner = withHeld(f, hold(standIn(f, name, shape, positive)));
  return replaceTensor(s, differentiate(s, lower(inner, of, at), name, place), name, value);
}
