/** The book that ships with Fluxion, embedded as text when the project is built: the same in Node and in a browser. */
import type { Book } from "../expr/index.ts";
import { Bug } from "../shape/index.ts";
import { showDiagnostic } from "./diagnostic.ts";
import { texts } from "./generated/texts.ts";
import { trustBook } from "./load.ts";
import { type AdmittedReading, readReadings } from "./sources.ts";

/** A fresh copy. Its formulas are read when they are asked for; that all of them can be read is a test. */
export const defaultBook = (): Book => trustBook(texts);

/** The admitted readings of `rules/readings.yaml`, cheapest first. */
export function admittedReadings(): readonly AdmittedReading[] {
  const found = texts.find((f) => f.file.endsWith("readings.yaml"));
  const list = found ? readReadings(found.file, found.text) : null;
  if (!list?.ok) throw new Bug(`rules/readings.yaml is broken: ${list ? showDiagnostic(list.error) : "missing"}`);
  return list.value;
}
