/** Is the value stated at a kink the one that the differential gives there, and does it lie between the slopes on both sides? */
import { heads, type Terms } from "../expr/index.ts";
import type { KinkClaim } from "./claims.ts";
import { evaluatorOf } from "./evaluate.ts";
import type { Sizes, Values } from "./sample.ts";

const nowhere: Sizes = { sizes: new Map(), indices: new Map() };

/** Points at which kinks are looked for: whole numbers and halves. */
const grid = [-2, -1, -0.5, 0, 0.5, 1, 2] as const;

export interface KinkResult {
  readonly points: number;
  readonly problem: string | null;
}

export function kinkHolds(t: Terms, claim: KinkClaim): KinkResult {
  const directions = claim.params.map((p) => t.sym(`d#${p.name}`, p.shape));
  const atoms = new Map(claim.params.map((p, i) => [t.app(heads.d, [p]), directions[i]]));
  const along = t.replace(claim.differential, (x) => (x.kind === "app" ? (atoms.get(x) ?? null) : null));
  const evaluate = evaluatorOf([claim.at, claim.value, along], nowhere);
  if (typeof evaluate === "string") return { points: 0, problem: evaluate };
  let points = 0;
  for (const values of pointsOf(claim.params.map((p) => p.name))) {
    for (const moved of claim.params) {
      const tangents = claim.params.map((p, i) => [(directions[i] as { name: string }).name, [p === moved ? 1 : 0]] as const);
      const [at, value, found] = evaluate(new Map([...values, ...tangents])).map((o) =>
        o.kind === "values" ? (o.entries[0] as number) : Number.NaN,
      );
      if (at !== 1) continue;
      points++;
      if (!(Math.abs((value as number) - (found as number)) <= 1e-9)) {
        return { points, problem: `the card says ${value}, its differential gives ${found} along ${moved.name}` };
      }
    }
  }
  return { points, problem: points === 0 ? "no sample stands at the kink" : null };
}

function pointsOf(names: readonly string[]): readonly Values[] {
  return names.reduce<readonly Values[]>((list, n) => list.flatMap((v) => grid.map((x) => new Map([...v, [n, [x]]]))), [new Map()]);
}
