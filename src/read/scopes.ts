/**
 * Scopes: document › problem › part › case.
 *
 * A heading, or a line opening with a numbered problem word or n.m, starts a problem or part. Children inherit what their parents say;
 * problems share nothing; a part also sees the earlier parts of its own problem where it says nothing itself, because people write
 * "Setup" and "Gradient" under one title. A case holds to its sibling, the end of its list, the next heading, or a concluding word.
 */
import type { Span } from "./syntax.ts";

export type ScopeKind = "document" | "problem" | "part" | "case";

export interface Scope {
  readonly kind: ScopeKind;
  /** `1.3`, `2(a)`, `Setup`; empty for the document. */
  readonly id: string;
  readonly title: string;
  readonly span: Span;
  readonly parent: Scope | null;
}

/** What a heading line says about its place in the tree. */
export interface HeadingMark {
  readonly kind: "problem" | "part";
  readonly id: string;
}

const problemWords = "exercises?|exercices?|problems?|questions?|ex|q|tasks?|assignments?|aufgaben?|homework problem";
const wordThenNumber = new RegExp(`\\b(?:${problemWords})\\.?\\s*#?\\s*(\\d+(?:\\.\\d+)*)`, "i");
const numberThenText = /^\(?(\d+(?:\.\d+)+)\)?[.:)]?(?:\s|$)/;
const plainNumber = /^(\d+)[.)]?\s+\p{L}/u;
const letterPart = /^\(?([a-z]|[ivx]+)\)\s*/;
/** Headings that belong to the text above them: no scope of their own. */
const continuation = /^(?:answers?|solutions?|proofs?|hints?|remarks?|notes?|pseudo ?code|code)\b\s*\d*\s*[.:]?\s*$/i;

const clean = (title: string): string => title.replace(/[*_#`]/g, "").trim();

/** Null when the line does not start a scope of its own. */
export function markOfHeading(title: string, level: number, current: Scope): HeadingMark | null {
  const text = clean(title);
  if (text === "" || continuation.test(text)) return null;
  const word = wordThenNumber.exec(text);
  if (word?.[1]) return { kind: "problem", id: word[1] };
  const dotted = numberThenText.exec(text);
  if (dotted?.[1]) {
    const problem = enclosingProblem(current);
    // 2.2 below 2.1 belongs to the same problem, whether or not a heading said "2".
    const number = dotted[1].split(".")[0];
    return { kind: problem?.id.split(".")[0] === number ? "part" : "problem", id: dotted[1] };
  }
  const letter = letterPart.exec(text);
  if (letter?.[1]) {
    const problem = enclosingProblem(current);
    return { kind: "part", id: problem && problem.id !== "" ? `${problem.id}(${letter[1]})` : letter[1] };
  }
  const plain = plainNumber.exec(text);
  if (plain?.[1]) return { kind: "part", id: plain[1] };
  return { kind: "part", id: level <= 1 ? text : text };
}

/** The nearest problem, or the document when the scope stands in none. */
export function enclosingProblem(scope: Scope): Scope | null {
  for (let s: Scope | null = scope; s; s = s.parent) if (s.kind === "problem") return s;
  return null;
}

/** The nearest scope that is not a case. */
export function withoutCase(scope: Scope): Scope {
  return scope.kind === "case" && scope.parent ? withoutCase(scope.parent) : scope;
}

export function documentScope(length: number): Scope {
  return { kind: "document", id: "", title: "", span: { start: 0, end: length }, parent: null };
}

/** The scope that a heading opens, given the one that was open. */
export function openScope(mark: HeadingMark, title: string, span: Span, current: Scope): Scope {
  const here = withoutCase(current);
  const parent = mark.kind === "problem" ? rootOf(here) : (enclosingProblem(here) ?? rootOf(here));
  return { kind: mark.kind, id: mark.id, title: clean(title), span, parent };
}

export const rootOf = (scope: Scope): Scope => (scope.parent ? rootOf(scope.parent) : scope);

/** The unit in which a symbol means one thing: the problem, or the whole document where there are no problems. */
export const unitOf = (scope: Scope): Scope => enclosingProblem(scope) ?? rootOf(scope);

export function isWithin(scope: Scope, outer: Scope): boolean {
  for (let s: Scope | null = scope; s; s = s.parent) if (s === outer) return true;
  return false;
}
