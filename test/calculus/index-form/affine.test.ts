/** Affine index forms: sums, replacement, text. */
import { describe, expect, it } from "vitest";
import {
  coefficientOf,
  isWhole,
  minus,
  one,
  plain,
  plus,
  replaceIn,
  same,
  shift,
  showAffine,
  times,
  variable,
  whole,
  without,
} from "../../../src/calculus/index-form/affine.ts";

const [n, i, j] = [variable("n"), variable("%i"), variable("%j")];

describe("affine forms", () => {
  it("add, scale and cancel", () => {
    const form = shift(minus(plus(n, j), i), -1);
    expect(showAffine(form, (name) => name.replace("%", ""))).toBe("-i + j + n - 1");
    expect(same(plus(form, times(form, -1)), whole(0))).toBe(true);
    expect(coefficientOf(times(form, 3), "%i")).toBe(-3);
    expect(isWhole(minus(plus(n, one), n))).toBe(true);
  });

  it("have equal keys exactly when they are equal", () => {
    expect(plus(i, j).key).toBe(plus(j, i).key);
    expect(plus(i, j).key).not.toBe(minus(i, j).key);
    expect(shift(i, 1).key).not.toBe(shift(i, 2).key);
  });

  it("replace a variable by a form", () => {
    expect(same(replaceIn(minus(i, j), "%i", plus(j, n)), n)).toBe(true);
    expect(same(without(plus(i, times(j, 2)), "%j"), i)).toBe(true);
    expect(plain(replaceIn(i, "%i", j))).toBe("%j");
    expect(plain(shift(i, 1))).toBeNull();
  });
});
