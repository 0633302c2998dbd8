/**
 * Settles, from left to right, what a mark alone cannot tell: does a bar open or close, is a minus a sign or an operator, is a
 * `\text` a comment or an operand, where do TeX's one-token arguments end. After it the grammar is unambiguous.
 *
 * The state is small: are we at a place where an operand is due (`start`), behind a complete operand (`operand`), or behind a big
 * operator whose body is to come (`head`); how many arguments a command still wants; and the stack of open brackets.
 */
import { fail, ok, type Result } from "../shape/result.ts";
import { crossed, environmentMismatch, readError, tooDeep, unclosed, unopened } from "./errors.ts";
import type { Lexeme, Place, Token } from "./lexeme.ts";
import { listFunctions } from "./symbols.ts";
import type { Fence, ReadError, Sign, Span } from "./syntax.ts";

export const depthLimit = 100;

type Position = "start" | "operand" | "head";

interface Frame {
  readonly opener: Lexeme;
  readonly kind: "bracket" | "brace" | "bar" | "environment";
  readonly fence: Fence | null;
  /** Index of the opening token in the output, patched when the closing one decides the fence. */
  readonly token: number;
  /** What holds once it is closed. */
  readonly pending: number;
  readonly resume: Position;
  readonly bodies: number;
}

interface State {
  readonly lexemes: readonly Lexeme[];
  readonly tex: boolean;
  readonly out: Token[];
  readonly frames: Frame[];
  position: Position;
  /** Arguments still wanted by the command before; then `resume` holds. */
  pending: number;
  resume: Position;
  wanting: Place | null;
  /** Big operators on this level whose bodies have not ended. */
  bodies: number;
  error: ReadError | null;
}

/** `tex`: a command without braces takes one token, so `\frac12` and `x^23` split their numbers. */
export function settle(lexemes: readonly Lexeme[], tex: boolean): Result<readonly Token[], ReadError> {
  const state: State = { lexemes, tex, out: [], frames: [], position: "start", pending: 0, resume: "operand", wanting: null, bodies: 0, error: null };
  for (let i = 0; i < lexemes.length && state.error === null; i++) {
    const lexeme = lexemes[i];
    if (lexeme !== undefined) settleOne(state, lexeme, i);
    if (state.frames.length > depthLimit && lexeme !== undefined) state.error = tooDeep(lexeme, depthLimit);
  }
  state.error ??= atEnd(state);
  return state.error === null ? ok(state.out) : fail(state.error);
}

function atEnd(state: State): ReadError | null {
  const open = state.frames[state.frames.length - 1];
  if (state.pending > 0 && state.wanting !== null) return missingArgument(state.wanting);
  endBodies(state, state.lexemes.length);
  if (open !== undefined) return open.opener.type === "begin" ? environmentMismatch(open.opener.name, open.opener) : unclosed(open.opener.text, open.opener);
  const last = state.out.filter((t) => t.type !== "stop").pop();
  if (last !== undefined && (last.type === "operator" || last.type === "sign" || last.type === "prefix" || last.type === "between"))
    return readError("unfinished", last, `Nothing follows the ${last.text}.`, "an operand", "Write what comes after it, or remove it.");
  return null;
}

const missingArgument = (head: Place): ReadError =>
  readError("unfinished", head, `${head.text.slice(0, 20)} still wants an argument.`, "an argument in braces", "Add {…} after it.");

const spanOf = (l: Place): Span => ({ start: l.start, end: l.end });
const place = (l: Place): Place => ({ start: l.start, end: l.end, text: l.text });
const emptyAt = (at: Place): Token => ({ ...place(at), type: "atom", node: { kind: "empty", span: { start: at.start, end: at.start } } });

// ------------------------------------------------------------------------------------------------------------ neighbours

/** The next lexeme that is not spacing. */
function next(state: State, i: number): Lexeme | undefined {
  let at = i + 1;
  while (state.lexemes[at]?.type === "quad" || state.lexemes[at]?.type === "tag") at++;
  return state.lexemes[at];
}

function startsOperand(lexeme: Lexeme | undefined): boolean {
  switch (lexeme?.type) {
    case "atom": case "number": case "open": case "tight": case "lbrace": case "one": case "two": case "root": case "begin": case "big": case "sign": case "prose": case "font":
      return true;
    case "bar":
      return lexeme.side !== "right";
    default:
      return false;
  }
}

