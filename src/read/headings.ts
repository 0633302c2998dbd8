/** Lines that open a section or a problem. */

export interface Heading {
  readonly level: number;
  readonly text: string;
  /** How much of the line it takes, where text may follow it. */
  readonly length?: number;
}

export function markdownHeading(line: string): Heading | null {
  const hashes = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\r?$/u.exec(line);
  if (hashes !== null) return { level: hashes[1]?.length ?? 1, text: hashes[2] ?? "" };
  return null;
}

const sectionLevels: ReadonlyMap<string, number> = new Map([
  ["part", 1],
  ["chapter", 1],
  ["section", 2],
  ["subsection", 3],
  ["subsubsection", 4],
  ["paragraph", 5],
  ["subparagraph", 6],
]);

const problemEnvironments = "problem|exercise|question|task|example|theorem|lemma|proposition|corollary";

/** `next` numbers the problems that carry no number. */
export function latexHeading(line: string, next: () => number): Heading | null {
  const section = /^\s*\\(part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*(?:\[[^\]]*\])?\{((?:[^{}]|\{[^{}]*\})*)\}/u.exec(line);
  if (section !== null) return { level: sectionLevels.get(section[1] ?? "") ?? 2, text: section[2] ?? "", length: section[0].length };
  const problem = new RegExp(`^\\s*\\\\begin\\{(${problemEnvironments})\\*?\\}\\s*(?:[[{]([^\\]}]*)[\\]}])?`, "u").exec(line);
  if (problem === null) return null;
  const word = problem[1] ?? "problem";
  const title = problem[2]?.trim() ?? "";
  const named = title !== "" && /\d/u.test(title);
  return {
    level: 3,
    text: named ? title : `${word[0]?.toUpperCase()}${word.slice(1)} ${next()}${title === "" ? "" : `: ${title}`}`,
  };
}

/** `Problem 3.1`, `Question 2 (3-4).`, `(Ex 1.4)`, `Part (b)`. */
export const opener =
  /^(?:[*_]{1,3})?\(?(?:exercises?|exercices?|problems?|questions?|ex|tasks?|aufgaben?|part|homework|q)\.?\s*(?:#\s*)?\(?(?:\d+(?:\.\d+)*[a-z]?|[a-z](?=[.:)])|[ivx]+(?=[.:)]))\)?(?![\p{L}\d])(?:\s*\([\d\s.,+\-–/a-z]*\))?\)?[.:)]?(?:[*_]{1,3})?[.:]?/iu;

/** `2.1 Show that`, `**1.3** Let`. */
export const dotted = /^(?:[*_]{1,3})?\(?\d+(?:\.\d+)+\)?[.:)]?(?:[*_]{1,3})?(?=\s+(?:\p{Lu}|[$\\(*]))/u;

/** `2 Methods`, alone on its line. */
export const plainSection = /^\d{1,2}\.?\s+\p{Lu}[\p{L}\s-]{2,40}$/u;
