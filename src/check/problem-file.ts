/**
 * Reads problem files (`fluxion.problem/1`, YAML with mathematics in LaTeX). Apart from what a problem is, since most documents are checked
 * without one and YAML takes long to load.
 */
import { parse } from "yaml";
import { fail, ok, type Result } from "../shape/index.ts";
import type { Problem, ProblemNotation, ProblemPart } from "./problem.ts";

export interface ProblemError {
  readonly message: string;
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === "object" && x !== null && !Array.isArray(x);
const textOr = (x: unknown, otherwise: string): string => (typeof x === "string" || typeof x === "number" ? String(x) : otherwise);

function strings(x: unknown, where: string): Result<readonly string[], ProblemError> {
  if (x === undefined || x === null) return ok([]);
  if (typeof x === "string") return ok([x]);
  if (Array.isArray(x) && x.every((s) => typeof s === "string")) return ok(x as readonly string[]);
  return fail({ message: `“${where}” must be a list of formulas in LaTeX, each a text in quotes` });
}

/** Reads a problem file as far as `given` and `notation`; other fields are kept for marking and ignored here. */
export function readProblem(source: string): Result<Problem, ProblemError> {
  let data: unknown;
  try {
    data = parse(source, { maxAliasCount: 20 });
  } catch (error) {
    return fail({ message: `the problem file is not YAML: ${error instanceof Error ? error.message.split("\n")[0] : "unreadable"}` });
  }
  if (!isRecord(data)) return fail({ message: "the problem file must be a YAML mapping with an id and given formulas or parts" });
  const schema = data["schema"];
  if (schema !== undefined && schema !== "fluxion.problem/1") {
    return fail({ message: `the schema is ${textOr(schema, "not a text")}; this version reads fluxion.problem/1` });
  }
  const given = strings(data["given"], "given");
  if (!given.ok) return given;
  const notation = readNotation(data["notation"]);
  if (!notation.ok) return notation;
  const parts = readParts(data["parts"]);
  if (!parts.ok) return parts;
  return ok({
    id: textOr(data["id"], "problem"),
    title: textOr(data["title"], ""),
    given: given.value,
    notation: notation.value,
    parts: parts.value,
  });
}

function readNotation(x: unknown): Result<ProblemNotation, ProblemError> {
  if (x === undefined || x === null) return ok({ layout: null, slots: null, indexBase: null });
  if (!isRecord(x)) return fail({ message: "“notation” must be a mapping such as { layout: numerator, slots: x_i }" });
  const layout = x["layout"] ?? null;
  if (layout !== null && layout !== "numerator" && layout !== "denominator" && layout !== "mixed" && layout !== "auto") {
    return fail({ message: "“layout” must be numerator, denominator, mixed or auto" });
  }
  const slots = x["slots"];
  const base = x["indexBase"] ?? x["index-base"] ?? null;
  if (base !== null && base !== 0 && base !== 1) return fail({ message: "“indexBase” must be 0 or 1" });
  return ok({
    layout: layout === "auto" ? null : layout,
    slots: typeof slots === "string" ? slots.replace(/_.*$/, "").trim() : null,
    indexBase: base,
  });
}

function readParts(x: unknown): Result<readonly ProblemPart[], ProblemError> {
  if (x === undefined || x === null) return ok([]);
  if (!Array.isArray(x)) return fail({ message: "“parts” must be a list" });
  const parts: ProblemPart[] = [];
  for (const [i, p] of x.entries()) {
    if (!isRecord(p)) return fail({ message: `part ${i + 1} must be a mapping with an id` });
    const given = strings(p["given"], `parts[${i}].given`);
    if (!given.ok) return given;
    parts.push({ id: textOr(p["id"], String(i + 1)), heading: typeof p["heading"] === "string" ? p["heading"] : null, given: given.value });
  }
  return ok(parts);
}
