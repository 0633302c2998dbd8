/**
 * Shapes for a whole scope: ranks first, by the evidence of DESIGN §7, then sizes by unification. Declared sizes are rigid, inferred ones are
 * solved for; what stays open gets a name of its own and is reported as assumed.
 */
import { type Attribute, type Name, type Signature, type Terms, toDim } from "../expr/index.ts";
import {
  addDims, applyUnifier, axes, columnShape, type Dim, dim, dimNames, emptyUnifier, fromAxes, isOne, matrixShape, multiplyDims, scalarShape, type Shape, size, substituteShape, subtractDims, type Unifier, unifyDims,
} from "../shape/index.ts";
import { lengthAlong } from "./infer-length.ts";
import { type Usage, usageOf } from "./infer-names.ts";
import { chooseRanks, type Item, likeliest, type Rank } from "./infer-ranks.ts";
import { type Beliefs, type Function, meet, shapeOf } from "./infer-shapes.ts";
import type { Analysis, Entry, Ground, Layout, Stated, Table, Term, TermDefinition, Understood } from "./meaning.ts";
import { isBold, isCapital, otherCase, otherWeight } from "./resolve-names.ts";
import { freeNames, visit } from "./resolve-walk.ts";
import { rankOf, visibleEntries } from "./table.ts";

/** How much more a definition counts than a claim. */
const definitionWeight = 2.5;

/** Everything that the passes share. */
interface World {
  readonly table: Table;
  readonly entries: ReadonlyMap<Name, Entry>;
  readonly stated: readonly Stated[];
  readonly definitions: ReadonlyMap<Name, TermDefinition>;
  readonly usage: Usage;
  readonly alias: ReadonlyMap<Name, Name>;
  readonly sizeOf: (t: Term) => Dim | null;
}

export function analyse(t: Terms, table: Table, stated: readonly Stated[], definitions: readonly TermDefinition[]): Analysis {
  const first = new Map<Name, TermDefinition>();
  for (const d of definitions) if (!first.has(d.name)) first.set(d.name, etaExpanded(d, first));
  const usage = usageOf(table, stated, [...first.values()]);
  const entries = visibleEntries(table);
  const world: World = { table, entries, stated, definitions: first, usage, alias: aliasesOf(usage, entries, first), sizeOf: (term) => sizeOfTerm(t, term) };
  const chosen = ranksOf(world);
  const byLayout = solvedByLayout(world, chosen);
  const solved = byLayout.get("mixed") ?? sizesOf(world, chosen, "mixed");
  return { table, byLayout, alias: world.alias, definitions: first, applications: usage.applications, padded: paddedNames(world), numbered: numberedEntries(world), ...solved, attributes: attributesOf(entries) };
}

const layouts: readonly Layout[] = ["mixed", "numerator", "denominator"];

/** A value that is defined by a derivative has a shape in each layout; without such a value all layouts agree. */
function solvedByLayout(w: World, c: Chosen): ReadonlyMap<Layout, Solved> {
  const depends = [...w.definitions.values()].some((d) => holdsFraction(d.body));
  const first = sizesOf(w, c, "mixed");
  return new Map(layouts.map((layout) => [layout, depends && layout !== "mixed" ? sizesOf(w, c, layout) : first] as const));
}

function holdsFraction(t: Term): boolean {
  let found = false;
  visit(t, (part) => {
    if (part.kind === "derivative" && part.form !== "jacobian") found = true;
  });
  return found;
}

const paddedNames = (w: World): ReadonlySet<Name> => new Set([...w.usage.padded].map((n) => w.alias.get(n) ?? n));

const attributesOf = (entries: ReadonlyMap<Name, Entry>): ReadonlyMap<Name, ReadonlySet<Attribute>> =>
  new Map([...entries.values()].filter((e) => e.attributes.size > 0).map((e) => [e.name, e.attributes]));

/** F = h ∘ g ∘ f becomes F(x) = h(g(f(x))); F = f as a function becomes F(x) = f(x). */
function etaExpanded(d: TermDefinition, before: ReadonlyMap<Name, TermDefinition>): TermDefinition {
  if (d.params.length > 0 || d.at.length > 0) return d;
  const parts = d.body.kind === "composition" ? d.body.parts : d.body.kind === "function" || d.body.kind === "head" ? [d.body] : [];
  const last = parts.at(-1);
  if (!last) return d;
  const param = (last.kind === "function" ? before.get(last.name)?.params[0] : undefined) ?? "x";
  const argument: Term = { kind: "name", name: param, span: d.span };
  const body = parts.reduceRight<Term>((x, f) =>
    f.kind === "head" ? { kind: "apply", heads: f.heads, args: [x], span: d.span } : { kind: "call", fn: f.kind === "function" ? f.name : "", slots: [], args: [x], span: d.span }, argument);
  return { ...d, params: [param], body };
}

