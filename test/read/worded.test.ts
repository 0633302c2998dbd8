import { describe, expect, it } from "vitest";
import { wordedIn } from "../../src/read/worded.ts";

const told = (t: string): readonly string[] =>
  wordedIn(t).map((w) =>
    [
      t.slice(w.left.start, w.left.end),
      w.left.means,
      t.slice(w.relator.start, w.relator.end),
      t.slice(w.right.start, w.right.end),
      w.right.means,
    ].join(" | "),
  );

describe("relations said partly in words", () => {
  it.each([
    ["so ⟨0⟩ dimension = ⟨1⟩", ["⟨0⟩ dimension | shape | = | ⟨1⟩ | value"]],
    ["⟨0⟩ length = ⟨1⟩ length = ⟨2⟩", ["⟨0⟩ length | shape | = | ⟨1⟩ length | shape", "⟨1⟩ length | shape | = | ⟨2⟩ | value"]],
    ["The size of the kernel ⟨0⟩ is equal to ⟨1⟩.", ["The size of the kernel ⟨0⟩ | shape | is equal to | ⟨1⟩ | value"]],
    ["- output : ⟨0⟩", ["output | words | : | ⟨0⟩ | value"]],
    ["Number of weights in a dense layer: ⟨0⟩", ["Number of weights in a dense layer | words | : | ⟨0⟩ | value"]],
    ["knowing the kernel size = ⟨0⟩ we get", ["the kernel size | words | = | ⟨0⟩ | value"]],
    ["Then the gradient is: ⟨0⟩, and ⟨1⟩ is positive", []],
    ["let ⟨0⟩ be a vector of size ⟨1⟩", []],
  ])("%s", (text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});
