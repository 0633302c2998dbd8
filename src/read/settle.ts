/**
 * Settles, from left to right, what a mark alone cannot tell: does a bar open or close, is a minus a sign or an operator, is a
 * `\text` a comment or an operand, where do TeX's one-token arguments end. After it the grammar is unambiguous.
 *
 * The state is small: are we at a place where an operand is due (`start`), behind a complete operand (`operand`), or behind a big
 * operator whose body is to come (`head`); how many arguments a command still wants; and the stack of open brackets.
 */
import { absurd, fail, ok, type Result } from "../shape/result.ts";
import { environmentMismatch, readError, tooDeep, unclosed } from "./errors.ts";
import type { Lexeme, Token } from "./lexeme.ts";
import { countAhead, endsCell, next, startsOperand } from "./neighbours.ts";
import { bar } from "./settle-bars.ts";
import { cellEnd, close, end, open, rbrace } from "./settle-brackets.ts";
import { big, font, number, prime, prose, quad, script } from "./settle-operands.ts";
import {
  depthLimit,
  divide,
  emptyAt,
  endBodies,
  innermost,
  lone,
  missingArgument,
  type Of,
  operandDone,
  place,
  push,
  type Settled,
  type State,
  spanOf,
  wantArguments,
} from "./settle-state.ts";
import type { Operator, ReadError } from "./syntax.ts";

/** `tex`: a command without braces takes one token, so `\frac12` and `x^23` split their numbers. */
export function settle(lexemes: readonly Lexeme[], tex: boolean): Result<readonly Token[], ReadError> {
  const state: State = {
    lexemes,
    tex,
    out: [],
    frames: [],
    position: "start",
    pending: 0,
    resume: "operand",
    wanting: null,
    bodies: 0,
  };
  for (const [i, lexeme] of lexemes.entries()) {
    const error = settleOne(state, lexeme, i) ?? (state.frames.length > depthLimit ? tooDeep(lexeme, depthLimit) : null);
    if (error !== null) return fail(error);
  }
  const error = atEnd(state);
  return error === null ? ok(state.out) : fail(error);
}

function atEnd(state: State): Settled {
  const open = state.frames[state.frames.length - 1];
  if (state.pending > 0 && state.wanting !== null) return missingArgument(state.wanting);
  endBodies(state, state.lexemes.length);
  if (open !== undefined)
    return open.opener.type === "begin" ? environmentMismatch(open.opener.name, open.opener) : unclosed(open.opener.text, open.opener);
  const last = state.out.filter((t) => t.type !== "stop").pop();
  if (last !== undefined && (last.type === "operator" || last.type === "sign" || last.type === "prefix" || last.type === "between"))
    return readError("unfinished", last, `Nothing follows the ${last.text}.`, "an operand", "Write what comes after it, or remove it.");
  return null;
}

const standAlone: ReadonlySet<Lexeme["type"]> = new Set<Lexeme["type"]>(["sign", "operator", "prime", "quad", "tag", "bad"]);
const isArgument = (l: Lexeme): boolean => startsOperand(l) || standAlone.has(l.type);

function settleOne(state: State, lexeme: Lexeme, i: number): Settled {
  if (state.pending > 0 && !isArgument(lexeme)) return missingArgument(state.wanting ?? lexeme);
  const { out } = state;
  switch (lexeme.type) {
    case "bad":
      return lexeme.error;
    case "atom":
      if (isQuantifier(lexeme)) divide(state, i, { start: lexeme.start, end: lexeme.start, text: "" }, " ");
      out.push(lexeme);
      return operandDone(state);
    case "number":
      return number(state, lexeme, i);
    case "operator":
      return operator(state, lexeme, i);
    case "sign":
      return sign(state, lexeme, i);
    case "relator":
      endBodies(state, i);
      out.push(lexeme);
      state.position = "start";
      return null;
    case "separator":
      return separator(state, lexeme, i);
    case "colon":
      return colon(state, lexeme, i);
    case "stop":
      return stop(state, lexeme, i);
    case "bar":
      return bar(state, lexeme, i);
    case "open":
      return open(state, lexeme, lexeme.fence ?? "evaluation", "open");
    case "tight":
      return state.position === "operand" && state.pending === 0
        ? open(state, lexeme, lexeme.fence, "tight")
        : open(state, lexeme, lexeme.fence, "open");
    case "close":
      return close(state, lexeme);
    case "lbrace":
      out.push({ ...place(lexeme), type: "open", fence: null, font: null });
      return push(state, lexeme, "brace", null, out.length - 1);
    case "rbrace":
      return rbrace(state, lexeme);
    case "one":
      out.push(lexeme);
      return wantArguments(state, lexeme, 1);
    case "two":
      out.push(lexeme);
      return wantArguments(state, lexeme, 2);
    // The degree in \sqrt[3]{x} is the first argument, in brackets of its own.
    case "root":
      out.push({ ...place(lexeme), type: "two", make: "root" });
      return wantArguments(state, lexeme, 2);
    case "sup":
    case "sub":
    case "power":
      return script(state, lexeme);
    case "prime":
      return prime(state, lexeme);
    case "bang":
      out.push({ ...place(lexeme), type: "mark", which: "factorial" });
      return null;
    case "big":
      return big(state, lexeme, i);
    case "begin":
      out.push(lexeme);
      return push(state, lexeme, "environment", null, out.length - 1);
    case "end":
      return end(state, lexeme);
    case "amp":
    case "newline":
      return cellEnd(state, lexeme);
    case "prose":
      return prose(state, lexeme, i);
    case "quad":
      return quad(state, lexeme, i);
    case "tag":
      return null;
    case "range":
      return between(state, lexeme, "range", i);
    case "font":
      return font(state, lexeme);
    default:
      return absurd(lexeme);
  }
}

