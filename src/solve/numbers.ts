/** The numerical check at the end: sizes, a point, the formula and the quotient of differences side by side. */
import { sampleDerivative } from "../derive/index.ts";
import type { Expr } from "../expr/index.ts";
import { unicodeOfLatex } from "../write/symbols.ts";
import type { Frame } from "./frame.ts";
import type { NumericalCheck } from "./types.ts";

const digits = (x: number): string => (Object.is(x, -0) ? "0" : Number(x.toPrecision(6)).toString());

/** The derivative (mixed layout) of a quantity of the frame at one point; null where nothing could be evaluated. */
export function numericalCheck(frame: Frame, derivative: Expr, of: Expr): NumericalCheck | null {
  const sampled = sampleDerivative(frame.quantities.environment, derivative, of, frame.variable, frame.seed);
  if (!sampled) return null;
  const place = (list: readonly number[]): string => (list.length === 0 ? "" : `[${list.join(",")}]`);
  const f = of.kind === "sym" ? unicodeOfLatex(of.name) : "f";
  const x = unicodeOfLatex(frame.variable.name);
  return {
    sizes: [...sampled.sizes, ...sampled.indices].map(([name, value]) => ({ name: unicodeOfLatex(name), value })),
    point: sampled.values.map(({ name, dims, entries }) => ({ name: unicodeOfLatex(name), value: nested(dims, entries) })),
    rows: sampled.entries.map((e) => ({
      entry: `∂${f}${place(e.of)}/∂${x}${place(e.by)}`,
      formula: digits(e.formula),
      quotient: digits(e.quotient),
    })),
    step: sampled.step === null ? null : sampled.step.toString(),
  };
}

/** `[[1, 2], [3, 4]]`; a column as one list. */
function nested(dims: readonly number[], entries: readonly number[]): string {
  const thick = dims.filter((d) => d !== 1);
  const go = (sizes: readonly number[], list: readonly number[]): string => {
    const [first, ...rest] = sizes;
    if (first === undefined) return digits(list[0] ?? 0);
    const stride = rest.reduce((a, b) => a * b, 1);
    return `[${Array.from({ length: first }, (_, i) => go(rest, list.slice(i * stride, (i + 1) * stride))).join(", ")}]`;
  };
  return go(thick, entries);
}