const endsCell = (lexeme: Lexeme | undefined): boolean => lexeme === undefined || lexeme.type === "amp" || lexeme.type === "newline" || lexeme.type === "end" || lexeme.type === "tag" || lexeme.type === "quad";

/** Is there a lexeme for which `wanted` holds, later on the same level of brackets? Gives how many. */
function countAhead(state: State, i: number, wanted: (l: Lexeme) => boolean): number {
  let depth = 0;
  let count = 0;
  for (let at = i + 1; at < state.lexemes.length; at++) {
    const l = state.lexemes[at];
    if (l === undefined) break;
    if (l.type === "lbrace" || l.type === "open" || l.type === "begin" || l.type === "tight" || (l.type === "bar" && l.side === "left")) depth++;
    else if (l.type === "rbrace" || l.type === "close" || l.type === "end" || (l.type === "bar" && l.side === "right")) depth--;
    else if (depth === 0 && (l.type === "amp" || l.type === "newline")) break;
    if (depth < 0) break;
    if (depth === 0 && wanted(l)) count++;
  }
  return count;
}

// -------------------------------------------------------------------------------------------------------------- the walk

function operandDone(state: State): void {
  if (state.pending === 0) state.position = "operand";
  else if (--state.pending === 0) state.position = state.resume;
  else state.position = "start";
}

/** A command that takes `count` arguments begins here; it may itself be one. */
function wantArguments(state: State, head: Lexeme, count: number): void {
  if (state.pending > 0) state.pending += count - 1;
  else {
    state.pending = count;
    state.resume = "operand";
  }
  state.wanting = head;
}

const isArgument = (l: Lexeme, tex: boolean): boolean =>
  (startsOperand(l) && (l.type !== "sign" || !tex)) || l.type === "sign" || l.type === "operator" || l.type === "prime" || l.type === "quad" || l.type === "tag" || l.type === "bad";

function settleOne(state: State, lexeme: Lexeme, i: number): void {
  if (state.pending > 0 && !isArgument(lexeme, state.tex)) {
    state.error = missingArgument(state.wanting ?? lexeme);
    return;
  }
  const { out } = state;
  switch (lexeme.type) {
    case "bad": state.error = lexeme.error; return;
    case "atom":
      if (isQuantifier(lexeme)) divide(state, i, { start: lexeme.start, end: lexeme.start, text: "" }, " ");
      out.push(lexeme);
      return operandDone(state);
    case "number": return number(state, lexeme);
    case "operator": return operator(state, lexeme, i);
    case "sign": return sign(state, lexeme, lexeme.sign, i);
    case "relator": endBodies(state, i); out.push(lexeme); state.position = "start"; return;
    case "separator": return separator(state, lexeme, i);
    case "colon": return colon(state, lexeme, i);
    case "stop": return stop(state, lexeme, i);
    case "bar": return bar(state, lexeme, i);
    case "open": return open(state, lexeme, lexeme.fence ?? "evaluation", "open");
    case "tight": return state.position === "operand" && state.pending === 0 ? open(state, lexeme, lexeme.fence, "tight") : open(state, lexeme, lexeme.fence, "open");
    case "close": return close(state, lexeme);
    case "lbrace": out.push({ ...place(lexeme), type: "open", fence: null, font: null }); return push(state, lexeme, "brace", null, out.length - 1);
    case "rbrace": return rbrace(state, lexeme);
    case "one": out.push(lexeme); return wantArguments(state, lexeme, 1);
    case "two": out.push(lexeme); return wantArguments(state, lexeme, 2);
    // The degree in \sqrt[3]{x} is the first argument, in brackets of its own.
    case "root": out.push({ ...place(lexeme), type: "two", make: "root" }); return wantArguments(state, lexeme, 2);
    case "sup": case "sub": case "power": return script(state, lexeme);
    case "prime": return prime(state, lexeme);
    case "bang": out.push({ ...place(lexeme), type: "mark", which: "factorial" }); return;
    case "big": return big(state, lexeme, i);
    case "begin": out.push(lexeme); return push(state, lexeme, "environment", null, out.length - 1);
    case "end": return end(state, lexeme);
    case "amp": case "newline": return cellEnd(state, lexeme);
    case "prose": return prose(state, lexeme, i);
    case "quad": return quad(state, lexeme, i);
    case "tag": return;
    case "range": return between(state, lexeme, "range", i);
    case "font": return font(state, lexeme);
  }
}

