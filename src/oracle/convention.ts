/**
 * What functions and derivatives are at kinks: H(0) = ½, ReLU′(0) = ½, |·|′(0) = 0, ties shared. The one choice under which ReLU′ is H,
 * max(x, 0) and (x + |x|)/2 are ReLU with their derivatives, and sign is 2H − 1. It never refutes: see `compare/refute.ts`.
 */
import { rational, zeroRational } from "../expr/index.ts";
import type { Convention } from "./types.ts";

export const standardConvention: Convention = { heaviside: rational(1, 2), relu: rational(1, 2), abs: zeroRational, tie: rational(1, 2) };
