/**
 * Division, powers, exponentials, logarithms, roots and circular functions modulo a chain.
 *
 * exp moves what is known one prime up (e^v is g^{tv} with a random t, so that no constant is e), ln moves it one prime down. Both are
 * exact homomorphisms: every law of exp and log holds, and nothing else does.
 */
import { logarithmModulo } from "./chain-logarithm.ts";
import { powerWay } from "./chain-plan.ts";
import {
  addModulo,
  generator,
  imaginaryUnit,
  inSubgroup,
  invertModulo,
  multiplyModulo,
  negateModulo,
  powerModulo,
  squareRootModulo,
} from "./chain-primes.ts";
import {
  aroundZero,
  type ChainState,
  certainlyZero,
  constantAt,
  exists,
  hasZero,
  opaqueValue,
  primeAt,
  residueAt,
  setBinary,
  setEach,
  setUnary,
  spoil,
  spoilAll,
  unknown,
  vanishes,
} from "./chain-state.ts";
import { hash } from "./hash.ts";

const stream = { exponential: 7, circle: 13, opaqueCircle: 17 } as const;

export function divide(s: ChainState, i: number, a: number, b: number): void {
  if (certainlyZero(s, b)) s.existence[i] = exists.no;
  if (hasZero(s, b)) spoilAll(s, i);
  else setBinary(s, i, a, b, (x, y, p) => multiplyModulo(x, invertModulo(y, p), p));
}

export function wholePower(s: ChainState, i: number, a: number, exponent: number): void {
  if (exponent < 0) {
    if (certainlyZero(s, a)) s.existence[i] = exists.no;
    if (hasZero(s, a)) {
      spoilAll(s, i);
      return;
    }
  }
  setUnary(s, i, a, (x, p) => powerModulo(exponent < 0 ? invertModulo(x, p) : x, Math.abs(exponent), p));
}

/** A nonzero factor of the exponent for part k, drawn once for the point. */
const factorAt = (s: ChainState, k: number, of: number): number => 1 + (hash(s.seed, of, k, 0) % (primeAt(s, k - 1) - 1));

/** g^{tv} at part k for a residue v at part k − 1. */
function exponentialPart(s: ChainState, v: number, k: number, factor: number): number {
  const p = primeAt(s, k);
  const q = primeAt(s, k - 1);
  return powerModulo(generator(s.chain.cofactors[k] as number, p), multiplyModulo(factor, v, q), p);
}

export function exponential(s: ChainState, i: number, a: number): void {
  setEach(s, i, (k) => {
    const v = k === 0 ? unknown : residueAt(s, a, k - 1);
    return v < 0 ? unknown : exponentialPart(s, v, k, factorAt(s, k, stream.exponential));
  });
}

/** ln of the residue v at part k, a residue at part k − 1. Beside exponentials only elements of the subgroup will do. */
function logarithmPart(s: ChainState, i: number, v: number, k: number): number {
  const p = primeAt(s, k);
  const q = primeAt(s, k - 1);
  const cofactor = s.chain.cofactors[k] as number;
  if (s.plan.strictLogarithms && !inSubgroup(v, cofactor, p)) return spoil(s, i);
  return multiplyModulo(logarithmModulo(v, cofactor, p), invertModulo(factorAt(s, k, stream.exponential), q), q);
}

export function logarithm(s: ChainState, i: number, a: number): void {
  if (certainlyZero(s, a)) s.existence[i] = exists.no;
  if (hasZero(s, a)) {
    spoilAll(s, i);
    return;
  }
  setEach(s, i, (k) => {
    const v = k + 1 < s.length ? residueAt(s, a, k + 1) : unknown;
    return v < 0 ? unknown : logarithmPart(s, i, v, k + 1);
  });
}

