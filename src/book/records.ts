/**
 * The outer form of a book file: records of plain text.
 *
 *   function gelu(x)              a header at the left margin: `function name(parameters)` or `rule name`
 *     means    x ⊙ Phi(x)         fields: a name, two blanks or more, a text
 *     adjoint w  flip(g)          a field may have a subject
 *       and so on                 a deeper line goes on with the field above
 *   # …                           a comment
 */
import { type Diagnostic, diagnostic, type Place, showPlace } from "./diagnostic.ts";

export interface Field extends Place {
  readonly name: string;
  /** The w of `adjoint w`, the rows of `d rows`. */
  readonly subject: string | null;
  readonly text: string;
}

export interface Rec extends Place {
  readonly kind: "function" | "rule";
  readonly name: string;
  /** Parameters of a function; a last `...` means any number of them. */
  readonly params: readonly string[];
  readonly fields: readonly Field[];
}

const header = /^(function|rule)\s+([A-Za-z][\w-]*)\s*(?:\(([^)]*)\))?\s*$/;
const field = /^\s{1,4}([a-z]+)(?: (\w+))?(?:\s{2,}(\S.*))?$/;
/** Lines indented further than field names go on with the field above. */
const continued = /^\s{5,}(\S.*)$/;

const fieldsOf: Readonly<Record<Rec["kind"], readonly string[]>> = {
  function: [
    "called",
    "reads",
    "prints",
    "code",
    "acts",
    "where",
    "means",
    "kernel",
    "when",
    "smooth",
    "d",
    "adjoint",
    "at",
    "law",
    "because",
    "see",
  ],
  rule: ["given", "when", "where", "says", "because", "see", "unsound"],
};
const repeatable: ReadonlySet<string> = new Set(["law", "code", "adjoint", "where"]);

interface Growing extends Rec {
  readonly fields: Field[];
}

/** Records of one file, and what is wrong with its form. */
export function splitRecords(
  file: string,
  text: string,
): { readonly records: readonly Rec[]; readonly diagnostics: readonly Diagnostic[] } {
  const records: Growing[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const at = { file, line: i + 1 };
    const line = raw.trimEnd();
    if (line === "" || line.startsWith("#")) continue;
    const now = records.at(-1);
    if (!/^\s/.test(line)) {
      const start = readHeader(line, at);
      if ("fields" in start) records.push(start);
      else diagnostics.push(start);
    } else if (!now)
      diagnostics.push(diagnostic(at, "a field without a record", "a header such as `function f(x)` or `rule name` above it"));
    else {
      const problem = readField(line, at, now);
      if (problem) diagnostics.push(problem);
    }
  }
  return { records, diagnostics: [...diagnostics, ...records.flatMap(repeated)] };
}

function readHeader(line: string, at: Place): Growing | Diagnostic {
  const m = header.exec(line);
  const form = "`function name(parameters)` or `rule name`";
  if (!m) return diagnostic(at, `cannot read the header “${line}”`, form);
  const [, kind = "", name = "", params] = m;
  if (kind === "rule" && params === undefined) return { ...at, kind, name, params: [], fields: [] };
  if (kind === "function" && params !== undefined) {
    return {
      ...at,
      kind,
      name,
      params: params
        .split(",")
        .map((p) => p.trim())
        .filter((p) => p !== ""),
      fields: [],
    };
  }
  return diagnostic(
    at,
    kind === "rule" ? "a rule has no parameters" : "a function needs its parameters",
    form,
    kind === "rule" ? `rule ${name}` : `function ${name}(x)`,
  );
}

function readField(line: string, at: Place, rec: Growing): Diagnostic | null {
  const more = continued.exec(line);
  const last = rec.fields.at(-1);
  if (more && last) {
    rec.fields[rec.fields.length - 1] = { ...last, text: `${last.text} ${more[1]}`.trim() };
    return null;
  }
  const m = field.exec(line);
  if (!m)
    return diagnostic(
      at,
      `cannot read the field “${line.trim()}”`,
      "a name, two blanks or more, and a text",
      "put two blanks after the name",
    );
  const [, name = "", subject = null, text = ""] = m;
  const known = fieldsOf[rec.kind];
  if (!known.includes(name)) return diagnostic(at, `a ${rec.kind} has no field “${name}”`, known.join(", "));
  rec.fields.push({ ...at, name, subject, text });
  return null;
}

function repeated(rec: Rec): readonly Diagnostic[] {
  const seen = new Set<string>();
  const out: Diagnostic[] = [];
  for (const f of rec.fields) {
    const key = `${f.name} ${f.subject ?? ""}`;
    if (seen.has(key) && !repeatable.has(f.name))
      out.push(diagnostic(f, `a second field “${key.trim()}” in ${rec.kind} ${rec.name}`, "one of them"));
    seen.add(key);
  }
  return out;
}

/** The one field of that name, or null. */
export const fieldOf = (rec: Rec, name: string, subject: string | null = null): Field | null =>
  rec.fields.find((f) => f.name === name && f.subject === subject) ?? null;

export const fieldsNamed = (rec: Rec, name: string): readonly Field[] => rec.fields.filter((f) => f.name === name);

/** Names of records must be distinct within their kind, over all files of a book. */
export function duplicateNames(records: readonly Rec[]): readonly Diagnostic[] {
  const first = new Map<string, Rec>();
  const out: Diagnostic[] = [];
  for (const rec of records) {
    const before = first.get(`${rec.kind} ${rec.name}`);
    if (before)
      out.push(diagnostic(rec, `a second ${rec.kind} ${rec.name}`, `one name, one ${rec.kind}: the first stands at ${showPlace(before)}`));
    else first.set(`${rec.kind} ${rec.name}`, rec);
  }
  return out;
}