/** A position or bound as a polynomial in names, whatever they are. */
function sizeOfTerm(t: Terms, term: Term): Dim | null {
  const go = (x: Term): ReturnType<Terms["num"]> | ReturnType<Terms["index"]> | null => (x.kind === "number" ? t.num(x.value) : x.kind === "name" ? t.index(x.name) : null);
  switch (term.kind) {
    case "number":
    case "name": {
      const e = go(term);
      return e ? toDim(e) : null;
    }
    case "sum": {
      let out: Dim = dim(0);
      for (const x of term.terms) {
        const d = sizeOfTerm(t, x.term);
        if (!d) return null;
        out = x.sign === "-" ? subtractDims(out, d) : addDims(out, d);
      }
      return out;
    }
    case "product": {
      const parts = term.factors.map((f) => sizeOfTerm(t, f));
      return parts.some((p) => p === null) ? null : (parts as Dim[]).reduce(multiplyDims, dim(1));
    }
    default:
      return null;
  }
}

/**
 * Other spellings of one symbol: x and **x** when only one of them is introduced; w_1 with two indices and the matrix W_1.
 */
function aliasesOf(usage: Usage, entries: ReadonlyMap<Name, Entry>, definitions: ReadonlyMap<Name, TermDefinition>): ReadonlyMap<Name, Name> {
  const out = new Map<Name, Name>();
  // What only looked like a definition (z_{1,j} = … of a vector **z**_1 that has a value) introduces nothing.
  const firm = (n: Name): boolean => definitions.has(n) || (entries.has(n) && entries.get(n)?.ground !== "definition");
  const introduced = (n: Name): boolean => firm(n) || (entries.has(n) && !firm(otherWeight(n)));
  const mentioned = new Set([...usage.names, ...entries.keys(), ...definitions.keys()]);
  for (const name of usage.names) {
    if (introduced(name) || usage.counting.has(name)) continue;
    const twin = otherWeight(name);
    const entry = entries.get(twin);
    if (entry?.role === "function" || entry?.role === "index") continue;
    if (introduced(twin)) {
      out.set(name, twin);
      continue;
    }
    const counts = usage.positions.get(name);
    if (!counts || usage.bare.has(name) || counts.size !== 1) continue;
    const [k] = counts;
    const others = [twin, otherCase(name), otherCase(twin)].filter((n): n is Name => n !== null && n !== name && mentioned.has(n) && !usage.counting.has(n));
    const fitting = others.find((n) => (rankFrom(entries.get(n)) ?? (isBold(n) ? likeliest(n) : null)) === k);
    if (fitting !== undefined) out.set(name, fitting);
  }
  return out;
}

const rankFrom = (entry: Entry | undefined): number | null => (entry ? rankOf(entry) : null);

interface Chosen {
  readonly ranks: ReadonlyMap<Name, Rank>;
  /** Ranks that are certain from a noun, positions or a definition by entries. */
  readonly settled: ReadonlyMap<Name, number>;
  readonly ground: ReadonlyMap<Name, Ground>;
}

/** a_1 where the scope uses a with a free index: entry 1 of a. */
function numberedEntries(w: World): Analysis["numbered"] {
  const out = new Map<Name, { readonly of: Name; readonly at: number }>();
  for (const name of w.usage.names) {
    if (w.entries.has(name) || w.definitions.has(name)) continue;
    const m = /^(.+)_(?:(\d)|\{(\d+)\})$/su.exec(name);
    const base = m?.[1] === undefined ? null : (w.alias.get(m[1]) ?? m[1]);
    if (base !== null && (w.usage.positions.get(m?.[1] as Name)?.has(1) || w.usage.positions.get(base)?.has(1))) out.set(name, { of: base, at: Number(m?.[2] ?? m?.[3]) });
  }
  return out;
}

const isLayer = (w: World, fn: Name): boolean => {
  const [first] = w.usage.applications.get(fn) ?? [];
  return first?.kind === "call" && first.args.length > 1;
};

