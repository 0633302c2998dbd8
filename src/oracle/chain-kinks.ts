/** Steps, signs, comparisons and choices modulo a chain: by sign atoms, or by the companion's sign. */
import { signBit } from "./chain-plan.ts";
import { addModulo, inSubgroup, multiplyModulo, negateModulo } from "./chain-primes.ts";
import type { SignAtom } from "./chain-signs.ts";
import {
  aroundZero,
  type ChainState,
  certainSign,
  companionSign,
  exists,
  primeAt,
  residueAt,
  setConstant,
  setCopy,
  setEach,
  spoilAll,
  unknown,
  vanishes,
} from "./chain-state.ts";
import { hash } from "./hash.ts";

const stream = 11;

/** [u > 0] at part k; "zero" where u is zero throughout, null where nothing can be said here. */
type Step = ((k: number) => number) | "zero" | null;

/** The sign that the tape alone proves, off a null set. */
function provedSign(s: ChainState, r: number): 1 | -1 | 0 {
  const signs = s.plan.signs[r] as number;
  const zeros = s.plan.analytic[r] === 1 ? signBit.zero : 0;
  if ((signs & ~zeros) === signBit.positive) return 1;
  return (signs & ~zeros) === signBit.negative ? -1 : 0;
}

const constantStep = (positive: boolean): Step => (positive ? () => 1 : () => 0);

/** The value of an atom: the same for the quantity and its positive multiples, its complement for negative ones. */
function atomStep(s: ChainState, atom: SignAtom): Step {
  if (atom.fixed !== 0) return constantStep(atom.fixed * atom.orientation > 0);
  const free = (k: number): number =>
    s.mode === "bits" ? bitOf(s, atom.place) : 2 + (hash(s.seed, stream, k, atom.place) % (primeAt(s, k) - 2));
  return atom.orientation > 0 ? free : (k) => addModulo(1, negateModulo(free(k), primeAt(s, k)), primeAt(s, k));
}

const bitOf = (s: ChainState, place: number): number =>
  s.bits === null ? (hash(s.seed, stream, 0, place) >>> 7) & 1 : (s.bits >>> Math.min(place, 31)) & 1;

/** The step of a quantity by its residues, its companion sign, and what is assumed of it. */
function stepFrom(s: ChainState, quantity: ArrayLike<number>, sign: 1 | -1 | 0 | null, assumed: 1 | undefined): Step {
  let known = false;
  for (let k = 0; k < s.length; k++) if ((quantity[k] as number) > 0) known = true;
  if (known) {
    const atom = s.atoms.find(quantity, assumed);
    if (sign !== null && atom.fixed === 0) s.atomSigns[atom.place] = sign * atom.orientation;
    if (atom.fixed !== 0 || s.mode !== "companion") return atomStep(s, atom);
  } else if (s.mode !== "companion") return null;
  if (sign === null || sign === 0) return null;
  // √(u²) is u or −u by the quadratic character: beside roots only points will do where that is the companion's sign.
  if (s.plan.roots && !characterIs(s, quantity, sign)) return null;
  return constantStep(sign > 0);
}

function characterIs(s: ChainState, quantity: ArrayLike<number>, sign: 1 | -1): boolean {
  for (let k = 0; k < s.length; k++) {
    const u = quantity[k] as number;
    if (u > 0 && inSubgroup(u, 2, primeAt(s, k)) !== sign > 0) return false;
  }
  return true;
}

function stepOf(s: ChainState, r: number): Step {
  if (vanishes(s, r)) return aroundZero(s, r) ? "zero" : null;
  const proved = provedSign(s, r);
  if (proved !== 0) return constantStep(proved > 0);
  return stepFrom(s, s.residues.subarray(r * s.length, (r + 1) * s.length), companionSign(s, r), undefined);
}

/** Register i from the step of register a: `atZero` where a is zero throughout, else `mix(step, k, p)`. */
function byStep(s: ChainState, i: number, a: number, atZero: () => void, mix: (step: number, k: number, p: number) => number): void {
  const step = stepOf(s, a);
  if (step === "zero") atZero();
  else if (step === null) spoilAll(s, i);
  else setEach(s, i, (k, p) => mix(step(k), k, p));
}

/** 2s − 1 */
const signFrom = (step: number, p: number): number => addModulo(addModulo(step, step, p), p - 1, p);

const times = (s: ChainState, by: number, r: number, k: number, p: number): number => {
  const x = residueAt(s, r, k);
  return x < 0 ? unknown : multiplyModulo(by, x, p);
};

export const absolute = (s: ChainState, i: number, a: number): void =>
  byStep(
    s,
    i,
    a,
    () => setCopy(s, i, a),
    (step, k, p) => times(s, signFrom(step, p), a, k, p),
  );

export const rectified = (s: ChainState, i: number, a: number): void =>
  byStep(
    s,
    i,
    a,
    () => setCopy(s, i, a),
    (step, k, p) => times(s, step, a, k, p),
  );

/** sign and step: at zero the constant at `place`, by convention. */
export const signFunction = (s: ChainState, i: number, a: number, place: number): void =>
  byStep(
    s,
    i,
    a,
    () => conventional(s, i, place),
    (step, _, p) => signFrom(step, p),
  );

