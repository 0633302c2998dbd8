/** Colour and width of terminal text. What colour says is always said in words and signs too. */
import type { Judgement, Verdict } from "../check/report.ts";
import { absurd } from "../shape/result.ts";

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

export type Colour = "red" | "green" | "yellow" | "dim" | "bold";

const codes: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };

export const paint = (text: string, colour: Colour, options: TextOptions): string =>
  options.colour && text !== "" ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;

export const signOf = (j: Judgement): string => {
  switch (j) {
    case "right":
      return "✓";
    case "right-with-remark":
      return "≈";
    case "wrong":
      return "✗";
    case "review":
      return "?";
    case "none":
      return "·";
    default:
      return absurd(j);
  }
};

export const colourOf = (j: Judgement): Colour => {
  switch (j) {
    case "right":
      return "green";
    case "right-with-remark":
    case "review":
      return "yellow";
    case "wrong":
      return "red";
    case "none":
      return "dim";
    default:
      return absurd(j);
  }
};

/** The longest verdict, for the column. */
export const verdictWidth = "undetermined".length;
export const verdictText = (v: Verdict): string => v.padEnd(verdictWidth);

/** Columns a text takes: combining marks take none. */
export const columns = (text: string): number => [...text.replace(/\p{Mn}/gu, "")].length;

/** The text cut to a width, with an ellipsis where something is missing. */
export const clip = (text: string, width: number): string => {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(width - 1, 1)).join("")}…`;
};

/** Paragraph text broken at blanks. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Rows as aligned columns, the last one ragged. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, columns(cell));
  return rows.map((row) =>
    row.map((cell, i) => cell + " ".repeat(i === row.length - 1 ? 0 : (widths[i] as number) - columns(cell))).join("  "),
  );
}
