/**
 * The plain lexer: rules, the REPL, examples in the docs. Words are names, a blank is a product, and a bracket that touches the
 * name before it is a call or an index: `f(x)`, `a[j]`, but `f (x)` is a product. Unicode or ASCII.
 */
import moo from "moo";
import { badCharacter, unknownCommand } from "./errors.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { bigNames, type Command, latexCommands, lowered, raised, unicodeCommands } from "./symbols.ts";
import type { Operator, RelationSymbol, Span, Syntax } from "./syntax.ts";

interface PlainOptions {
  readonly base: number;
  /** In rules, `dU` is the differential of U. */
  readonly differentials: boolean;
}

interface Word extends Place {
  readonly kind: string;
  /** The character before is not a blank. */
  readonly touches: boolean;
}

const lexer = moo.compile({
  blank: { match: /\s+/u, lineBreaks: true },
  number: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/u,
  word: /[A-Za-z][A-Za-z0-9]*/u,
  command: /\\[A-Za-z]+/u,
  symbol: /<->|<=>|\|->|->|=>|<-|<=|>=|!=|:=|==|\.\.\.|\.\.|\.\*|\.\/|\.\^|\*\*|\|\||&&/u,
  other: { match: /[^]/u, lineBreaks: true },
});

export function lexPlain(source: string, options: PlainOptions): readonly Lexeme[] {
  const words = tokenise(source, options.base);
  const reader: Reader = { words, differentials: options.differentials, out: [], curly: [] };
  readRange(reader, 0, words.length);
  return reader.out;
}

function tokenise(source: string, base: number): readonly Word[] {
  const words: Word[] = [];
  let touches = false;
  lexer.reset(source);
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    const start = base + token.offset;
    if (token.type !== "blank")
      words.push({ kind: token.type ?? "other", text: token.text, start, end: start + token.text.length, touches });
    touches = token.type !== "blank";
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

const spanOf = (p: Place): Span => ({ start: p.start, end: p.end });
const place = (w: Place): Place => ({ start: w.start, end: w.end, text: w.text });
const letter = (at: Place, name: string): Lexeme => ({ ...place(at), type: "atom", node: { kind: "letter", name, span: spanOf(at) } });

function readRange(reader: Reader, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const word = reader.words[i];
    if (word === undefined) return;
    const last = binder(reader, i);
    if (last !== null) i = last;
    else if (greekDifferential(reader, word, reader.words[i + 1])) i++;
    else readWord(reader, word, i);
  }
}

function readWord(reader: Reader, word: Word, i: number): void {
  switch (word.kind) {
    case "number":
      reader.out.push({ ...place(word), type: "number" });
      return;
    case "word":
      name(reader, word, reader.words[i + 1]);
      return;
    case "command": {
      const known = latexCommands.get(word.text);
      if (known === undefined) reader.out.push({ ...place(word), type: "bad", error: unknownCommand(word.text, spanOf(word)) });
      else reader.out.push(fromCommand(word, known));
      return;
    }
    case "symbol":
      reader.out.push(symbol(word));
      return;
    default:
      character(reader, word, i);
  }
}

// ------------------------------------------------------------------------------------------------------------------- names

const greek = (text: string): string | null => {
  const known = latexCommands.get(`\\${text}`);
  return known?.is === "letter" && greekWords.has(text) ? known.name : null;
};
const greekWords: ReadonlySet<string> = new Set(
  "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega partial nabla infty ell".split(
    " ",
  ),
);

function name(reader: Reader, word: Word, following: Word | undefined): void {
  const { out, differentials } = reader;
  if (word.text === "in") return void out.push({ ...place(word), type: "relator", symbol: "\\in" });
  if (word.text === "and" || word.text === "or") return void out.push({ ...place(word), type: "separator", separator: word.text });
  const big = plainBigs.get(word.text);
  if (big !== undefined && (following?.text === "_" || following?.text === "^"))
    return void out.push({ ...place(word), type: "big", name: big });
  const differential = differentials ? /^d([A-Za-z]|[A-Za-z][a-z]+)([0-9]*)$/u.exec(word.text) : null;
  const of = differential === null ? null : differential[1]?.length === 1 ? differential[1] : greek(differential[1] ?? "");
  if (of !== null) return void out.push(differentialOf(word, of, differential?.[2] ?? ""));
  const numbered = /^([A-Za-z])([0-9]+)$/u.exec(word.text);
  if (numbered !== null) return void out.push(...lettered(word, numbered[1] ?? "", numbered[2] ?? ""));
  out.push(letter(word, greek(word.text) ?? (word.text === "infinity" || word.text === "oo" ? "\\infty" : word.text)));
}

