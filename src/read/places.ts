/** Lines and columns, from 1, of UTF-16 offsets. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Finds lines by binary search; build it once for a text. */
export function lineFinder(text: string): (offset: number) => LineColumn {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

export const lineOf = (text: string, offset: number): LineColumn => lineFinder(text)(offset);
