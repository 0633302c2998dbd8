/** The companion of a replay modulo a chain: every register of the tape as a ball, at one point. */
import type { Ball } from "./balls.ts";
import { type Companion, exists } from "./chain-state.ts";
import { balls } from "./double.ts";
import { replayCells } from "./replay.ts";
import { isSkip, type Tape } from "./types.ts";

export function replayCompanion(tape: Tape, inputs: readonly Ball<number>[]): Companion {
  const { cells } = replayCells(tape, balls, inputs);
  const n = cells.length;
  const companion = { middles: new Float64Array(n), radii: new Float64Array(n), existence: new Uint8Array(n) };
  for (const [i, cell] of cells.entries()) {
    if (isSkip(cell)) companion.existence[i] = cell.sure ? exists.no : exists.unknown;
    else {
      companion.middles[i] = cell.mid;
      companion.radii[i] = cell.rad;
    }
  }
  return companion;
}
