/** Named functions: defined ones are opened with their parameters held, abstract ones become atoms with slots and evaluation point. */
import type { Call, Definition, Expr } from "../../expr/index.ts";
import { axes, constantDim, type Dim, isOne, type Shape } from "../../shape/index.ts";
import { type Affine, one, same, variable, whole } from "./affine.ts";
import { differentiate } from "./derivative.ts";
import { applied, type Closure, noMarks, type Poly, tensor } from "./factor.ts";
import { affineOfDim, axisLengths, type Entries, type Frame, rankOf, withHeld } from "./frame.ts";
import { replaceTensor } from "./freeze.ts";
import { affineOf } from "./indices.ts";
import { lower } from "./lower.ts";
import { single } from "./poly.ts";
import { freshName, giveUp } from "./session.ts";

export function lowerCall(f: Frame, e: Call, at: readonly Affine[]): Poly {
  const definition = f.environment.definitions.get(e.fn);
  if (!definition) return lowerAbstract(f, e, at);
  if (definition.params.length !== e.args.length) return giveUp(`the arguments of ${e.fn}`);
  return e.slots.length === 0 ? lowerOpened(f, e, definition, at) : lowerSlots(f, e, definition, at);
}

/** Which actual sizes the formal ones stand for. */
export function formalSizes(f: Frame, formal: readonly Shape[], actual: readonly Shape[]): ReadonlyMap<string, Affine> {
  const found = new Map<string, Affine>();
  for (const [i, shape] of formal.entries()) {
    const dims = actual[i];
    if (dims?.length !== shape.length) return giveUp("the shape of an argument");
    for (const [k, d] of shape.entries()) matchSize(d, affineOfDim(f, dims[k] as Dim), found);
  }
  return found;
}

/** A formal dim that is one size name takes the actual length; others must agree or follow. */
function matchSize(formal: Dim, actual: Affine, found: Map<string, Affine>): void {
  const c = constantDim(formal);
  if (c !== null && !same(whole(c), actual)) giveUp("the size of an argument");
  const [term, ...more] = formal.terms;
  const [power] = term?.powers ?? [];
  if (!term || !power || more.length > 0 || term.coefficient !== 1 || term.powers.length > 1 || power.exponent > 1) return;
  const before = found.get(power.atom);
  if (before && !same(before, actual)) giveUp("sizes of arguments that differ");
  found.set(power.atom, actual);
}

/** Indices of a formal shape as those of the actual one: a formal axis that is a literal 1 here takes none. */
export function toActual(formal: Shape, actual: Shape, at: readonly Affine[]): readonly Affine[] {
  if (axes(formal).length === axes(actual).length) return at;
  if (at.length !== axes(formal).length) return giveUp("the shape of an argument");
  let k = 0;
  return formal.flatMap((d, i) => {
    if (isOne(d)) return [];
    const index = at[k++] as Affine;
    return isOne(actual[i] as Dim) ? [] : [index];
  });
}

/** The other way: a formal axis that is a literal 1 here stands at its only place. */
export function toFormal(formal: Shape, actual: Shape, at: readonly Affine[]): readonly Affine[] {
  if (axes(formal).length === axes(actual).length) return at;
  if (at.length !== axes(actual).length) return giveUp("the shape of a value");
  let k = 0;
  return formal.flatMap((d, i) => (isOne(d) ? [] : isOne(actual[i] as Dim) ? [one] : [at[k++] as Affine]));
}

interface Parameters {
  readonly names: Map<string, Entries>;
  readonly indices: Map<string, Affine>;
  readonly sizes: ReadonlyMap<string, Affine>;
}

function parametersOf(f: Frame, e: Call, d: Definition): Parameters {
  const names = new Map<string, Entries>();
  const indices = new Map<string, Affine>();
  d.params.forEach((p, i) => {
    const value = e.args[i] as Expr;
    const index = p.sort === "index" ? affineOf(f, value) : null;
    if (p.sort === "index" && !index) giveUp(`an index of ${e.fn}`);
    if (index) indices.set(p.name, index);
    else names.set(p.name, (at) => lower(f, value, toActual(p.shape, value.shape, at)));
  });
  return {
    names,
    indices,
    sizes: formalSizes(
      f,
      d.params.map((p) => p.shape),
      e.args.map((a) => a.shape),
    ),
  };
}

