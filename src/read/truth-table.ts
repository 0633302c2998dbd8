/**
 * Truth tables as they are typed or pasted: a row of names, then rows of 0 and 1, with tabs, bars or wide blanks between the columns. The last
 * column belongs to the ones before it.
 */
import type { Span } from "./syntax.ts";

export interface TruthRow {
  readonly inputs: readonly (0 | 1)[];
  readonly output: 0 | 1;
  readonly lhs: Span;
  readonly rhs: Span;
}

const row = /^[ \t]*\|?[ \t]*\$?([01])\$?((?:[ \t]*(?:\t|\||[ \t]{2,}|&)[ \t]*\$?[01]\$?)+)[ \t]*(?:\||\\\\)?[ \t]*$/;

/** The rows of the truth tables in a stretch of the text. A single row is no table. */
export function truthRows(text: string, from: number, to: number): readonly TruthRow[] {
  const rows: TruthRow[] = [];
  for (let at = from; at < to; ) {
    const next = text.indexOf("\n", at);
    const end = next < 0 || next > to ? to : next;
    const line = text.slice(at, end);
    if (row.test(line)) {
      const cells = [...line.matchAll(/[01]/g)].map((m) => ({ at: at + m.index, value: Number(m[0]) as 0 | 1 }));
      const last = cells.at(-1);
      const [first] = cells;
      const before = cells.at(-2);
      if (first && last && before)
        rows.push({
          inputs: cells.slice(0, -1).map((c) => c.value),
          output: last.value,
          lhs: { start: first.at, end: before.at + 1 },
          rhs: { start: last.at, end: last.at + 1 },
        });
    }
    at = end + 1;
  }
  const width = rows[0]?.inputs.length;
  return rows.length > 1 && rows.every((r) => r.inputs.length === width) ? rows : [];
}

/** Gates by name, on any number of inputs. */
const gates: readonly { readonly pattern: RegExp; readonly value: (ones: number, of: number) => 0 | 1 }[] = [
  { pattern: /\bNAND\b/, value: (ones, of) => (ones === of ? 0 : 1) },
  { pattern: /\bXNOR\b/, value: (ones) => (ones % 2 === 0 ? 1 : 0) },
  { pattern: /\bXOR\b|\bexclusive\s+or\b/i, value: (ones) => (ones % 2 === 1 ? 1 : 0) },
  { pattern: /\bNOR\b/, value: (ones) => (ones === 0 ? 1 : 0) },
  { pattern: /\bAND\b|\bconjunction\b/, value: (ones, of) => (ones === of ? 1 : 0) },
  { pattern: /\bOR\b|\bdisjunction\b/, value: (ones) => (ones > 0 ? 1 : 0) },
];

/** The output that the gate named last before the table has for the inputs; null where none is named. */
export function gateOutput(words: string, inputs: readonly (0 | 1)[]): 0 | 1 | null {
  const named = gates
    .map((g) => ({ gate: g, at: [...words.matchAll(new RegExp(g.pattern, `${g.pattern.flags}g`))].at(-1)?.index ?? -1 }))
    .filter((g) => g.at >= 0)
    .sort((a, b) => b.at - a.at)[0];
  const ones = inputs.filter((x) => x === 1).length;
  return named ? named.gate.value(ones, inputs.length) : null;
}
