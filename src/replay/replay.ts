/**
 * A witness looked at by an evaluator of its own, in 50 and in 200 digits of mathjs BigNumbers.
 *
 * A real difference is the same in both; the difference of equal values is rounding, and shrinks with the digits. So a refutation stands
 * when the gap hardly changes from 50 digits to 200, under every convention for values at kinks when one was used.
 */
import type { BigNumber } from "mathjs";
import { isOne, type Value } from "./arrays.ts";
import { isUnable, link, list, type Meaning, type Plain, type PlainClaim, text } from "./claim.ts";
import { evaluator } from "./evaluate.ts";
import { type Kinks, numbers, plain } from "./numbers.ts";

/** What of a witness is read. */
export interface WitnessPoint {
  readonly claim: unknown;
  readonly convention: Readonly<Record<string, string>>;
  readonly dims: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export type SecondOpinion =
  | {
      readonly kind: "evaluated";
      /** Entries in 200 digits, row-major; null where there is no value. */
      readonly lhs: readonly (string | null)[];
      readonly rhs: readonly (string | null)[];
      /** Places (from 0) at which the relation fails. */
      readonly failing: readonly number[];
    }
  | { readonly kind: "unable"; readonly why: string };

export const precisions = [50, 200] as const;
const guard = 20;
const otherKinks: readonly Kinks[] = [
  { step: "0", relu: "0", tie: "0" },
  { step: "1", relu: "1", tie: "1" },
];

/** Evaluates both sides again. mathjs is loaded here and nowhere else: its import costs a second. */
export async function secondOpinion(witness: WitnessPoint, meanings: ReadonlyMap<string, Meaning>): Promise<SecondOpinion> {
  const { all, create } = await import("mathjs");
  const stated = statedKinks(witness.convention);
  try {
    const at = (digits: number, kinks: Kinks): Sides => {
      const math = create(all ?? {}, { number: "BigNumber", precision: digits + guard, relTol: 10 ** -digits, absTol: 10 ** -digits });
      const make = (x: string | number): BigNumber => rationalOf(x, (y) => math.bignumber(y) as BigNumber);
      const n = numbers(make, kinks);
      const linear = {
        inv: (a: BigNumber[][]) => math.inv(a) as unknown as BigNumber[][],
        det: (a: BigNumber[][]) => math.det(a) as unknown as BigNumber,
      };
      return sidesOf(witness, meanings, { n, linear, digits }, n.atKink);
    };
    const relation = (witness.claim as PlainClaim).relation;
    const [coarse, fine] = [at(precisions[0], stated), at(precisions[1], stated)];
    let failing = failures(relation, coarse, fine);
    if (fine.atKink && witness.convention["kinks"] === "any")
      for (const kinks of otherKinks) {
        const also = failures(relation, at(precisions[0], kinks), at(precisions[1], kinks));
        failing = failing.filter((i) => also.includes(i));
      }
    const shown = (side: readonly BigNumber[]): readonly (string | null)[] => side.map((x) => (x.isNaN() ? null : x.toString()));
    return { kind: "evaluated", lhs: shown(fine.lhs), rhs: shown(fine.rhs), failing };
  } catch (e) {
    if (isUnable(e)) return { kind: "unable", why: e.unable };
    throw e;
  }
}

const statedKinks = (c: Readonly<Record<string, string>>): Kinks => ({
  step: c["heaviside"] ?? "1/2",
  relu: c["relu"] ?? "1/2",
  tie: c["tie"] ?? "1/2",
});

/** `3`, `0.25`, `-1/2`. */
function rationalOf(x: string | number, make: (y: string | number) => BigNumber): BigNumber {
  const [n, d] = typeof x === "string" ? x.split("/") : [];
  return n !== undefined && d !== undefined ? make(n).div(make(d)) : make(x);
}

interface Sides {
  readonly lhs: readonly BigNumber[];
  readonly rhs: readonly BigNumber[];
  readonly atKink: boolean;
}

function sidesOf(
  witness: WitnessPoint,
  meanings: ReadonlyMap<string, Meaning>,
  arithmetic: Pick<Parameters<typeof evaluator>[0], "n" | "linear" | "digits">,
  atKink: () => boolean,
): Sides {
  const claim = witness.claim as PlainClaim;
  const linked = link(claim.shared ?? []);
  const flat = (x: unknown): readonly string[] => (Array.isArray(x) ? x.flatMap(flat) : [String(x)]);
  const value = evaluator({
    ...arithmetic,
    meanings,
    definitions: new Map(
      claim.definitions.map((d) => [text(list(d)[0]), { params: list(list(d)[1]).map(linked), body: linked(list(d)[2] as Plain) }]),
    ),
    functions: new Map(claim.functions.map((f) => [text(list(f)[0]), { result: list(f)[2] as Plain, ridges: list(f)[3] ?? [] }])),
    values: new Map(Object.entries(witness.values).map(([name, x]) => [name, flat(x)])),
    dims: new Map(Object.entries(witness.dims)),
  });
  const [lhs, rhs] = [value(linked(claim.lhs)), value(linked(claim.rhs))];
  const count = Math.max(lhs.e.length, rhs.e.length);
  const spread = (v: Value): readonly BigNumber[] =>
    isOne(v) ? Array.from({ length: count }, () => plain(v.e[0] as BigNumber)) : v.e.map(plain);
  return { lhs: spread(lhs), rhs: spread(rhs), atKink: atKink() };
}

/** Places at which the gap is the same in both precisions, and is none that the relation allows. */
function failures(relation: string, coarse: Sides, fine: Sides): readonly number[] {
  const gap = (s: Sides, i: number): BigNumber | null => {
    const [x, y] = [s.lhs[i], s.rhs[i]];
    return x && y && x.isFinite() && y.isFinite() ? x.minus(y) : null;
  };
  return fine.lhs.flatMap((_, i) => {
    const [a, b] = [gap(coarse, i), gap(fine, i)];
    if (!a || !b) return [];
    const certain = !b.isZero() && a.minus(b).abs().times(4).lte(b.abs());
    const order = certain ? (b.isPositive() ? 1 : -1) : b.isZero() && a.isZero() ? 0 : null;
    return order === null || allows(relation, order) ? [] : [i];
  });
}

function allows(relation: string, order: -1 | 0 | 1): boolean {
  switch (relation) {
    case "=":
      return order === 0;
    case "≠":
      return order !== 0;
    case "<":
      return order < 0;
    case "≤":
      return order <= 0;
    case ">":
      return order > 0;
    case "≥":
      return order >= 0;
    default:
      // A relation that is not known fails nowhere.
      return true;
  }
}
