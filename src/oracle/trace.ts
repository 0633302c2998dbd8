/**
 * Tracing: an expression in its environment, at given sizes and positions, becomes a tape.
 *
 * Index arithmetic, ranges, Kronecker deltas and guards on indices are decided while tracing. Definitions are followed where they stand,
 * once per frame; derivatives are taken on the tape. Nothing of a card is read but how it acts, what it means and its kernel.
 */
import { type Cases, type Elem, type Environment, type Expr, type Name, nodesOf, type Sym } from "../expr/index.ts";
import { absurd, axes, evaluateShape, fail, ok, type Result } from "../shape/index.ts";
import { constantValue, scalarValue, type Value, zip } from "./arrays.ts";
import { bindValue, pick } from "./binders.ts";
import { callValue, cardValue } from "./calls.ts";
import { standardConvention } from "./convention.ts";
import { derivativeValue } from "./derivative.ts";
import { createDerivatives } from "./differentiate.ts";
import { finish } from "./finish.ts";
import { cutAbove, type Frame, holderOf, indexDefinitions, newTouch, rootFrame, type Touch, touches } from "./frames.ts";
import { graft } from "./graft.ts";
import { createPartials } from "./partials.ts";
import { createRecorder, type Register } from "./recorder.ts";
import { isRefusal, refuse } from "./refusal.ts";
import { structuralValue } from "./structural.ts";
import { dimsIn, scalarEntry, type Tracer, type TraceSetting } from "./tracer.ts";
import type { Tape, TraceFailure } from "./types.ts";

const defaultBudget = 200_000;
const deepest = 1_000;

/** What may be left out has a default: no indices, seed 1, the standard convention, 200,000 operations. */
export type TraceOptions = Pick<TraceSetting, "sizes"> & Partial<TraceSetting>;

/** The tape of the roots: one straight line for all of them, sharing what they share. */
export function trace(environment: Environment, roots: readonly Expr[], options: TraceOptions): Result<Tape, TraceFailure> {
  const { tracer, frame } = start(environment, options);
  try {
    return ok(
      tapeOf(
        tracer,
        roots.map((e) => ({ ...tracer.value(e, frame) })),
      ),
    );
  } catch (stop) {
    if (isRefusal(stop)) return fail(stop.refused);
    throw stop;
  }
}

/** As `trace`, but a root that cannot be traced is a number without a value: many candidates on one tape, some of which make no sense. */
export function traceMany(environment: Environment, roots: readonly Expr[], options: TraceOptions): Tape {
  const { tracer, frame } = start(environment, options);
  const values = roots.map((e): Value => {
    try {
      return { ...tracer.value(e, frame) };
    } catch (stop) {
      if (isRefusal(stop)) return { dims: [], entries: [] };
      throw stop;
    }
  });
  return tapeOf(tracer, values);
}

function start(environment: Environment, options: TraceOptions): { readonly tracer: Tracer; readonly frame: Frame } {
  const tracer = createTracer(environment, {
    indices: new Map(),
    seed: 1,
    convention: standardConvention,
    budget: defaultBudget,
    ...options,
  });
  return { tracer, frame: rootFrame({ definitions: tracer.definitions, sizes: options.sizes, indices: tracer.setting.indices }) };
}

const tapeOf = (tracer: Tracer, roots: readonly Value[]): Tape =>
  finish({ recorded: tracer.rec.columns, roots, dimsOf: tracer.dimsOf, unreached: [...tracer.unreached] });

function createTracer(environment: Environment, setting: TraceSetting): Tracer {
  const rec = createRecorder(setting.budget);
  const touchByKey = new Map<unknown, Touch>();
  let depth = 0;
  let turns = 0;
  const t: Tracer = {
    rec,
    environment,
    setting,
    derivatives: createDerivatives(rec, createPartials(rec, setting.convention)),
    definitions: indexDefinitions(environment.definitions),
    dimsOf: new Map(),
    unreached: new Set(),
    spend(more) {
      turns += more;
      if (turns > setting.budget) refuse("budget", `more than ${setting.budget} turns of loops`);
    },
    touchOf(key) {
      const known = touchByKey.get(key) ?? newTouch();
      touchByKey.set(key, known);
      return known;
    },
    value(e, frame) {
      const held = frame.nodes.get(e);
      if (held) return held;
      if (frame.parent && !touches(frame, e)) return t.value(e, frame.parent);
      const known = frame.memo.get(e);
      if (known) return known;
      if (frame.active.has(e)) return refuse("unsupported", "a definition goes round in a circle");
      if (++depth > deepest) return refuse("budget", "definitions and terms nest too deeply");
      frame.active.add(e);
      try {
        const value = grafted(t, e, frame, traced(t, e, frame));
        frame.memo.set(e, value);
        return value;
      } finally {
        frame.active.delete(e);
        depth--;
      }
    },
  };
  return t;
}

function traced(t: Tracer, e: Expr, frame: Frame): Value {
  switch (e.kind) {
    case "num":
      return scalarValue(t.rec.constant(e.value));
    case "sym":
      return symbolValue(t, e, frame);
    case "app":
      return e.head.acts.kind === "structural" ? structuralValue(t, e, e.head.acts.rule, frame) : cardValue(t, e, frame);
    case "call":
      return callValue(t, e, frame);
    case "elem":
      return entryValue(t, e, frame);
    case "bind":
      return bindValue(t, e, frame);
    case "cases":
      return casesValue(t, e, frame);
    case "deriv":
      return derivativeValue(t, e, frame);
    default:
      return absurd(e);
  }
}

