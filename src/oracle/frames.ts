/**
 * Frames: where a name or a node has another value than in the scope at large.
 *
 * A call binds parameters, a binder its index, a derivative its cut; each opens a frame. What does not depend on the frame is left to its
 * parent, so a definition is traced once wherever it can be shared, and cost follows distinct nodes.
 */
import { childrenOf, type Definition, domainTerms, type Expr, type Name, nodesOf } from "../expr/index.ts";
import type { Value } from "./arrays.ts";
import type { Register } from "./recorder.ts";

/** A value held in a frame: bound for good (`cut: false`), or cut for a derivative. */
export interface Held {
  readonly value: Value;
  readonly cut: boolean;
}

/** What depends on a frame; kept per kind of frame (one loop, one function, one variable of differentiation). */
export interface Touch {
  readonly nodes: Map<Expr, boolean>;
  readonly names: Map<Name, boolean>;
  readonly callees: Map<Name, boolean>;
}

export interface Frame {
  readonly parent: Frame | null;
  readonly names: ReadonlyMap<Name, Held>;
  readonly nodes: ReadonlyMap<Expr, Value>;
  readonly family: CutFamily | null;
  readonly sizes: ReadonlyMap<string, number>;
  /** Positions of the free indices. A card's frame has none: its sizes are its own, whatever the document calls its indices. */
  readonly indices: ReadonlyMap<Name, number>;
  readonly definitions: Definitions;
  readonly touch: Touch;
  readonly memo: Map<Expr, Value>;
  /** Members of indexed families, by `memberKey`. */
  readonly members: Map<string, Value>;
  /** Frames of derivatives taken here, by what they cut: a node, or a family by its name. */
  readonly cuts: Map<Expr | Name, CutFrame>;
  /** Nodes that are being traced: meeting one again is a circle. */
  readonly active: Set<Expr>;
  readonly depth: number;
}

/**
 * Cut members of an indexed family, by `memberKey`. A family that does not mention itself is cut as a whole, each member when it is first
 * met; of a recurrence only the one member is cut, since the others may lead to it.
 */
export interface CutFamily {
  readonly name: Name;
  readonly members: Map<string, Value>;
  readonly whole: boolean;
}

export interface CutFrame {
  readonly frame: Frame;
  /** Gradients by all entries of what is cut: entry of the function → cut register → register of the derivative. */
  readonly gradients: Map<Register, ReadonlyMap<Register, Register>>;
}

/** What the body of a definition holds. */
export interface Mentions {
  /** Every node of the body. */
  readonly nodes: ReadonlySet<Expr>;
  /** Names of free symbols and of functions called. */
  readonly names: ReadonlySet<Name>;
  /** Those that are defined themselves. */
  readonly defined: readonly Name[];
}

export interface Definitions {
  get(name: Name): Definition | undefined;
  mentions(name: Name): Mentions | undefined;
}

export function indexDefinitions(all: ReadonlyMap<Name, Definition>): Definitions {
  const known = new Map<Name, Mentions>();
  return {
    get: (name) => all.get(name),
    mentions(name) {
      const definition = all.get(name);
      const before = known.get(name);
      if (before || !definition) return before;
      const nodes = new Set(nodesOf(definition.body));
      const names = new Set<Name>();
      for (const x of nodes)
        if (x.kind === "call" || (x.kind === "sym" && !x.name.startsWith("#"))) names.add(x.kind === "sym" ? x.name : x.fn);
      const found: Mentions = { nodes, names, defined: [...names].filter((n) => all.has(n)) };
      known.set(name, found);
      return found;
    },
  };
}

export const newTouch = (): Touch => ({ nodes: new Map(), names: new Map(), callees: new Map() });

const noNames: ReadonlyMap<Name, Held> = new Map();
const noNodes: ReadonlyMap<Expr, Value> = new Map();
const noIndices: ReadonlyMap<Name, number> = new Map();

/** What a walk starts from. */
export interface Scope {
  readonly definitions: Definitions;
  readonly sizes: ReadonlyMap<string, number>;
  readonly indices?: ReadonlyMap<Name, number>;
  readonly names?: ReadonlyMap<Name, Held>;
}

export const rootFrame = (scope: Scope): Frame => ({
  parent: null,
  names: scope.names ?? noNames,
  nodes: noNodes,
  family: null,
  sizes: scope.sizes,
  indices: scope.indices ?? noIndices,
  definitions: scope.definitions,
  touch: newTouch(),
  memo: new Map(),
  members: new Map(),
  cuts: new Map(),
  active: new Set(),
  depth: 0,
});

export interface Holding {
  readonly names?: ReadonlyMap<Name, Held>;
  readonly nodes?: ReadonlyMap<Expr, Value>;
  readonly family?: CutFamily;
  readonly sizes?: ReadonlyMap<string, number>;
}

