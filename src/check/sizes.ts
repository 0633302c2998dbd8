/**
 * Sizes said in words: `x dimension = d ∗ 1`, `the size of W is 4 × 3`, `h dimension = a dimension`.
 *
 * Stated sizes agree with a shape axis by axis, axes of length one left out, or as the number of entries. They are wrong only against a shape
 * that is declared or follows from declared ones, and only by names that are sizes of something declared.
 */
import type { Decision } from "../compare/types.ts";
import { sizeOfSyntax } from "../read/declare-size.ts";
import type { Resolved } from "../read/meaning.ts";
import type { ReadError, Syntax } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import {
  axes,
  type Dim,
  dim,
  dimNames,
  isOne,
  multiplyDims,
  type Result,
  type Shape,
  sameDim,
  sameShape,
  showShape,
} from "../shape/index.ts";
import type { StepInput } from "./builders.ts";
import { taintOfNames, weakName } from "./doubts.ts";
import { fromSimple, type Judged, plain, type Simple } from "./judged.ts";
import { shapesDisagree } from "./membership.ts";

export function judgeSizes(l: ReadLink, input: StepInput): Judged {
  const taint = taintOfNames(l, input);
  if (taint) return taint;
  const found = shapeOf(l.left, l, input);
  if (!found.ok) return fromSimple({ error: found.error });
  const stated = l.link.worded?.right === "shape" ? shapeOf(l.right, l, input) : null;
  if (stated && !stated.ok) return fromSimple({ error: stated.error });
  const said = stated ? stated.value : sizesIn(l.link.rhs.syntax);
  if (!said) return fromSimple(open("unsupported", "the right side is no product of sizes"));
  if (agree(said, found.value) || (stated && sameShape(stated.value, found.value)))
    return fromSimple({
      decision: { verdict: "proved", how: `the shape is ${showShape(found.value)}`, laws: [], conditions: [], kinks: [], points: 0 },
    });
  const weak = weakName(l, input);
  if (weak) return plain("declaration", `Says the size of ${l.link.lhs.text.trim()}.`);
  const known = sizeNames(input, l);
  const strange = [...said, ...found.value].flatMap((d) => [...dimNames(d)]).find((n) => !known.has(n));
  if (strange) return fromSimple(open("undefined-symbol", `${strange} is no size of anything declared`));
  return fromSimple({ decision: shapesDisagree(said, found.value) });
}

const open = (reason: "unsupported" | "undefined-symbol", detail: string): Simple => ({
  decision: { verdict: "undetermined", reason, detail, points: 0 } satisfies Decision,
});

function shapeOf(side: Result<Resolved, ReadError>, l: ReadLink, input: StepInput): Result<Shape, ReadError> {
  if (!side.ok) return side;
  const built = input.makers.term(side.value.term, l.epoch, input.layout, new Set());
  return built.ok ? { ok: true, value: built.value.expr.shape } : built;
}

/** `d ∗ 1`, `3 × 128 × 128`, `(m, n)`: the factors as lengths of axes. */
export function sizesIn(s: Syntax): readonly Dim[] | null {
  if (s.kind === "binary" && (s.operator === "times" || s.operator === "star" || s.operator === "cdot"))
    return joined(sizesIn(s.left), sizesIn(s.right));
  if (s.kind === "group" && s.fence === "round") return sizesIn(s.body);
  if (s.kind === "list") return s.items.map(sizesIn).reduce(joined, []);
  const one = sizeOfSyntax(s);
  return one && [one];
}

const joined = (a: readonly Dim[] | null, b: readonly Dim[] | null): readonly Dim[] | null => a && b && [...a, ...b];

function agree(said: readonly Dim[], found: Shape): boolean {
  const [a, b] = [said.filter((d) => !isOne(d)), axes(found)];
  const sameAxes = a.length === b.length && a.every((d, i) => sameDim(d, b[i] as Dim));
  return sameAxes || (said.length === 1 && sameDim(count(said), count(found)));
}

export const count = (sizes: readonly Dim[]): Dim => sizes.reduce(multiplyDims, dim(1));

/** Names that are the length of something whose shape is declared. */
function sizeNames(input: StepInput, l: ReadLink): ReadonlySet<string> {
  const understood = input.unit.unit.analyses[l.epoch]?.understood ?? new Map();
  return new Set([...understood.values()].flatMap((u) => (u.origin === "declared" ? u.shape.flatMap((d: Dim) => [...dimNames(d)]) : [])));
}