const isAbstract = (w: World, fn: Name): boolean => !w.definitions.has(fn) && !w.entries.get(fn)?.signature;

const variableOf = (w: World, fn: Name): Name => (isLayer(w, fn) ? `layer:${fn}` : `fn:${fn}`);

function ranksOf(w: World): Chosen {
  const settled = new Map<Name, number>();
  const ground = new Map<Name, Ground>();
  const open: Name[] = [];
  const layered = argumentsOfLayers(w);
  for (const name of symbolNames(w)) {
    const entry = w.entries.get(name);
    const d = w.definitions.get(name);
    const counts = w.usage.positions.get(name);
    if (entry?.shape) continue;
    if (w.usage.counting.has(name)) settle(name, 0, "position");
    else if (entry && rankOf(entry) !== null) settle(name, rankOf(entry) as number, entry.ground);
    else if (d && d.params.length === 0 && d.at.length > 0) settle(name, d.at.length, "definition");
    else if (d && d.params.length === 0) continue;
    else if (counts && counts.size === 1) settle(name, [...counts][0] as number, "indices");
    else open.push(name);
  }
  const functions = [...w.usage.applications.keys()].filter((fn) => isAbstract(w, fn)).map((fn) => variableOf(w, fn));
  const all = [...open, ...functions];
  const items = itemsOf(w, all, settled);
  const ranks = chooseRanks(all, items, (name, rank) => (rank === 0 && layered.has(name) ? 1.2 : 0));
  for (const n of open) ground.set(n, ranks.get(n) === likeliest(n) ? (likeliest(n) === 0 && !isBold(n) && !isCapital(n) ? "default" : "typography") : "position");
  return { ranks, settled, ground };

  function settle(name: Name, rank: number, why: Ground): void {
    settled.set(name, rank);
    ground.set(name, why);
  }
}

/** Names that stand as arguments of functions with several arguments: layers, so most likely vectors. */
function argumentsOfLayers(w: World): ReadonlySet<Name> {
  const out = new Set<Name>();
  for (const [fn, calls] of w.usage.applications) {
    if (!isAbstract(w, fn) || !isLayer(w, fn)) continue;
    for (const c of calls) if (c.kind === "call") for (const a of c.args) if (a.kind === "name") out.add(a.name);
  }
  return out;
}

/** Every symbol that needs a shape: used, declared, or a parameter. */
function symbolNames(w: World): readonly Name[] {
  const functions = (n: Name): boolean => {
    const role = w.entries.get(n)?.role;
    return role === "function" || role === "operator" || (w.definitions.get(n)?.params.length ?? 0) > 0 || w.usage.applications.has(n);
  };
  const params = [...w.definitions.values()].flatMap((d) => [...d.params, ...d.at.flatMap((a) => (a.kind === "name" ? [a.name] : []))]);
  const all = new Set([...w.entries.keys(), ...w.definitions.keys(), ...w.usage.names, ...params, ...w.usage.counting]);
  const numbered = numberedEntries(w);
  return [...all].filter((n) => !functions(n) && !w.alias.has(n) && !numbered.has(n));
}

const flexible = (name: Name, rank: number): Shape =>
  rank === 0 ? scalarShape : rank === 1 ? columnShape(size(`?${name}.1`)) : rank === 2 ? matrixShape(size(`?${name}.1`), size(`?${name}.2`)) : fromAxes(Array.from({ length: rank }, (_, k) => size(`?${name}.${k + 1}`)));

/** One formula or definition to be fitted. */
interface Piece {
  readonly kind: "definition" | "claim";
  readonly fit: (b: Beliefs) => void;
  readonly terms: readonly Term[];
}

function piecesOf(w: World): readonly Piece[] {
  const out: Piece[] = [];
  for (const d of w.definitions.values()) {
    const said = w.entries.get(d.name)?.shape ?? null;
    out.push({ kind: "definition", terms: [d.body], fit: (b) => {
      const body = shapeOf(d.body, b, boundAt(d));
      if (d.params.length === 0 && d.at.length === 0 && said) meet(b, said, d.body.kind === "number" ? null : body);
      if (d.at.length > 0 && body && body.some((x) => !isOne(x))) b.penalty(1);
    } });
  }
  for (const s of w.stated) {
    if (s.kind === "definition") continue;
    const terms = s.right ? [s.left, s.right] : [s.left];
    out.push({ kind: "claim", terms, fit: (b) => {
      const left = shapeOf(s.left, b);
      const right = s.right ? shapeOf(s.right, b) : s.shape;
      if (left && right && (s.right?.kind !== "number" || s.right.value.n !== 0n)) meet(b, left, right);
    } });
  }
  return out;
}

