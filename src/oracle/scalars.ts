/**
 * Scalar functions by their textbook formulas, over the operations of the recorder. Value and every derivative follow in every domain.
 */
import { type Rational, rational } from "../expr/index.ts";
import type { Recorder, Register } from "./recorder.ts";
import type { Convention } from "./types.ts";

export type ScalarKernel = (rec: Recorder, convention: Convention, ...x: readonly Register[]) => Register;

const half: Rational = rational(1, 2);

const inverse = (rec: Recorder, x: Register): Register => rec.div(rec.constant(1), x);
const scaled = (rec: Recorder, by: Rational, x: Register): Register => rec.mul(rec.constant(by), x);
export const maximum = (rec: Recorder, list: readonly Register[]): Register => list.reduce((x, y) => rec.max(x, y));
export const minimum = (rec: Recorder, list: readonly Register[]): Register =>
  rec.neg(
    maximum(
      rec,
      list.map((x) => rec.neg(x)),
    ),
  );

/** σ(x) = 1/(1 + e⁻ˣ) */
const sigmoid = (rec: Recorder, x: Register): Register => inverse(rec, rec.add(rec.constant(1), rec.exp(rec.neg(x))));
/** sinh and cosh: (eˣ ∓ e⁻ˣ)/2 */
const hyperbolic = (rec: Recorder, x: Register, sign: 1 | -1): Register =>
  scaled(rec, half, rec.add(rec.exp(x), rec.mul(rec.constant(sign), rec.exp(rec.neg(x)))));
const tanh = (rec: Recorder, x: Register): Register => rec.div(hyperbolic(rec, x, -1), hyperbolic(rec, x, 1));
const softplus = (rec: Recorder, x: Register): Register => rec.ln(rec.add(rec.constant(1), rec.exp(x)));
/** Φ(x) = (1 + erf(x/√2))/2 */
const normal = (rec: Recorder, x: Register): Register =>
  scaled(rec, half, rec.add(rec.constant(1), rec.special("erf", rec.div(x, rec.sqrt(rec.constant(2))))));
const density = (rec: Recorder, x: Register): Register =>
  rec.div(rec.exp(scaled(rec, rational(-1, 2), rec.power(x, 2))), rec.sqrt(rec.mul(rec.constant(2), rec.pi())));
const lessOne = (rec: Recorder, x: Register): Register => rec.add(rec.exp(x), rec.constant(-1));

/** Klambauer et al. 2017: the fixed point of the self-normalising network, to 31 digits. */
const seluScale = rational(10507009873554804934193349852946n, 10n ** 31n);
const seluAlpha = rational(16732632423543772848170429916717n, 10n ** 31n);

const selu: ScalarKernel = (rec, _, x) => {
  const negative = lessOne(rec, rec.neg(rec.relu(rec.neg(x as Register))));
  return scaled(rec, seluScale, rec.add(rec.relu(x as Register), scaled(rec, seluAlpha, negative)));
};

const one =
  (f: (rec: Recorder, x: Register, convention: Convention) => Register): ScalarKernel =>
  (rec, convention, x) =>
    f(rec, x as Register, convention);

/** Elementwise kernels by name. */
export const scalarKernels: ReadonlyMap<string, ScalarKernel> = new Map<string, ScalarKernel>([
  ["exp", one((rec, x) => rec.exp(x))],
  ["ln", one((rec, x) => rec.ln(x))],
  ["log", (rec, _, base, x) => rec.div(rec.ln(x as Register), rec.ln(base as Register))],
  ["sqrt", one((rec, x) => rec.sqrt(x))],
  ["sin", one((rec, x) => rec.sin(x))],
  ["cos", one((rec, x) => rec.cos(x))],
  ["tan", one((rec, x) => rec.div(rec.sin(x), rec.cos(x)))],
  ["arcsin", one((rec, x) => rec.special("arcsin", x))],
  ["arccos", one((rec, x) => rec.subtract(scaled(rec, half, rec.pi()), rec.special("arcsin", x)))],
  ["arctan", one((rec, x) => rec.special("arctan", x))],
  ["sinh", one((rec, x) => hyperbolic(rec, x, -1))],
  ["cosh", one((rec, x) => hyperbolic(rec, x, 1))],
  ["tanh", one(tanh)],
  ["arsinh", one((rec, x) => rec.ln(rec.add(x, rec.sqrt(rec.add(rec.power(x, 2), rec.constant(1))))))],
  ["artanh", one((rec, x) => scaled(rec, half, rec.ln(rec.div(rec.add(rec.constant(1), x), rec.subtract(rec.constant(1), x)))))],
  ["abs", one((rec, x) => rec.abs(x))],
  ["sign", one((rec, x, convention) => rec.sign(x, convention.abs))],
  ["heaviside", one((rec, x, convention) => rec.step(x, convention.heaviside))],
  ["relu", one((rec, x) => rec.relu(x))],
  ["leakyrelu", one((rec, x) => rec.add(scaled(rec, rational(1, 100), x), scaled(rec, rational(99, 100), rec.relu(x))))],
  ["elu", one((rec, x) => rec.select(rec.less(rec.constant(0), x), x, lessOne(rec, x)))],
  ["selu", selu],
  ["gelu", one((rec, x) => rec.mul(x, normal(rec, x)))],
  ["silu", one((rec, x) => rec.mul(x, sigmoid(rec, x)))],
  ["mish", one((rec, x) => rec.mul(x, tanh(rec, softplus(rec, x))))],
  ["hardtanh", one((rec, x) => rec.max(rec.constant(-1), minimum(rec, [rec.constant(1), x])))],
  ["sigmoid", one(sigmoid)],
  ["softplus", one(softplus)],
  ["Phi", one(normal)],
  ["phi", one(density)],
  ["erf", one((rec, x) => rec.special("erf", x))],
  ["gamma", one((rec, x) => rec.special("gamma", x))],
  ["lngamma", one((rec, x) => rec.special("lngamma", x))],
  ["digamma", one((rec, x) => rec.special("digamma", x))],
  ["trigamma", one((rec, x) => rec.special("trigamma", x))],
  ["floor", one((rec, x) => rec.floor(x))],
  ["ceil", one((rec, x) => rec.neg(rec.floor(rec.neg(x))))],
  ["max", (rec, _, ...list) => maximum(rec, list)],
  ["min", (rec, _, ...list) => minimum(rec, list)],
]);
