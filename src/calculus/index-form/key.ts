/**
 * Canonical keys: two terms have one key exactly when a bijection of their dummies maps one onto the other.
 *
 * Dummies are labelled by colour refinement; ties are broken by individualising each member of the smallest cell in turn, members that a
 * swap maps onto each other only once, and keeping the smallest key (graph labelling). Labels carry their level of nesting: an inner label
 * never equals an outer one, or Σₖ Qₐₖ Kⱼₖ and Σₖ Qₐₖ Kₖⱼ inside an exponential would share a key.
 */

import { absurd } from "../../shape/index.ts";
import { type Affine, times } from "./affine.ts";
import { type Applied, type Factor, isSize, type Poly, type Power, type Term, term } from "./factor.ts";
import { keyOf, unit } from "./rational.ts";
import { giveUp, intern, leavesAllowed, type Session, tick } from "./session.ts";

interface Label {
  readonly text: string;
  readonly level: number;
}
export type Labels = ReadonlyMap<string, Label>;

export const noLabels: Labels = new Map();

const labelOf = (labels: Labels, name: string): string => labels.get(name)?.text ?? name;

/** One more than the deepest label in use. */
function levelAbove(variables: Iterable<string>, labels: Labels): number {
  let level = 0;
  for (const v of variables) level = Math.max(level, labels.get(v)?.level ?? 0);
  return level + 1;
}

function affineKey(a: Affine, labels: Labels): string {
  const parts = a.parts.map(([name, k]) => `${k}${isSize(name) ? name : labelOf(labels, name)}`).sort();
  return parts.join("+") + (a.constant !== 0 || parts.length === 0 ? `|${a.constant}` : "");
}

/** Key of a factor under labels for its free variables. */
export function factorKey(s: Session, f: Factor, labels: Labels = noLabels): number {
  let signature = "";
  if (labels.size > 0) for (const v of f.variables) signature += `${labelOf(labels, v)},`;
  const known = f.keys.get(signature);
  if (known !== undefined) return known;
  tick(s);
  const id = intern(s, factorText(s, f, labels));
  f.keys.set(signature, id);
  return id;
}

function factorText(s: Session, f: Factor, labels: Labels): string {
  const inner = (...binders: readonly string[]): Labels => {
    const level = levelAbove(f.variables, labels);
    const out = new Map(labels);
    binders.forEach((b, i) => out.set(b, { text: `$${level}_${i}`, level }));
    return out;
  };
  const at = (list: readonly Affine[]): string[] => list.map((a) => affineKey(a, labels));
  switch (f.kind) {
    case "tensor": {
      const slots = at(f.at);
      if (f.marks.symmetric) slots.sort();
      return `T${f.frozen ? "~" : ""}${f.name}[${slots}]`;
    }
    case "exponential":
      return `X${polyKey(s, f.argument, labels)}`;
    case "atom":
      return `F${f.name}(${f.arguments.map((a) => polyKey(s, a, labels))})`;
    case "base":
      return `P${polyKey(s, f.poly, labels)}`;
    case "inverse": {
      const straight = polyKey(s, f.poly, inner(f.row, f.column));
      const turned = polyKey(s, f.poly, inner(f.column, f.row));
      const slots = at(f.at);
      if (straight > turned) slots.reverse();
      if (straight === turned) slots.sort();
      return `V${Math.min(straight, turned)}[${slots}]`;
    }
    case "determinant":
      return `E${Math.min(polyKey(s, f.poly, inner(f.row, f.column)), polyKey(s, f.poly, inner(f.column, f.row)))}`;
    case "applied":
      return appliedText(s, f, at(f.at), inner, labels);
    case "delta": {
      const straight = affineKey(f.of, labels);
      const negated = affineKey(times(f.of, -1), labels);
      return `K${straight < negated ? straight : negated}`;
    }
    case "guard":
      return `G${affineKey(f.of, labels)}`;
    case "count":
      return `J${affineKey(f.of, labels)}`;
    case "prime":
      return `N${f.value}`;
    default:
      return absurd(f);
  }
}