type Of<T extends Lexeme["type"]> = Extract<Lexeme, { type: T }>;

function number(state: State, lexeme: Of<"number">): void {
  let { start } = lexeme;
  let rest = lexeme.text;
  while (rest !== "") {
    const text = state.tex && state.pending > 0 ? rest.slice(0, 1) : rest;
    const width = lexeme.end - lexeme.start === lexeme.text.length ? text.length : 0;
    const at: Place = width === 0 ? place(lexeme) : { start, end: start + width, text };
    state.out.push({ ...at, type: "atom", node: { kind: "number", text: text.replaceAll("{,}", ""), span: spanOf(at) } });
    operandDone(state);
    start += width;
    rest = rest.slice(text.length);
  }
}

function lone(state: State, lexeme: Lexeme, name: string): void {
  const at = place(lexeme);
  state.out.push({ ...at, type: "atom", node: name === "\\cdot" ? { kind: "placeholder", span: spanOf(at) } : { kind: "letter", name, span: spanOf(at) } });
  operandDone(state);
}

function sign(state: State, lexeme: Of<"sign">, mark: Sign, i: number): void {
  const following = startsOperand(next(state, i));
  if (state.pending > 0) {
    if (state.tex || !following) return lone(state, lexeme, mark);
    state.out.push({ ...place(lexeme), type: "prefix", sign: mark });
    return;
  }
  if (state.position !== "operand" && !following) return lone(state, lexeme, mark);
  if (state.position === "operand") endBodies(state, i);
  state.out.push(state.position === "operand" ? lexeme : { ...place(lexeme), type: "prefix", sign: mark });
  state.position = "start";
}

const loneName = (lexeme: Of<"operator">): string => (lexeme.operator === "cdot" ? "\\cdot" : lexeme.operator === "star" ? "*" : lexeme.operator === "tildestar" ? "\\tilde{*}" : lexeme.text);

function operator(state: State, lexeme: Of<"operator">, i: number): void {
  if (state.pending > 0) return lone(state, lexeme, loneName(lexeme));
  const following = startsOperand(next(state, i));
  const before = state.out[state.out.length - 1];
  if (state.position !== "operand") {
    if (!following) return lone(state, lexeme, loneName(lexeme));
    // A row may go on with `\times b`: its left operand stands in the row above.
    if (before?.type !== "operator" && before?.type !== "sign" && before?.type !== "prefix") state.out.push(emptyAt(lexeme));
  }
  state.out.push(lexeme);
  state.position = "start";
}

function separator(state: State, lexeme: Of<"separator">, i: number): void {
  const following = state.lexemes[i + 1];
  const inner = innermost(state);
  const cell = inner === undefined || inner.kind === "environment";
  const punctuation = lexeme.separator === "," || lexeme.separator === ";";
  if (punctuation && (following === undefined || (cell && endsCell(following)))) return;
  endBodies(state, i);
  state.out.push(lexeme);
  state.position = "start";
}

const innermost = (state: State): Frame | undefined => state.frames[state.frames.length - 1];

/** `f : A → B`, `{x : x > 0}`; between two operands without an arrow it is the product A : B; a trailing one is punctuation. */
function colon(state: State, lexeme: Of<"colon">, i: number): void {
  const following = next(state, i);
  // W_{k,:} is row k: the colon stands for every index.
  if (state.position !== "operand" && innermost(state) !== undefined && (following?.type === "separator" || following?.type === "rbrace" || following?.type === "close")) return lone(state, lexeme, ":");
  if (state.position !== "operand" || !startsOperand(following)) return;
  const arrow = countAhead(state, i, (l) => l.type === "relator" && (l.symbol === "\\to" || l.symbol === "\\mapsto")) > 0;
  const set = innermost(state)?.fence === "curly";
  if (!set && arrow) return between(state, lexeme, "typing", i);
  if (set) endBodies(state, i);
  state.out.push(set ? { ...place(lexeme), type: "separator", separator: ":" } : { ...place(lexeme), type: "operator", operator: "colon" });
  state.position = "start";
}

