/**
 * The gate of the reader: random formulas, token soup, mutated and truncated real formulas and documents. No crash, no second reading, every
 * place inside the input, and no input slower than 100 ms for every 10 kB of the processor (a slow one is measured
 * again: memory may have been cleared just then).
 *
 *   npm run fuzz            a million inputs
 *   npm run fuzz -- 20000   fewer
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parseDisplay } from "../src/read/display.ts";
import { parseFormula } from "../src/read/parse.ts";
import { segmentDocument } from "../src/read/source.ts";
import { mutated, soup, spansInside, wellFormed } from "../test/read/strings.ts";

const wanted = Number(process.argv[2] ?? 1_000_000);
const chunk = 10_000;
/** Milliseconds that an input of this length may take. */
const allowed = (length: number): number => 100 * Math.max(1, length / 10_000);

const document = readFileSync(new URL("../../examples/logistic-regression.md", import.meta.url), "utf8");

/** A piece of a real document with some bytes changed. */
const torn = fc
  .record({
    from: fc.nat(document.length),
    length: fc.nat(2_000),
    edits: fc.array(fc.tuple(fc.nat(2_000), fc.constantFrom(..."\\{}$^_&()[]|<>=+-.,%#\n\t '\"`~aTx1∂²\u0000")), { maxLength: 8 }),
  })
  .map(({ from, length, edits }) => {
    const characters = [...document.slice(from, from + length)];
    for (const [at, c] of edits) if (characters.length > 0) characters[at % characters.length] = c;
    return characters.join("");
  });

const inputs = fc.oneof(wellFormed, soup, mutated, torn, fc.string({ unit: "binary" }));

/** What is wrong with the answer to an input; null when nothing is. */
function faultOf(source: string): string | null {
  const parsed = parseFormula(source, { mode: "latex" });
  if (!parsed.ok && parsed.error.code === "ambiguous") return "two readings";
  if (!spansInside(parsed.ok ? parsed.value : parsed.error, 0, source.length)) return "a place outside";
  if (!spansInside(parseDisplay(source, { mode: "latex", repaired: () => undefined }), 0, source.length))
    return "a place outside (display)";
  if (!spansInside(segmentDocument(source, "auto"), 0, source.length)) return "a place outside (document)";
  return null;
}

function timed(source: string): { readonly fault: string | null; readonly ms: number } {
  // Time of the processor: what else the machine does is not counted.
  const start = process.cpuUsage();
  const fault = faultOf(source);
  const { user, system } = process.cpuUsage(start);
  return { fault, ms: (user + system) / 1000 };
}

let done = 0;
let slowest = 0;
const faults: string[] = [];
for (let seed = 1; done < wanted && faults.length === 0; seed++) {
  for (const source of fc.sample(inputs, { numRuns: Math.min(chunk, wanted - done), seed })) {
    done++;
    try {
      let { fault, ms } = timed(source);
      for (let again = 0; again < 2 && ms > allowed(source.length); again++) ms = Math.min(ms, timed(source).ms);
      slowest = Math.max(slowest, ms);
      if (ms > allowed(source.length)) fault ??= `${Math.round(ms)} ms for ${source.length} characters`;
      if (fault !== null) faults.push(`${fault}: ${JSON.stringify(source)}`);
    } catch (error) {
      faults.push(`${error instanceof Error ? error.message : String(error)}: ${JSON.stringify(source)}`);
    }
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${done} inputs, slowest ${slowest.toFixed(0)} ms`);
}
console.log(`${done} inputs, ${faults.length} faults, slowest ${slowest.toFixed(0)} ms`);
for (const f of faults.slice(0, 10)) console.log(f);
process.exitCode = faults.length === 0 ? 0 : 1;
