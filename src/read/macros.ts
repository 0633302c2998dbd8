/** A document's own commands, expanded on TeX's tokens; every token of an expansion carries the span of the call. */
import { type Raw, rawTokens } from "./raw-latex.ts";
import type { Span } from "./syntax.ts";

export interface Macro {
  /** Number of arguments. */
  readonly arity: number;
  /** Default of the first argument when it is optional. */
  readonly optional: string | null;
  readonly body: string;
}

/** By name with the backslash: `\R`. */
export type Macros = ReadonlyMap<string, Macro>;

export const noMacros: Macros = new Map();

/** A document may define this many commands. */
const macroLimit = 500;
/** One formula may grow to this many tokens, and a call may expand this often. */
const expansionLimit = 20_000;
const callLimit = 2_000;
/** The body of a definition is not longer than this. */
const bodyLimit = 5_000;

const opening =
  /\\(?:(re|provide)?newcommand|providecommand|renewcommand|DeclareRobustCommand|DeclareMathOperator)\*?\s*(?:\{\s*(\\[A-Za-z]+|\\.)\s*\}|(\\[A-Za-z]+))\s*(?:\[(\d)\])?\s*(?:\[([^\]\n]*)\])?\s*(?=\{)|\\[gex]?def\s*(\\[A-Za-z]+)((?:#\d)*)\s*(?=\{)/gu;

/** The definitions of a text, and where they stand. The last definition of a name wins. */
export function collectMacros(text: string): { readonly macros: Macros; readonly spans: readonly Span[] } {
  const macros = new Map<string, Macro>();
  const spans: Span[] = [];
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null && macros.size < macroLimit; match = opening.exec(text)) {
    const from = match.index + match[0].length;
    const end = closingBrace(text, from);
    if (end === null) continue;
    const body = text.slice(from + 1, end);
    const name = match[2] ?? match[3] ?? match[6] ?? "";
    const operator = match[0].startsWith("\\DeclareMathOperator");
    const arity = match[7] === undefined ? Number(match[4] ?? 0) : match[7].length / 2;
    macros.set(name, { arity: operator ? 0 : arity, optional: match[5] ?? null, body: operator ? `\\operatorname{${body}}` : body });
    spans.push({ start: match.index, end: end + 1 });
    opening.lastIndex = end + 1;
  }
  collectPairs(text, macros, spans);
  collectAliases(text, macros, spans);
  return { macros, spans };
}

const pairs = /\\DeclarePairedDelimiter\s*\{?\s*(\\[A-Za-z]+)\s*\}?\s*\{((?:\\.|[^{}\\])+)\}\s*\{((?:\\.|[^{}\\])+)\}/gu;

/** `\DeclarePairedDelimiter\abs{\lvert}{\rvert}`: a bracket around one argument, whose size may stand in front. */
function collectPairs(text: string, macros: Map<string, Macro>, spans: Span[]): void {
  for (const match of text.matchAll(pairs)) {
    if (macros.size >= macroLimit) return;
    macros.set(match[1] ?? "", { arity: 2, optional: "", body: `\\left${match[2] ?? "."}#2\\right${match[3] ?? "."}` });
    spans.push({ start: match.index, end: match.index + match[0].length });
  }
}

/** `\let\eps\varepsilon`. What the document defines anew kept its old meaning under the other name, which was to set its argument. */
function collectAliases(text: string, macros: Map<string, Macro>, spans: Span[]): void {
  for (const match of text.matchAll(/\\let\s*(\\[A-Za-z]+)\s*=?\s*(\\[A-Za-z]+)/gu)) {
    const [whole, name = "", old = ""] = match;
    if (macros.size >= macroLimit) return;
    if (name === old || macros.has(name)) continue;
    macros.set(name, { arity: 0, optional: null, body: macros.has(old) ? "" : old });
    spans.push({ start: match.index, end: match.index + whole.length });
  }
}

function closingBrace(text: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < Math.min(text.length, open + bodyLimit); at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return null;
}

/** Expands until nothing is left to expand; past the limits the call becomes a token of kind `runaway`. */
export function expandMacros(tokens: readonly Raw[], macros: Macros): readonly Raw[] {
  if (macros.size === 0 || !tokens.some((t) => t.kind === "command" && macros.has(commandName(t)))) return tokens;
  // A stack with the next token on top.
  const rest: Raw[] = [...tokens].reverse();
  const out: Raw[] = [];
  let calls = 0;
  for (let token = rest.pop(); token !== undefined; token = rest.pop()) {
    const macro = token.kind === "command" ? macros.get(commandName(token)) : undefined;
    if (macro === undefined) out.push(token);
    else if (++calls > callLimit || out.length + rest.length > expansionLimit) {
      out.push({ ...token, kind: "runaway" });
      return out;
    } else call(token, macro, rest);
  }
  return out;
}

const commandName = (token: Raw): string => token.text.replace(/\*$/u, "");

function call(token: Raw, macro: Macro, rest: Raw[]): void {
  const values: (readonly Raw[])[] = [];
  let end = token.end;
  for (let i = 0; i < macro.arity; i++) {
    const given = i === 0 && macro.optional !== null ? optional(rest) : argument(rest);
    values.push(given?.tokens ?? rawTokens(macro.optional ?? "", 0));
    end = Math.max(end, given?.end ?? end);
  }
  const here = { start: token.start, end };
  const body = rawTokens(macro.body, 0);
  const expanded: Raw[] = [];
  for (let i = 0; i < body.length; i++) {
    const one = body[i];
    const number = body[i + 1];
    if (one?.text === "#" && number?.kind === "number") {
      // `#12` is the first argument and a 2.
      expanded.push(...(values[Number(number.text[0]) - 1] ?? []).map((t) => ({ ...t, ...here })));
      if (number.text.length > 1) expanded.push({ kind: "number", text: number.text.slice(1), ...here });
      i++;
    } else if (one?.kind === "textual" && one.text.includes("#"))
      expanded.push({
        ...one,
        ...here,
        text: one.text.replace(/#(\d)/gu, (_, k: string) => (values[Number(k) - 1] ?? []).map((t) => t.text).join("")),
      });
    else if (one !== undefined) expanded.push({ ...one, ...here });
  }
  for (let i = expanded.length - 1; i >= 0; i--) rest.push(expanded[i] as Raw);
}

const skipBlanks = (rest: Raw[]): void => {
  while (rest[rest.length - 1]?.kind === "blank") rest.pop();
};

interface Argument {
  readonly tokens: readonly Raw[];
  /** Where the argument ends, its bracket included. */
  readonly end: number;
}

/** One token, or what stands in braces. */
function argument(rest: Raw[]): Argument {
  skipBlanks(rest);
  const first = rest.pop();
  if (first === undefined) return { tokens: [], end: 0 };
  if (first.text !== "{") return { tokens: [first], end: first.end };
  return until(rest, "{", "}", first);
}

function optional(rest: Raw[]): Argument | null {
  skipBlanks(rest);
  const first = rest[rest.length - 1];
  if (first?.text !== "[") return null;
  rest.pop();
  return until(rest, "[", "]", first);
}

function until(rest: Raw[], open: string, close: string, first: Raw): Argument {
  const tokens: Raw[] = [];
  let depth = 1;
  for (let token = rest.pop(); token !== undefined; token = rest.pop()) {
    if (token.text === open) depth++;
    if (token.text === close && --depth === 0) return { tokens, end: token.end };
    tokens.push(token);
  }
  return { tokens, end: tokens[tokens.length - 1]?.end ?? first.end };
}
