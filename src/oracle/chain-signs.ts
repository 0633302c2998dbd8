/**
 * Signs of quantities modulo primes. A residue has no sign, so the sign of each quantity under a kink is an *atom*: one unknown for the
 * quantity and all its rational multiples (H(2u) = H(u), H(−u) = 1 − H(u)).
 *
 * An identity that holds for independent values of its atoms holds in every cell of the piecewise function, reached or not.
 */
import { invertModulo, multiplyModulo } from "./chain-primes.ts";

/** An atom, and whether the quantity is a positive or negative multiple of the one that named it. */
export interface SignAtom {
  readonly place: number;
  readonly orientation: 1 | -1;
  /** The sign of the naming quantity where something given decides it. */
  readonly fixed: 1 | -1 | 0;
}

export interface SignAtoms {
  /** The atom of a quantity that is not zero modulo the first prime it is known for. */
  find(residues: ArrayLike<number>, fixed?: 1 | -1): SignAtom;
  /** How many atoms nothing given decides. */
  free(): number;
}

const largest = 12;
const coprime = (a: number, b: number): boolean => (b === 0 ? a === 1 : coprime(b, a % b));

/** Residues of ±n/d with n, d ≤ 12, and the signs. */
function ratioTable(p: number): ReadonlyMap<number, { readonly n: number; readonly d: number }> {
  const out = new Map<number, { n: number; d: number }>();
  for (let n = 1; n <= largest; n++) {
    for (let d = 1; d <= largest; d++) {
      if (!coprime(n, d)) continue;
      const r = multiplyModulo(n, invertModulo(d, p), p);
      out.set(r, { n, d });
      out.set(p - r, { n: -n, d });
    }
  }
  return out;
}

const ratioTables = new Map<number, ReadonlyMap<number, { readonly n: number; readonly d: number }>>();
const ratiosModulo = (p: number): ReadonlyMap<number, { readonly n: number; readonly d: number }> => {
  const known = ratioTables.get(p);
  if (known) return known;
  const made = ratioTable(p);
  ratioTables.set(p, made);
  return made;
};

interface Known {
  readonly residues: readonly number[];
  readonly inverse: number;
  readonly part: number;
  readonly fixed: 1 | -1 | 0;
}

/** An empty set of atoms, for one replay. */
export function createSignAtoms(primes: readonly number[]): SignAtoms {
  const atoms: Known[] = [];
  const multipleOf = (u: ArrayLike<number>, k: Known): 1 | -1 | null => {
    const p = primes[k.part] as number;
    const here = u[k.part] as number;
    if (here <= 0) return null;
    const ratio = ratiosModulo(p).get(multiplyModulo(here, k.inverse, p));
    if (!ratio) return null;
    for (const [i, q] of primes.entries()) {
      const x = u[i] as number;
      const y = k.residues[i] as number;
      if (x < 0 || y < 0) continue;
      if (multiplyModulo(x, ratio.d, q) !== multiplyModulo((ratio.n + q) % q, y, q)) return null;
    }
    return ratio.n > 0 ? 1 : -1;
  };
  return {
    find(u, fixed) {
      for (const [place, k] of atoms.entries()) {
        const orientation = multipleOf(u, k);
        if (orientation) return { place, orientation, fixed: k.fixed };
      }
      const residues = primes.map((_, i) => u[i] as number);
      const part = residues.findIndex((x) => x > 0);
      const inverse = part < 0 ? 0 : invertModulo(residues[part] as number, primes[part] as number);
      atoms.push({ residues, inverse, part: Math.max(part, 0), fixed: fixed ?? 0 });
      return { place: atoms.length - 1, orientation: 1, fixed: fixed ?? 0 };
    },
    free: () => atoms.filter((k) => k.fixed === 0).length,
  };
}
