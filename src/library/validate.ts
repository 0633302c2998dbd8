/** Questions that come as JSON are checked field by field before they are believed. */
import { fail, ok, type Result } from "../shape/index.ts";
import type { DiffQuestion } from "./differentiate.ts";
import type { EqualQuestion } from "./equal.ts";

type Json = Readonly<Record<string, unknown>>;

const isRecord = (x: unknown): x is Json => typeof x === "object" && x !== null && !Array.isArray(x);
const isTexts = (x: unknown): boolean => isRecord(x) && Object.values(x).every((v) => typeof v === "string");

/** What each field must be, in words and as a test. */
const fields: Readonly<Record<string, readonly [string, (x: unknown) => boolean]>> = {
  expr: ["a formula in LaTeX", (x) => typeof x === "string"],
  wrt: ["a variable in LaTeX", (x) => typeof x === "string"],
  wrt2: ["a variable in LaTeX", (x) => typeof x === "string"],
  lhs: ["a formula in LaTeX", (x) => typeof x === "string"],
  rhs: ["a formula in LaTeX", (x) => typeof x === "string"],
  declare: ["an object of names and spaces", isTexts],
  where: ["an object of names and formulas", isTexts],
  functions: ["an object of names and types", isTexts],
  names: ["an object of names and identifiers", isTexts],
  layout: ["numerator, denominator or mixed", (x) => x === "numerator" || x === "denominator" || x === "mixed"],
  form: ["matrix or index", (x) => x === "matrix" || x === "index"],
  structure: ["symmetric, skew-symmetric or diagonal", (x) => x === "symmetric" || x === "skew-symmetric" || x === "diagonal"],
  order: ["a whole number from 1", (x) => Number.isInteger(x) && Number(x) >= 1],
  indexBase: ["0 or 1", (x) => x === 0 || x === 1],
  freeIndices: ["a list of names", (x) => Array.isArray(x) && x.every((v) => typeof v === "string")],
  rows: ["an object of names of rows and matrices", isTexts],
  einstein: ["true or false", (x) => typeof x === "boolean"],
  seed: ["a whole number", (x) => Number.isSafeInteger(x) && Number(x) >= 0],
};

function validated(x: unknown, required: readonly string[], optional: readonly string[]): Result<Json, string> {
  if (!isRecord(x)) return fail("a question must be a JSON object");
  for (const name of required) if (x[name] === undefined) return fail(`“${name}” is missing`);
  for (const name of [...required, ...optional]) {
    const [what, holds] = fields[name] as readonly [string, (x: unknown) => boolean];
    if (x[name] !== undefined && !holds(x[name])) return fail(`“${name}” must be ${what}`);
  }
  const known = new Set(["id", ...required, ...optional]);
  const unknown = Object.keys(x).find((name) => !known.has(name));
  return unknown === undefined ? ok(x) : fail(`“${unknown}” is not understood; known are ${[...known].join(", ")}`);
}

const setting = ["declare", "where", "functions", "names", "indexBase", "rows", "seed"];

/** One line of `fluxion diff --batch`. */
export function diffQuestion(x: unknown): Result<DiffQuestion, string> {
  const checked = validated(x, ["expr", "wrt"], [...setting, "wrt2", "order", "layout", "structure", "einstein", "freeIndices", "form"]);
  return checked.ok ? ok(checked.value as unknown as DiffQuestion) : checked;
}

/** One line of `fluxion equal --batch`. */
export function equalQuestion(x: unknown): Result<EqualQuestion, string> {
  const checked = validated(x, ["lhs", "rhs"], setting);
  return checked.ok ? ok(checked.value as unknown as EqualQuestion) : checked;
}

/** The `id` that an answer carries back, whatever else is wrong with the question. */
export const idOf = (x: unknown): unknown => (isRecord(x) && x["id"] !== undefined ? x["id"] : null);
