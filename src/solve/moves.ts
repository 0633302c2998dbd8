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