export function squareRoot(s: ChainState, i: number, a: number): void {
  if (s.chain.family !== "square") {
    spoilAll(s, i);
    return;
  }
  setUnary(s, i, a, (x, p) => {
    const r = squareRootModulo(x, p);
    return r < 0 ? spoil(s, i) : r;
  });
  // √0 exists even where the ball of the companion reaches below zero.
  if (vanishes(s, a) && aroundZero(s, a) && s.existence[i] === exists.unknown && s.existence[a] === exists.yes) s.existence[i] = exists.yes;
}

export function realPower(s: ChainState, i: number, a: number, b: number): void {
  switch (s.plan.powers[i]) {
    case powerWay.whole:
      wholeExponent(s, i, a, b);
      return;
    case powerWay.roots:
      rootExponent(s, i, a, b);
      return;
    default:
      setEach(s, i, (k) => {
        const v = residueAt(s, a, k);
        if (v === 0) return spoil(s, i);
        const y = k === 0 ? unknown : residueAt(s, b, k - 1);
        if (v < 0 || y < 0) return unknown;
        const l = logarithmPart(s, i, v, k);
        return l < 0 ? unknown : exponentialPart(s, multiplyModulo(l, y, primeAt(s, k - 1)), k, factorAt(s, k, stream.exponential));
      });
      return;
  }
}

/** The residue of a whole number of moderate size is read back as that number. */
const largestExponent = 2 ** 20;

function wholeExponent(s: ChainState, i: number, a: number, b: number): void {
  setUnary(s, i, a, (x, p, k) => {
    const y = residueAt(s, b, k);
    const e = y > p / 2 ? y - p : y;
    if (y < 0 || Math.abs(e) > largestExponent || (x === 0 && e < 0)) return spoil(s, i);
    return powerModulo(e < 0 ? invertModulo(x, p) : x, Math.abs(e), p);
  });
}

function rootExponent(s: ChainState, i: number, a: number, b: number): void {
  const y = constantAt(s.tape, s.tape.a[b] as number);
  const e = Number(y.n);
  setUnary(s, i, a, (x, p) => {
    let r = x;
    for (let d = y.d; d > 1n && r >= 0; d /= 2n) r = squareRootModulo(r, p);
    if (r < 0 || (r === 0 && e < 0)) return spoil(s, i);
    return powerModulo(e < 0 ? invertModulo(r, p) : r, Math.abs(e), p);
  });
}

/** sin and cos: exact from e^{ix} in the circle family, otherwise opaque up to sign with sin² + cos² = 1. */
export function circular(s: ChainState, i: number, a: number, cosine: boolean): void {
  if (s.chain.family === "circle") {
    setEach(s, i, (k, p) => {
      const v = k === 0 ? unknown : residueAt(s, a, k - 1);
      return v < 0 ? unknown : circularPart(exponentialPart(s, v, k, factorAt(s, k, stream.circle)), p, cosine);
    });
  } else setUnary(s, i, a, (x, p, k) => opaqueCircular(s, x, p, k, cosine));
}

/** (E + 1/E)/2 and (E − 1/E)/(2i) */
function circularPart(e: number, p: number, cosine: boolean): number {
  const inverse = invertModulo(e, p);
  const half = (p + 1) / 2;
  if (cosine) return multiplyModulo(addModulo(e, inverse, p), half, p);
  const twice = multiplyModulo(addModulo(e, negateModulo(inverse, p), p), half, p);
  return multiplyModulo(twice, invertModulo(imaginaryUnit(p), p), p);
}

/** A random point of the circle for each argument up to sign, by the rational parametrisation. */
function opaqueCircular(s: ChainState, x: number, p: number, k: number, cosine: boolean): number {
  if (x === 0) return cosine ? 1 : 0;
  const key = Math.min(x, p - x);
  const t = opaqueValue(s, stream.opaqueCircle, key, k);
  const square = multiplyModulo(t, t, p);
  const d = invertModulo(addModulo(1, square, p), p);
  if (cosine) return multiplyModulo(addModulo(1, negateModulo(square, p), p), d, p);
  const sine = multiplyModulo(multiplyModulo(2, t, p), d, p);
  return key === x ? sine : negateModulo(sine, p);
}
