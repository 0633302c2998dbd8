/** The exact field in which points are drawn. */
import { addRational, multiplyRational, negateRational, type Rational, rational } from "../expr/index.ts";
import { type Skip, skip } from "./types.ts";

/** The operations that drawing needs; every number domain has them. */
export interface Field<N> {
  constant(value: Rational): N;
  add(x: N, y: N): N | Skip;
  mul(x: N, y: N): N | Skip;
  neg(x: N): N;
  div(x: N, y: N): N | Skip;
}

export const rationals: Field<Rational> = {
  constant: (value) => value,
  add: addRational,
  mul: multiplyRational,
  neg: negateRational,
  div: (x, y) => (y.n === 0n ? skip("division by zero", true) : rational(x.n * y.d, x.d * y.n)),
};
