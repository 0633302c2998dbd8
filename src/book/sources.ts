/** The two small files beside the rules: sources.bib and readings.yaml. */
import { parse } from "yaml";
import { fail, ok, type Result } from "../shape/index.ts";
import { type Diagnostic, diagnostic } from "./diagnostic.ts";

/** Keys of a BibTeX file with the text to print: `Magnus and Neudecker (2019), Matrix Differential Calculus …`. */
export function readSources(text: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const entry of text.split(/^@/m).slice(1)) {
    const key = /^\w+\{([^,\s]+),/.exec(entry)?.[1];
    if (!key) continue;
    const field = (name: string): string | null => {
      const value = new RegExp(`^\\s*${name}\\s*=\\s*\\{(.*)\\},?\\s*$`, "m").exec(entry)?.[1];
      return value === undefined ? null : plain(value);
    };
    const authors = (field("author") ?? "").split(" and ").filter((a) => a !== "");
    const who = authors.length === 0 ? "" : authors.length > 2 ? `${authors[0]} et al.` : authors.join(" and ");
    const year = field("year");
    const edition = field("edition");
    const rest = [field("title"), edition && `${edition}th edition`.replace("2th", "2nd").replace("3th", "3rd"), field("publisher")]
      .filter(Boolean)
      .join(", ");
    out.set(key, `${who}${who ? " " : ""}${year ? `(${year})` : ""}${who || year ? ", " : ""}${rest}`);
  }
  return out;
}

const accents: Readonly<Record<string, string>> = { "'": "\u0301", '"': "\u0308", "`": "\u0300", c: "\u0327" };

/** `Fran{\c c}ois B{\'e}lisle` without TeX. */
const plain = (text: string): string =>
  text
    .replace(/\{\\(['"`c])\s*([A-Za-z])\}/g, (_, mark: string, letter: string) => `${letter}${accents[mark] ?? ""}`.normalize("NFC"))
    .replace(/[{}]/g, "");

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
