/**
 * Derivatives: what is differentiated by is cut out as a stand-in tensor, the rest held as it is, and the value put back afterwards.
 *
 * The stand-in carries no declared structure: a gradient has independent entries, and Σ pᵢ = 1 or A = Aᵀ must not be used before it is
 * taken.
 */
import { type Deriv, type Expr, heads, type Sym } from "../../expr/index.ts";
import { isScalar, type Shape } from "../../shape/index.ts";
import type { Affine } from "./affine.ts";
import { differentiate } from "./derivative.ts";
import type { Poly } from "./factor.ts";
import { type Entries, type Frame, rankOf, withHeld } from "./frame.ts";
import { replaceTensor } from "./freeze.ts";
import { indexOf } from "./indices.ts";
import { lower, marksOf } from "./lower.ts";
import { standIn } from "./lower-call.ts";
import { freshName, giveUp } from "./session.ts";

export function lowerDeriv(f: Frame, e: Deriv, at: readonly Affine[]): Poly {
  const rank = isScalar(e.of.shape) ? 0 : rankOf(e.of.shape);
  return along(f, e.of, at.slice(0, rank), e.by, at.slice(rank));
}

/** ∂of[at] / ∂by[place] */
function along(f: Frame, of: Expr, at: readonly Affine[], by: Expr, place: readonly Affine[]): Poly {
  if (by.kind === "app" && by.head === heads.transpose) return along(f, of, at, by.args[0] as Expr, [...place].reverse());
  if (by.kind === "elem") return along(f, of, at, by.of, by.at.map((i) => indexOf(f, i)));
  if (by.kind === "sym") return bySymbol(f, of, at, by, place);
  if (by.kind === "num") return giveUp("a derivative by a number");
  if (by.kind === "call" && (f.environment.definitions.has(by.fn) || by.args.some((a) => a.sort === "index"))) {
    return giveUp("a derivative by a member of a family");
  }
  const value: Entries = (x) => lower(f, by, x);
  return cut(f, of, at, by.shape, place, value, (entries) => ({ nodes: new Map([[by, entries]]) }));
}

function bySymbol(f: Frame, of: Expr, at: readonly Affine[], by: Sym, place: readonly Affine[]): Poly {
  if (by.sort !== "real") return giveUp("a derivative by an index");
  const known = f.names.has(by.name) || f.nodes.has(by) || f.environment.definitions.has(by.name);
  const marks = marksOf(f, by);
  if (!known && Object.entries(marks).every(([key, on]) => !on || key === "positive")) {
    return differentiate(f.session, lower(f, of, at), by.name, place);
  }
  if (marks.binary) return giveUp("a derivative by something discrete");
  return cut(f, of, at, by.shape, place, (x) => lower(f, by, x), (entries) => ({ names: new Map([[by.name, entries]]) }), marks.positive);
}

type Hold = (entries: Entries) => { readonly names?: ReadonlyMap<string, Entries>; readonly nodes?: ReadonlyMap<Expr, Entries> };

function cut(
  f: Frame, of: Expr, at: readonly Affine[], shape: Shape, place: readonly Affine[], value: Entries, hold: Hold, positive = false,
): Poly {
  const s = f.session;
  const name = freshName(s);
  const inner = withHeld(f, hold(standIn(f, name, shape, positive)));
  return replaceTensor(s, differentiate(s, lower(inner, of, at), name, place), name, value);
}

