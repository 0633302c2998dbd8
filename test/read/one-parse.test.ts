/** Every well-formed formula has exactly one parse, and every input an answer with places inside it. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDisplay } from "../../src/read/display.ts";
import { type ParseOptions, parseFormula } from "../../src/read/parse.ts";
import { type Part, segmentDocument } from "../../src/read/source.ts";
import { mutated, soup, spansInside, wellFormed } from "./strings.ts";

describe("one parse", () => {
  it("reads what is well formed", () => {
    fc.assert(
      fc.property(wellFormed, (source) => {
        const parsed = parseFormula(source, { mode: "latex" });
        expect(parsed, source).toMatchObject({ ok: true });
        expect(parsed.ok && spansInside(parsed.value, 0, source.length)).toBe(true);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it("reads every formula of the examples", () => {
    const folder = new URL("../../examples/", import.meta.url);
    const formulas: string[] = [];
    for (const name of readdirSync(folder).filter((file) => /\.(?:md|tex|txt)$/u.test(file) && file !== "README.md")) {
      const { blocks, macros } = segmentDocument(readFileSync(new URL(name, folder), "utf8"), "auto");
      const parts = blocks.flatMap((b): readonly Part[] => (b.kind === "paragraph" ? b.parts : []));
      for (const part of parts) {
        if (part.kind === "prose") continue;
        formulas.push(part.source);
        if (part.kind === "inline")
          expect(parseFormula(part.source, { mode: "latex", macros }), `${name}: ${part.source}`).toMatchObject({ ok: true });
        else
          for (const row of parseDisplay(part.source, { mode: "latex", macros }))
            for (const f of row.formulas) expect(f.syntax.kind, `${name}: ${part.source}`).not.toBe("hole");
      }
    }
    expect(formulas.length).toBeGreaterThan(0);
  });
});

describe("any input", () => {
  const modes: readonly ParseOptions["mode"][] = ["latex", "latex", "plain", "rule"];

  it("is answered, unambiguously, with places inside it", () => {
    fc.assert(
      fc.property(
        fc.oneof(soup, mutated, fc.string({ unit: "binary" })),
        fc.constantFrom(...modes),
        fc.constantFrom(0, 17),
        (source, mode, base) => {
          const parsed = parseFormula(source, { mode, base });
          expect(!parsed.ok && parsed.error.code === "ambiguous", source).toBe(false);
          expect(spansInside(parsed.ok ? parsed.value : parsed.error, base, base + source.length), source).toBe(true);
          if (mode === "latex") expect(spansInside(parseDisplay(source, { mode, base }), base, base + source.length), source).toBe(true);
        },
      ),
      { numRuns: 15_000, seed: 2 },
    );
  });

  it("is answered as a document", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            soup,
            fc.constantFrom(
              "$",
              "$$",
              "\n\n",
              "# ",
              "```\n",
              "- ",
              "| a | b |\n",
              "1.2 Show",
              "\\[",
              "\\]",
              "\\section{a}",
              "\\item ",
              "%",
              "`",
            ),
          ),
          { maxLength: 12 },
        ),
        fc.constantFrom("auto" as const, "latex" as const),
        (pieces, kind) => {
          const text = pieces.join("");
          expect(spansInside(segmentDocument(text, kind), 0, text.length), text).toBe(true);
        },
      ),
      { numRuns: 3_000, seed: 3 },
    );
  });

  it("grows no faster than the text", () => {
    // Counted in tokens, not in time: the limits of length and depth bound every formula.
    for (const source of [
      "\\frac{{{{".repeat(2_000),
      "(".repeat(19_000),
      "x^".repeat(9_000),
      "\\hat".repeat(4_900),
      "-".repeat(19_000),
      "\\left(".repeat(3_000),
      "\\sum".repeat(4_900),
      "|".repeat(19_000),
    ])
      expect(() => parseFormula(source, { mode: "latex" })).not.toThrow();
  });
});