export const childFrame = (parent: Frame, touch: Touch, hold: Holding): Frame => ({
  parent,
  names: hold.names ?? noNames,
  nodes: hold.nodes ?? noNodes,
  family: hold.family ?? null,
  sizes: hold.sizes ?? parent.sizes,
  indices: parent.indices,
  definitions: parent.definitions,
  touch,
  memo: new Map(),
  members: new Map(),
  cuts: new Map(),
  active: new Set(),
  depth: parent.depth + 1,
});

/** The same frame on top of another one. */
export const movedFrame = (f: Frame, parent: Frame): Frame => ({
  ...f,
  parent,
  memo: new Map(),
  members: new Map(),
  cuts: new Map(),
  active: new Set(),
  depth: parent.depth + 1,
});

/** Does the value of `e` depend on what this frame itself holds? May say yes too often, never no. */
export function touches(frame: Frame, e: Expr): boolean {
  const known = frame.touch.nodes.get(e);
  if (known !== undefined) return known;
  const here = frame.nodes.has(e) || touchesHere(frame, e) || openParts(frame, e).some((c) => touches(frame, c));
  frame.touch.nodes.set(e, here);
  return here;
}

/** What of a node may see the frame: a binder of the very index that the frame holds binds it anew for its body. */
function openParts(frame: Frame, e: Expr): readonly Expr[] {
  return e.kind === "bind" && frame.names.size === 1 && frame.names.has(e.index.name) ? domainTerms(e.domain) : childrenOf(e);
}

function touchesHere(frame: Frame, e: Expr): boolean {
  if (e.kind === "sym") return frame.names.has(e.name) || touchesName(frame, e.name);
  if (e.kind === "call") return touchesCallee(frame, e.fn);
  return false;
}

/**
 * Through definitions, breadth first, so that recurrences do no harm. All that is seen without success stays untouched; on success the
 * path that led there is touched.
 */
function touchesName(frame: Frame, name: Name): boolean {
  const { names } = frame.touch;
  const known = names.get(name);
  if (known !== undefined) return known;
  const cameFrom = new Map<Name, Name | null>([[name, null]]);
  for (const next of cameFrom.keys()) {
    const mentions = frame.definitions.mentions(next);
    if (names.get(next) || (mentions && holdsOneOf(frame, mentions))) {
      for (let n: Name | null | undefined = next; n; n = cameFrom.get(n)) names.set(n, true);
      return true;
    }
    for (const below of mentions?.defined ?? []) if (names.get(below) !== false && !cameFrom.has(below)) cameFrom.set(below, next);
  }
  for (const seen of cameFrom.keys()) names.set(seen, false);
  return false;
}

const unbound: readonly Name[] = [];

/** Whether a body mentions what the frame holds, but for names that are bound anew on the way. */
function holdsOneOf(frame: Frame, mentions: Mentions, bound: readonly Name[] = unbound): boolean {
  for (const name of frame.names.keys()) if (mentions.names.has(name) && !bound.includes(name)) return true;
  if (frame.family && mentions.names.has(frame.family.name)) return true;
  for (const node of frame.nodes.keys()) if (mentions.nodes.has(node)) return true;
  return false;
}

/** Does f(…) depend on what this frame holds, its arguments apart? Its parameters are bound anew for all that it closes over. */
export function touchesCallee(frame: Frame, fn: Name): boolean {
  if (frame.family?.name === fn) return true;
  const bound = frame.definitions.get(fn)?.params.map((p) => p.name) ?? unbound;
  if (bound.length === 0) return touchesName(frame, fn);
  const known = frame.touch.callees.get(fn);
  if (known !== undefined) return known;
  const seen = new Set<Name>([fn]);
  let here = false;
  for (const next of seen) {
    const mentions = frame.definitions.mentions(next);
    here ||= mentions !== undefined && holdsOneOf(frame, mentions, bound);
    for (const below of mentions?.defined ?? []) seen.add(below);
  }
  frame.touch.callees.set(fn, here);
  return here;
}

/** Whether a derivative cut something here. */
export const holdsCut = (f: Frame): boolean => f.nodes.size > 0 || f.family !== null || [...f.names.values()].some((h) => h.cut);

/** All values a frame holds. */
export const heldValues = (f: Frame): readonly Value[] => [
  ...[...f.names.values()].map((h) => h.value),
  ...f.nodes.values(),
  ...(f.family?.members.values() ?? []),
];

/** The nearest frame that holds the name, from this one upwards. */
export function holderOf(frame: Frame, name: Name): Frame | null {
  for (let f: Frame | null = frame; f; f = f.parent) if (f.names.has(name)) return f;
  return null;
}

/** The value a frame further up holds for this very node, if a derivative there cut it. */
export function cutAbove(frame: Frame, e: Expr): Value | null {
  for (let f = frame.parent; f; f = f.parent) {
    const held = f.nodes.get(e);
    if (held) return held;
  }
  return null;
}

/** Member of an indexed family at fixed positions: `z(3,1)`. */
export const memberKey = (family: Name, positions: readonly string[]): string => `${family}(${positions.join(",")})`;
