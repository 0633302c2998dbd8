/** Dims as plain data: 4, "n", or a sum ["poly", [coefficient, [atom, exponent], …], …] whose atoms are names or ["floor", a, b]. */
import { addDims, constantDim, type Dim, dim, floorDim, multiplyDims, type Shape, size } from "../shape/index.ts";

export type PlainAtom = string | readonly ["floor", PlainDim, PlainDim];
export type PlainTerm = readonly [number, ...(readonly [PlainAtom, number])[]];
export type PlainDim = number | string | readonly ["poly", ...PlainTerm[]];

export const plainShape = (shape: Shape): readonly PlainDim[] => shape.map(plainDim);

function plainDim(d: Dim): PlainDim {
  const constant = constantDim(d);
  if (constant !== null) return constant;
  const [first] = d.terms;
  const [power] = first?.powers ?? [];
  const bare = d.terms.length === 1 && first?.coefficient === 1 && first.powers.length === 1 && power?.exponent === 1;
  if (bare && power && !d.floors.has(power.atom)) return power.atom;
  const atom = (name: string): PlainAtom => {
    const floor = d.floors.get(name);
    return floor ? ["floor", plainDim(floor.numerator), plainDim(floor.denominator)] : name;
  };
  return ["poly", ...d.terms.map((m): PlainTerm => [m.coefficient, ...m.powers.map((p) => [atom(p.atom), p.exponent] as const)])];
}

export const readShape = (shape: readonly PlainDim[]): Shape => shape.map(readDim);

function readDim(d: PlainDim): Dim {
  if (typeof d === "number") return dim(d);
  if (typeof d === "string") return size(d);
  const [, ...terms] = d;
  return terms.map(readTerm).reduce(addDims, dim(0));
}

function readTerm([coefficient, ...powers]: PlainTerm): Dim {
  const atom = (a: PlainAtom): Dim => (typeof a === "string" ? size(a) : floorDim(readDim(a[1]), readDim(a[2])));
  return powers.reduce<Dim>((product, [a, exponent]) => {
    const base = atom(a);
    return Array.from({ length: exponent }, () => base).reduce(multiplyDims, product);
  }, dim(coefficient));
}
