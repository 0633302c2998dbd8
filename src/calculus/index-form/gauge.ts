/**
 * Gauge: a sum over all whole numbers may be re-indexed by any unimodular map. Slots are chosen to become the dummies, so that shifted,
 * flipped and re-indexed sums (a convolution written either way) agree.
 */
import { type Affine, coefficientOf, minus, plain, plus, same, times, variable, without, zero } from "./affine.ts";
import { type Term, term } from "./factor.ts";
import { termKey } from "./key.ts";
import { freshName, type Session } from "./session.ts";
import { freshTerm, replaceDummy } from "./substitute.ts";

interface Slot {
  readonly at: Affine;
  readonly dummies: readonly string[];
  /** By what a slot is preferred: the tensor's name and the place. */
  readonly rank: string;
}

function slotsWithDummies(t: Term): readonly Slot[] {
  return t.powers.flatMap(({ factor: f }) => {
    if (f.kind !== "tensor" && f.kind !== "applied" && f.kind !== "inverse") return [];
    const name = f.kind === "tensor" ? f.name : f.kind === "applied" ? f.fn : "";
    const alike = f.kind === "tensor" && f.marks.symmetric;
    return f.at.flatMap((at: Affine, i: number) => {
      const dummies = at.parts.map(([n]) => n).filter((n) => t.dummies.includes(n));
      return dummies.length === 0 ? [] : [{ at, dummies, rank: `${f.kind[0]}${name}:${alike ? 0 : i}` }];
    });
  });
}

/** The dummies linked to a slot that is no plain variable. */
function crooked(slots: readonly Slot[]): readonly string[] {
  const out = new Set<string>();
  for (const x of slots) if (plain(x.at) === null) for (const d of x.dummies) out.add(d);
  for (let size = -1; size !== out.size; ) {
    size = out.size;
    for (const x of slots) if (x.dummies.some((d) => out.has(d))) for (const d of x.dummies) out.add(d);
  }
  return [...out];
}

type Matrix = readonly (readonly number[])[];

function det(m: Matrix): number {
  const [first] = m;
  if (!first) return 1;
  return first.reduce((sum, x, j) => sum + (j % 2 === 0 ? x : -x) * det(m.slice(1).map((row) => row.filter((_, c) => c !== j))), 0);
}

function choices<T>(list: readonly T[], k: number): readonly (readonly T[])[] {
  if (k === 0) return [[]];
  return list.flatMap((x, i) => choices(list.slice(i + 1), k - 1).map((rest) => [x, ...rest]));
}

/** The term re-indexed, or null when it is as good as it gets. */
export function gauge(s: Session, t: Term): Term | null {
  const slots = slotsWithDummies(t);
  const dummies = crooked(slots);
  if (dummies.length === 0 || dummies.length > 3) return null;
  const linked: Slot[] = [];
  for (const x of slots) {
    if (x.dummies.some((d) => dummies.includes(d)) && !linked.some((y) => y.rank === x.rank && same(y.at, x.at))) linked.push(x);
  }
  if (linked.length > 10) return null;
  const anchors = choices(linked, dummies.length)
    .map((list) => ({
      list,
      matrix: list.map((x) => dummies.map((d) => coefficientOf(x.at, d))),
      rank: list
        .map((x) => x.rank)
        .sort()
        .join(),
    }))
    .filter((a) => Math.abs(det(a.matrix)) === 1)
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  const best = anchors.filter((a) => a.rank === anchors[0]?.rank).slice(0, 6);
  if (best.length === 0) return null;
  const settled = best.some((a) => a.list.every((x) => plain(x.at) !== null));
  if (settled && best.length === 1) return null;
  const moved = best.map((a) => reindexed(s, t, dummies, a.list, a.matrix)).map((x) => ({ term: x, key: termKey(s, x) }));
  const win = moved.reduce((a, b) => (b.key < a.key ? b : a));
  const now = termKey(s, t);
  if (win.key === now || (settled && win.key >= now)) return null;
  s.laws.add("a sum re-indexed");
  return win.term;
}

/** New dummies equal to the anchor slots: dummies = matrix⁻¹ (new − rest). */
function reindexed(s: Session, t: Term, dummies: readonly string[], anchors: readonly Slot[], matrix: Matrix): Term {
  const fresh = dummies.map(() => freshName(s));
  const rests = anchors.map((x) => dummies.reduce((a, d) => without(a, d), x.at));
  const sign = det(matrix);
  const cofactor = (i: number, j: number): number =>
    ((i + j) % 2 === 0 ? 1 : -1) * det(matrix.filter((_, r) => r !== i).map((row) => row.filter((_, c) => c !== j)));
  const solved = dummies.map((_, j) =>
    anchors.reduce<Affine>(
      (sum, _anchor, i) => plus(sum, times(minus(variable(fresh[i] as string), rests[i] as Affine), cofactor(i, j) * sign)),
      zero,
    ),
  );
  // The old dummies step aside first: a solution may use names that are still to be replaced.
  const aside = freshTerm(s, term(t.coefficient, t.powers, dummies));
  let now = aside;
  aside.dummies.forEach((d, j) => {
    now = replaceDummy(s, now, d, solved[j] as Affine, []);
  });
  return term(t.coefficient, now.powers, [...t.dummies.filter((d) => !dummies.includes(d)), ...fresh]);
}
