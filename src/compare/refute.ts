/**
 * The refuter: both sides in balls at exact points. Disjoint balls are different numbers, so a refutation is certain; balls that meet say
 * nothing. At a jump the ball holds both values, so that what is refuted there is refuted under every convention.
 */
import { type Environment, rational } from "../expr/index.ts";
import {
  type Ball,
  balls,
  inputsAt,
  isSkip,
  longBalls,
  opcode,
  type Point,
  replayCells,
  type SpecialValue,
  specialValues,
  tiedValues,
} from "../oracle/index.ts";
import type { DomainGap } from "./accept.ts";
import type { Instance } from "./instance.ts";
import { pointFor, type Style } from "./points.ts";

export interface Difference {
  readonly instance: Instance;
  readonly point: Point;
  /** Place of the first differing entry. */
  readonly at: number;
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly radius: number;
}

/** What one point says. */
export interface Sighting {
  /** Every entry exists on both sides, and the balls meet. */
  readonly agrees: boolean;
  readonly difference: Difference | null;
  readonly gap: DomainGap | null;
  /** The sides meet, but differ under the stated conventions. */
  readonly conventional: boolean;
  /** Some balls are too wide to tell much. */
  readonly wide: boolean;
}

const nothing: Sighting = { agrees: false, difference: null, gap: null, conventional: false, wide: false };

type Cell = Ball<number> | { readonly skip: true; readonly sure: boolean };

const apart = (x: Ball<number>, y: Ball<number>): boolean => Math.abs(x.mid - y.mid) > (x.rad + y.rad) * (1 + 1e-9);
const isWide = (x: Ball<number>): boolean => x.rad > 1e-6 * Math.max(1e-3, Math.abs(x.mid));

/** Both sides of an instance at a point. */
export function lookAt(instance: Instance, point: Point): Sighting {
  const inputs = inputsAt(instance.tape, balls, point);
  const { cells, kink } = replayCells(instance.tape, balls, inputs, "hull");
  if (!conditionsHold(instance, cells)) return nothing;
  const found = compareCells(instance, point, cells);
  if (found.difference || !found.agrees || !kink) return found;
  const stated = compareCells(instance, point, replayCells(instance.tape, balls, inputs, "convention").cells);
  return { ...found, conventional: stated.difference !== null };
}

const conditionsHold = (instance: Instance, cells: readonly Cell[]): boolean =>
  instance.conditions.every((r) => {
    const c = cells[r] as Cell;
    return !isSkip(c) && (c as Ball<number>).mid - (c as Ball<number>).rad > 0.5;
  });

function compareCells(instance: Instance, point: Point, cells: readonly Cell[]): Sighting {
  let gap: DomainGap | null = null;
  let agrees = true;
  let wide = false;
  for (const [entry, l] of instance.lhs.entries()) {
    const x = cells[l] as Cell;
    const y = cells[instance.rhs[entry] as number] as Cell;
    if ("skip" in x || "skip" in y) {
      agrees = false;
      if ("skip" in x && x.sure && !("skip" in y)) gap ??= { instance, point, side: "lhs", entry };
      if ("skip" in y && y.sure && !("skip" in x)) gap ??= { instance, point, side: "rhs", entry };
      continue;
    }
    if (apart(x, y))
      return { agrees: false, difference: differenceAt(instance, point, cells, entry, x.rad + y.rad), gap, conventional: false, wide };
    wide ||= isWide(x) || isWide(y);
  }
  return { agrees, difference: null, gap, conventional: false, wide };
}

function differenceAt(instance: Instance, point: Point, cells: readonly Cell[], at: number, radius: number): Difference {
  const middle = (r: number): number => {
    const c = cells[r] as Cell;
    return "skip" in c ? Number.NaN : c.mid;
  };
  return { instance, point, at, lhs: instance.lhs.map(middle), rhs: instance.rhs.map(middle), radius };
}

/** Both sides again with many digits: differences that doubles do not resolve (a factor 1 + 10⁻³⁰). */
export function lookLonger(instance: Instance, point: Point, digits: number): Difference | null {
  const long = longBalls(digits);
  const { cells } = replayCells(instance.tape, long, inputsAt(instance.tape, long, point), "hull");
  const met = instance.conditions.every((r) => {
    const c = cells[r];
    const gap = c === undefined || isSkip(c) ? null : long.add(c, long.constant(rational(-1, 2)));
    return gap !== null && !isSkip(gap) && long.sign(gap) === 1;
  });
  if (!met) return null;
  for (const [at, l] of instance.lhs.entries()) {
    const x = cells[l];
    const y = cells[instance.rhs[at] as number];
    if (x === undefined || y === undefined || isSkip(x) || isSkip(y)) continue;
    const gap = long.add(x, long.neg(y));
    const sign = isSkip(gap) ? null : long.sign(gap);
    if (sign === 1 || sign === -1) {
      const doubles = replayCells(instance.tape, balls, inputsAt(instance.tape, balls, point), "hull").cells;
      return differenceAt(instance, point, doubles as readonly Cell[], at, x.rad + y.rad);
    }
  }
  return null;
}

export interface RefuteRequest {
  readonly environment: Environment;
  readonly seed: number;
}

/** How closely an instance is looked at: a glance is enough where another instance at the same sizes has been looked at in full. */
export interface Care {
  readonly plain: number;
  /** Beyond the numbers of the claim, larger, in (0, 1). */
  readonly styled: boolean;
  /** One symbol at a time at 0, ±1, ½, with a zero entry, with a tie. */
  readonly special: boolean;
}

const drawsWholes = (instance: Instance): boolean => [...instance.facts.values()].some((has) => has.has("natural") || has.has("integer"));

const cornered: ReadonlySet<number> = new Set([opcode.div, opcode.ln, opcode.sqrt, opcode.realPower]);

/** A quotient, a logarithm, a root or a kink: something may happen where two symbols are equal. */
const hasCorners = ({ tape }: Instance): boolean => tape.kinks || tape.op.some((op) => cornered.has(op));

/** The points that are looked at for one instance. */
export function* refutingPoints(
  instance: Instance,
  request: RefuteRequest,
  care: Care,
): Generator<{ readonly point: Point; readonly special: SpecialValue | null }> {
  const at = (point: number, style: Style, special: SpecialValue | null): Point =>
    pointFor(instance, { environment: request.environment, seed: request.seed, point, style, special });
  for (let i = 0; i < care.plain; i++) yield { point: at(900_000 + i, i % 4 === 3 ? "positive" : "plain", null), special: null };
  if (care.styled) {
    yield { point: at(900_100, "wide", null), special: null };
    yield { point: at(900_101, "unit", null), special: null };
    if (instance.tape.kinks || drawsWholes(instance))
      for (let i = 0; i < 8; i++) yield { point: at(900_110 + i, "beyond", null), special: null };
  }
  if (!care.special) return;
  let k = 0;
  for (const special of specialValues(request.environment, instance.tape.symbols))
    yield { point: at(900_200 + k++, "plain", special), special };
  if (!hasCorners(instance)) return;
  for (const special of tiedValues(request.environment, instance.tape.symbols))
    yield { point: at(900_300 + k++, "plain", special), special };
}