/** Derivatives in the same slot may be taken in any order: their groups of indices are sorted. */
function appliedText(s: Session, f: Applied, at: readonly string[], inner: (...b: readonly string[]) => Labels, labels: Labels): string {
  const groups = new Map<number, string[]>();
  let start = f.resultRank;
  f.slots.forEach((slot, i) => {
    const end = start + (f.slotRanks[i] as number);
    put(groups, slot, at.slice(start, end).join("&"));
    start = end;
  });
  const points = f.closures.map((c) => `${c.binders.length}:${polyKey(s, c.poly, c.binders.length === 0 ? labels : inner(...c.binders))}`);
  const slots = [...groups].map(([slot, list]) => `${slot}:${list.sort().join("/")}`);
  return `C${f.fn}.${f.slots.join(".")}(${points})[${at.slice(0, f.resultRank)};${slots}]`;
}

export function polyKey(s: Session, p: Poly, labels: Labels = noLabels): number {
  return intern(
    s,
    `{${p.terms
      .map((t) => `${termKey(s, t, labels)}*${keyOf(t.coefficient)}`)
      .sort()
      .join(";")}}`,
  );
}

const powersKey = (s: Session, powers: readonly Power[], labels: Labels): string =>
  powers
    .map((p) => `${factorKey(s, p.factor, labels)}^${keyOf(p.exponent)}`)
    .sort()
    .join(" ");

/** Key of a term without its coefficient. */
export function termKey(s: Session, t: Term, labels: Labels = noLabels): number {
  if (t.dummies.length === 0) return intern(s, `t${powersKey(s, t.powers, labels)}`);
  let signature = "";
  if (labels.size > 0) {
    for (const { factor } of t.powers)
      for (const v of factor.variables) if (!t.dummies.includes(v) && labels.has(v)) signature += `${v}${labelOf(labels, v)},`;
  }
  t.cache.keys ??= new Map();
  const known = t.cache.keys.get(signature);
  if (known !== undefined) return known;
  const id = computeTermKey(s, t, labels);
  t.cache.keys.set(signature, id);
  return id;
}

function computeTermKey(s: Session, t: Term, labels: Labels): number {
  const parts = components(t);
  if (parts.length === 1) return intern(s, labelled(s, t, labels));
  const keys = parts.map((dummies) =>
    termKey(
      s,
      term(
        unit,
        t.powers.filter((p) => dummies.some((d) => p.factor.variables.has(d))),
        dummies,
      ),
      labels,
    ),
  );
  const free = t.powers.filter((p) => !t.dummies.some((d) => p.factor.variables.has(d)));
  return intern(s, `t&${keys.sort((a, b) => a - b).join("&")}|${powersKey(s, free, labels)}`);
}

/** Dummies that share a factor belong together: tr(S⁴)³ is three small problems. */
function components(t: Term): readonly (readonly string[])[] {
  const parent = new Map(t.dummies.map((d) => [d, d]));
  for (const { factor } of t.powers) {
    const [first, ...rest] = t.dummies.filter((d) => factor.variables.has(d));
    if (first !== undefined) for (const d of rest) join(parent, d, first);
  }
  const groups = new Map<string, string[]>();
  for (const d of t.dummies) put(groups, find(parent, d), d);
  return [...groups.values()];
}

type Forest = Map<string, string>;

/** The representative of a set in a forest of parents. */
function find(parents: Forest, x: string): string {
  let at = x;
  for (let up = parents.get(at); up !== undefined && up !== at; up = parents.get(at)) at = up;
  return at;
}

const join = (parents: Forest, a: string, b: string): void => {
  parents.set(find(parents, a), find(parents, b));
};

type Colours = ReadonlyMap<string, number>;

