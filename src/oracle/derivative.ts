/**
 * ∂A/∂B: the DAG of definitions is cut at B, everything else is held, and the tape is differentiated.
 *
 * B is wrapped in cut registers in a frame of its own, A is traced there, and a pass over the tape yields the registers of the derivative.
 * B may be a symbol, a defined name, a member of a family, an entry, a transpose or vec of these, or any subterm of A.
 */

import type { Deriv, Expr } from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";
import { mapEntries, type Value } from "./arrays.ts";
import { memberOf } from "./calls.ts";
import { differentiate } from "./differentiate.ts";
import { childFrame, type Frame, type Holding, touches } from "./frames.ts";
import { passing } from "./operations.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { dimsIn, type Tracer } from "./tracer.ts";

export function derivativeValue(t: Tracer, e: Deriv, frame: Frame): Value {
  const target = carrierOf(e.by);
  const inner = cutFrame(t, frame, target);
  const by = t.value(e.by, inner).entries;
  if (by.some((r) => t.rec.columns.op[r] !== passing.cut))
    return refuse("unsupported", "a derivative by something that is no set of variables");
  const through = changeOfVariable(t, e, frame);
  const reached = touches(inner, e.of);
  if (!reached && !through?.reached) t.unreached.add(e);
  const entries = through ? through.entries : differentiate(t.rec, t.times, t.value(e.of, inner).entries, by);
  return { dims: dimsIn(frame, e.shape), entries };
}

/** What carries the entries of B: X for Xᵀ, vec X and X[i, j]. */
function carrierOf(by: Expr): Expr {
  if (by.kind === "elem") return carrierOf(by.of);
  if (by.kind !== "app") return by;
  const acts = by.head.acts;
  const moves = (acts.kind === "structural" && (acts.rule === "transpose" || acts.rule === "permute")) || by.head.kernel === "vec";
  return moves ? carrierOf(by.args[0] as Expr) : by;
}

/** A frame in which `target` holds fresh cuts, wherever it occurs. */
function cutFrame(t: Tracer, frame: Frame, target: Expr): Frame {
  const cuts = mapEntries(t.value(target, frame), t.rec.cut);
  return childFrame(frame, t.touchOf(target), holding(t, frame, target, cuts));
}

function holding(t: Tracer, frame: Frame, target: Expr, cuts: Value): Holding {
  switch (target.kind) {
    case "sym": {
      const body = frame.definitions.get(target.name)?.body;
      const nodes = new Map<Expr, Value>(body && isCompound(body) ? [[body, cuts]] : []);
      return { names: new Map([[target.name, { value: cuts, cut: true }]]), nodes };
    }
    case "call": {
      const member =
        target.slots.length === 0
          ? memberOf(
              t,
              target,
              target.args.map((a) => t.value(a, frame)),
            )
          : null;
      return member
        ? { members: new Map([[member, cuts]]), families: new Set([target.fn]), nodes: new Map([[target, cuts]]) }
        : { nodes: new Map([[target, cuts]]) };
    }
    default:
      return { nodes: new Map([[target, cuts]]) };
  }
}

/** A defined name also stands where its definition is written out, unless that is a mere symbol or number. */
const isCompound = (body: Expr): boolean => body.kind === "app" || body.kind === "call" || body.kind === "bind";

/**
 * ∂A/∂g(u) for a scalar u: A may depend on u outside g(u) as well, as ‖AX‖ in ∂‖AX‖/∂‖AX‖². What lies there counts through
 * ∂u/∂g = 1/g′(u).
 */
function changeOfVariable(t: Tracer, e: Deriv, frame: Frame): { readonly entries: readonly Register[]; readonly reached: boolean } | null {
  const u = scalarUnder(e.by);
  if (!u || u.kind === "num") return null;
  const outer = cutFrame(t, frame, u);
  const g = t.value(e.by, outer).entries;
  const cutU = t.value(u, outer).entries;
  const inner = childFrame(outer, t.touchOf(e.by), { nodes: new Map([[e.by, { dims: [1, 1], entries: g.map(t.rec.cut) }]]) });
  const reached = touches(inner, e.of) || touches(outer, e.of);
  if (!touches(outer, e.of)) return null;
  const of = t.value(e.of, inner).entries;
  const both = differentiate(t.rec, t.times, of, [...t.value(e.by, inner).entries, ...cutU]);
  const slope = differentiate(t.rec, t.times, g, cutU)[0] as Register;
  const isZero = (r: Register): boolean => t.rec.constantOf(r)?.n === 0n;
  const entries = of.map((_, i) => {
    const direct = both[2 * i] as Register;
    const beside = both[2 * i + 1] as Register;
    return isZero(beside) ? direct : t.rec.add(direct, t.rec.div(beside, slope));
  });
  return { entries, reached };
}

/** The one scalar a scalar function is taken of: u in u², √u, −u. */
function scalarUnder(by: Expr): Expr | null {
  if (by.kind !== "app" || !isScalar(by.shape) || by.head.acts.kind === "signature") return null;
  const varying = by.args.filter((a) => a.kind !== "num");
  const [u] = varying;
  return varying.length === 1 && u && isScalar(u.shape) && (u.kind === "sym" || u.kind === "app" || u.kind === "call" || u.kind === "elem")
    ? u
    : null;
}
