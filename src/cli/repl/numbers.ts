/** Values at numbers: `norm(A x)^2 at A = [[1, 0], [0, 2]], x = [3, 4]`. Sizes follow from the numbers. */
import { freeSymbols, type Name, parseDecimal, type Rational } from "../../expr/index.ts";
import { evaluate, type Nested } from "../../oracle/evaluate.ts";
import { nameOf } from "../../read/declare.ts";
import { axes, evaluateDim, fail, type Result } from "../../shape/index.ts";
import type { Formula } from "./expression.ts";

type Numbers = string | readonly Numbers[];

/** Splits at commas outside brackets where a new `name =` begins. */
const assignments = (text: string): readonly string[] => text.split(/,(?=\s*[\p{L}\\][^,=[\]]*=)/u);

export function valueAt(f: Formula, at: string): Result<Nested, string> {
  const given = new Map<Name, Numbers>();
  for (const part of assignments(at)) {
    const [left = "", ...right] = part.split("=");
    const name = nameOf(left, "plain");
    const numbers = name === null ? null : parseNumbers(right.join("="));
    if (name === null || numbers === null) return fail(`“${part.trim()}”: write a name and numbers, as in x = [1, 2]`);
    given.set(name, numbers);
  }
  const sizes = new Map<string, number>();
  const values = new Map<Name, readonly Rational[]>();
  const symbols = new Map([...f.environment.symbols].map(([name, s]) => [name, s.shape] as const));
  for (const [name, s] of freeSymbols(f.expr)) if (!symbols.has(name)) symbols.set(name, s.shape);
  for (const [name, numbers] of given) {
    const shape = symbols.get(name);
    if (!shape) return fail(`“${name}” is not declared`);
    const flat = flattened(numbers);
    const lengths = lengthsOf(numbers);
    const own = axes(shape);
    if (!flat || !lengths || lengths.length !== own.length)
      return fail(`${name} has ${own.length} axes; the numbers have ${lengths?.length ?? 0}`);
    for (const [k, d] of own.entries()) {
      const length = lengths[k] as number;
      if (!/^\p{L}\w*$/u.test(d.key)) continue;
      const before = sizes.get(d.key);
      if (before !== undefined && before !== length) return fail(`${d.key} would be ${before} and ${length}`);
      sizes.set(d.key, length);
    }
    values.set(name, flat);
  }
  for (const [name, numbers] of given) {
    const expected = axes(symbols.get(name) ?? []).map((d) => evaluateDim(d, sizes));
    const found = lengthsOf(numbers) ?? [];
    if (expected.some((n, k) => n !== null && n !== found[k]))
      return fail(`${name} should be ${expected.join(" x ")}, not ${found.join(" x ")}`);
  }
  const value = evaluate(f.environment, f.expr, { sizes, values });
  return value.ok ? value : fail(value.error.detail);
}

/** `[1, 2]`, `[[1, 2], [3, 4]]`, `[1, 2; 3, 4]`, `0.5`. */
function parseNumbers(text: string): Numbers | null {
  const quoted = text
    .trim()
    .replace(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?\.\d+/gi, (x) => `"${x}"`)
    .replace(
      /^\[([^[\]]*;[^[\]]*)\]$/,
      (_, rows: string) =>
        `[${rows
          .split(";")
          .map((r) => `[${r}]`)
          .join(",")}]`,
    );
  try {
    const parsed: unknown = JSON.parse(quoted);
    return isNumbers(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

const isNumbers = (x: unknown): x is Numbers => typeof x === "string" || (Array.isArray(x) && x.length > 0 && x.every(isNumbers));

function flattened(x: Numbers): readonly Rational[] | null {
  if (typeof x === "string") {
    const value = parseDecimal(x);
    return value ? [value] : null;
  }
  const parts = x.map(flattened);
  return parts.some((p) => p === null) ? null : parts.flatMap((p) => p ?? []);
}

/** The lengths of the axes; null where rows differ. */
function lengthsOf(x: Numbers): readonly number[] | null {
  if (typeof x === "string") return [];
  const inner = x.map(lengthsOf);
  const [first] = inner;
  return first && inner.every((i) => i && i.join() === first.join()) ? [x.length, ...first] : null;
}

/** Six digits, as a person would write them. */
export const shownNumber = (x: number | null): string => (x === null ? "undefined" : Number(x.toPrecision(7)).toString());

/** Numbers with matrices in aligned rows. */
export function shownNumbers(x: Nested): string {
  if (x === null || typeof x === "number") return shownNumber(x);
  const rows = x.map((r) => (r === null || typeof r === "number" ? null : r));
  if (x.length === 1) return shownNumbers(x[0] ?? null);
  if (rows.some((r) => r === null)) return `[${x.map((v) => shownNumbers(v)).join(", ")}]`;
  const cells = rows.map((r) => (r ?? []).map((v) => shownNumbers(v)));
  const widths = (cells[0] ?? []).map((_, c) => Math.max(...cells.map((row) => row[c]?.length ?? 0)));
  const mark = (row: number, ends: readonly [string, string, string]): string => ends[row === 0 ? 0 : row === cells.length - 1 ? 2 : 1];
  if (cells.length === 1) return `[${(cells[0] ?? []).join("  ")}]`;
  return cells
    .map((row, k) => `${mark(k, ["⎡", "⎢", "⎣"])} ${row.map((c, i) => c.padStart(widths[i] ?? 0)).join("  ")} ${mark(k, ["⎤", "⎥", "⎦"])}`)
    .join("\n");
}