export const stepFunction = (s: ChainState, i: number, a: number, place: number): void =>
  byStep(
    s,
    i,
    a,
    () => conventional(s, i, place),
    (step) => step,
  );

function conventional(s: ChainState, i: number, place: number): void {
  s.conventional = true;
  setConstant(s, i, place);
}

/** The step of b − a, with what the companion says of it. */
function gapStep(s: ChainState, i: number, a: number, b: number): Step {
  const gap = new Float64Array(s.length);
  let known = false;
  let zero = true;
  for (let k = 0; k < s.length; k++) {
    const x = residueAt(s, a, k);
    const y = residueAt(s, b, k);
    const p = primeAt(s, k);
    gap[k] = x < 0 || y < 0 ? unknown : addModulo(y, negateModulo(x, p), p);
    if ((gap[k] as number) >= 0) known = true;
    if ((gap[k] as number) > 0) zero = false;
  }
  const { middles, radii, existence } = s.companion;
  const m = (middles[b] as number) - (middles[a] as number);
  const e = ((radii[b] as number) + (radii[a] as number)) * 1.0001 + Math.abs(m) * 1e-15;
  const both = existence[a] === exists.yes && existence[b] === exists.yes;
  if (known && zero) return both && Math.abs(m) <= e ? "zero" : null;
  const sign = both ? certainSign(m, e) : null;
  const whole = s.plan.whole[a] === 1 && s.plan.whole[b] === 1;
  if (whole) return sign === null ? null : constantStep(sign > 0);
  return stepFrom(s, gap, sign, s.given?.[i] === 1 ? 1 : undefined);
}

/** [a < b] and [a ≤ b] */
export function comparison(s: ChainState, i: number, a: number, b: number, strict: boolean): void {
  const step = gapStep(s, i, a, b);
  if (step === "zero") setEach(s, i, () => (strict ? 0 : 1));
  else if (step === null) spoilAll(s, i);
  else setEach(s, i, (k) => step(k));
}

/** [a = b]: 1 where the sides are one residue, 0 where they are not; what differs only by chance at the companion's point is no matter. */
export function equality(s: ChainState, i: number, a: number, b: number): void {
  let known = false;
  let same = true;
  for (let k = 0; k < s.length; k++) {
    const x = residueAt(s, a, k);
    const y = residueAt(s, b, k);
    if (x < 0 || y < 0) continue;
    known = true;
    if (x !== y) same = false;
  }
  const whole = s.plan.whole[a] === 1 && s.plan.whole[b] === 1;
  const { middles, radii } = s.companion;
  const gap = Math.abs((middles[a] as number) - (middles[b] as number));
  const apart = gap > (radii[a] as number) + (radii[b] as number);
  if (!known || (same && apart) || (whole && !same && !apart)) spoilAll(s, i);
  else setEach(s, i, () => (same ? 1 : 0));
}

export function maximum(s: ChainState, i: number, a: number, b: number): void {
  const step = gapStep(s, i, b, a);
  if (step === "zero") setCopy(s, i, b);
  else if (step === null) spoilAll(s, i);
  else blend(s, i, step, a, b);
}

/** b + t(a − b) */
function blend(s: ChainState, i: number, t: (k: number) => number, a: number, b: number): void {
  setEach(s, i, (k, p) => {
    const x = residueAt(s, a, k);
    const y = residueAt(s, b, k);
    const at = t(k);
    return at < 0 || x < 0 || y < 0 ? unknown : addModulo(y, multiplyModulo(at, addModulo(x, negateModulo(y, p), p), p), p);
  });
}

/** The branch that a truth selects. A truth that is a free atom blends both, and both must then be known. */
export function choose(s: ChainState, i: number): void {
  const t = s.tape.a[i] as number;
  const yes = s.tape.b[i] as number;
  const no = s.tape.c[i] as number;
  chooseExistence(s, i, t, yes, no);
  if (s.unusable[t] === 1) {
    spoilAll(s, i);
    return;
  }
  const decided = decidedTruth(s, t);
  if (decided !== null) {
    const branch = decided ? yes : no;
    s.unusable[i] = s.unusable[branch] as number;
    setCopy(s, i, branch);
  } else if (s.unusable[yes] === 1 || s.unusable[no] === 1) spoilAll(s, i);
  else blend(s, i, (k) => residueAt(s, t, k), yes, no);
}

/** The companion takes one branch; the other may be undefined there. */
function chooseExistence(s: ChainState, i: number, t: number, yes: number, no: number): void {
  if (s.existence[t] !== exists.yes) {
    s.existence[i] = s.existence[t] as number;
    return;
  }
  const truth = s.companion.middles[t] as number;
  const certain = (s.companion.radii[t] as number) === 0;
  if (certain) s.existence[i] = s.existence[truth > 0.5 ? yes : no] as number;
  else s.existence[i] = s.existence[yes] === s.existence[no] ? (s.existence[yes] as number) : exists.unknown;
}

function decidedTruth(s: ChainState, t: number): boolean | null {
  const first = residueAt(s, t, 0);
  if (first !== 0 && first !== 1) return null;
  for (let k = 1; k < s.length; k++) if (residueAt(s, t, k) !== first) return null;
  return first === 1;
}
