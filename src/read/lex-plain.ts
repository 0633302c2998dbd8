/**
 * The plain lexer: rules, the REPL, examples in the docs. Words are names, a blank is a product, and a bracket that touches the
 * name before it is a call or an index: `f(x)`, `a[j]`, but `f (x)` is a product. Unicode or ASCII.
 */
import moo from "moo";
import { dots, letter, lexemeOf, scriptCharacter, spanOf } from "./atoms.ts";
import { badCharacter, unknownCommand } from "./errors.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { greekDifferential, name, type Word } from "./plain-names.ts";
import { tightRound, tightSquare } from "./plain-tight.ts";
import { bigNames, latexCommands, lowered, raised, unicodeCommands } from "./symbols.ts";
import type { Operator, ReadError, RelationSymbol } from "./syntax.ts";

interface PlainOptions {
  readonly base: number;
  /** In rules, `dU` is the differential of U. */
  readonly differentials: boolean;
}

const lexer = moo.compile({
  blank: { match: /\s+/u, lineBreaks: true },
  number: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/u,
  word: /[A-Za-z][A-Za-z0-9]*/u,
  command: /\\[A-Za-z]+/u,
  symbol: /<->|<=>|\|->|->|=>|<-|<=|>=|!=|:=|==|\.\.\.|\.\.|\.\*|\.\/|\.\^|\*\*|\|\||&&/u,
  other: { match: /[\s\S]/u, lineBreaks: true },
});

export function lexPlain(source: string, options: PlainOptions): readonly Lexeme[] {
  const reader: Reader = { words: tokenise(source, options.base), differentials: options.differentials, out: [], curly: [] };
  readRange(reader, 0, reader.words.length);
  return reader.out;
}

function tokenise(source: string, base: number): readonly Word[] {
  const words: Word[] = [];
  let touches = false;
  lexer.reset(source);
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    const start = base + token.offset;
    const kind = token.type as Word["kind"] | "blank";
    if (kind !== "blank") words.push({ kind, text: token.text, start, end: start + token.text.length, touches });
    touches = kind !== "blank";
  }
  return words;
}

interface Reader {
  readonly words: readonly Word[];
  readonly differentials: boolean;
  readonly out: Lexeme[];
  /** For each open curly bracket: does it only hold a script together? */
  readonly curly: boolean[];
}

const place = ({ start, end, text }: Place): Place => ({ start, end, text });
const bad = (word: Word, error: ReadError): Lexeme => ({ ...place(word), type: "bad", error });

function readRange(reader: Reader, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const word = reader.words[i];
    if (word === undefined) return;
    const last = binder(reader, i);
    const differential = last === null && reader.differentials ? greekDifferential(word, reader.words[i + 1]) : null;
    if (last !== null) i = last;
    else if (differential !== null) {
      reader.out.push(differential);
      i++;
    } else reader.out.push(...lexemesOf(reader, word, i));
  }
}

function lexemesOf(reader: Reader, word: Word, i: number): readonly Lexeme[] {
  switch (word.kind) {
    case "number":
      return [{ ...place(word), type: "number" }];
    case "word":
      return bigWithScripts(word, reader.words[i + 1]) ?? name(word, reader.differentials);
    case "command":
      return [fromCommand(word, word.text)];
    case "symbol":
      return [symbol(word)];
    case "other":
      return character(reader, word, i);
  }
}

function fromCommand(word: Word, command: string): Lexeme {
  const known = latexCommands.get(command);
  const lexeme =
    known === undefined || known.is === "two" || known.is === "font" || known.is === "quad" ? null : lexemeOf(place(word), known);
  return lexeme ?? bad(word, unknownCommand(command, word));
}

// ------------------------------------------------------------------------------------------------------------------ binders

const plainBigs: ReadonlyMap<string, string> = new Map([
  ...bigNames,
  ["product", "product"],
  ["integral", "integral"],
  ["limit", "limit"],
  ["tabulate", "tabulate"],
  ["Σ", "sum"],
  ["∑", "sum"],
  ["Π", "product"],
  ["∏", "product"],
  ["∫", "integral"],
]);
const binding: ReadonlySet<string> = new Set(["in", "∈", "=", "->", "→"]);

