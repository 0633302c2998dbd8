/**
 * A tape replayed modulo a chain of primes, beside a *companion*: the same tape in balls at a real point.
 *
 * The residues test an identity; the companion decides which values exist, and signs where asked. The two are drawn independently, so
 * that the residues are generic in whatever real cell the companion stands.
 */
import { circular, divide, exponential, logarithm, realPower, squareRoot, wholePower } from "./chain-arithmetic.ts";
import { absolute, choose, comparison, equality, maximum, rectified, signFunction, stepFunction } from "./chain-kinks.ts";
import type { ChainPlan } from "./chain-plan.ts";
import { addModulo, type Chain, multiplyModulo, negateModulo } from "./chain-primes.ts";
import { createSignAtoms } from "./chain-signs.ts";
import {
  type ChainState,
  type Companion,
  exists,
  opaqueValue,
  residueAt,
  type SignMode,
  setBinary,
  setConstant,
  setCopy,
  setEach,
  setUnary,
  spoilAll,
} from "./chain-state.ts";
import { hash } from "./hash.ts";
import { operandsOf } from "./operations.ts";
import { type Opcode, opcode, type Tape } from "./types.ts";

export interface ChainPoint {
  readonly chain: Chain;
  readonly seed: number;
  /** One residue for each input and prime, inputs in the order of the tape. */
  readonly residues: Float64Array;
  readonly companion: Companion;
  /** In mode "bits": a pattern for the sign atoms in order of meeting; null to draw it. */
  readonly bits: number | null;
}

export interface ChainReplay {
  readonly state: ChainState;
  /** Companion signs of the free sign atoms met, in order of meeting: `+-+`. */
  readonly pattern: string;
  /** How many free sign atoms were met. */
  readonly atoms: number;
}

const stream = { floor: 19, pi: 23, special: 29 } as const;

/** Replays the tape at one point. `given` marks the comparisons that are assumed to hold. */
export function replayChain(tape: Tape, plan: ChainPlan, point: ChainPoint, mode: SignMode, given: Uint8Array | null): ChainReplay {
  const n = tape.op.length;
  const length = point.chain.primes.length;
  const state: ChainState = {
    tape,
    plan,
    chain: point.chain,
    seed: point.seed,
    mode,
    bits: point.bits,
    given,
    length,
    residues: new Float64Array(n * length),
    unusable: new Uint8Array(n),
    companion: point.companion,
    existence: Uint8Array.from(point.companion.existence),
    atoms: createSignAtoms(point.chain.primes),
    atomSigns: [],
    conventional: false,
  };
  for (let i = 0; i < n; i++) step(state, i, point.residues);
  const pattern = patternOf(state.atomSigns);
  return { state, pattern, atoms: state.atoms.free() };
}

function patternOf(signs: readonly number[]): string {
  let out = "";
  for (const sign of signs) if (sign !== undefined) out += sign > 0 ? "+" : "-";
  return out;
}

/** What is undefined or unusable below is so above. */
function inherit(s: ChainState, i: number): void {
  const operands = [s.tape.a[i], s.tape.b[i]];
  const count = operandsOf(s.tape.op[i] as number);
  for (let j = 0; j < count; j++) {
    const r = operands[j] as number;
    if (s.existence[r] === exists.no) s.existence[i] = exists.no;
    else if (s.existence[r] === exists.unknown && s.existence[i] === exists.yes) s.existence[i] = exists.unknown;
    if (s.unusable[r] === 1) s.unusable[i] = 1;
  }
}

function step(s: ChainState, i: number, inputs: Float64Array): void {
  const op = s.tape.op[i] as Opcode;
  const a = s.tape.a[i] as number;
  const b = s.tape.b[i] as number;
  if (op === opcode.select) {
    choose(s, i);
    return;
  }
  inherit(s, i);
  switch (op) {
    case opcode.constant:
      setConstant(s, i, a);
      return;
    case opcode.input:
      setEach(s, i, (k) => inputs[a * s.length + k] as number);
      return;
    case opcode.pi:
      // A square, since √(2π) is asked for.
      setEach(s, i, (k, p) => {
        const r = 1 + (hash(s.seed, stream.pi, k, 0) % (p - 1));
        return multiplyModulo(r, r, p);
      });
      return;
    case opcode.undefined:
      s.existence[i] = exists.no;
      spoilAll(s, i);
      return;
    case opcode.add:
      setBinary(s, i, a, b, addModulo);
      return;
    case opcode.mul:
      setBinary(s, i, a, b, multiplyModulo);
      return;
    case opcode.neg:
      setUnary(s, i, a, negateModulo);
      return;
    case opcode.div:
      divide(s, i, a, b);
      return;
    case opcode.power:
      wholePower(s, i, a, b);
      return;
    case opcode.realPower:
      realPower(s, i, a, b);
      return;
    case opcode.exp:
      exponential(s, i, a);
      return;
    case opcode.ln:
      logarithm(s, i, a);
      return;
    case opcode.sqrt:
      squareRoot(s, i, a);
      return;
    case opcode.sin:
      circular(s, i, a, false);
      return;
    case opcode.cos:
      circular(s, i, a, true);
      return;
    case opcode.abs:
      absolute(s, i, a);
      return;
    case opcode.relu:
      rectified(s, i, a);
      return;
    case opcode.max:
      maximum(s, i, a, b);
      return;
    case opcode.sign:
      signFunction(s, i, a, b);
      return;
    case opcode.step:
      stepFunction(s, i, a, b);
      return;
    case opcode.floor:
      if (s.plan.whole[a] === 1) setCopy(s, i, a);
      else setUnary(s, i, a, (x, _, k) => opaqueValue(s, stream.floor, x, k));
      return;
    case opcode.less:
      comparison(s, i, a, b, true);
      return;
    case opcode.atMost:
      comparison(s, i, a, b, false);
      return;
    case opcode.equal:
      equality(s, i, a, b);
      return;
    case opcode.special:
      setUnary(s, i, a, (x, _, k) => opaqueValue(s, stream.special + b, x, k));
      return;
    default:
      op satisfies never;
  }
}

/** Whether two registers agree: modulo every prime for which both are known, some prime among them. */
export function sameResidues(s: ChainState, x: number, y: number): boolean | null {
  if (s.unusable[x] === 1 || s.unusable[y] === 1) return null;
  let known = false;
  for (let k = 0; k < s.length; k++) {
    const u = residueAt(s, x, k);
    const v = residueAt(s, y, k);
    if (u < 0 || v < 0) continue;
    if (u !== v) return false;
    known = true;
  }
  return known ? true : null;
}
