/** Numbers, scripts, big operators, words and spaces. */
import type { Place, TokenType } from "./lexeme.ts";
import { next, startsOperand } from "./neighbours.ts";
import { divide, emptyAt, endBodies, lone, type Of, operandDone, place, type Settled, type State, spanOf } from "./settle-state.ts";
import { listFunctions } from "./symbols.ts";

export function number(state: State, lexeme: Of<"number">, i: number): Settled {
  let { start } = lexeme;
  // `.5` behind no operand is a half; the point of x.5 has become an operator.
  const before = state.lexemes[i - 1];
  const pointed = before?.type === "stop" && before.end === lexeme.start && state.out[state.out.length - 1]?.end !== before.end;
  let rest = lexeme.text;
  while (rest !== "") {
    const text = state.tex && state.pending > 0 ? rest.slice(0, 1) : rest;
    const width = lexeme.end - lexeme.start === lexeme.text.length ? text.length : 0;
    const at: Place = width === 0 ? place(lexeme) : { start, end: start + width, text };
    state.out.push({
      ...at,
      type: "atom",
      node: { kind: "number", text: (pointed ? "0." : "") + text.replaceAll("{,}", ""), span: spanOf(at) },
    });
    operandDone(state);
    start += width;
    rest = rest.slice(text.length);
  }
  return null;
}

export function script(state: State, lexeme: Of<"sup"> | Of<"sub"> | Of<"power">): Settled {
  if (state.position === "start") {
    state.out.push(emptyAt(lexeme));
    state.position = "operand";
  }
  state.out.push({ ...place(lexeme), type: "script", which: lexeme.type });
  state.resume = state.position;
  state.pending = 1;
  state.wanting = lexeme;
  return null;
}

export function prime(state: State, lexeme: Of<"prime">): Settled {
  if (state.pending > 0) return lone(state, lexeme, "\\prime");
  if (state.position === "start") {
    state.out.push(emptyAt(lexeme));
    state.position = "operand";
  }
  state.out.push({ ...place(lexeme), type: "mark", which: "prime" });
  return null;
}

/** `\max(a, b)` and the label in x_{\max} are words; with a subscript or a body it is a big operator. */
export function big(state: State, lexeme: Of<"big">, i: number): Settled {
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
  return null;
}

const openers: ReadonlySet<TokenType> = new Set<TokenType>(["open", "tight", "begin", "amp", "newline", "separator", "divider"]);

/** Words are an operand beside an operator (`\text{loss} = a`), else they divide the formulas around them. */
export function prose(state: State, lexeme: Of<"prose">, i: number): Settled {
  const before = state.out[state.out.length - 1]?.type;
  const opening = before === undefined || openers.has(before);
  const following = next(state, i);
  const divides =
    state.pending === 0 &&
    (state.position === "operand" || (opening && startsOperand(following) && following?.type !== "sign" && following?.type !== "prose"));
  if (divides) {
    endBodies(state, i);
    state.out.push({ ...place(lexeme), type: "divider", words: lexeme.words });
    state.position = "start";
    return null;
  }
  state.out.push({ ...place(lexeme), type: "atom", node: { kind: "prose", text: lexeme.words, span: spanOf(lexeme) } });
  return operandDone(state);
}

/** A wide space parts two formulas of a row; anywhere else it is spacing. */
export function quad(state: State, lexeme: Of<"quad">, i: number): Settled {
  const following = next(state, i);
  if (startsOperand(following) && following?.type !== "prose" && following?.type !== "sign") divide(state, i, lexeme, " ");
  return null;
}

export function font(state: State, lexeme: Of<"font">): Settled {
  if (lexeme.font === null) return null;
  const before = state.out[state.out.length - 1];
  // `rewrite-latex.ts` has given every font braces of its own.
  if (before?.type === "open" && before.fence === null) state.out[state.out.length - 1] = { ...before, font: lexeme.font };
  return null;
}