/** A full stop between two operands is the dot product x.y; `.5` is a number; any other ends a sentence. */
function stop(state: State, lexeme: Of<"stop">, i: number): void {
  const following = state.lexemes[i + 1];
  if (state.position === "operand" && startsOperand(following) && following?.type !== "prose" && following?.type !== "sign") {
    state.out.push({ ...place(lexeme), type: "operator", operator: "dot" });
    state.position = "start";
    return;
  }
  if (state.position !== "operand" && following?.type === "number" && following.start === lexeme.end)
    state.error = readError("unexpected", { start: lexeme.start, end: following.end }, `A number is written with a digit before the point.`, "a digit before the point", `Write 0.${following.text.slice(0, 12)}.`);
}

// --------------------------------------------------------------------------------------------------------------- brackets

function between(state: State, lexeme: Lexeme, which: "range" | "typing", i: number): void {
  endBodies(state, i);
  state.out.push({ ...place(lexeme), type: "between", which });
  state.position = "start";
}

/** The bodies of the big operators of this level end before the lexeme at `i`. */
const endBodies = (state: State, i: number): void => endBodiesAt(state, state.lexemes[i]?.start ?? state.lexemes[state.lexemes.length - 1]?.end ?? 0);

function endBodiesAt(state: State, at: number): void {
  for (; state.bodies > 0; state.bodies--) state.out.push({ start: at, end: at, text: "", type: "stop" });
}

function push(state: State, opener: Lexeme, kind: Frame["kind"], fence: Fence | null, token: number): void {
  const argument = state.pending > 0;
  state.frames.push({ opener, kind, fence, token, pending: argument ? state.pending - 1 : 0, resume: argument ? state.resume : "operand", bodies: state.bodies });
  state.pending = 0;
  state.bodies = 0;
  state.position = "start";
}

function pop(state: State): void {
  const frame = state.frames.pop();
  if (frame === undefined) return;
  state.pending = frame.pending;
  state.resume = frame.resume;
  state.bodies = frame.bodies;
  state.position = frame.pending > 0 ? "start" : frame.resume;
}

function open(state: State, lexeme: Lexeme, fence: Fence, type: "open" | "tight"): void {
  state.out.push(type === "tight" ? { ...place(lexeme), type, fence } : { ...place(lexeme), type, fence, font: null });
  push(state, lexeme, "bracket", fence, state.out.length - 1);
}

const sizedFence = (left: Fence | null, right: Fence | null): Fence | undefined => {
  if (left === right) return left ?? "evaluation";
  if (left === null) return right ?? "evaluation";
  if (right === null) return left === "curly" ? "left-curly" : left;
  if (left === "round" && right === "square") return "round-square";
  return left === "square" && right === "round" ? "square-round" : undefined;
};

function close(state: State, lexeme: Of<"close">): void {
  const frame = innermost(state);
  if (frame === undefined) {
    state.error = unopened(lexeme.text, lexeme);
    return;
  }
  const left = frame.opener.type === "open" || frame.opener.type === "tight" || frame.opener.type === "bar" ? frame.opener : null;
  const sized = left !== null && "sized" in left ? left.sized : left?.type === "bar" && left.side === "left";
  const opening = left?.type === "open" ? left.fence : frame.fence;
  const fence = left === null || (sized !== lexeme.sized && opening !== lexeme.fence) ? undefined : sizedFence(opening, lexeme.fence);
  // Brackets of two kinds make an interval, which has a comma: (a, b].
  const interval = fence === "round-square" || fence === "square-round";
  if (fence === undefined || (interval && !state.out.slice(frame.token).some((t) => t.type === "separator"))) {
    state.error = crossed(frame.opener.text, lexeme.text, lexeme);
    return;
  }
  finish(state, frame, lexeme, fence);
}

function finish(state: State, frame: Frame, closer: Place, fence: Fence): void {
  const opening = state.out[frame.token];
  if (opening !== undefined && (opening.type === "open" || opening.type === "tight")) state.out[frame.token] = { ...opening, fence };
  closeFrame(state, closer);
}

function closeFrame(state: State, closer: Place): void {
  endBodiesAt(state, closer.start);
  state.out.push({ ...place(closer), type: "close" });
  pop(state);
}