/** The smallest key over all complete labellings of the dummies. */
function labelled(s: Session, t: Term, labels: Labels): string {
  const outer = new Set<string>();
  for (const { factor } of t.powers) for (const v of factor.variables) if (!t.dummies.includes(v)) outer.add(v);
  const level = levelAbove(outer, labels);
  let best: { readonly key: string; readonly order: readonly string[] } | null = null;
  let leaves = 0;
  // Dummies that some automorphism found so far exchanges: at the root one of each orbit is enough.
  const orbits = new Map(t.dummies.map((d) => [d, d]));
  const leaf = (order: readonly string[]): void => {
    if (++leaves > leavesAllowed) giveUp("budget");
    const full = new Map(labels);
    order.forEach((d, i) => {
      full.set(d, { text: `d${level}_${i}`, level });
    });
    const key = `t${t.dummies.length}${powersKey(s, t.powers, full)}`;
    if (best === null || key < best.key) best = { key, order };
    else if (key === best.key) for (const [i, d] of order.entries()) join(orbits, d, best.order[i] as string);
  };
  const search = (start: Colours, root: boolean): void => {
    tick(s, 2);
    const colours = refine(s, t, labels, level, start);
    const cells = cellsOf(t.dummies, colours);
    const smallest = cells.filter((c) => c.length > 1).sort((a, b) => a.length - b.length)[0];
    if (!smallest) {
      leaf(cells.map(([d]) => d as string));
      return;
    }
    const tried: string[] = [];
    for (const d of smallest) {
      if (tried.some((x) => (root && find(orbits, x) === find(orbits, d)) || swaps(s, t, labels, level, d, x))) continue;
      tried.push(d);
      search(new Map(colours).set(d, intern(s, `i${colours.get(d)}`)), false);
    }
  };
  search(new Map(t.dummies.map((d) => [d, 0])), true);
  return (best as { readonly key: string } | null)?.key ?? "t";
}

/** Cells in the order of their colours. */
function cellsOf(dummies: readonly string[], colours: Colours): readonly (readonly string[])[] {
  const cells = new Map<number, string[]>();
  for (const d of dummies) put(cells, colours.get(d) as number, d);
  return [...cells].sort((a, b) => a[0] - b[0]).map(([, list]) => list);
}

function put<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const list = groups.get(key);
  if (list) list.push(value);
  else groups.set(key, [value]);
}

function refine(s: Session, t: Term, labels: Labels, level: number, start: Colours): Colours {
  let colours = start;
  for (;;) {
    tick(s, Math.ceil(t.dummies.length ** 2 / 16));
    const now = new Map(labels);
    for (const d of t.dummies) now.set(d, { text: `c${level}_${colours.get(d)}`, level });
    const next = new Map<string, number>();
    for (const d of t.dummies) {
      const old = now.get(d) as Label;
      now.set(d, { text: `*${old.text}`, level });
      const seen = t.powers.filter((p) => p.factor.variables.has(d)).map((p) => `${factorKey(s, p.factor, now)}^${keyOf(p.exponent)}`);
      now.set(d, old);
      next.set(d, intern(s, `r${colours.get(d)}:${seen.sort().join(" ")}`));
    }
    const stable = new Set(next.values()).size === new Set(colours.values()).size;
    colours = next;
    if (stable) return colours;
  }
}

/** Whether exchanging two dummies leaves the factors as they are. */
function swaps(s: Session, t: Term, labels: Labels, level: number, a: string, b: string): boolean {
  const marked = (x: string, y: string): string => {
    const now = new Map(labels);
    for (const d of t.dummies) now.set(d, { text: `u${level}_${d}`, level });
    now.set(x, { text: `A${level}_`, level });
    now.set(y, { text: `B${level}_`, level });
    return powersKey(s, t.powers, now);
  };
  return marked(a, b) === marked(b, a);
}

/** Labels that make all variables look alike. */
function hiddenLabels(f: Factor): Labels {
  const out = new Map<string, Label>();
  for (const v of f.variables) out.set(v, { text: "?", level: 0 });
  return out;
}

/** Key of a factor with the names of its variables hidden: xᵢ and xⱼ have one. */
export const hiddenFactorKey = (s: Session, f: Factor): number => factorKey(s, f, hiddenLabels(f));

export function hiddenTermKey(s: Session, t: Term): string {
  t.cache.hidden ??= `h${t.dummies.length}:${t.powers
    .map((p) => `${hiddenFactorKey(s, p.factor)}^${keyOf(p.exponent)}`)
    .sort()
    .join(" ")}`;
  return t.cache.hidden;
}

export const sameFactor = (s: Session, a: Factor, b: Factor): boolean =>
  a === b || (a.kind === b.kind && factorKey(s, a) === factorKey(s, b));