/** `sum_{j=1}^n x_j`. */
function bigWithScripts(word: Word, following: Word | undefined): readonly Lexeme[] | null {
  const big = plainBigs.get(word.text);
  const scripted = following?.text === "_" || following?.text === "^";
  return big === undefined || !scripted ? null : [{ ...place(word), type: "big", name: big }];
}

/**
 * `sum(j in 1..n)(body)`: a big operator with its binder as subscript; the bracket that follows at once is the whole body, so that the
 * sum ends with it. Gives the index of the last word used.
 */
function binder(reader: Reader, i: number): number | null {
  const { words, out } = reader;
  const head = words[i];
  const big = head === undefined ? undefined : plainBigs.get(head.text);
  if (head === undefined || big === undefined || words[i + 1]?.text !== "(") return null;
  const close = closing(words, i + 1);
  if (close === null || !(isBinder(words, i + 2, close) || /^[Σ∑Π∏∫]$/u.test(head.text))) return null;
  const bodyEnd = words[close + 1]?.text === "(" && words[close + 1]?.touches ? closing(words, close + 1) : null;
  const brace = (at: Place, type: "lbrace" | "rbrace"): Lexeme => ({ ...place(at), type });
  if (bodyEnd !== null) out.push(brace({ ...head, end: head.start }, "lbrace"));
  out.push({ ...place(head), type: "big", name: big }, { ...place(head), type: "sub" }, brace(words[i + 1] ?? head, "lbrace"));
  readRange(reader, i + 2, close);
  out.push(brace(words[close] ?? head, "rbrace"));
  if (bodyEnd === null) return close;
  readRange(reader, close + 1, bodyEnd + 1);
  const last = words[bodyEnd] ?? head;
  out.push(brace({ ...last, start: last.end }, "rbrace"));
  return bodyEnd;
}

/** Names with commas between them, then `in`, `=` or an arrow. */
function isBinder(words: readonly Word[], from: number, to: number): boolean {
  const names = (word: Word | undefined): boolean =>
    word !== undefined && word.text !== "in" && (word.kind === "word" || /^[,\p{L}]$/u.test(word.text));
  let at = from;
  while (at < to && names(words[at])) at++;
  return at > from && at < to && binding.has(words[at]?.text ?? "");
}

function closing(words: readonly Word[], open: number): number | null {
  let depth = 0;
  for (let i = open; i < words.length; i++) {
    if (words[i]?.text === "(") depth++;
    if (words[i]?.text === ")" && --depth === 0) return i;
  }
  return null;
}

// ------------------------------------------------------------------------------------------------------------------- marks

const relationSymbols: ReadonlyMap<string, RelationSymbol> = new Map<string, RelationSymbol>([
  ["<->", "\\leftrightarrow"],
  ["<=>", "\\Leftrightarrow"],
  ["|->", "\\mapsto"],
  ["->", "\\to"],
  ["=>", "\\Rightarrow"],
  ["<-", "\\leftarrow"],
  ["<=", "\\le"],
  [">=", "\\ge"],
  ["!=", "\\ne"],
  [":=", ":="],
  ["==", "="],
  ["=", "="],
  ["<", "<"],
  [">", ">"],
]);
const operatorSymbols: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  [".*", "elementwise-times"],
  ["./", "elementwise-slash"],
  ["*", "star"],
  ["/", "slash"],
]);

function symbol(word: Word): Lexeme {
  const at = place(word);
  const relation = relationSymbols.get(word.text);
  if (relation !== undefined) return { ...at, type: "relator", symbol: relation };
  const operator = operatorSymbols.get(word.text);
  if (operator !== undefined) return { ...at, type: "operator", operator };
  if (word.text === ".^") return { ...at, type: "power" };
  if (word.text === "**") return { ...at, type: "sup" };
  if (word.text === "..") return { ...at, type: "range" };
  if (word.text === "...") return dots(at);
  if (word.text === "||") return { ...at, type: "bar", double: true, side: null };
  return { ...at, type: "separator", separator: "and" };
}

