/** Functions applied: definitions with parameters, abstract functions, function cards. */
import type { App, Call, Definition, Expr, Formula, Head, Name, Sym } from "../expr/index.ts";
import { constantDim, type Dim, dimNames, evaluateDim, isColumn, isScalar, linearIn } from "../shape/index.ts";
import { abstractCall, arbitraryMember } from "./abstract.ts";
import { mapEntries, rowsOf, scalarValue, type Value, zip } from "./arrays.ts";
import {
  type CutFamily,
  childFrame,
  type Frame,
  type Held,
  holdsCut,
  indexDefinitions,
  memberKey,
  rootFrame,
  touchesCallee,
} from "./frames.ts";
import { graft } from "./graft.ts";
import { arrayKernels } from "./kernels.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { scalarKernels } from "./scalars.ts";
import { dimsIn, scalarEntry, type Tracer } from "./tracer.ts";

const deepest = 400;

/** f(a, b) and its slot derivatives, at the point where it stands. */
export function callValue(t: Tracer, e: Call, frame: Frame): Value {
  const args = e.args.map((a) => t.value(a, frame));
  const definition = frame.definitions.get(e.fn);
  if (definition && definition.params.length === e.args.length) {
    const member = memberOf(t, e, args);
    return member === null ? definedCall(t, e, definition, args, frame) : memberValue(t, e, member, definition, args, frame);
  }
  if (definition) return refuse("unsupported", `${e.fn} is defined with ${definition.params.length} argument(s)`);
  if (!t.environment.functions.has(e.fn)) return refuse("undefined-symbol", `nothing is known of the function ${e.fn}`);
  const member = memberOf(t, e, args);
  return member === null ? abstractCall(t, e, args, frame) : abstractMember(t, e, member, frame);
}

/** A member of a family of which nothing is known: arbitrary numbers, unless it is what a derivative further out is taken by. */
function abstractMember(t: Tracer, e: Call, key: string, frame: Frame): Value {
  for (let f: Frame | null = frame; f; f = f.parent) {
    const cut = f.family?.name === e.fn ? f.family.members.get(key) : undefined;
    if (cut) return cut;
  }
  return arbitraryMember(t, key, dimsIn(frame, e.shape));
}

/** The key of a call whose arguments are all numbers known while tracing: a member of an indexed family. */
export function memberOf(t: Tracer, e: Call, args: readonly Value[]): string | null {
  if (args.length === 0 || e.slots.length > 0 || !e.args.every((a) => a.sort === "index")) return null;
  const positions = args.map((v) => t.rec.constantOf(scalarEntry(v)));
  if (!positions.every((p) => p !== null)) return null;
  const written = positions.map((p) => `${p.n}/${p.d}`);
  return memberKey(e.fn, written);
}

/** A member of an indexed family: cut further out, or traced once where nothing varies it. */
function memberValue(t: Tracer, e: Call, key: string, definition: Definition, args: readonly Value[], frame: Frame): Value {
  let varied = false;
  for (let f: Frame | null = frame; f; f = f.parent) {
    const cut = f.family?.name === e.fn ? cutMember(t, e, key, definition, args, f) : null;
    if (cut) return varied ? graft(t, cut, tracedMember(t, e, key, definition, args, frame)) : cut;
    varied ||= holdsCut(f) && touchesCallee(f, e.fn);
  }
  return tracedMember(t, e, key, definition, args, frame);
}

function cutMember(t: Tracer, e: Call, key: string, definition: Definition, args: readonly Value[], f: Frame): Value | null {
  const family = f.family as CutFamily;
  const known = family.members.get(key);
  if (known || !family.whole) return known ?? null;
  const cut = mapEntries(memberValue(t, e, key, definition, args, f.parent as Frame), t.rec.cut);
  family.members.set(key, cut);
  return cut;
}

function tracedMember(t: Tracer, e: Call, key: string, definition: Definition, args: readonly Value[], frame: Frame): Value {
  let home = frame;
  while (home.parent && !touchesCallee(home, e.fn)) home = home.parent;
  const known = home.members.get(key);
  if (known) return known;
  const value = definedCall(t, e, definition, args, home);
  home.members.set(key, value);
  return value;
}

