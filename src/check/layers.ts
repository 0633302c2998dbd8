/** What is said of the output of a described layer: `output = ⌊(64 + 2 − 3) / 1⌋ + 1`, `output: 16 × 64 × 64`. */
import type { Link } from "../read/statements.ts";
import { constantDim, dim } from "../shape/index.ts";
import { fromSimple, type Judged, undetermined } from "./judged.ts";
import { shapesDisagree } from "./membership.ts";
import { sizesIn } from "./sizes.ts";

export function judgeLayer(link: Link): Judged {
  const said = sizesIn(link.rhs.syntax)?.map(constantDim);
  const { layer } = link;
  if (!layer || !said || said.some((n) => n === null))
    return undetermined("unsupported", "The right side is no number and no product of sizes.");
  const found = said.length === 3 && layer.channels !== null ? [layer.channels, layer.size, layer.size] : said.map(() => layer.size);
  if (said.length === 3 && layer.channels === null) return undetermined("unsupported", "Nothing says how many channels the layer has.");
  const how = `the layer described above gives ${found.join(" × ")}`;
  return said.every((n, i) => n === found[i])
    ? fromSimple({ decision: { verdict: "proved", how, laws: [], conditions: [], kinks: [], points: 0 } })
    : fromSimple({
        decision: shapesDisagree(
          said.map((n) => dim(n ?? 0)),
          found.map(dim),
        ),
      });
}
