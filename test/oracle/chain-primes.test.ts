import { describe, expect, it } from "vitest";
import { logarithmModulo } from "../../src/oracle/chain-logarithm.ts";
import {
  type Chain,
  chainsOf,
  generator,
  imaginaryUnit,
  inSubgroup,
  invertModulo,
  multiplyModulo,
  powerModulo,
  squareRootModulo,
} from "../../src/oracle/chain-primes.ts";
import { hash } from "../../src/oracle/hash.ts";

const isPrime = (n: number): boolean => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return n > 1;
};
const all: readonly Chain[] = [1, 2, 3, 4, 5].flatMap((length) => [...chainsOf("square", length), ...chainsOf("circle", length)]);
const draws = (p: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => 1 + (hash(5, p, i, 0) % (p - 1)));

describe("chains of primes", () => {
  it("are chains of primes with exact products", () => {
    expect(all.length).toBeGreaterThan(20);
    for (const { primes, cofactors } of all) {
      for (const [i, p] of primes.entries()) {
        expect(isPrime(p)).toBe(true);
        expect(p * p).toBeLessThan(2 ** 53);
        if (i > 0) expect(p).toBe((cofactors[i] as number) * (primes[i - 1] as number) + 1);
      }
    }
  });

  it("multiply exactly", () => {
    for (const { primes } of all) {
      for (const p of primes) {
        for (const a of draws(p, 200)) {
          const b = p - a - 1 + (a % 3);
          expect(multiplyModulo(a, b, p)).toBe(Number((BigInt(a) * BigInt(b)) % BigInt(p)));
        }
        expect(multiplyModulo(p - 1, p - 1, p)).toBe(1);
        for (const a of draws(p, 20)) expect(multiplyModulo(a, invertModulo(a, p), p)).toBe(1);
      }
    }
  });

  it("square family: small primes are squares, −1 is not, roots are multiplicative", () => {
    for (const length of [1, 2, 3, 4, 5]) {
      const squares = length <= 2 ? [2, 3, 5, 7, 11, 13] : length <= 4 ? [2, 3, 5, 7] : [2, 3, 5];
      for (const { primes } of chainsOf("square", length)) {
        for (const p of primes) {
          for (const q of squares) expect(squareRootModulo(q, p)).toBeGreaterThan(0);
          expect(squareRootModulo(p - 1, p)).toBe(-1);
          for (const a of draws(p, 10)) {
            const x = multiplyModulo(a, a, p);
            const y = multiplyModulo(a + 1, a + 1, p);
            const product = multiplyModulo(squareRootModulo(x, p), squareRootModulo(y, p), p);
            expect(squareRootModulo(multiplyModulo(x, y, p), p)).toBe(product);
          }
        }
      }
    }
  });

  it("circle family: −1 has a root", () => {
    for (const { primes } of [...chainsOf("circle", 2), ...chainsOf("circle", 3)]) {
      for (const p of primes.slice(1)) expect(multiplyModulo(imaginaryUnit(p), imaginaryUnit(p), p)).toBe(p - 1);
    }
  });
});

describe("exponential and logarithm modulo a chain", () => {
  const links = [...chainsOf("square", 2).slice(0, 1), ...chainsOf("square", 4).slice(0, 1), ...chainsOf("circle", 2).slice(0, 1)].flatMap(
    ({ primes, cofactors }) => primes.slice(1).map((p, i) => ({ p, q: primes[i] as number, c: cofactors[i + 1] as number })),
  );

  it("exp is a homomorphism and ln its inverse", () => {
    for (const { p, q, c } of links) {
      const g = generator(c, p);
      expect(g).not.toBe(1);
      expect(powerModulo(g, q, p)).toBe(1);
      for (const u of draws(q, 4)) {
        const v = (u * 3 + 1) % q;
        expect(powerModulo(g, (u + v) % q, p)).toBe(multiplyModulo(powerModulo(g, u, p), powerModulo(g, v, p), p));
        expect(logarithmModulo(powerModulo(g, u, p), c, p)).toBe(u);
      }
    }
  });

  it("ln is a homomorphism on every pair of residues", () => {
    for (const { p, q, c } of links) {
      for (const a of draws(p, 4)) {
        const b = p - 1 - (a % 1000);
        const sum = (logarithmModulo(a, c, p) + logarithmModulo(b, c, p)) % q;
        expect(logarithmModulo(multiplyModulo(a, b, p), c, p)).toBe(sum);
      }
      expect(logarithmModulo(p - 1, c, p)).toBe(0);
      expect(inSubgroup(p - 1, c, p)).toBe(false);
    }
  });
});