function rbrace(state: State, lexeme: Of<"rbrace">): void {
  const frame = innermost(state);
  if (frame?.kind !== "brace") {
    state.error = frame === undefined ? unopened("}", lexeme) : crossed(frame.opener.text, "}", lexeme);
    return;
  }
  closeFrame(state, lexeme);
}

function end(state: State, lexeme: Of<"end">): void {
  const frame = innermost(state);
  if (frame?.opener.type !== "begin" || frame.opener.name !== lexeme.name) {
    state.error = frame === undefined || frame.kind === "environment" ? environmentMismatch(lexeme.name, lexeme) : unclosed(frame.opener.text, frame.opener);
    return;
  }
  endBodiesAt(state, lexeme.start);
  state.out.push(lexeme);
  pop(state);
}

/** `&` and `\\` divide an environment; outside of one they are layout. */
function cellEnd(state: State, lexeme: Of<"amp"> | Of<"newline">): void {
  const frame = innermost(state);
  endBodiesAt(state, lexeme.start);
  if (frame?.kind === "environment") {
    state.out.push(lexeme);
    state.position = "start";
  } else if (frame !== undefined) state.error = unclosed(frame.opener.text, frame.opener);
  else if (lexeme.type === "newline" && state.position === "operand") {
    state.out.push({ ...place(lexeme), type: "divider", words: " " });
    state.position = "start";
  }
}

// ------------------------------------------------------------------------------------------------------------------- bars

function bar(state: State, lexeme: Of<"bar">, i: number): void {
  const frame = innermost(state);
  const fence: Fence = lexeme.double ? "norm" : "bars";
  // A bar with a side, \left| or \lvert, is closed by one with a side.
  const inBars = frame?.kind === "bar" && frame.opener.type === "bar" && frame.opener.side === null;
  const closes = inBars && frame.fence === fence;
  if (lexeme.side === "left") return openBar(state, lexeme, fence);
  if (lexeme.side === "right") return rightBar(state, lexeme, fence);
  if (lexeme.side === "middle") return middle(state, lexeme);
  const written = lexeme.text === "||";
  if (state.position !== "operand" || state.pending > 0) {
    if (written && countAhead(state, i, (l) => l.type === "bar" && l.double) % 2 === 0) return twice(state, lexeme, openBar);
    return openBar(state, lexeme, fence);
  }
  if (closes) return finish(state, frame, lexeme, fence);
  if (written && inBars) return twice(state, lexeme, rightBar);
  const following = state.lexemes[i + 1]?.type;
  if (!lexeme.double && (following === "sub" || following === "sup")) return evaluation(state, lexeme);
  const twins = countAhead(state, i, (l) => l.type === "bar" && l.double === lexeme.double && l.side === null);
  // Inside brackets a single bar may be a condition, P(a | b); elsewhere it opens as soon as a partner follows.
  const opens = frame?.kind === "bracket" ? twins % 2 === 1 : twins > 0;
  return opens ? openBar(state, lexeme, fence) : middle(state, lexeme);
}

function openBar(state: State, lexeme: Place & Of<"bar">, fence: Fence): void {
  state.out.push({ ...place(lexeme), type: "open", fence, font: null });
  push(state, lexeme, "bar", fence, state.out.length - 1);
}

/** `\right|` closes a bar, or the invisible `\left.` of an evaluation. */
function rightBar(state: State, lexeme: Of<"bar">, fence: Fence): void {
  const frame = innermost(state);
  if (frame?.kind === "bar") return finish(state, frame, lexeme, frame.fence ?? fence);
  if (frame?.opener.type === "open" && frame.opener.sized && frame.opener.fence === null) return finish(state, frame, lexeme, "evaluation");
  if (frame === undefined && state.position === "operand" && lexeme.side === "right") return evaluation(state, lexeme);
  state.error = frame === undefined ? unopened(lexeme.text, lexeme) : crossed(frame.opener.text, lexeme.text, lexeme);
}

/** `||` where two single bars meet: |a + |b||. */
function twice(state: State, lexeme: Of<"bar">, each: (state: State, lexeme: Of<"bar">, fence: Fence) => void): void {
  const half: Of<"bar"> = { ...lexeme, double: false, text: "|" };
  each(state, { ...half, end: lexeme.start + 1 }, "bars");
  if (state.error === null) each(state, { ...half, start: lexeme.end - 1 }, "bars");
}

