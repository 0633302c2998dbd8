/**
 * ∂A/∂B: the DAG of definitions is cut at B, everything else is held, and the tape is differentiated.
 *
 * B is wrapped in cut registers in a frame of its own, A is traced there, and a pass over the tape yields the registers of the derivative.
 * B may be a symbol, a defined name, a member of a family, an entry, a transpose or vec of these, or any subterm of A.
 */

import type { Deriv, Expr, Name } from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";
import { mapEntries, type Value } from "./arrays.ts";
import { memberOf } from "./calls.ts";
import { type CutFrame, childFrame, type Frame, type Holding, heldValues, holdsCut, movedFrame, touches, touchesCallee } from "./frames.ts";
import { passing } from "./operations.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { dimsIn, type Tracer } from "./tracer.ts";

export function derivativeValue(t: Tracer, e: Deriv, frame: Frame): Value {
  const { cut, inner } = cutFor(t, frame, carrierOf(e.by));
  const by = t.value(e.by, inner).entries;
  if (by.some((r) => t.rec.columns.op[r] !== passing.cut))
    return refuse("unsupported", "a derivative by something that is no set of variables");
  const through = changeOfVariable(t, e, frame);
  if (!touches(cut.frame, e.of) && !through?.reached) t.unreached.add(e);
  const entries = through ? through.entries : byEntries(t, t.value(e.of, inner).entries, by, cut);
  return { dims: dimsIn(frame, e.shape), entries };
}

/** One entry by a few of the carrier's: its whole gradient is taken once, since the others will be asked for as well. */
function byEntries(t: Tracer, of: readonly Register[], by: readonly Register[], cut: CutFrame): readonly Register[] {
  const [entry] = of;
  if (of.length !== 1 || entry === undefined) return t.derivatives.differentiate(of, by);
  let gradient = cut.gradients.get(entry);
  if (!gradient) {
    const cuts = heldValues(cut.frame).flatMap((v) => v.entries);
    const all = t.derivatives.differentiate(of, cuts);
    gradient = new Map(cuts.map((c, k) => [c, all[k] as Register]));
    cut.gradients.set(entry, gradient);
  }
  return by.map((r) => gradient.get(r) ?? t.rec.constant(0));
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

interface Cut {
  readonly cut: CutFrame;
  readonly inner: Frame;
}

/**
 * The cut is made in the outermost frame that does not touch the target, once, and the frames of loops in between are put on top of it:
 * Σₖ ∂f/∂z[k] traces f once. What these frames hold must be free of the cut, or a value from outside would vary as well. A cut inside
 * a cut stays inside: ∂/∂z (∂L/∂W) runs through z first.
 */
function cutFor(t: Tracer, frame: Frame, target: Expr): Cut {
  const family = wholeFamily(t, frame, target);
  const between: Frame[] = [];
  let home = frame;
  while (home.parent && !holdsCut(home) && !(family === null ? touches(home, target) : touchesCallee(home, family))) {
    between.unshift(home);
    home = home.parent;
  }
  const key = family ?? target;
  const known = home.cuts.get(key);
  const cut = known && between.every((f) => isFree(t, f, known)) ? known : newCut(t, home, target, family);
  if (!known) home.cuts.set(key, cut);
  return { cut, inner: between.reduce<Frame>((parent, f) => movedFrame(f, parent), cut.frame) };
}

/** The name of the family when the target is a member of one that does not mention itself. */
function wholeFamily(t: Tracer, frame: Frame, target: Expr): Name | null {
  if (target.kind !== "call" || !frame.definitions.get(target.fn)) return null;
  if (
    memberOf(
      t,
      target,
      target.args.map((a) => t.value(a, frame)),
    ) === null
  )
    return null;
  const seen = new Set(frame.definitions.mentions(target.fn)?.defined);
  for (const name of seen) for (const below of frame.definitions.mentions(name)?.defined ?? []) seen.add(below);
  return seen.has(target.fn) ? null : target.fn;
}

function newCut(t: Tracer, home: Frame, target: Expr, family: Name | null): CutFrame {
  const frame =
    family === null
      ? cutFrame(t, home, target)
      : childFrame(home, t.touchOf(`family ${family}`), { family: { name: family, members: new Map(), whole: true } });
  return { frame, gradients: new Map() };
}

/** Whether nothing that a frame holds depends on the registers of a cut. */
function isFree(t: Tracer, f: Frame, cut: CutFrame): boolean {
  const open = heldValues(f)
    .flatMap((v) => v.entries)
    .filter((r) => t.rec.constantOf(r) === null);
  return (
    open.length === 0 ||
    !t.derivatives.depends(
      open,
      heldValues(cut.frame).flatMap((v) => v.entries),
    )
  );
}

function holding(t: Tracer, frame: Frame, target: Expr, cuts: Value): Holding {
  switch (target.kind) {
    case "sym": {
      const body = frame.definitions.get(target.name)?.body;
      const nodes = new Map<Expr, Value>(body && isCompound(body) ? [[body, cuts]] : []);
      return { names: new Map([[target.name, { value: cuts, cut: true }]]), nodes };
    }
    case "call": {
      const args = target.args.map((a) => t.value(a, frame));
      const member = memberOf(t, target, args);
      return member === null
        ? { nodes: new Map([[target, cuts]]) }
        : { family: { name: target.fn, members: new Map([[member, cuts]]), whole: false } };
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
  const both = t.derivatives.differentiate(of, [...t.value(e.by, inner).entries, ...cutU]);
  const slope = t.derivatives.differentiate(g, cutU)[0] as Register;
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
