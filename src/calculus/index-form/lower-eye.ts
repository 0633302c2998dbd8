/** The identity matrix in index form. */
import { type Affine, minus } from "./affine.ts";
import { delta, type Poly } from "./factor.ts";
import type { Frame } from "./frame.ts";
import { multiplyPolys, onePoly, single } from "./poly.ts";

/** [i = j] for single indices or pairs. */
export const lowerEye = (f: Frame, rows: readonly Affine[], columns: readonly Affine[]): Poly =>
  multiplyPolys(f.session, onePoly, ...rows.map((i, k) => single(f.session, delta(minus(i, columns[k] as Affine)))));
