import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

/** A right line behind every fault: the rest of the document is still checked. */
const good = "\n\n$$ 2 x = x + x $$\n";

const faults: Readonly<Record<string, readonly [text: string, complaint: RegExp, place: string]>> = {
  "an open $$": ["Let $x \\in \\mathbb{R}$ be\n\n$$ x + 1 = 2\n\nand so on.", /\$\$ opened here is never closed/u, "3:1"],
  "an open $": ["We have $x = 1 and then", /\$ opened here is never closed/u, "1:9"],
  "a truncated formula": ["$$ (x+1)^2 = \\frac{1}{ $$", /brace is never closed/u, "1:22"],
  "an unknown command": ["$$ x + \\frobnicate{x} = 2 $$", /command \\frobnicate is not known/u, "1:8"],
  "a bracket without partner": ["$$ \\left( x + 1 = 2 $$", /\\left\( opened here is never closed/u, "1:4"],
  "an environment without end": ["\\begin{align} x &= 1", /environment align is never closed/u, "1:1"],
  "two exponents": ["$$ x^2^3 = 1 $$", /./u, "1:"],
  "a megabyte of braces": [`$$ ${"\\frac{{{{".repeat(125_000)} $$`, /longer than \d+ characters/u, "1:"],
};

describe("bad input", () => {
  it.each(Object.entries(faults))("%s is reported with its place, and the rest is checked", async (_, [text, complaint, place]) => {
    const files = { "notes.md": text + good };
    const checked = await fluxion(["check", "notes.md"], files);
    expect(checked.code).toBe(2);
    expect(checked.out.replace(/\s+/gu, " ")).toMatch(complaint);
    expect(checked.out).toMatch(/✓ proved +2 x = x \+ x/u);
    expect((await fluxion(["read", "notes.md"], files)).out).toContain(`notes.md:${place}`);
  });

  it.each([
    ["", 3],
    ["\n \n", 3],
    ["Only words.", 2],
    [`$$ x = ${"(".repeat(20_000)}x${")".repeat(20_000)} $$`, 2],
    ["$$ toString + hasOwnProperty = hasOwnProperty + toString $$", 0],
    ["Let $\\mathrm{constructor} \\in \\mathbb{R}^2$. $$ \\mathrm{constructor} - \\mathrm{constructor} = 0 $$", 0],
  ])("%#: ends with a report", async (text, code) => {
    expect((await fluxion(["check", "notes.md"], { "notes.md": text })).code).toBe(code);
  });
});