/** `dU`, `dU1`, `dtheta`: d applied to a name. */
function differentialOf(word: Place, name: string, digits: string): Lexeme {
  const d: Span = { start: word.start, end: word.start + 1 };
  const cut = word.end - digits.length;
  const letterNode: Syntax = { kind: "letter", name, span: { start: d.end, end: cut } };
  const low: Span = { start: cut, end: word.end };
  const argument: Syntax =
    digits === ""
      ? letterNode
      : {
          kind: "scripts",
          base: letterNode,
          sub: { kind: "number", text: digits, span: low },
          sup: null,
          primes: 0,
          span: { start: d.end, end: word.end },
        };
  return {
    ...place(word),
    type: "atom",
    node: { kind: "application", of: { kind: "letter", name: "d", span: d }, argument, span: spanOf(word) },
  };
}

/** `dθ`: the Greek letter is a word of its own. */
function greekDifferential(reader: Reader, word: Word, following: Word | undefined): boolean {
  if (!reader.differentials || word.text !== "d" || following?.touches !== true || !/^\p{Script=Greek}$/u.test(following.text))
    return false;
  const known = latexCommands.get(unicodeCommands.get(following.text) ?? "");
  if (known?.is !== "letter") return false;
  reader.out.push(differentialOf({ start: word.start, end: following.end, text: word.text + following.text }, known.name, ""));
  return true;
}

/** `W1` is W with the subscript 1. */
function lettered(word: Place, base: string, digits: string): readonly Lexeme[] {
  const cut = word.start + 1;
  const low: Place = { start: cut, end: word.end, text: digits };
  return [letter({ start: word.start, end: cut, text: base }, base), { ...low, end: cut, type: "sub" }, { ...low, type: "number" }];
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
  const brace = (w: Place, type: "lbrace" | "rbrace"): Lexeme => ({ ...place(w), type });
  const binderClose = words[close] ?? head;
  if (bodyEnd !== null) out.push(brace({ ...head, end: head.start }, "lbrace"));
  out.push({ ...place(head), type: "big", name: big }, { ...place(head), type: "sub" }, brace(words[i + 1] ?? head, "lbrace"));
  readRange(reader, i + 2, close);
  out.push(brace(binderClose, "rbrace"));
  if (bodyEnd === null) return close;
  readRange(reader, close + 1, bodyEnd + 1);
  const last = words[bodyEnd] ?? head;
  out.push(brace({ ...last, start: last.end }, "rbrace"));
  return bodyEnd;
}

