/** Inputs made to hurt: answered soon, within a bound that is named, never refuted for a limit, never a crash. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { type EqualAnswer, equal } from "../../src/library/equal.ts";

const book = defaultBook();
const nested = (n: number, open: string, close: string): string => `${open.repeat(n)}x${close.repeat(n)}`;
const many = (n: number, by: string): string => Array(n).fill("x").join(by);

/** Of processor time, in milliseconds: a busy neighbour does not count. */
const patience = 2_000;
/** Bytes. */
const room = 512 * 2 ** 20;

function soon(lhs: string, rhs: string, declare: Record<string, string> = { x: "R" }, where: Record<string, string> = {}): EqualAnswer {
  const start = process.cpuUsage();
  const answer = equal(book, { lhs, rhs, declare, where });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(patience);
  expect(process.memoryUsage().heapUsed).toBeLessThan(room);
  return answer;
}

describe("hazards", () => {
  it.each([
    ["a tower of powers", "9^{9^9}", "1"],
    ["a higher tower", "9^{9^{9^9}}", "9^{9^{9^9}} + 1"],
    ["brackets", nested(3000, "(", ")"), "x"],
    ["braces", nested(3000, "{", "}"), "x"],
    ["fractions", nested(900, "\\frac{1}{", "}"), "x"],
    ["roots", nested(500, "\\sqrt{", "}"), "x"],
    ["exponentials", nested(20, "e^{", "}"), "x"],
    ["a megabyte of openings", "\\frac{{{{".repeat(110_000), "x"],
    ["dollars", "$$$$".repeat(25_000), "x"],
    ["a long word", `${"a".repeat(100_000)}!`, "x"],
    ["backslashes", "\\".repeat(50_000), "x"],
    ["a sum of 100,000 terms", many(100_000, "+"), "100000 x"],
    ["a wrong sum of 9,000 terms", many(9_000, "+"), "9001 x"],
    ["a long range", "\\sum_{i=1}^{100000} \\frac{1}{i^2}", "\\frac{\\pi^2}{6}"],
    ["a longer range", "\\sum_{i=1}^{1000000000} x^i", "x"],
    ["nested ranges", "\\sum_{i=1}^{1000}\\sum_{j=1}^{1000}\\sum_{k=1}^{1000} i j k x", "x"],
    ["a factorial", "(10^9)!", "1"],
    ["many digits", "1".repeat(300_000), "2"],
    ["derivatives of high order", "\\frac{d^{40}}{dx^{40}} \\sin(e^{\\sin x})", "0"],
    ["a macro that doubles", "\\def\\a{\\a\\a}\\a", "x"],
    ["blanks", `x ${" ".repeat(100_000)} + `, "x"],
    ["four thousand letters side by side", many(4_000, " "), "x^{4001}"],
    ["a number of a thousand digits times a letter", `${"7".repeat(1_000)} x`, "x^x"],
    ["a file to read", "\\input{../../../../etc/passwd}", "x"],
    ["a macro that goes on", "\\gdef\\a{\\a x}\\a", "x"],
    ["letters that look alike", "х + x", "2 x"],
    ["control characters", "\u202ex + \u0000y", "x"],
  ])("%s: undetermined, with the bound", (_, lhs, rhs) => {
    const answer = soon(lhs, rhs);
    expect(answer).toMatchObject({ verdict: "undetermined", message: expect.stringMatching(/\w{3}/) });
  });

  it.each([
    ["a long vector", "\\|x\\|^2", "0", { x: "R^{1000000}" }],
    ["a large determinant", "\\det A", "0", { A: "R^{1000 x 1000}" }],
    ["a larger trace", "\\operatorname{tr}(A)", "1", { A: "R^{100000 x 100000}" }],
    ["a large identity", "I_{100000} x", "2 x", { x: "R^{100000}" }],
    ["a product of large identities", "I_{400} I_{400}", "2 I_{400}", {}],
    ["a high power of a matrix", "A^{1000000}", "A", { A: "R^{n x n}" }],
  ] as const)("%s: undetermined, with the bound", (_, lhs, rhs, declare) => {
    expect(soon(lhs, rhs, declare)).toMatchObject({ verdict: "undetermined", message: expect.stringMatching(/\w{3}/) });
  });

  it.each([
    ["a tower of exponentials and sines", nested(12, "e^{\\sin(", ")}"), "x", "refuted"],
    ["a high power of a sum", "(x+1)^{40}", "x^{40} + 1", "refuted"],
    ["a difference in the thirteenth digit", "x + 10^{-13}", "x", "refuted"],
    ["the derivative of a tower", "\\frac{d}{dx} e^{\\sin e^{\\sin e^{\\sin x}}}", "1", "refuted"],
    ["the derivative of a maximum", "\\frac{d}{dx} \\max(x, x^2, x^3)", "1", "refuted"],
    ["a square written out", "(x+1)^2", "x^2 + 2x + 1", "proved"],
    ["a power of a power", "(x^{64})^{64}", "x^{4096}", "proved"],
  ] as const)("%s is decided", (_, lhs, rhs, verdict) => {
    expect(soon(lhs, rhs).verdict).toBe(verdict);
  });

  it("matrices do not commute", () => {
    expect(soon("A B", "B A", { A: "R^{n x n}", B: "R^{n x n}" }).verdict).toBe("refuted");
  });

  it("who is late has no answer", () => {
    const late = equal(book, { lhs: "\\tanh x", rhs: "2\\sigma(2x) - 1", declare: { x: "R" }, seconds: 0 });
    expect(late).toMatchObject({ verdict: "undetermined", reason: "budget" });
  });

  it("sixty definitions that double are a short line of definitions", () => {
    const where: Record<string, string> = { a_0: "x + 1" };
    for (let i = 1; i < 60; i++) where[`a_{${i}}`] = `a_{${i - 1}} + a_{${i - 1}}`;
    expect(soon("a_{59}", "2^{59} (x + 1)", { x: "R" }, where).verdict).toBe("proved");
    expect(soon("\\frac{d a_{59}}{dx}", "2^{59}", { x: "R" }, where).verdict).toBe("proved");
    expect(soon("a_{59}", "2^{58} (x + 1)", { x: "R" }, where).verdict).toBe("refuted");
  });

  it("huge exponents of a variable are no difficulty", () => {
    expect(soon("x^{1000000000} x", "x^{1000000001}").verdict).toMatch(/proved|probable/);
    expect(soon("x^{33554092}", "1").verdict).toBe("refuted");
  });

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("%s is a name like any other", (name) => {
    const declare = JSON.parse(`{ "x": "R", "${name}": "R" }`) as Record<string, string>;
    expect(soon(`\\mathrm{${name}} \\cdot x`, `x \\cdot \\mathrm{${name}}`, declare).verdict).toBe("proved");
  });

  it("__proto__ is refused with a sentence or taken as a name", () => {
    const declare = JSON.parse('{ "x": "R", "__proto__": "R" }') as Record<string, string>;
    expect(soon("__proto__ x", "x", declare).verdict).toBe("undetermined");
    expect(({} as Record<string, unknown>)["R"]).toBeUndefined();
  });

  it("words that nobody declared refute nothing", () => {
    expect(soon("speed", "velocity", {})).toMatchObject({ verdict: "undetermined", reason: "undefined-symbol" });
  });
});