const isQuantifier = (l: Of<"atom">): boolean => l.node.kind === "letter" && l.node.name === "\\forall";

function sign(state: State, lexeme: Of<"sign">, i: number): Settled {
  const following = startsOperand(next(state, i));
  if (state.pending > 0) {
    if (state.tex || !following) return lone(state, lexeme, lexeme.sign);
    state.out.push({ ...place(lexeme), type: "prefix", sign: lexeme.sign });
    return null;
  }
  if (state.position !== "operand" && !following) return lone(state, lexeme, lexeme.sign);
  // N(t-) is the limit from the left, N(t^-).
  if (state.position === "operand" && state.lexemes[i + 1]?.type === "close") {
    state.out.push(
      { ...place(lexeme), type: "script", which: "sup" },
      { ...place(lexeme), type: "atom", node: { kind: "letter", name: lexeme.sign, span: spanOf(lexeme) } },
    );
    return null;
  }
  if (state.position === "operand") endBodies(state, i);
  state.out.push(state.position === "operand" ? lexeme : { ...place(lexeme), type: "prefix", sign: lexeme.sign });
  state.position = "start";
  return null;
}

const loneNames: ReadonlyMap<Operator, string> = new Map<Operator, string>([
  ["cdot", "\\cdot"],
  ["star", "*"],
  ["tildestar", "\\tilde{*}"],
]);
const loneName = (lexeme: Of<"operator">): string => loneNames.get(lexeme.operator) ?? lexeme.text;

function operator(state: State, lexeme: Of<"operator">, i: number): Settled {
  if (state.pending > 0) return lone(state, lexeme, loneName(lexeme));
  const after = next(state, i);
  const inner = innermost(state);
  // ‖·‖ and |·|: the bar behind closes; in f(·|·, θ) it parts.
  const opened = inner !== undefined && state.out.length - 1 === inner.token;
  const closed =
    after?.type === "bar" &&
    ((inner?.kind === "bar" && inner.fence === (after.double ? "norm" : "bars")) || (inner?.kind === "bracket" && opened));
  const following = startsOperand(after) && !closed;
  const before = state.out[state.out.length - 1];
  if (state.position !== "operand") {
    if (!following) return lone(state, lexeme, loneName(lexeme));
    // A row may go on with `\times b`: its left operand stands in the row above.
    if (before?.type !== "operator" && before?.type !== "sign" && before?.type !== "prefix") state.out.push(emptyAt(lexeme));
  }
  state.out.push(lexeme);
  state.position = "start";
  return null;
}

function separator(state: State, lexeme: Of<"separator">, i: number): Settled {
  const following = state.lexemes[i + 1];
  const inner = innermost(state);
  const cell = inner === undefined || inner.kind === "environment";
  const punctuation = lexeme.separator === "," || lexeme.separator === ";";
  if (punctuation && (following === undefined || (cell && endsCell(following)))) return null;
  endBodies(state, i);
  state.out.push(lexeme);
  state.position = "start";
  return null;
}

/** `f : A → B`, `{x : x > 0}`; between two operands without an arrow it is the product A : B; a trailing one is punctuation. */
function colon(state: State, lexeme: Of<"colon">, i: number): Settled {
  const following = next(state, i);
  // W_{k,:} and W_{:j} are a row and a column: the colon stands for every index.
  if (innermost(state)?.kind === "brace" && (state.position !== "operand" || following?.type === "rbrace")) return lone(state, lexeme, ":");
  if (state.position !== "operand" || !startsOperand(following)) return null;
  const arrow = countAhead(state, i, (l) => l.type === "relator" && (l.symbol === "\\to" || l.symbol === "\\mapsto")) > 0;
  const set = innermost(state)?.fence === "curly";
  if (!set && arrow) return between(state, lexeme, "typing", i);
  if (set) endBodies(state, i);
  state.out.push(set ? { ...place(lexeme), type: "separator", separator: ":" } : { ...place(lexeme), type: "operator", operator: "colon" });
  state.position = "start";
  return null;
}

function between(state: State, lexeme: Lexeme, which: "range" | "typing", i: number): Settled {
  endBodies(state, i);
  state.out.push({ ...place(lexeme), type: "between", which });
  state.position = "start";
  return null;
}

/** A full stop between two operands is the dot product x.y; `.5` is a number; any other ends a sentence. */
function stop(state: State, lexeme: Of<"stop">, i: number): Settled {
  const following = state.lexemes[i + 1];
  if (state.position === "operand" && startsOperand(following) && following?.type !== "prose" && following?.type !== "sign") {
    state.out.push({ ...place(lexeme), type: "operator", operator: "dot" });
    state.position = "start";
    return null;
  }
  // The digits behind `.5` are read with the point before them.
  return null;
}