function middle(state: State, lexeme: Of<"bar">): void {
  endBodiesAt(state, lexeme.start);
  state.out.push({ ...place(lexeme), type: "separator", separator: "|" });
  state.position = "start";
}

/** The bar of f|_{x=0}: an evaluation of what stands before it in its run, gathered in `tree.ts`. */
function evaluation(state: State, lexeme: Of<"bar">): void {
  const span = spanOf(lexeme);
  state.out.push({ ...place(lexeme), type: "atom", node: { kind: "group", fence: "evaluation", body: { kind: "empty", span: { start: lexeme.start, end: lexeme.start } }, span } });
  state.position = "operand";
}

// ------------------------------------------------------------------------------------------------- scripts, operators, words

function script(state: State, lexeme: Of<"sup"> | Of<"sub"> | Of<"power">): void {
  if (state.position === "start") {
    state.out.push(emptyAt(lexeme));
    state.position = "operand";
  }
  state.out.push({ ...place(lexeme), type: "script", which: lexeme.type });
  state.resume = state.position;
  state.pending = 1;
  state.wanting = lexeme;
}

function prime(state: State, lexeme: Of<"prime">): void {
  if (state.pending > 0) return lone(state, lexeme, "\\prime");
  if (state.position === "start") {
    state.out.push(emptyAt(lexeme));
    state.position = "operand";
  }
  state.out.push({ ...place(lexeme), type: "mark", which: "prime" });
}

/** `\max(a, b)` and the label in x_{\max} are words; with a subscript or a body it is a big operator. */
function big(state: State, lexeme: Of<"big">, i: number): void {
  const following = next(state, i);
  const call = (following?.type === "open" && (following.fence === "round" || following.fence === "curly")) || following?.type === "tight";
  const script = following?.type === "sub" || following?.type === "sup";
  const label = !script && !startsOperand(following);
  if (state.pending > 0 || (listFunctions.has(lexeme.name) && (call || label))) {
    const at = place(lexeme);
    state.out.push({ ...at, type: "atom", node: { kind: "word", text: lexeme.name, command: lexeme.text, span: spanOf(at) } });
    return operandDone(state);
  }
  state.out.push(lexeme);
  state.bodies++;
  state.position = "head";
}

/** Words are an operand beside an operator (`\text{loss} = a`), else they divide the formulas around them. */
function prose(state: State, lexeme: Of<"prose">, i: number): void {
  const before = state.out[state.out.length - 1]?.type;
  const opening = before === undefined || before === "open" || before === "tight" || before === "begin" || before === "amp" || before === "newline" || before === "separator" || before === "divider";
  const following = next(state, i);
  const divides = state.pending === 0 && (state.position === "operand" || (opening && startsOperand(following) && following?.type !== "sign" && following?.type !== "prose"));
  if (divides) {
    endBodies(state, i);
    state.out.push({ ...place(lexeme), type: "divider", words: lexeme.words });
    state.position = "start";
    return;
  }
  state.out.push({ ...place(lexeme), type: "atom", node: { kind: "prose", text: lexeme.words, span: spanOf(lexeme) } });
  operandDone(state);
}

const isQuantifier = (l: Of<"atom">): boolean => l.node.kind === "letter" && l.node.name === "\\forall";

/** Parts two formulas of a row, when one is complete and no bracket is open. */
function divide(state: State, i: number, at: Place, words: string): void {
  const inner = innermost(state);
  if (state.pending > 0 || state.position !== "operand" || (inner !== undefined && inner.kind !== "environment")) return;
  endBodies(state, i);
  state.out.push({ ...place(at), type: "divider", words });
  state.position = "start";
}

/** A wide space parts two formulas of a row; anywhere else it is spacing. */
function quad(state: State, lexeme: Of<"quad">, i: number): void {
  const following = next(state, i);
  if (startsOperand(following) && following?.type !== "prose" && following?.type !== "sign") divide(state, i, lexeme, " ");
}

function font(state: State, lexeme: Of<"font">): void {
  if (lexeme.font === null) return;
  const before = state.out[state.out.length - 1];
  if (before?.type === "open" && before.fence === null) state.out[state.out.length - 1] = { ...before, font: lexeme.font };
  else state.error = readError("unsupported", lexeme, `${lexeme.text} is read only right after an opening brace.`, "a font with braces", `Write \\mathbf{…}, or {${lexeme.text} …}.`);
}
