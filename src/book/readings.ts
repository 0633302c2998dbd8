/** The small file beside the rules that lists the admitted readings: readings.yaml. */
import { parse } from "yaml";
import { Bug, fail, ok, type Result } from "../shape/index.ts";
import { type Diagnostic, diagnostic, showDiagnostic } from "./diagnostic.ts";
import { texts } from "./generated/texts.ts";

/** An admitted reading (the closed list of `rules/readings.yaml`): tried when the literal meaning fails, cheapest first. */
export interface AdmittedReading {
  readonly name: string;
  readonly kind: "lenient" | "layout" | "kink";
  readonly cost: number;
  /** What the report says; `{what}` is filled in. */
  readonly sentence: string;
}

export function readReadings(file: string, text: string): Result<readonly AdmittedReading[], Diagnostic> {
  const bad = (message: string) => fail(diagnostic({ file, line: 1 }, message, "a list of `name`, `kind`, `cost`, `sentence`"));
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (e) {
    return bad(`not YAML: ${e instanceof Error ? e.message : String(e)}`);
  }
  if (!Array.isArray(raw)) return bad("not a list");
  const out: AdmittedReading[] = [];
  for (const item of raw as readonly unknown[]) {
    if (!isReading(item)) return bad(`not a reading: ${JSON.stringify(item)}`);
    out.push(item);
  }
  return ok(out.sort((a, b) => a.cost - b.cost));
}

function isReading(x: unknown): x is AdmittedReading {
  if (typeof x !== "object" || x === null) return false;
  const r = x as Partial<Record<keyof AdmittedReading, unknown>>;
  return (
    typeof r.name === "string" &&
    typeof r.cost === "number" &&
    typeof r.sentence === "string" &&
    (r.kind === "lenient" || r.kind === "layout" || r.kind === "kink")
  );
}

/** The admitted readings of `rules/readings.yaml`, cheapest first. */
export function admittedReadings(): readonly AdmittedReading[] {
  const found = texts.find((f) => f.file.endsWith("readings.yaml"));
  const list = found ? readReadings(found.file, found.text) : null;
  if (!list?.ok) throw new Bug(`rules/readings.yaml is broken: ${list ? showDiagnostic(list.error) : "missing"}`);
  return list.value;
}
