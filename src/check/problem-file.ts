/**
 * Reads problem files (`fluxion.problem/1`, YAML with mathematics in LaTeX). Apart from what a problem is, since most documents are checked
 * without one and YAML takes long to load. The published schema is `docs/schemas/problem.schema.json`.
 */
import { parse } from "yaml";
import { fail, ok, type Result } from "../shape/index.ts";
import type { FollowThrough, Milestone, Problem, ProblemNotation, ProblemPart, ProblemPolicy, Route } from "./problem.ts";
import type { LayoutName, Reveal } from "./report.ts";

export interface ProblemError {
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a field; caught where the file is read. */
class Unfit extends Error {}

const isFields = (x: unknown): x is Fields => typeof x === "object" && x !== null && !Array.isArray(x);
const missing = (x: unknown): x is undefined | null => x === undefined || x === null;

function unfit(message: string): never {
  throw new Unfit(message);
}

/** A problem file as data, or what is wrong with it: the field, what was expected, one thing to try. */
export function readProblem(source: string): Result<Problem, ProblemError> {
  let data: unknown;
  try {
    data = parse(source, { maxAliasCount: 20 });
  } catch (error) {
    return fail({ message: `the problem file is not YAML: ${error instanceof Error ? error.message.split("\n")[0] : "unreadable"}` });
  }
  try {
    return ok(problemOf(data));
  } catch (error) {
    if (error instanceof Unfit) return fail({ message: error.message });
    throw error;
  }
}

const fields = {
  problem: ["schema", "id", "title", "given", "notation", "parts", "policy"],
  notation: ["layout", "slots", "labels", "indexBase", "index-base"],
  part: ["id", "heading", "given", "find", "answer", "key", "marks", "milestones", "alternatives"],
  milestone: ["show", "marks"],
  alternative: ["name", "milestones"],
  policy: ["layout", "lenient", "consistent", "kink", "followThrough", "penalties", "reveal"],
} as const;

/** Fields that mean nothing here, most often mistyped ones: they are passed over, but not in silence. */
function strayFields(data: Fields): readonly string[] {
  const stray = (x: unknown, known: readonly string[], where: string): readonly string[] =>
    isFields(x)
      ? Object.keys(x)
          .filter((k) => !known.includes(k))
          .map((k) => `${where} has a field “${k}” that is not used; the fields are ${known.join(", ")}`)
      : [];
  const each = (x: unknown, check: (item: unknown, where: string) => readonly string[], where: string): readonly string[] =>
    Array.isArray(x) ? x.flatMap((item, i) => check(item, `${where}[${i}]`)) : [];
  const milestones = (x: unknown, where: string): readonly string[] =>
    isFields(x) ? each(x["milestones"], (m, w) => stray(m, fields.milestone, w), `${where}.milestones`) : [];
  return [
    ...stray(data, fields.problem, "the problem"),
    ...stray(data["notation"], fields.notation, "notation"),
    ...stray(data["policy"], fields.policy, "policy"),
    ...each(
      data["parts"],
      (p, where) => [
        ...stray(p, fields.part, where),
        ...milestones(p, where),
        ...(isFields(p)
          ? each(p["alternatives"], (a, w) => [...stray(a, fields.alternative, w), ...milestones(a, w)], `${where}.alternatives`)
          : []),
      ],
      "parts",
    ),
  ];
}

function problemOf(data: unknown): Problem {
  if (!isFields(data)) return unfit("the problem file must be a YAML mapping with an id and given formulas or parts");
  const { schema } = data;
  if (schema !== undefined && schema !== "fluxion.problem/1")
    unfit(`the schema is ${typeof schema === "string" ? schema : "not a text"}; this version reads fluxion.problem/1`);
  const parts = listOf(data["parts"], "parts").map(partOf);
  const twice = parts.find((p, i) => parts.some((q, k) => k < i && q.id === p.id));
  if (twice) unfit(`two parts have the id “${twice.id}”; give each its own`);
  return {
    id: textIn(data, "id", "id") ?? "problem",
    title: textIn(data, "title", "title") ?? "",
    given: formulas(data["given"], "given"),
    notation: notationOf(data["notation"]),
    parts,
    policy: policyOf(data["policy"]),
    remarks: strayFields(data),
  };
}

function listOf(x: unknown, where: string): readonly unknown[] {
  if (missing(x)) return [];
  return Array.isArray(x) ? x : unfit(`“${where}” must be a list`);
}

function textIn(x: Fields, field: string, where: string): string | null {
  const value = x[field];
  if (missing(value)) return null;
  return typeof value === "string" || typeof value === "number" ? String(value) : unfit(`“${where}” must be a text`);
}

function formulas(x: unknown, where: string): readonly string[] {
  if (missing(x)) return [];
  if (typeof x === "string") return [x];
  if (Array.isArray(x) && x.every((s) => typeof s === "string")) return x;
  return unfit(`“${where}” must be a list of formulas in LaTeX, each a text in quotes`);
}

function marksIn(x: Fields, where: string): number | null {
  const marks = x["marks"];
  if (missing(marks)) return null;
  return typeof marks === "number" && Number.isFinite(marks) && marks >= 0
    ? marks
    : unfit(`“${where}” must be a number of marks, 0 or more`);
}

function oneOf<T extends string>(x: unknown, choices: readonly T[], where: string): T {
  const found = choices.find((c) => c === x);
  return found ?? unfit(`“${where}” must be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`);
}

const layouts: readonly LayoutName[] = ["numerator", "denominator", "mixed"];

function layoutOf(x: unknown, free: readonly string[], where: string): LayoutName | null {
  if (missing(x)) return null;
  const name = oneOf(x, [...layouts, ...free], where);
  return layouts.find((l) => l === name) ?? null;
}

function notationOf(x: unknown): ProblemNotation {
  if (missing(x)) return { layout: null, slots: null, labels: [], indexBase: null };
  if (!isFields(x)) return unfit("“notation” must be a mapping such as { layout: numerator, slots: x_i }");
  const base = x["indexBase"] ?? x["index-base"] ?? null;
  if (base !== null && base !== 0 && base !== 1) return unfit("“indexBase” must be 0 or 1");
  return {
    layout: layoutOf(x["layout"], ["auto", "infer"], "layout"),
    slots: textIn(x, "slots", "slots")?.replace(/_.*$/, "").trim() ?? null,
    labels: formulas(x["labels"], "labels"),
    indexBase: base,
  };
}

function partOf(x: unknown, i: number): ProblemPart {
  const where = `parts[${i}]`;
  if (!isFields(x)) return unfit(`part ${i + 1} must be a mapping with an id`);
  const text = (field: string): string | null => textIn(x, field, `${where}.${field}`);
  const main: Route = {
    name: "",
    milestones: listOf(x["milestones"], `${where}.milestones`).map((m, k) => milestoneOf(m, `${where}.milestones[${k}]`)),
  };
  const routes = [main, ...listOf(x["alternatives"], `${where}.alternatives`).map((a, k) => routeOf(a, k, `${where}.alternatives[${k}]`))];
  const shown = Math.max(...routes.map((r) => r.milestones.reduce((sum, m) => sum + m.marks, 0)));
  const asks = text("find") !== null || shown > 0;
  const marks = marksIn(x, `${where}.marks`) ?? (shown > 0 ? shown : asks ? 1 : 0);
  if (shown > marks) unfit(`the milestones of part ${i + 1} are worth ${shown} marks together, the part only ${marks}`);
  if (text("answer") !== null && text("find") === null) unfit(`part ${i + 1} has an answer but no “find” that says what is asked for`);
  return {
    id: text("id") ?? String(i + 1),
    heading: text("heading"),
    given: formulas(x["given"], `${where}.given`),
    find: text("find"),
    answer: text("answer"),
    key: text("key"),
    marks,
    routes,
  };
}

function milestoneOf(x: unknown, where: string): Milestone {
  if (!isFields(x)) return unfit(`“${where}” must be a mapping such as { show: 'X^\\top r', marks: 1 }`);
  return {
    show: textIn(x, "show", `${where}.show`) ?? unfit(`“${where}” needs a formula “show”`),
    marks: marksIn(x, `${where}.marks`) ?? 1,
  };
}

function routeOf(x: unknown, k: number, where: string): Route {
  if (!isFields(x)) return unfit(`“${where}” must be a mapping with milestones`);
  return {
    name: textIn(x, "name", `${where}.name`) ?? `alternative ${k + 1}`,
    milestones: listOf(x["milestones"], `${where}.milestones`).map((m, i) => milestoneOf(m, `${where}.milestones[${i}]`)),
  };
}

export const reveals: readonly Reveal[] = ["none", "location", "diagnosis", "repair"];

/** Rules of marking that hold where a problem file says nothing. */
export const customary: ProblemPolicy = {
  layout: null,
  lenient: true,
  consistent: "right",
  kink: true,
  followThrough: { method: 1, answer: 0 },
  penalties: new Map(),
  reveal: "repair",
};

function policyOf(x: unknown): ProblemPolicy {
  if (missing(x)) return customary;
  if (!isFields(x)) return unfit("“policy” must be a mapping such as { lenient: accept, reveal: location }");
  const given = <T>(field: string, read: (value: unknown) => T, otherwise: T): T => (missing(x[field]) ? otherwise : read(x[field]));
  const accepted = (field: string) => (value: unknown) =>
    typeof value === "boolean" ? value : oneOf(value, ["accept", "remark", "reject"], `policy.${field}`) !== "reject";
  return {
    layout: layoutOf(x["layout"], ["auto", "either", "infer"], "policy.layout"),
    lenient: given("lenient", accepted("lenient"), customary.lenient),
    consistent: given("consistent", (v) => oneOf(v, ["right", "review"], "policy.consistent"), customary.consistent),
    kink: given("kink", accepted("kink"), customary.kink),
    followThrough: given("followThrough", followThroughOf, customary.followThrough),
    penalties: given("penalties", penaltiesOf, customary.penalties),
    reveal: given("reveal", (v) => oneOf(v, reveals, "policy.reveal"), customary.reveal),
  };
}

function followThroughOf(x: unknown): FollowThrough {
  const share = (v: unknown, where: string): number =>
    typeof v === "number" && v >= 0 && v <= 1 ? v : unfit(`“${where}” must be a share between 0 and 1`);
  if (x === true) return customary.followThrough;
  if (x === false) return { method: 0, answer: 0 };
  if (typeof x === "number") return { method: share(x, "policy.followThrough"), answer: share(x, "policy.followThrough") };
  if (!isFields(x)) return unfit("“policy.followThrough” must be true, false, a share, or a mapping { method: 1, answer: 0 }");
  return {
    method: missing(x["method"]) ? customary.followThrough.method : share(x["method"], "policy.followThrough.method"),
    answer: missing(x["answer"]) ? customary.followThrough.answer : share(x["answer"], "policy.followThrough.answer"),
  };
}

function penaltiesOf(x: unknown): ReadonlyMap<string, number> {
  if (!isFields(x)) return unfit("“policy.penalties” must be a mapping from codes to marks such as { M01: 0, M06: 1 }");
  return new Map(
    Object.entries(x).map(([code, cost]) => {
      if (!/^M\d\d$/.test(code)) unfit(`“${code}” in policy.penalties is no code of a mistake; codes are M01 to M50`);
      if (typeof cost !== "number" || cost < 0) unfit(`policy.penalties.${code} must be a number of marks, 0 or more`);
      return [code, cost as number] as const;
    }),
  );
}