const boundAt = (d: TermDefinition): ReadonlyMap<Name, Shape> => new Map(d.at.flatMap((a) => (a.kind === "name" ? [[a.name, scalarShape] as const] : [])));

/** Items for the search: cost by ranks alone, with the open names each depends on through definitions. */
function itemsOf(w: World, open: readonly Name[], settled: ReadonlyMap<Name, number>): readonly Item[] {
  const isOpen = new Set(open);
  const reach = (t: Term, seen: Set<Name>): void => {
    for (const written of freeNames(t)) {
      const n = w.alias.get(written) ?? written;
      if (seen.has(n)) continue;
      seen.add(n);
      const d = w.definitions.get(n);
      if (d) {
        for (const p of d.params) seen.add(p);
        reach(d.body, seen);
      }
    }
  };
  return piecesOf(w).map((p): Item => {
    const seen = new Set<Name>();
    for (const t of p.terms) reach(t, seen);
    const mine = [...seen].flatMap((n) => [n, `fn:${n}`, `layer:${n}`]).filter((n) => isOpen.has(n));
    return {
      open: mine,
      cost: (choice) => {
        let cost = 0;
        p.fit(beliefs(w, { ranks: choice, settled, ground: new Map() }, {
          unify: (a, b) => isOne(a) === isOne(b), apply: (shape) => shape, penalty: (x) => {
            cost += x * (p.kind === "definition" ? definitionWeight : 1);
          },
        }));
        return cost;
      },
    };
  });
}

interface Solver {
  readonly unify: (a: Dim, b: Dim) => boolean;
  /** The shape with what is solved so far. */
  readonly apply: (s: Shape) => Shape;
  readonly penalty: (x: number) => void;
}

/** What is believed of every name under a choice of ranks. */
function beliefs(w: World, c: Chosen, solver: Solver, layout: Layout | null = null): Beliefs {
  const known = new Map<Name, Shape | null>();
  const results = new Map<Name, Shape | null>();
  let count = 0;
  const quiet = (): Beliefs => ({ ...b, penalty: () => undefined });
  const symbol = (name: Name): Shape | null => {
    const said = w.entries.get(name)?.shape;
    if (said) return said;
    const rank = c.settled.get(name);
    if (rank !== undefined) return flexible(name, rank);
    const d = w.definitions.get(name);
    if (d && d.params.length === 0) {
      const body = shapeOf(d.body, quiet());
      return body ?? flexible(name, likeliest(name));
    }
    return flexible(name, c.ranks.get(name) ?? 0);
  };
  const fn = (name: Name, args: readonly (Shape | null)[]): Function | null => {
    const signature = w.entries.get(name)?.signature;
    if (signature) return { ...signature, generic: true };
    const d = w.definitions.get(name);
    if (d && d.params.length > 0) return { params: d.params.map((p) => solver.apply(b.shape(p) ?? scalarShape)), result: solver.apply(resultOf(d)), generic: true };
    const variable = variableOf(w, name);
    const rank = c.ranks.get(variable);
    if (rank === undefined) return null;
    return { params: args.map((a, k) => firstArgument(name, k) ?? a ?? scalarShape), result: flexible(name, rank), generic: false };
  };
  const firstArgument = (name: Name, k: number): Shape | null => {
    const [call] = w.usage.applications.get(name) ?? [];
    const arg = call?.kind === "call" ? call.args[k] : undefined;
    return arg ? memo(results, `${name} ${k}`, () => shapeOf(arg, quiet())) : null;
  };
  const resultOf = (d: TermDefinition): Shape => {
    const found = memo(results, d.name, () => {
      const body = shapeOf(d.body, quiet(), boundAt(d));
      return d.at.length === 0 ? body : fromAxes(d.at.map((a) => lengthOf(w, a, d.body, quiet())));
    });
    return found ?? flexible(d.name, d.at.length);
  };
  const b: Beliefs = {
    shape: (written) => {
      const name = w.alias.get(written) ?? written;
      return memo(known, name, () => symbol(name));
    },
    fn,
    layout,
    application: (name) => applicationOf(w, name),
    unify: solver.unify,
    penalty: solver.penalty,
    fresh: () => size(`?#${++count}`),
    isOpen: (written) => c.ranks.has(w.alias.get(written) ?? written),
    sizeOf: (t) => {
      const d = w.sizeOf(t);
      return d && ![...dimNames(d)].some((n) => w.usage.running.has(n)) ? d : null;
    },
  };
  return b;
}

