/**
 * The book as a page to read aloud: every function with its meaning, differential, adjoint, domain and laws, every rule with its reason.
 *
 * The writer of formulas is handed in: this room knows no LaTeX.
 */
import { type Book, type Expr, type Formula, type Head, heads, type Rule, type Sym, type Terms } from "../expr/index.ts";
import { actsOnRows } from "../rewrite/index.ts";
import { type Shape, showShape } from "../shape/index.ts";

type Write = (e: Expr) => string;

export function rulebookMarkdown(book: Book, t: Terms, latex: Write): string {
  const functions = [...book.heads.values()].filter((h) => h.source !== null);
  const chapters = new Map<string, string[]>();
  const put = (source: string, lines: readonly string[]): void => {
    const title = chapterOf(source);
    const chapter = chapters.get(title) ?? [];
    chapter.push(...lines, "");
    chapters.set(title, chapter);
  };
  for (const h of functions) put(h.source ?? "", functionEntry(book, t, h, latex));
  for (const r of book.rules) if (!isLaw(r, functions)) put(r.source, ruleEntry(book, r, latex));
  const body = [...chapters].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([title, lines]) => [`## ${title}`, "", ...lines]);
  return [
    "# The rule book",
    "",
    "Made from `rules/` by the tests; do not edit. `=` defines, `→` simplifies, `↔` is true both ways. $\\mathrm{d}$ is the differential.",
    "",
    ...body,
    "## Sources",
    "",
    ...[...book.sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => `- ${text}`),
    "",
  ].join("\n");
}

/** `rules/linear-algebra.rules:12` is in the chapter Linear algebra. */
function chapterOf(source: string): string {
  const name = /([^/]*)\.rules:/.exec(source)?.[1] ?? source;
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Laws stand with their function: between its header and the next one of the same file. */
function ownerOf(rule: Rule, functions: readonly Head[]): Head | null {
  const [file, line] = placeOf(rule.source);
  if (!rule.because.startsWith("A law of ")) return null;
  const above = functions.filter((h) => placeOf(h.source ?? "")[0] === file && placeOf(h.source ?? "")[1] < line);
  return above.at(-1) ?? null;
}

const isLaw = (rule: Rule, functions: readonly Head[]): boolean => ownerOf(rule, functions) !== null;

function placeOf(source: string): readonly [file: string, line: number] {
  const at = source.lastIndexOf(":");
  return [source.slice(0, at), Number(source.slice(at + 1))];
}

function functionEntry(book: Book, t: Terms, h: Head, latex: Write): readonly string[] {
  const params = paramsOf(h, t);
  const value = params ? t.app(h, params) : null;
  const shown = value ? latex(value) : h.name;
  const lines = [`**${h.name}**: ${h.called}${shapesOf(h)}. Written ${h.reads.map((r) => `\`${r}\``).join(", ")}.`];
  const equation = (left: string, f: Formula | null): void => {
    if (f) lines.push("", `$$ ${left} = ${latex(t.adopt(f.body))} $$`);
  };
  equation(shown, h.means);
  if (value) equation(latex(t.app(heads.d, [value])), h.differential);
  if (h.rowsDifferential && value) {
    const onRows = t.app(
      h,
      h.rowsDifferential.params.map((p) => t.sym(p.name, p.shape)),
    );
    if (actsOnRows(onRows)) equation(latex(t.app(heads.d, [onRows])), h.rowsDifferential);
  }
  for (const a of h.adjoint) if (a) lines.push("", `Adjoint, with cotangent $g$: $${latex(t.adopt(a.body))}$.`);
  lines.push(...domainLines(h, t, latex));
  const functions = [...book.heads.values()].filter((x) => x.source !== null);
  const laws = book.rules.filter((r) => ownerOf(r, functions) === h);
  if (laws.length > 0) lines.push("", ...laws.map((r) => `- *${r.name}*: $${sides(r, latex)}$${conditions(r.when, latex)}`));
  return [...lines, ...sourceLine(book, h.see)];
}

function paramsOf(h: Head, t: Terms): readonly Sym[] | null {
  const stated = h.means ?? h.differential ?? h.domain[0];
  return stated ? stated.params.map((p) => t.sym(p.name, p.shape)) : null;
}

function shapesOf(h: Head): string {
  const { acts } = h;
  switch (acts.kind) {
    case "elementwise":
      return ", entry by entry";
    case "rows":
      return `, of a column of ${shape(acts.params[0])}, or of each row of a matrix`;
    case "signature":
      return `, ${acts.params.map(shape).join(" and ")} to ${shape(acts.result)}`;
    default:
      return "";
  }
}

const shape = (s: Shape | undefined): string => (s ? showShape(s).replaceAll(" x ", "×") : "");

function domainLines(h: Head, t: Terms, latex: Write): readonly string[] {
  const list = (fs: readonly Formula[]): string => fs.map((f) => `$${latex(t.adopt(f.body))}$`).join(", ");
  const out: string[] = [];
  if (h.domain.length > 0) out.push("", `Exists where ${list(h.domain)}.`);
  if (h.smooth.length > 0) out.push("", `Differentiable where ${list(h.smooth)}.`);
  if (h.kink) out.push("", `At $${latex(t.adopt(h.kink.at))}$ the derivative is $${latex(t.adopt(h.kink.value))}$ ${h.kink.note}.`);
  return out;
}

function ruleEntry(book: Book, r: Rule, latex: Write): readonly string[] {
  const given = r.given.map((v) => `$${latex(v)}$ ${v.sort === "index" ? "index" : shape(v.shape)}${factsOf(r, v)}`).join(", ");
  return [
    `**${r.name}**${r.unsound ? " (unsound, kept for teaching)" : ""}${given ? `, for ${given}` : ""}${conditions(r.when, latex)}:`,
    "",
    `$$ ${sides(r, latex)} $$`,
    "",
    r.because,
    ...sourceLine(book, r.see),
  ];
}

const factsOf = (r: Rule, v: Sym): string => [...(r.facts.get(v.name) ?? [])].map((f) => ` ${f}`).join("");

const arrows = { "=": "=", "→": "\\to", "↔": "\\leftrightarrow" } as const;

const sides = (r: Rule, latex: Write): string => `${latex(r.left)} ${arrows[r.arrow]} ${latex(r.right)}`;

const conditions = (when: readonly Expr[], latex: Write): string =>
  when.length === 0 ? "" : ` when ${when.map((c) => `$${latex(c)}$`).join(", ")}`;

/** `magnus-neudecker-2019 §8.2` as authors, year and place. */
function sourceLine(book: Book, see: string | null): readonly string[] {
  if (see === null) return [];
  const [key = "", ...place] = see.split(/\s+/);
  const text = book.sources.get(key) ?? key;
  const short = /^(.*?\(\d{4}\))/.exec(text)?.[1] ?? text;
  return ["", `— ${short}${place.length > 0 ? `, ${place.join(" ")}` : ""}`];
}
