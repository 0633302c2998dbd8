/** The numerical check at the end: sizes, a point, the formula and the quotient of differences side by side. */
import { sampleDerivative } from "../derive/index.ts";
import type { Expr } from "../expr/index.ts";
import { unicodeOfLatex } from "../write/symbols.ts";
import { type Frame, named } from "./frame.ts";
import { withInstances } from "./instances.ts";
import type { Formula, NumericalCheck } from "./types.ts";

const digits = (x: number): string => (Object.is(x, -0) ? "0" : Number(x.toPrecision(6)).toString());

/** The derivative (mixed layout) of a quantity of the frame at one point; null where nothing could be evaluated. */
export function numericalCheck(frame: Frame, derivative: Expr, of: Expr): NumericalCheck | null {
  const { t, book, quantities } = frame;
  const sin = book.heads.get("sin");
  const bodies = [derivative, of, ...quantities.all.map((q) => q.body)];
  const concrete = sin ? withInstances(t, quantities.environment, sin, bodies) : null;
  const sampled = concrete && sampleDerivative(concrete.environment, derivative, of, frame.variable, frame.seed);
  if (!sampled) return null;
  const sign = (name: string, at: readonly number[]): Formula => ({
    latex: at.length === 0 ? name : `${/[_^]/.test(name) ? `(${name})` : name}_{${at.join(",")}}`,
    unicode: `${unicodeOfLatex(name)}${at.length === 0 ? "" : `[${at.join(",")}]`}`,
  });
  const f = of.kind === "sym" ? of.name : "f";
  const entry = (own: readonly number[], by: readonly number[]): Formula => {
    const [above, below] = [sign(f, own), sign(frame.variable.name, by)];
    return { latex: `\\partial ${above.latex} / \\partial ${below.latex}`, unicode: `∂${above.unicode}/∂${below.unicode}` };
  };
  return {
    functions: concrete.told,
    sizes: [...sampled.sizes, ...sampled.indices].map(([name, value]) => ({ name: named(name), value })),
    point: sampled.values.map(({ name, dims, entries }) => ({ name: named(name), value: nested(dims, entries) })),
    rows: sampled.entries.map((e) => ({ entry: entry(e.of, e.by), formula: digits(e.formula), quotient: digits(e.quotient) })),
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
