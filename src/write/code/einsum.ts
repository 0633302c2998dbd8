/**
 * Sums of products of entries as one Einstein sum:
 *
 *   tabulate i, k:  Σⱼ Aᵢⱼ Bⱼₖ      →   einsum("ij,jk->ik", A, B)
 *
 * Only where every index runs over the whole axis it stands on, so that nothing but the letters is said.
 */
import type { Bind, Expr, Name } from "../../expr/index.ts";
import { toDim } from "../../expr/index.ts";
import { axes, constantDim, type Dim, sameDim } from "../../shape/index.ts";

export interface EinsteinSum {
  readonly spec: string;
  readonly operands: readonly Expr[];
  /** Factors without an index. */
  readonly scalars: readonly Expr[];
}

const letters = "ijklmnopqrstuvwxyzabcdefgh";

/** The Einstein sum that a nest of `tabulate` and `sum` is, or null. */
export function einsteinSum(root: Expr): EinsteinSum | null {
  const ranges = new Map<Name, Dim>();
  const output: Name[] = [];
  let body = root;
  while (body.kind === "bind" && (body.binder === "tabulate" || body.binder === "sum")) {
    const length = wholeLength(body);
    if (!length) return null;
    if (body.binder === "tabulate") {
      if (output.length < ranges.size) return null;
      output.push(body.index.name);
    }
    ranges.set(body.index.name, length);
    body = body.body;
  }
  if (ranges.size === 0 || ranges.size > letters.length) return null;
  return contract(body, ranges, output);
}

function wholeLength(b: Bind): Dim | null {
  if (b.domain.kind !== "range") return null;
  const from = toDim(b.domain.from);
  const to = toDim(b.domain.to);
  return from && to && constantDim(from) === 1 ? to : null;
}

function contract(body: Expr, ranges: ReadonlyMap<Name, Dim>, output: readonly Name[]): EinsteinSum | null {
  const letter = new Map([...ranges.keys()].map((name, i) => [name, letters[i] as string]));
  const factors = body.kind === "app" && body.head.name === "mul" ? body.args : [body];
  const operands: Expr[] = [];
  const scalars: Expr[] = [];
  const specs: string[] = [];
  const seen = new Set<Name>();
  for (const f of factors) {
    if (f.level === 0 && f.shape.length === 2 && axes(f.shape).length === 0) {
      scalars.push(f);
      continue;
    }
    const spec = f.kind === "elem" && f.of.level === 0 ? positions(f.of, f.at, ranges, letter, seen) : null;
    if (f.kind !== "elem" || spec === null) return null;
    operands.push(f.of);
    specs.push(spec);
  }
  if (operands.length === 0 || [...ranges.keys()].some((name) => !seen.has(name))) return null;
  return { spec: `${specs.join(",")}->${output.map((name) => letter.get(name) as string).join("")}`, operands, scalars };
}

function positions(
  of: Expr,
  at: readonly Expr[],
  ranges: ReadonlyMap<Name, Dim>,
  letter: ReadonlyMap<Name, string>,
  seen: Set<Name>,
): string | null {
  const dims = axes(of.shape);
  let spec = "";
  for (const [i, position] of at.entries()) {
    if (position.kind !== "sym") return null;
    const length = ranges.get(position.name);
    if (!length || !sameDim(length, dims[i] as Dim)) return null;
    seen.add(position.name);
    spec += letter.get(position.name) as string;
  }
  return spec;
}
