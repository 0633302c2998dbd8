/**
 * Layers of a convolutional network as lists describe them: `input: 64`, `filters: 16`, `kernel size: 3×3`, `stride: 1`, `padding: 1` below a
 * line `… layer: …`. What such a layer gives is ⌊(input + 2 padding − kernel) / stride⌋ + 1 in each direction, with as many channels as it
 * has filters, or, as in pooling, as the layer before it gave.
 */
export interface LayerOutput {
  readonly size: number;
  /** Null where nothing says how many. */
  readonly channels: number | null;
}

const opening = /\blayer\b[*_]*\s*:/gi;
const entry =
  /\b(input|kernel(?:\s+size)?|filter\s+size|pool(?:ing)?(?:\s+(?:size|window))?|window|stride|padding|convolutions?|filters|kernels|channels|feature\s+maps)\b[^:\n]{0,12}:\s*\$?\s*(\d+)/gi;

interface Described {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly filters: number | null;
}

function describedIn(block: string): Described | null {
  const said = new Map<string, number>();
  for (const m of block.matchAll(entry)) said.set(keyOf((m[1] as string).toLowerCase()), Number(m[2]));
  const [input, kernel] = [said.get("input"), said.get("kernel")];
  if (input === undefined || kernel === undefined) return null;
  return { input, kernel, stride: said.get("stride") ?? 1, padding: said.get("padding") ?? 0, filters: said.get("filters") ?? null };
}

function keyOf(word: string): string {
  if (/^(?:convolution|filters|kernels|channels|feature)/.test(word)) return "filters";
  return /^(?:kernel|filter|pool|window)/.test(word) ? "kernel" : word;
}

/** The output of the last layer that the text describes. */
export function lastLayerOutput(text: string): LayerOutput | null {
  const starts = [...text.matchAll(opening)].map((m) => m.index);
  let channels: number | null = null;
  let last: LayerOutput | null = null;
  for (const [i, start] of starts.entries()) {
    const block = text.slice(start, starts[i + 1] ?? text.length);
    const layer = describedIn(block);
    // `Input layer: 3 × 32 × 32`
    const plain = /^[^:]*:\s*\$?\s*(\d+)\s*(?:×|x|\\times)\s*\d+\s*(?:×|x|\\times)\s*\d+/.exec(block);
    if (!layer) {
      if (plain) channels = Number(plain[1]);
      last = null;
      continue;
    }
    channels = layer.filters ?? channels;
    const room = layer.input + 2 * layer.padding - layer.kernel;
    last = room < 0 || layer.stride < 1 ? null : { size: Math.floor(room / layer.stride) + 1, channels };
  }
  return last;
}