/** Names with commas between them, then `in`, `=` or an arrow. */
function isBinder(words: readonly Word[], from: number, to: number): boolean {
  let at = from;
  while (
    at < to &&
    (words[at]?.kind === "word" || words[at]?.text === "," || /^\p{L}$/u.test(words[at]?.text ?? "")) &&
    words[at]?.text !== "in"
  )
    at++;
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

const relationSymbols: ReadonlyMap<string, RelationSymbol> = new Map([
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
const operatorSymbols: ReadonlyMap<string, Operator> = new Map([
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
  if (word.text === "...") return { ...at, type: "atom", node: { kind: "dots", which: "horizontal", span: spanOf(word) } };
  if (word.text === "||") return { ...at, type: "bar", double: true, side: null };
  return { ...at, type: "separator", separator: "and" };
}

function character(reader: Reader, word: Word, i: number): void {
  const at = place(word);
  const { out } = reader;
  const { text } = word;
  const relation = relationSymbols.get(text);
  const operator = operatorSymbols.get(text);
  if (relation !== undefined) return void out.push({ ...at, type: "relator", symbol: relation });
  if (operator !== undefined) return void out.push({ ...at, type: "operator", operator });
  switch (text) {
    case "(":
      return void out.push(
        tightRound(reader.words, i)
          ? { ...at, type: "tight", fence: "round", sized: false }
          : { ...at, type: "open", fence: "round", sized: false },
      );
    case "[":
      return void out.push(
        tightSquare(reader.words, i)
          ? { ...at, type: "tight", fence: "square", sized: false }
          : { ...at, type: "open", fence: "square", sized: false },
      );
    case ")":
      return void out.push({ ...at, type: "close", fence: "round", sized: false });
    case "]":
      return void out.push({ ...at, type: "close", fence: "square", sized: false });
    case "{":
    case "}":
      return curly(reader, at, i);
    case "^":
      return void out.push({ ...at, type: "sup" });
    case "_":
      return void out.push({ ...at, type: "sub" });
    case "+":
    case "-":
      return void out.push({ ...at, type: "sign", sign: text });
    case "−":
    case "–":
      return void out.push({ ...at, type: "sign", sign: "-" });
    case ",":
    case ";":
      return void out.push({ ...at, type: "separator", separator: text });
    case ":":
      return void out.push({ ...at, type: "colon" });
    case ".":
      return void out.push({ ...at, type: "stop" });
    case "!":
      return void out.push({ ...at, type: "bang" });
    case "'":
    case "’":
    case "′":
      return void out.push({ ...at, type: "prime", count: 1 });
    case "|":
      return void out.push({ ...at, type: "bar", double: false, side: null });
    default:
      unicode(reader, word, i);
  }
}

function unicode(reader: Reader, word: Word, i: number): void {
  const { out } = reader;
  const at = place(word);
  const script = raised.has(word.text) ? raised : lowered.has(word.text) ? lowered : null;
  if (script !== null) return scriptCharacter(reader, word, script, i);
  const known = latexCommands.get(unicodeCommands.get(word.text) ?? "");
  if (known !== undefined) return void out.push(fromCommand(word, known));
  if (/\p{L}/u.test(word.text)) return void out.push(letter(at, word.text));
  out.push({ ...at, type: "bad", error: badCharacter(word.text, spanOf(word)) });
}

/** A run of raised or lowered characters is one script in braces. */
function scriptCharacter(reader: Reader, word: Word, table: ReadonlyMap<string, string>, i: number): void {
  const { out, words } = reader;
  const before = words[i - 1];
  const after = words[i + 1];
  const at = place(word);
  const goesOn = (w: Word | undefined): boolean => w !== undefined && table.has(w.text);
  if (!(goesOn(before) && word.touches))
    out.push({ ...at, end: at.start, type: table === raised ? "sup" : "sub" }, { ...at, end: at.start, type: "lbrace" });
  const plain = table.get(word.text) ?? "";
  if (/[0-9]/u.test(plain)) out.push({ ...at, text: plain, type: "number" });
  else if (plain === "+" || plain === "-") out.push({ ...at, type: "sign", sign: plain });
  else out.push(letter(at, plain === "⊤" ? "\\top" : plain));
  if (!(goesOn(after) && after?.touches)) out.push({ ...at, start: at.end, type: "rbrace" });
}

/** A brace after ^ or _ only holds the script together; elsewhere it is a set. */
function curly(reader: Reader, at: Place, i: number): void {
  const { out, curly: stack } = reader;
  if (at.text === "{") {
    const before = reader.words[i - 1]?.text;
    const script = before === "^" || before === "_" || before === ".^" || before === "**";
    stack.push(script);
    out.push(script ? { ...at, type: "lbrace" } : { ...at, type: "open", fence: "curly", sized: false });
  } else out.push(stack.pop() === true ? { ...at, type: "rbrace" } : { ...at, type: "close", fence: "curly", sized: false });
}

const keywords: ReadonlySet<string> = new Set(["in", "and", "or", "not"]);

function tightRound(words: readonly Word[], i: number): boolean {
  const before = words[i - 1];
  if (before === undefined || words[i]?.touches !== true) return false;
  const scripted = words[i - 2]?.text;
  if (before.kind === "word" || before.kind === "command") return scripted !== "^" && !keywords.has(before.text);
  if (before.kind === "number") return scripted === "_";
  if (before.text === "}") return lowBrace(words, i - 1);
  return /^['’′]$/u.test(before.text) || lowered.has(before.text) || (/^\p{L}$/u.test(before.text) && !raised.has(before.text));
}

function tightSquare(words: readonly Word[], i: number): boolean {
  const before = words[i - 1];
  if (before === undefined || words[i]?.touches !== true) return false;
  return (
    tightRound(words, i) ||
    before.text === ")" ||
    before.text === "]" ||
    raised.has(before.text) ||
    (before.kind === "word" && !keywords.has(before.text))
  );
}

/** Does the brace that closes here hold a subscript? */
function lowBrace(words: readonly Word[], close: number): boolean {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (words[i]?.text === "}") depth++;
    if (words[i]?.text === "{" && --depth === 0) return words[i - 1]?.text === "_";
  }
  return false;
}

function fromCommand(word: Word, known: Command): Lexeme {
  const at = place(word);
  switch (known.is) {
    case "letter":
      return letter(at, known.name);
    case "word":
      return { ...at, type: "atom", node: { kind: "word", text: known.text, command: word.text, span: spanOf(word) } };
    case "blackboard":
      return {
        ...at,
        type: "atom",
        node: { kind: "styled", font: "blackboard", of: { kind: "letter", name: known.letter, span: spanOf(word) }, span: spanOf(word) },
      };
    case "operator":
      return { ...at, type: "operator", operator: known.operator };
    case "sign":
      return { ...at, type: "sign", sign: known.sign };
    case "relator":
      return { ...at, type: "relator", symbol: known.symbol };
    case "separator":
      return { ...at, type: "separator", separator: known.separator };
    case "big":
      return { ...at, type: "big", name: known.name };
    case "one":
      return { ...at, type: "one", make: known.make };
    case "open":
      return { ...at, type: "open", fence: known.fence, sized: false };
    case "close":
      return { ...at, type: "close", fence: known.fence, sized: false };
    case "bar":
      return { ...at, type: "bar", double: known.double, side: known.side };
    case "dots":
      return { ...at, type: "atom", node: { kind: "dots", which: known.which, span: spanOf(word) } };
    case "prime":
      return { ...at, type: "prime", count: 1 };
    case "two":
    case "font":
    case "quad":
    case "drop":
    case "drop-argument":
      return { ...at, type: "bad", error: unknownCommand(word.text, spanOf(word)) };
  }
}
