/**
 * Integrals that have no closed form here, estimated: Gauss–Legendre on equal panels. No bound on the error is known, so an estimate may
 * confirm an answer of our own, but never accepts or refutes a claim.
 *
 * Abscissae and weights by Newton's method on Pₙ (Press et al. 2007, §4.6.1).
 */
import { type Bind, rational } from "../expr/index.ts";
import { scalarValue, type Value } from "./arrays.ts";
import { bodyAt } from "./body.ts";
import type { Frame } from "./frames.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { scalarEntry, type Tracer } from "./tracer.ts";

const order = 12;

interface Node {
  readonly at: number;
  readonly weight: number;
}

/** The nodes on [−1, 1]. */
function legendreNodes(n: number): readonly Node[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 50; turn++) {
      let [before, now] = [0, 1];
      for (let k = 1; k <= n; k++) [before, now] = [now, ((2 * k - 1) * x * now - (k - 1) * before) / k];
      slope = (n * (x * now - before)) / (x * x - 1);
      const step = now / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    return { at: x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
}

const scale = 2 ** 52;

/** ∫ over a finite interval on `panels` equal panels; the bounds may vary. */
export function estimatedIntegral(t: Tracer, e: Bind, frame: Frame, panels: number): Value {
  const { rec } = t;
  if (e.domain.kind !== "interval") return refuse("unsupported", "an integral without an interval");
  const from = scalarEntry(t.value(e.domain.from, frame));
  const width = rec.subtract(scalarEntry(t.value(e.domain.to, frame)), from);
  const exact = (x: number): Register => rec.constant(rational(BigInt(Math.round(x * scale)), BigInt(scale)));
  let total: readonly Register[] | null = null;
  let dims: readonly number[] = [];
  for (let panel = 0; panel < panels; panel++) {
    for (const node of legendreNodes(order)) {
      const point = rec.add(from, rec.mul(width, exact((panel + (node.at + 1) / 2) / panels)));
      const value = bodyAt(t, e, frame, scalarValue(point));
      const factor = rec.mul(width, exact(node.weight / (2 * panels)));
      const terms: readonly Register[] = value.entries.map((r) => rec.mul(factor, r));
      dims = value.dims;
      total = total ? total.map((r, i) => rec.add(r, terms[i] as Register)) : terms;
    }
  }
  return { dims, entries: total ?? [] };
}
