/** Words of plain text: names, Greek letters, `W1` for W₁, and in rules `dU` for the differential of U. */
import { letter } from "./atoms.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { latexCommands, unicodeCommands } from "./symbols.ts";
import type { Span, Syntax } from "./syntax.ts";

/** A word or mark of the source. */
export interface Word extends Place {
  readonly kind: "number" | "word" | "command" | "symbol" | "other";
  /** The character before is not a blank. */
  readonly touches: boolean;
}

const greekWords: ReadonlySet<string> = new Set(
  "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega partial nabla infty ell".split(
    " ",
  ),
);

const greek = (text: string): string | null => (greekWords.has(text) ? `\\${text}` : null);

export function name(word: Place, differentials: boolean): readonly Lexeme[] {
  if (word.text === "in") return [{ ...plain(word), type: "relator", symbol: "\\in" }];
  if (word.text === "and" || word.text === "or") return [{ ...plain(word), type: "separator", separator: word.text }];
  const differential = differentials ? /^d([A-Za-z]|[A-Za-z][a-z]+)([0-9]*)$/u.exec(word.text) : null;
  const of = differential === null ? null : differential[1]?.length === 1 ? differential[1] : greek(differential[1] ?? "");
  if (of !== null) return [differentialOf(word, of, differential?.[2] ?? "")];
  const numbered = /^([A-Za-z])([0-9]+)$/u.exec(word.text);
  if (numbered !== null) return lettered(word, numbered[1] ?? "", numbered[2] ?? "");
  return [letter(word, greek(word.text) ?? (word.text === "infinity" || word.text === "oo" ? "\\infty" : word.text))];
}

const plain = ({ start, end, text }: Place): Place => ({ start, end, text });

/** `dU`, `dU1`, `dtheta`: d applied to a name. */
function differentialOf(word: Place, of: string, digits: string): Lexeme {
  const d: Span = { start: word.start, end: word.start + 1 };
  const cut = word.end - digits.length;
  const base: Syntax = { kind: "letter", name: of, span: { start: d.end, end: cut } };
  const sub: Syntax = { kind: "number", text: digits, span: { start: cut, end: word.end } };
  const argument: Syntax =
    digits === "" ? base : { kind: "scripts", base, sub, sup: null, primes: 0, span: { start: d.end, end: word.end } };
  const span: Span = { start: word.start, end: word.end };
  return { ...plain(word), type: "atom", node: { kind: "application", of: { kind: "letter", name: "d", span: d }, argument, span } };
}

/** `dθ`: the Greek letter is a word of its own. */
export function greekDifferential(word: Word, following: Word | undefined): Lexeme | null {
  if (word.text !== "d" || following?.touches !== true || !/^\p{Script=Greek}$/u.test(following.text)) return null;
  const known = latexCommands.get(unicodeCommands.get(following.text) ?? "");
  if (known?.is !== "letter") return null;
  return differentialOf({ start: word.start, end: following.end, text: word.text + following.text }, known.name, "");
}

/** `W1` is W with the subscript 1. */
function lettered(word: Place, base: string, digits: string): readonly Lexeme[] {
  const cut = word.start + 1;
  const low: Place = { start: cut, end: word.end, text: digits };
  return [letter({ start: word.start, end: cut, text: base }, base), { ...low, end: cut, type: "sub" }, { ...low, type: "number" }];
}
