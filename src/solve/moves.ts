/** Moves of a derivation that are no rule of differentiation: collecting, reading off, simplifying. Each has a name, a reason and a source. */
import type { Reason } from "./types.ts";

const move = (rule: string, because: string, see: string | null): Reason => ({ rule, because, see });

export const moves = {
  fixed: move("fixed-factor", "What does not vary stays as a factor.", "magnus-neudecker-2019 §8.2"),
  squaredNorm: move(
    "d-squared-norm",
    "‖U‖² is tr(UᵀU), the sum of the squares of the entries: product rule.",
    "petersen-pedersen-2012 §2.7",
  ),
  chain: move(
    "chain-rule",
    "The derivative of a composition is the product of the derivatives, the outermost on the left.",
    "magnus-neudecker-2019 §5.12",
  ),
  insertFactors: move("insertion", "The factors found above are inserted.", "magnus-neudecker-2019 §5.12"),
  transposeFactor: move("gradient", "The gradient is the transposed derivative of the numerator layout.", "petersen-pedersen-2012 §2"),
  definition: move("definition", "The derivative is the limit of the quotient of differences.", "magnus-neudecker-2019 §5.1"),
  thisCase: move("case", "The value that the function has on this side, also a little further on.", null),
  bothSides: move("cases", "The sides together; at the kink itself the value is a convention.", null),
  expand: move("expansion", "The difference is expanded in powers of the step.", null),
  cancel: move("cancellation", "The step is divided out.", null),
  limit: move("limit", "What is left is continuous in the step, which goes to zero.", null),
  constant: move("constant", "The function does not change here: every difference is zero.", null),
  exponentials: move("law-of-exponents", "exp(u + v) = exp(u) exp(v).", "dlmf 4.2.1"),
  exponentialLimit: move("exponential-limit", "(exp(s) - 1)/s goes to 1 as s goes to 0.", "dlmf 4.2.19"),
  logarithms: move("law-of-logarithms", "ln(a) - ln(b) = ln(a/b).", "dlmf 4.8.2"),
  logarithmLimit: move("logarithm-limit", "ln(1 + s)/s goes to 1 as s goes to 0.", "dlmf 4.6.1"),
  addition: move("addition-formula", "The addition formulas of sine and cosine.", "dlmf 4.21.2"),
  sineLimit: move("sine-limit", "sin(s)/s goes to 1 and (cos(s) - 1)/s to 0 as s goes to 0.", "dlmf 4.31.1"),
  conjugate: move("conjugate", "The difference of roots is multiplied by their sum above and below.", null),
  sigmoids: move(
    "difference-of-sigmoids",
    "For a step k, sigmoid(u + k) - sigmoid(u) is sigmoid(u + k) (1 - sigmoid(u)) (1 - exp(-k)).",
    null,
  ),
  commonDenominator: move("common-denominator", "The fractions are brought to a common denominator and the step is divided out.", null),
  ownEntry: move(
    "independent-entries",
    "An entry of the variable changes with itself alone; what was found for inner quantities is inserted.",
    "graham-knuth-patashnik-1994 §2.1",
  ),
  delta: move("delta", "A delta picks one term of a sum; like terms are merged.", "graham-knuth-patashnik-1994 §2.1"),
  same: move("case-same", "The delta is 1.", null),
  different: move("case-different", "The delta is 0.", null),
  assemble: move("assembly", "A sum over a shared index is a matrix product.", "petersen-pedersen-2012 §9"),
  insert: move("insertion", "The differential of an inner quantity takes the place of its letter.", "magnus-neudecker-2019 §5.2"),
  collect: move(
    "trace-form",
    "A number is its own trace, the trace is cyclic and does not change under transposition: every term is brought into the form tr(Gᵀ dX).",
    "petersen-pedersen-2012 §1.1",
  ),
  inner: move("inner-product", "A number is its own transpose: every term is brought into the form gᵀ dx.", "petersen-pedersen-2012 §1.1"),
  factor: move(
    "factoring",
    "The change stands at the right end of every term, and what stands before it is the Jacobian.",
    "magnus-neudecker-2019 §5.2",
  ),
  linear: move("linearity", "The change is a number and leaves every term as a factor.", "magnus-neudecker-2019 §5.2"),
  readOff: move(
    "identification",
    "The differential is the coefficient times an arbitrary change, so the coefficient is the derivative.",
    "magnus-neudecker-2019 §5.2",
  ),
  again: move("second-derivative", "The second derivative is the derivative of the first.", "magnus-neudecker-2019 §6"),
  entry: move("entry", "An entry of the gradient is the derivative by that entry.", "magnus-neudecker-2019 §5.2"),
  entries: move(
    "unit-change",
    "The change with a single 1 at position k, l picks the derivative by that entry.",
    "magnus-neudecker-2019 §5.2",
  ),
  simplify: move("algebra", "Like terms are merged, common factors cancelled, quantities called by their names.", null),
  layout: move(
    "layout",
    "Numerator layout: the derivative of a number has the transposed shape of the variable.",
    "petersen-pedersen-2012 §2",
  ),
  denominator: move("layout", "Denominator layout: the transposed Jacobian.", "petersen-pedersen-2012 §2"),
  facts: move("declared-facts", "What is declared of the quantities is used.", null),
} as const satisfies Record<string, Reason>;