/** What a bare function means: its value at its own parameters, or the one place where it is applied. */
function applicationOf(w: World, name: Name): Term | null {
  const d = w.definitions.get(name);
  if (d && d.params.length > 0) return { kind: "call", fn: name, slots: [], args: d.params.map((p): Term => ({ kind: "name", name: p, span: d.span })), span: d.span };
  const calls = w.usage.applications.get(name) ?? [];
  return calls[0] ?? null;
}

/** Computes once; a name that needs itself is unknown while it is computed. */
function memo<T>(table: Map<string, T | null>, key: string, make: () => T | null): T | null {
  const found = table.get(key);
  if (found !== undefined) return found;
  table.set(key, null);
  const made = make();
  table.set(key, made);
  return made;
}

function lengthOf(w: World, at: Term, body: Term, b: Beliefs): Dim {
  if (at.kind !== "name") return b.fresh();
  const found = lengthAlong(body, { index: at.name, sizeOf: w.sizeOf, axesOf: (of) => {
    const s = shapeOf(of, b);
    return s && axes(s);
  } });
  return found ?? b.fresh();
}

interface Solved {
  readonly understood: ReadonlyMap<Name, Understood>;
  readonly signatures: ReadonlyMap<Name, Signature>;
  readonly along: ReadonlyMap<Name, Dim>;
  readonly sequences: ReadonlySet<Name>;
}

const isFlexible = (name: string): boolean => name.startsWith("?");

function sizesOf(w: World, c: Chosen, layout: Layout): Solved {
  let u: Unifier = emptyUnifier;
  const solver: Solver = {
    unify: (x, y) => {
      const next = unifyDims(x, y, u, isFlexible);
      if (next.ok) u = next.value;
      return next.ok;
    },
    apply: (s) => s.map((d) => applyUnifier(u, d)),
    penalty: () => undefined,
  };
  const b = beliefs(w, c, solver, layout);
  const pieces = piecesOf(w);
  for (const kind of ["definition", "claim"] as const) for (const p of pieces) if (p.kind === kind) p.fit(b);
  for (const d of w.definitions.values()) unifyDefined(w, d, b);
  const sequences = sequencesOf(w, (name) => axes(b.shape(name) ?? scalarShape).map((d) => applyUnifier(u, d)));
  const names = symbolNames(w).filter((n) => !sequences.has(n));
  const raw = new Map(names.map((n) => [n, b.shape(n) ?? scalarShape] as const));
  const functions = new Map<Name, Function>();
  for (const fn of new Set([...w.usage.applications.keys(), ...[...w.definitions.values()].filter((d) => d.params.length > 0).map((d) => d.name), ...[...w.entries.values()].filter((e) => e.signature).map((e) => e.name)])) {
    const [call] = w.usage.applications.get(fn) ?? [];
    const args = call?.kind === "call" ? call.args.map((a) => shapeOf(a, b)) : [];
    const f = b.fn(fn, args);
    if (f) functions.set(fn, f);
  }
  const along = new Map<Name, Dim>();
  for (const name of w.usage.counting) {
    const axis = axisAlong(w, name, b);
    if (axis) along.set(name, axis);
  }
  const names_ = nameLeftovers(w, [...raw.values(), ...[...functions.values()].flatMap((f) => [...f.params, f.result]), ...[...along.values()].map((d) => [d])], u);
  const finish = (s: Shape): Shape => substituteShape(s.map((d) => applyUnifier(u, d)), names_);
  return {
    understood: new Map([...raw].map(([name, shape]) => [name, understand(w, c, name, finish(shape))])),
    signatures: new Map([
      ...[...functions].map(([name, f]) => [name, { name, params: f.params.map(finish), result: finish(f.result) }] as const),
      ...[...sequences].map((name) => [name, { name, params: w.definitions.get(name)?.at.map(() => scalarShape) ?? [], result: scalarShape }] as const),
    ]),
    sequences,
    along: new Map([...along].map(([name, d]) => [name, finish([d])[0] as Dim])),
  };
}

