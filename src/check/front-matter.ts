/**
 * What a document states of itself in front: `given` formulas and `notation` in the terms of a problem file, under `fluxion:` in its YAML
 * front matter. Only facts: parts, marks and policies are for who sets a problem, not for who solves it.
 *
 *   ---
 *   fluxion:
 *     given: ["W \\in \\mathbb{R}^{4 \\times 3}", "g(u) := u^2"]
 *     notation: { layout: numerator, slots: x, indexBase: 0 }
 *   ---
 */
import { fail, ok, type Result } from "../shape/index.ts";
import type { Problem } from "./problem.ts";

/** The indented lines under `fluxion:`; null when there are none. */
export function factsIn(text: string): string | null {
  const front = /^\uFEFF?---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)/u.exec(text.slice(0, 50_000))?.[1];
  return /^fluxion:[ \t]*\r?\n((?:[ \t]+[^\n]*\n|[ \t]*\r?\n)+)/mu.exec(`${front ?? ""}\n`)?.[1] ?? null;
}

/** The facts read, `read` being that of problem files. */
export function ownFacts(block: string, read: (source: string) => Result<Problem, { readonly message: string }>): Result<Problem, string> {
  const problem = read(block);
  if (!problem.ok) return fail(`front matter: ${problem.error.message}`);
  if (problem.value.parts.length > 0 || /^\s*policy:/mu.test(block))
    return fail("front matter: a document states given formulas and notation; parts and policy belong in a problem file");
  return ok(problem.value);
}
