/**
 * Replaying a witness: from plain data to the two values, with fifty digits, without the parser and without trusting what was stored.
 */
import {
  type Attribute,
  createTerms,
  type Declared,
  type Environment,
  type Head,
  type Name,
  type Rational,
  rational,
} from "../expr/index.ts";
import { fail, ok, type Result, scalarShape } from "../shape/index.ts";
import type { Ball } from "./balls.ts";
import { standardConvention } from "./convention.ts";
import { longBalls, rationalOf } from "./fixed.ts";
import { type ClaimParts, type PlainClaim, readClaim, readRational, writeRational } from "./plain.ts";
import { type ClaimRelation, holds } from "./relation.ts";
import { replay } from "./replay.ts";
import { trace } from "./trace.ts";
import { type AtKink, type Convention, isSkip, type Point, type Skip, type Tape } from "./types.ts";

/** What of a witness is read. With `convention.kinks` "any", both values at a jump count. Sizes and positions of free indices stand together in `dims`. */
export interface WitnessData {
  readonly claim: unknown;
  readonly seed: number;
  readonly convention: Readonly<Record<string, string>>;
  readonly dims: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Replayed {
  /** Midpoints, entry by entry, as decimals; null where there is no value. */
  readonly lhs: readonly (string | null)[];
  readonly rhs: readonly (string | null)[];
  /** The largest radius met. */
  readonly radius: number;
  /** Places (row-major, from 0) at which the relation certainly fails. */
  readonly failing: readonly number[];
}

const digits = 50;

export function replayWitness(witness: WitnessData, heads: ReadonlyMap<string, Head>): Result<Replayed, string> {
  const t = createTerms();
  const claim = readClaim(t, heads, witness.claim as PlainClaim);
  if (!claim.ok) return claim;
  const numbers = new Map(Object.entries(witness.dims));
  const point = readPoint(witness.values, numbers);
  if (!point.ok) return point;
  const traced = trace(environmentOf(claim.value, point.value), [claim.value.lhs, claim.value.rhs], {
    sizes: numbers,
    indices: numbers,
    seed: witness.seed,
    convention: readConvention(witness.convention),
  });
  if (!traced.ok) return fail(traced.error.detail);
  const missing = traced.value.symbols.find((s) => (point.value.values.get(s.name)?.length ?? 0) < s.dims.reduce((x, y) => x * y, 1));
  if (missing) return fail(`the witness has no value for ${missing.name}`);
  return ok(compared(traced.value, point.value, claim.value.relation, witness.convention["kinks"] === "any" ? "hull" : "convention"));
}

/** Numbers have the signs of their values: what an improper integral or a limit turns on. */
function environmentOf(parts: ClaimParts, point: Point): Environment {
  const signed = [...point.values].flatMap(([name, [x, ...more]]): readonly (readonly [Name, Declared])[] => {
    if (x === undefined || more.length > 0 || x.n === 0n) return [];
    const attributes = new Set<Attribute>([x.n > 0n ? "positive" : "negative"]);
    return [[name, { name, shape: scalarShape, sort: "real", attributes, range: null }]];
  });
  return {
    symbols: new Map(signed),
    given: [],
    definitions: new Map(parts.definitions.map((d) => [d.name, d])),
    functions: new Map(parts.functions.map((f) => [f.name, f])),
  };
}

const conventionNames = ["heaviside", "relu", "abs", "tie"] as const;

function readConvention(written: Readonly<Record<string, string>>): Convention {
  const value = (name: (typeof conventionNames)[number]): Rational => readRational(written[name] ?? "") ?? standardConvention[name];
  return { heaviside: value("heaviside"), relu: value("relu"), abs: value("abs"), tie: value("tie") };
}

/** The convention as exact decimals, as it stands in a witness. */
export const writeConvention = (convention: Convention): Readonly<Record<string, string>> =>
  Object.fromEntries(conventionNames.map((name) => [name, writeRational(convention[name])]));

function readPoint(values: Readonly<Record<string, unknown>>, sizes: ReadonlyMap<string, number>): Result<Point, string> {
  const out = new Map<string, readonly Rational[]>();
  for (const [name, nested] of Object.entries(values)) {
    const entries = flat(nested).map((x) => readRational(String(x)));
    const sound = entries.filter((x): x is Rational => x !== null);
    if (sound.length !== entries.length) return fail(`the value of ${name} is no exact number`);
    out.set(name, sound);
  }
  return ok({ sizes, values: out });
}

const flat = (nested: unknown): readonly unknown[] => (Array.isArray(nested) ? nested.flatMap(flat) : [nested]);

function compared(tape: Tape, point: Point, relation: ClaimRelation, atKink: AtKink): Replayed {
  const domain = longBalls(digits);
  const inputs = tape.inputs.map(({ name, at }) => domain.constant(point.values.get(name)?.[at] ?? rational(0)));
  const [lhs, rhs] = replay(tape, domain, inputs, atKink).roots.map((r) => r.values) as [Cells, Cells];
  const count = Math.max(lhs.length, rhs.length);
  const at = (cells: Cells, i: number): Cells[number] => cells[cells.length === 1 ? 0 : i] as Cells[number];
  const failing: number[] = [];
  let radius = 0;
  for (let i = 0; i < count; i++) {
    const x = at(lhs, i);
    const y = at(rhs, i);
    if (isSkip(x) || isSkip(y)) continue;
    radius = Math.max(radius, x.rad, y.rad);
    const gap = domain.add(x, domain.neg(y));
    const order = isSkip(gap) ? null : domain.sign(gap);
    if (order !== null && !isSkip(order) && !holds(relation, order)) failing.push(i);
  }
  const shown = (cells: Cells): readonly (string | null)[] => cells.map((x) => (isSkip(x) ? null : showBall(x)));
  return { lhs: shown(lhs), rhs: shown(rhs), radius, failing };
}

type Cells = readonly (Ball<bigint> | Skip)[];

/** Thirty significant decimals at most; the rest is noise to a reader. */
function showBall(x: Ball<bigint>): string {
  const exact = rationalOf(x.mid, digits);
  const scaled = (exact.n * 10n ** 30n) / exact.d;
  return writeRational(rational(scaled, 10n ** 30n))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
