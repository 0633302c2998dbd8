/** The door of the room: loading books, and the one that ships with Fluxion. */
export { defaultBook } from "./default.ts";
export { type Diagnostic, showDiagnostic } from "./diagnostic.ts";
export { type BookText, loadBook } from "./load.ts";
export { rulebookMarkdown } from "./markdown.ts";
export { type AdmittedReading, admittedReadings, readReadings } from "./readings.ts";
export { readSources } from "./sources.ts";