function definedCall(t: Tracer, e: Call, definition: Definition, args: readonly Value[], frame: Frame): Value {
  if (frame.depth > deepest) return refuse("budget", `the definition of ${e.fn} calls itself too often`);
  const slots = new Set(e.slots);
  const given = args.map((v, i) => (slots.has(i + 1) ? mapEntries(v, t.rec.cut) : v));
  const sizes = formalSizes(definition.params, given, frame);
  const names = new Map<Name, Held>(definition.params.map((p, i) => [p.name, { value: given[i] as Value, cut: false }]));
  const changed = [...sizes].filter(([n, k]) => frame.sizes.get(n) !== k);
  for (const [n, k] of changed) if (!names.has(n)) names.set(n, { value: scalarValue(t.rec.constant(k)), cut: false });
  const touch = t.touchOf(`call ${e.fn} ${changed.map(([n]) => n).join(" ")}`);
  const inner = childFrame(frame, touch, { names, sizes: changed.length === 0 ? frame.sizes : sizes });
  const value = t.value(definition.body, inner);
  if (e.slots.length === 0) return value;
  let entries = value.entries;
  for (const slot of e.slots) entries = t.derivatives.differentiate(entries, (given[slot - 1] as Value).entries);
  return { dims: dimsIn(frame, e.shape), entries };
}

/** The sizes in the shapes of parameters are formal: they follow from the arguments. */
function formalSizes(params: readonly Sym[], args: readonly Value[], frame: Frame | null): ReadonlyMap<string, number> {
  const sizes = new Map(frame?.sizes ?? []);
  const bound = new Set<string>();
  for (const [i, p] of params.entries()) {
    for (const [k, d] of p.shape.entries()) solveSize(d, (args[i] as Value).dims[k] ?? 1, sizes, bound);
  }
  return sizes;
}

function solveSize(d: Dim, length: number, sizes: Map<string, number>, bound: Set<string>): void {
  if (constantDim(d) !== null) return;
  for (const name of dimNames(d)) {
    const linear = bound.has(name) ? null : linearIn(d, name);
    const rest = linear ? evaluateDim(linear.rest, sizes) : null;
    if (!linear || rest === null || linear.coefficient === 0) continue;
    sizes.set(name, (length - rest) / linear.coefficient);
    bound.add(name);
    return;
  }
}

/** A function card applied: by its kernel, or by what it means. */
export function cardValue(t: Tracer, e: App, frame: Frame): Value {
  const args = e.args.map((a) => t.value(a, frame));
  const acts = e.head.acts;
  if (acts.kind === "elementwise") return zip(args, (entries) => scalarCard(t, e.head, entries));
  if (acts.kind === "rows") return byRows(t, e, args[0] as Value, frame);
  return arrayCard(t, e.head, args);
}

function scalarCard(t: Tracer, head: Head, entries: readonly Register[]): Register {
  const kernel = head.kernel === null ? undefined : scalarKernels.get(head.kernel);
  if (kernel) return kernel(t.rec, t.setting.convention, ...entries);
  return scalarEntry(meaning(t, head, entries.map(scalarValue)));
}

function arrayCard(t: Tracer, head: Head, args: readonly Value[]): Value {
  const kernel = head.kernel === null ? undefined : arrayKernels.get(head.kernel);
  return kernel ? kernel(t.rec, ...args) : meaning(t, head, args);
}

/** Stated for a column; on a matrix, for each row. */
function byRows(t: Tracer, e: App, v: Value, frame: Frame): Value {
  const { shape } = e.args[0] as Expr;
  if (isColumn(shape) || isScalar(shape)) return arrayCard(t, e.head, [v]);
  const width = v.dims[1] as number;
  const rows = Array.from({ length: rowsOf(v) }, (_, i) =>
    arrayCard(t, e.head, [{ dims: [width, 1], entries: v.entries.slice(i * width, (i + 1) * width) }]),
  );
  return { dims: dimsIn(frame, e.shape), entries: rows.flatMap((r) => r.entries) };
}

/** The body of a card's meaning with its parameters bound. It sees no document: a card's names are its own. */
function meaning(t: Tracer, head: Head, args: readonly Value[]): Value {
  const formula: Formula | null = head.means;
  if (!formula) return refuse("unsupported", `the function ${head.name} has no meaning that can be evaluated`);
  const names = new Map<Name, Held>();
  for (const [i, p] of formula.params.entries()) {
    const value = args[i];
    if (!value) return refuse("unsupported", `${head.name} with ${args.length} argument(s)`);
    names.set(p.name, { value, cut: false });
  }
  return t.value(formula.body, rootFrame({ definitions: none, sizes: formalSizes(formula.params, args, null), names }));
}

const none = indexDefinitions(new Map());