function lowerOpened(f: Frame, e: Call, d: Definition, at: readonly Affine[]): Poly {
  const circle = `call ${e.fn}`;
  if (f.opening.has(circle)) return giveUp(`${e.fn} refers to itself`);
  return lower(withHeld(f, { ...parametersOf(f, e, d), opening: circle }), d.body, toFormal(d.body.shape, e.shape, at));
}

/** Slot derivatives of a defined function: its parameters are stand-ins, differentiated, then given their values. */
function lowerSlots(f: Frame, e: Call, d: Definition, at: readonly Affine[]): Poly {
  const s = f.session;
  const circle = `call ${e.fn}`;
  if (f.opening.has(circle)) return giveUp(`${e.fn} refers to itself`);
  const actual = parametersOf(f, e, d);
  const standIns = new Map<string, string>();
  const names = new Map<string, Entries>();
  d.params.forEach((p, i) => {
    if (!actual.names.has(p.name)) return;
    const name = freshName(s);
    standIns.set(p.name, name);
    names.set(p.name, standIn(f, name, (e.args[i] as Expr).shape));
  });
  if (d.params.some((p, i) => rankOf(f, p.shape) !== rankOf(f, (e.args[i] as Expr).shape))) return giveUp(`the arguments of ${e.fn}`);
  const rank = rankOf(f, d.body.shape);
  let start = rank;
  let value = lower(withHeld(f, { ...actual, names, opening: circle }), d.body, at.slice(0, rank));
  for (const slot of e.slots) {
    const p = d.params[slot - 1];
    const name = p && standIns.get(p.name);
    if (!name) return giveUp(`a derivative of ${e.fn} by an index`);
    const end = start + rankOf(f, (e.args[slot - 1] as Expr).shape);
    value = differentiate(s, value, name, at.slice(start, end));
    start = end;
  }
  for (const [p, name] of standIns) value = replaceTensor(s, value, name, actual.names.get(p) as Entries);
  return value;
}

/** A tensor without a past, of the shape of what it stands for. */
export function standIn(f: Frame, name: string, shape: Shape, positive = false): Entries {
  const dims = axisLengths(f, shape);
  return (at) => single(f.session, tensor({ name, at, dims, marks: { ...noMarks, positive }, frozen: false }));
}

function lowerAbstract(f: Frame, e: Call, at: readonly Affine[]): Poly {
  const s = f.session;
  const shapes = e.args.map((a) => axisLengths(f, a.shape));
  const closures = e.args.map((a, i): Closure => {
    const binders = (shapes[i] as readonly Affine[]).map((to) => freshName(s, { from: one, to }));
    return { binders, poly: lower(f, a, binders.map(variable)) };
  });
  const result = axisLengths(f, resultShape(f, e));
  const slots = e.slots.map((slot) => slot - 1);
  if (slots.some((slot) => e.args[slot]?.sort === "index" && e.args[slot]?.kind !== "num"))
    return giveUp(`a derivative of ${e.fn} by an index`);
  let start = result.length;
  const groups = slots.map((slot) => {
    const dims = shapes[slot] as readonly Affine[];
    const group = { slot, dims, at: at.slice(start, start + dims.length) };
    start += dims.length;
    return group;
  });
  groups.sort((a, b) => a.slot - b.slot);
  return single(
    s,
    applied({
      fn: e.fn,
      slots: groups.map((g) => g.slot),
      closures,
      resultRank: result.length,
      slotRanks: groups.map((g) => g.dims.length),
      at: [...at.slice(0, result.length), ...groups.flatMap((g) => g.at)],
      dims: [...result, ...groups.flatMap((g) => g.dims)],
    }),
  );
}

/** The shape of f(args) without its slots: the axes of the call, those of the slots left off. */
function resultShape(f: Frame, e: Call): Shape {
  const all = e.shape.filter((d) => constantDim(d) !== 1);
  const taken = e.slots.reduce((n, slot) => n + axes((e.args[slot - 1] as Expr).shape).length, 0);
  return f.environment.functions.has(e.fn) || all.length >= taken ? all.slice(0, all.length - taken) : giveUp(`the shape of ${e.fn}`);
}
