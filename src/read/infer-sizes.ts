/** Sizes by unification, once the ranks are chosen; what stays open gets a name of its own. */
import type { Name, Signature } from "../expr/index.ts";
import {
  applyUnifier,
  axes,
  type Dim,
  dimNames,
  emptyUnifier,
  isOne,
  type Shape,
  scalarShape,
  size,
  substituteShape,
  type Unifier,
  unifyDims,
} from "../shape/index.ts";
import { beliefs, type Chosen, lengthOf, piecesOf, type Solver } from "./infer-beliefs.ts";
import type { Beliefs, Callable } from "./infer-misfit.ts";
import { shapeOf } from "./infer-shapes.ts";
import { paddedNames, symbolNames, type World } from "./infer-world.ts";
import type { Ground, Layout, Term, TermDefinition, Understood } from "./meaning.ts";
import { isBold, isCapital } from "./resolve-names.ts";
import { visit } from "./resolve-walk.ts";

export interface Solved {
  readonly understood: ReadonlyMap<Name, Understood>;
  readonly signatures: ReadonlyMap<Name, Signature>;
  readonly along: ReadonlyMap<Name, Dim>;
  readonly sequences: ReadonlySet<Name>;
}

const isFlexible = (name: string): boolean => name.startsWith("?");

export function sizesOf(w: World, c: Chosen, layout: Layout): Solved {
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
  const functions = new Map<Name, Callable>();
  for (const fn of new Set([
    ...w.usage.applications.keys(),
    ...[...w.definitions.values()].filter((d) => d.params.length > 0).map((d) => d.name),
    ...[...w.entries.values()].filter((e) => e.signature).map((e) => e.name),
  ])) {
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
  const names_ = nameLeftovers(
    w,
    [...raw.values(), ...[...functions.values()].flatMap((f) => [...f.params, f.result]), ...[...along.values()].map((d) => [d])],
    u,
  );
  const finish = (s: Shape): Shape =>
    substituteShape(
      s.map((d) => applyUnifier(u, d)),
      names_,
    );
  return {
    understood: new Map([...raw].map(([name, shape]) => [name, understand(w, c, name, finish(shape))])),
    signatures: new Map([
      ...[...functions].map(([name, f]) => [name, { name, params: f.params.map(finish), result: finish(f.result) }] as const),
      ...[...sequences].map(
        (name) => [name, { name, params: w.definitions.get(name)?.at.map(() => scalarShape) ?? [], result: scalarShape }] as const,
      ),
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
  return new Set(
    [...w.definitions.values()].flatMap((d) => {
      const candidate =
        d.params.length === 0 &&
        d.at.length > 0 &&
        d.at.every(isFree) &&
        !w.entries.get(d.name)?.shape &&
        !whole.has(d.name) &&
        !padded.has(d.name);
      const sizes = candidate ? axesOf(d.name) : [];
      return candidate && sizes.length === d.at.length && sizes.every(open) ? [d.name] : [];
    }),
  );
}

/** Entries b_{1,i} = … tell the length of b_1 where nothing else does. */
function unifyDefined(w: World, d: TermDefinition, b: Beliefs): void {
  if (d.params.length > 0 || d.at.length === 0) return;
  const own = axes(b.shape(d.name) ?? scalarShape);
  d.at.forEach((a, k) => {
    const axis = own[k];
    if (axis && own.length === d.at.length) b.unify(axis, lengthOf(w, a, d, b));
  });
}

/** The first axis that an index stands alone on. */
function axisAlong(w: World, name: Name, b: Beliefs): Dim | null {
  let found: Dim | null = null;
  const look = (t: Term): void =>
    visit(t, (part, bound) => {
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
  const used = new Set<string>([
    ...w.usage.names,
    ...w.entries.keys(),
    ...w.definitions.keys(),
    ...[...w.definitions.values()].flatMap((d) => d.params),
  ]);
  for (const s of shapes) for (const d of s) for (const n of dimNames(applyUnifier(u, d))) if (!isFlexible(n)) used.add(n);
  const out = new Map<string, Dim>();
  for (const s of shapes)
    for (const d of s)
      for (const n of [...dimNames(applyUnifier(u, d))].sort()) {
        if (!isFlexible(n) || out.has(n)) continue;
        const free = customary.find((c) => !used.has(c)) ?? `n_{${out.size + 1}}`;
        used.add(free);
        out.set(n, size(free));
      }
  return out;
}

export const declared: ReadonlySet<Ground> = new Set(["given", "declared", "definition"]);

function understand(w: World, c: Chosen, name: Name, shape: Shape): Understood {
  const entry = w.entries.get(name);
  const counts = w.usage.counting.has(name);
  const ground =
    entry && (entry.shape || entry.rank !== null || declared.has(entry.ground))
      ? entry.ground
      : w.definitions.has(name)
        ? "definition"
        : (c.ground.get(name) ?? "default");
  const because = entry && ground === entry.ground ? entry.because : reason(name, ground, shape, counts);
  return {
    name,
    shape,
    sort: counts && shape.every(isOne) ? "index" : "real",
    ground,
    because,
    origin: declared.has(ground) ? "declared" : "assumed",
    line: entry?.line ?? 0,
  };
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
      return isBold(name)
        ? isCapital(name)
          ? "a bold capital"
          : "a bold letter"
        : isCapital(name)
          ? "a capital letter"
          : "a plain letter";
    default:
      return "a plain letter, nothing else is said of it";
  }
}