/**
 * A node that a derivative further out has cut keeps the value of that cut, and passes on how it depends on this frame: in
 * ∂/∂z (∂L/∂W) the inner derivative runs through z, the outer one stops there.
 */
function grafted(t: Tracer, e: Expr, frame: Frame, inner: Value): Value {
  const cut = e.kind === "sym" ? null : cutAbove(frame, e);
  return cut ? graft(t, cut, inner) : inner;
}

function symbolValue(t: Tracer, e: Sym, frame: Frame): Value {
  const holder = holderOf(frame, e.name);
  const held = holder?.names.get(e.name);
  const definition = frame.definitions.get(e.name);
  const written = definition && definition.params.length === 0 ? definition.body : null;
  if (held) return holder === frame || !held.cut || !written ? held.value : graft(t, held.value, t.value(written, frame));
  const known = e.sort === "index" ? indexValue(e.name, frame) : undefined;
  if (known !== undefined) return scalarValue(t.rec.constant(known));
  if (written) return t.value(written, frame);
  return inputValue(t, e, frame);
}

const indexValue = (name: Name, frame: Frame): number | undefined => frame.indices.get(name) ?? frame.sizes.get(name);

/** A symbol without a definition: its entries are what a point gives. */
function inputValue(t: Tracer, e: Sym, frame: Frame): Value {
  const dims = declareInput(t, e, frame);
  const count = dims.reduce((x, y) => x * y, 1);
  t.spend(count);
  return { dims, entries: Array.from({ length: count }, (_, i) => t.rec.input(e.name, i)) };
}

function declareInput(t: Tracer, e: Sym, frame: Frame): readonly number[] {
  if (e.sort === "function" || e.name.startsWith("#")) refuse("undefined-symbol", `nothing is known of ${e.name}`);
  if (e.sort === "index" && !isWhole(t, e.name)) refuse("unsized", `the index ${e.name} has no position`);
  const dims = dimsIn(frame, e.shape);
  const before = t.dimsOf.get(e.name);
  if (before && before.join() !== dims.join())
    refuse("unsupported", `${e.name} has two shapes, ${before.join(" x ")} and ${dims.join(" x ")}`);
  t.dimsOf.set(e.name, dims);
  return dims;
}

/** A declared whole number is drawn like any other symbol. */
function isWhole(t: Tracer, name: Name): boolean {
  const declared = t.environment.symbols.get(name);
  return declared !== undefined && (declared.attributes.has("natural") || declared.attributes.has("integer"));
}

function entryValue(t: Tracer, e: Elem, frame: Frame): Value {
  const at = e.at.map((i) => scalarEntry(t.value(i, frame)));
  const direct = directEntry(t, e, frame, at);
  if (direct !== null) return scalarValue(direct);
  const array = t.value(e.of, frame);
  const lengths = array.dims.filter((_, k) => e.of.shape[k]?.key !== "1");
  return scalarValue(pick(t, array, lengths, at, e.outside));
}

/** An entry of an undefined symbol needs no other entry: large arrays stay cheap. */
function directEntry(t: Tracer, e: Elem, frame: Frame, at: readonly Register[]): Register | null {
  const { of } = e;
  if (of.kind !== "sym" || holderOf(frame, of.name) || cutAbove(frame, of) || frame.nodes.has(of) || frame.definitions.get(of.name))
    return null;
  const dims = evaluateShape(of.shape, frame.sizes);
  if (!dims || dims.reduce((x, y) => x * y, 1) < 64) return null;
  const lengths = evaluateShape(axes(of.shape), frame.sizes) ?? [];
  let place = 0;
  for (const [k, length] of lengths.entries()) {
    const i = t.rec.constantOf(at[k] as Register);
    if (i?.d !== 1n || i.n < 1n || i.n > BigInt(length)) return null;
    place = place * length + Number(i.n) - 1;
  }
  declareInput(t, of, frame);
  return t.rec.input(of.name, place);
}

/** Arms in order; an arm whose guard is settled as false is not even looked at. */
function casesValue(t: Tracer, e: Cases, frame: Frame): Value {
  const { rec } = t;
  const open: { readonly when: Register; readonly then: Value }[] = [];
  let last: Value | null = null;
  for (const arm of e.arms) {
    const when = scalarEntry(t.value(arm.when, frame));
    const settled = rec.constantOf(when);
    if (settled?.n === 0n) continue;
    const then = t.value(arm.then, frame);
    if (settled) {
      last = then;
      break;
    }
    open.push({ when, then });
  }
  const dims = dimsIn(frame, e.shape);
  const otherwise = last ?? (e.otherwise ? t.value(e.otherwise, frame) : constantValue(dims, rec.undefined()));
  const spread = (v: Value): Value => (v.entries.length === 1 ? constantValue(dims, scalarEntry(v)) : v);
  return open.reduceRight<Value>(
    (rest, { when, then }) => zip([spread(then), rest], ([yes, no]) => rec.select(when, yes as Register, no as Register)),
    spread(otherwise),
  );
}

/** Names of the symbols an expression needs a value for, definitions followed. */
export function inputNames(environment: Environment, roots: readonly Expr[]): ReadonlySet<Name> {
  const out = new Set<Name>();
  const seen = new Set<Name>();
  const visit = (e: Expr): void => {
    for (const x of nodesOf(e)) {
      const name = x.kind === "sym" ? x.name : x.kind === "call" ? x.fn : null;
      if (name === null || seen.has(name)) continue;
      seen.add(name);
      const definition = environment.definitions.get(name);
      if (definition) visit(definition.body);
      else if (x.kind === "sym" && !name.startsWith("#")) out.add(name);
    }
  };
  for (const e of roots) visit(e);
  return out;
}
