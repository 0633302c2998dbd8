/** What functions and derivatives are at kinks unless the document says otherwise: H(0) = ½, ReLU′(0) = 0, |·|′(0) = 0, ties shared. */
import { rational, zeroRational } from "../expr/index.ts";
import type { Convention } from "./types.ts";

export const standardConvention: Convention = { heaviside: rational(1, 2), relu: zeroRational, abs: zeroRational, tie: rational(1, 2) };
