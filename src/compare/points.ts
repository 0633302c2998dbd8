/** Points for an instance: at random, made positive where a logarithm or root asks for it, and special ones. */
import {
  addRational,
  compareRational,
  type Environment,
  type Name,
  negateRational,
  oneRational,
  type Rational,
  rational,
} from "../expr/index.ts";
import { type Companion, exists, replayCompanion } from "../oracle/chain.ts";
import { type Ball, balls, drawPoint, inputsAt, opcode, type Point, type SpecialValue, type Tape } from "../oracle/index.ts";
import type { Instance } from "./instance.ts";

/**
 * plain: as drawn; direct: inputs of logarithms and roots made positive; positive: everything that may be is; unit: scaled into (0, 1);
 * wide: 8 times as large; beyond: further from zero than the largest number in the claim, where kinks stand.
 */
export type Style = "plain" | "direct" | "positive" | "unit" | "wide" | "beyond";
const styles: readonly Style[] = ["plain", "direct", "positive", "unit"];

/** Later attempts at the same point try harder to have a value. */
export const styleOf = (attempt: number): Style => (attempt === 0 ? "plain" : (styles[attempt % styles.length] as Style));

const restyled = (environment: Environment, name: Name, style: Style): boolean => {
  const has = environment.symbols.get(name)?.attributes;
  if (has && (style === "wide" || style === "beyond") && [...has].every((a) => a === "natural" || a === "integer" || a === "positive"))
    return true;
  return !has || [...has].every((a) => a === "nonzero" || a === "nonsingular" || a === "symmetric" || a === "fixed");
};

/** Symbols with an input directly under a logarithm, a root or a power. */
function directNames(tape: Tape): ReadonlySet<Name> {
  const out = new Set<Name>();
  for (let i = 0; i < tape.op.length; i++) {
    const op = tape.op[i];
    if (op !== opcode.ln && op !== opcode.sqrt && op !== opcode.realPower) continue;
    const a = tape.a[i] as number;
    if (tape.op[a] === opcode.input) out.add(tape.inputs[tape.a[a] as number]?.name ?? "");
  }
  return out;
}

const absolute = (x: Rational): Rational => (x.n < 0n ? negateRational(x) : x);

function restyle(style: Style, x: Rational, largest: Rational): Rational {
  switch (style) {
    case "plain":
      return x;
    case "direct":
    case "positive":
      return absolute(x);
    case "unit":
      return rational(absolute(x).n, absolute(x).d * 4n);
    case "wide":
      return rational(x.n * 8n, x.d);
    case "beyond":
      return addRational(x, x.n < 0n ? negateRational(largest) : largest);
    default:
      return style satisfies never;
  }
}

/** The largest size of a number in the tape, at most a million. */
function largestNumber(tape: Tape): Rational {
  let out = oneRational;
  for (const c of tape.constants)
    if (c.d === 1n && compareRational(absolute(c), out) > 0 && absolute(c).n <= absolute(c).d * 1_000_000n) out = absolute(c);
  return out;
}

export interface PointRequest {
  readonly environment: Environment;
  readonly seed: number;
  /** Names the point: the same key gives the same point. */
  readonly point: number;
  readonly style: Style;
  readonly special: SpecialValue | null;
}

/** A point for the instance, conditions not yet looked at. */
export function pointFor(instance: Instance, request: PointRequest): Point {
  const { environment, style } = request;
  const key = { seed: request.seed, tuple: instance.tuple, point: request.point };
  const drawn = drawPoint(environment, instance.tape.symbols, instance.sizes, key, request.special);
  if (style === "plain") return drawn;
  const direct = style === "direct" ? directNames(instance.tape) : null;
  const largest = style === "beyond" ? largestNumber(instance.tape) : oneRational;
  const values = new Map(
    [...drawn.values].map(([name, entries]) => {
      const chosen = restyled(environment, name, style) && (!direct || direct.has(name)) && name !== request.special?.name;
      return [name, chosen ? entries.map((x) => restyle(style, x, largest)) : entries] as const;
    }),
  );
  return { sizes: drawn.sizes, values };
}

/** The balls of an instance at a point. */
export function ballsAt(instance: Instance, point: Point): Companion {
  const inputs: readonly Ball<number>[] = inputsAt(instance.tape, balls, point);
  return replayCompanion(instance.tape, inputs);
}

/** Whether every condition certainly holds. */
export const meetsConditions = (instance: Instance, companion: Companion): boolean =>
  instance.conditions.every(
    (r) => companion.existence[r] === exists.yes && (companion.middles[r] as number) - (companion.radii[r] as number) > 0.5,
  );
