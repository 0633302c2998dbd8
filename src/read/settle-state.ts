/** The state of `settle.ts` as it walks over a formula, and the steps all its parts share. */
import { readError } from "./errors.ts";
import type { Lexeme, Place, Token } from "./lexeme.ts";
import type { Fence, ReadError, Span } from "./syntax.ts";

export const depthLimit = 100;

export type Position = "start" | "operand" | "head";

export interface Frame {
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

export interface State {
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
}

/** What settling a lexeme answers: the error that ends the walk, or null. */
export type Settled = ReadError | null;

export type Of<T extends Lexeme["type"]> = Extract<Lexeme, { type: T }>;

export const spanOf = (l: Place): Span => ({ start: l.start, end: l.end });

export const place = (l: Place): Place => ({ start: l.start, end: l.end, text: l.text });

export const emptyAt = (at: Place): Token => ({
  ...place(at),
  type: "atom",
  node: { kind: "empty", span: { start: at.start, end: at.start } },
});

export const innermost = (state: State): Frame | undefined => state.frames[state.frames.length - 1];

export function operandDone(state: State): null {
  if (state.pending === 0) state.position = "operand";
  else if (--state.pending === 0) state.position = state.resume;
  else state.position = "start";
  return null;
}

/** A command that takes `count` arguments begins here; it may itself be one. */
export function wantArguments(state: State, head: Lexeme, count: number): null {
  if (state.pending > 0) state.pending += count - 1;
  else {
    state.pending = count;
    state.resume = "operand";
  }
  state.wanting = head;
  return null;
}

export const missingArgument = (head: Place): ReadError =>
  readError("unfinished", head, `${head.text.slice(0, 20)} still wants an argument.`, "an argument in braces", "Add {…} after it.");

export function push(state: State, opener: Lexeme, kind: Frame["kind"], fence: Fence | null, token: number): null {
  const argument = state.pending > 0;
  state.frames.push({
    opener,
    kind,
    fence,
    token,
    pending: argument ? state.pending - 1 : 0,
    resume: argument ? state.resume : "operand",
    bodies: state.bodies,
  });
  state.pending = 0;
  state.bodies = 0;
  state.position = "start";
  return null;
}

export function pop(state: State): void {
  const frame = state.frames.pop();
  if (frame === undefined) return;
  state.pending = frame.pending;
  state.resume = frame.resume;
  state.bodies = frame.bodies;
  state.position = frame.pending > 0 ? "start" : frame.resume;
}

/** The bodies of the big operators of this level end before the lexeme at `i`. */
export const endBodies = (state: State, i: number): void =>
  endBodiesAt(state, state.lexemes[i]?.start ?? state.lexemes[state.lexemes.length - 1]?.end ?? 0);

export function endBodiesAt(state: State, at: number): void {
  for (; state.bodies > 0; state.bodies--) state.out.push({ start: at, end: at, text: "", type: "stop" });
}

/** Parts two formulas of a row, when one is complete and no bracket is open. */
export function divide(state: State, i: number, at: Place, words: string): void {
  const inner = innermost(state);
  if (state.pending > 0 || state.position !== "operand" || (inner !== undefined && inner.kind !== "environment")) return;
  endBodies(state, i);
  state.out.push({ ...place(at), type: "divider", words });
  state.position = "start";
}

export function lone(state: State, lexeme: Lexeme, name: string): null {
  const at = place(lexeme);
  state.out.push({
    ...at,
    type: "atom",
    node: name === "\\cdot" ? { kind: "placeholder", span: spanOf(at) } : { kind: "letter", name, span: spanOf(at) },
  });
  return operandDone(state);
}