function character(reader: Reader, word: Word, i: number): readonly Lexeme[] {
  const at = place(word);
  const { text } = word;
  const relation = relationSymbols.get(text);
  const operator = operatorSymbols.get(text);
  if (relation !== undefined) return [{ ...at, type: "relator", symbol: relation }];
  if (operator !== undefined) return [{ ...at, type: "operator", operator }];
  switch (text) {
    case "(":
      return [{ ...at, type: tightRound(reader.words, i) ? "tight" : "open", fence: "round", sized: false }];
    case "[":
      return [{ ...at, type: tightSquare(reader.words, i) ? "tight" : "open", fence: "square", sized: false }];
    case ")":
      return [{ ...at, type: "close", fence: "round", sized: false }];
    case "]":
      return [{ ...at, type: "close", fence: "square", sized: false }];
    case "{":
    case "}":
      return [curly(reader, at, i)];
    case "^":
      return [{ ...at, type: "sup" }];
    case "_":
      return [{ ...at, type: "sub" }];
    case "+":
    case "-":
      return [{ ...at, type: "sign", sign: text }];
    case "−":
    case "–":
      return [{ ...at, type: "sign", sign: "-" }];
    case ",":
    case ";":
      return [{ ...at, type: "separator", separator: text }];
    case ":":
      return [{ ...at, type: "colon" }];
    case ".":
      return [{ ...at, type: "stop" }];
    case "!":
      return [{ ...at, type: "bang" }];
    case "'":
    case "’":
    case "′":
      return [{ ...at, type: "prime", count: 1 }];
    case "|":
      return [{ ...at, type: "bar", double: false, side: null }];
    default:
      return unicode(reader, word, i);
  }
}

function unicode(reader: Reader, word: Word, i: number): readonly Lexeme[] {
  if (raised.has(word.text)) return scriptPart(reader.words, word, raised, i);
  if (lowered.has(word.text)) return scriptPart(reader.words, word, lowered, i);
  const command = unicodeCommands.get(word.text);
  if (command !== undefined) return [fromCommand(word, command)];
  return [/\p{L}/u.test(word.text) ? letter(word, word.text) : bad(word, badCharacter(word.text, spanOf(word)))];
}

/** A run of raised or lowered characters is one script in braces: the first opens them, the last closes them. */
function scriptPart(words: readonly Word[], word: Word, table: ReadonlyMap<string, string>, i: number): readonly Lexeme[] {
  const at = place(word);
  const goesOn = (next: Word | undefined): boolean => next !== undefined && table.has(next.text);
  const first = !(word.touches && goesOn(words[i - 1]));
  const last = !(words[i + 1]?.touches === true && goesOn(words[i + 1]));
  const before: Place = { ...at, end: at.start };
  const opening: readonly Lexeme[] = first
    ? [
        { ...before, type: table === raised ? "sup" : "sub" },
        { ...before, type: "lbrace" },
      ]
    : [];
  const closingBrace: readonly Lexeme[] = last ? [{ ...at, start: at.end, type: "rbrace" }] : [];
  return [...opening, scriptCharacter(at, table.get(word.text) ?? ""), ...closingBrace];
}

/** A brace after ^ or _ only holds the script together; elsewhere it is a set. */
function curly(reader: Reader, at: Place, i: number): Lexeme {
  const { curly: stack, words } = reader;
  if (at.text === "}") return stack.pop() === true ? { ...at, type: "rbrace" } : { ...at, type: "close", fence: "curly", sized: false };
  const before = words[i - 1]?.text ?? "";
  const script = ["^", "_", ".^", "**"].includes(before);
  stack.push(script);
  return script ? { ...at, type: "lbrace" } : { ...at, type: "open", fence: "curly", sized: false };
}