/** K[i] = f(i) where nothing tells how far i runs: a function of i, unless the array is used as a whole. */
function sequencesOf(w: World, axesOf: (name: Name) => readonly Dim[]): ReadonlySet<Name> {
  const whole = new Set([...w.usage.bare].map((n) => w.alias.get(n) ?? n));
  const padded = paddedNames(w);
  const isFree = (a: Term): boolean => a.kind === "name";
  const open = (d: Dim): boolean => [...dimNames(d)].some(isFlexible);
  return new Set([...w.definitions.values()].flatMap((d) => {
    const candidate = d.params.length === 0 && d.at.length > 0 && d.at.every(isFree) && !w.entries.get(d.name)?.shape && !whole.has(d.name) && !padded.has(d.name);
    const sizes = candidate ? axesOf(d.name) : [];
    return candidate && sizes.length === d.at.length && sizes.every(open) ? [d.name] : [];
  }));
}

/** Entries b_{1,i} = … tell the length of b_1 where nothing else does. */
function unifyDefined(w: World, d: TermDefinition, b: Beliefs): void {
  if (d.params.length > 0 || d.at.length === 0) return;
  const own = axes(b.shape(d.name) ?? scalarShape);
  d.at.forEach((a, k) => {
    const axis = own[k];
    if (axis && own.length === d.at.length) b.unify(axis, lengthOf(w, a, d.body, b));
  });
}

/** The first axis that an index stands alone on. */
function axisAlong(w: World, name: Name, b: Beliefs): Dim | null {
  let found: Dim | null = null;
  const look = (t: Term): void => visit(t, (part, bound) => {
    if (found || part.kind !== "entry" || bound.has(name)) return;
    const k = part.at.findIndex((a) => a.kind === "name" && a.name === name);
    if (k < 0) return;
    const s = shapeOf(part.of, { ...b, penalty: () => undefined }, new Map([...bound].map((n) => [n, scalarShape] as const)));
    const list = s ? axes(s) : [];
    if (list.length === part.at.length) found = list[k] ?? null;
  });
  for (const s of w.stated) {
    look(s.left);
    if (s.right) look(s.right);
  }
  for (const d of w.definitions.values()) look(d.body);
  return found;
}

const customary: readonly string[] = ["n", "m", "p", "q", "r", "s", "t", "d", "N", "M", "K", "L"];

/** Sizes that nothing determines get names that the document does not use. */
function nameLeftovers(w: World, shapes: readonly (Shape | readonly Dim[])[], u: Unifier): ReadonlyMap<string, Dim> {
  const used = new Set<string>([...w.usage.names, ...w.entries.keys(), ...w.definitions.keys(), ...[...w.definitions.values()].flatMap((d) => d.params)]);
  for (const s of shapes) for (const d of s) for (const n of dimNames(applyUnifier(u, d))) if (!isFlexible(n)) used.add(n);
  const out = new Map<string, Dim>();
  for (const s of shapes) for (const d of s) for (const n of [...dimNames(applyUnifier(u, d))].sort()) {
    if (!isFlexible(n) || out.has(n)) continue;
    const free = customary.find((c) => !used.has(c)) ?? `n_{${out.size + 1}}`;
    used.add(free);
    out.set(n, size(free));
  }
  return out;
}

const declared: ReadonlySet<Ground> = new Set(["given", "declared", "definition"]);

function understand(w: World, c: Chosen, name: Name, shape: Shape): Understood {
  const entry = w.entries.get(name);
  const counts = w.usage.counting.has(name);
  const ground = entry && (entry.shape || entry.rank !== null || declared.has(entry.ground)) ? entry.ground : w.definitions.has(name) ? "definition" : (c.ground.get(name) ?? "default");
  const because = entry && ground === entry.ground ? entry.because : reason(name, ground, shape, counts);
  return { name, shape, sort: counts && shape.every(isOne) ? "index" : "real", ground, because, origin: declared.has(ground) ? "declared" : "assumed", line: entry?.line ?? 0 };
}

function reason(name: Name, ground: Ground, shape: Shape, counts: boolean): string {
  const rank = axes(shape).length;
  if (counts) return "index: it counts or gives a position";
  switch (ground) {
    case "definition":
      return "shape of its definition";
    case "indices":
      return `it carries ${rank} position${rank === 1 ? "" : "s"}`;
    case "position":
      return "only so do the shapes of its formulas fit";
    case "typography":
      return isBold(name) ? (isCapital(name) ? "a bold capital" : "a bold letter") : isCapital(name) ? "a capital letter" : "a plain letter";
    default:
      return "a plain letter, nothing else is said of it";
  }
}
