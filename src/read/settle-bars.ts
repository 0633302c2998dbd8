/** Bars: |x|, ‖x‖, the condition in P(a | b), and the evaluation f|_{x=0}. */
import { crossed, unopened } from "./errors.ts";
import { countAhead } from "./neighbours.ts";
import { finish } from "./settle-brackets.ts";
import { endBodiesAt, innermost, type Of, place, push, type Settled, type State, spanOf } from "./settle-state.ts";
import type { Fence } from "./syntax.ts";

export function bar(state: State, lexeme: Of<"bar">, i: number): Settled {
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
    if (written && countAhead(state, i, (l) => l.type === "bar" && l.double) % 2 === 0) return twice(state, lexeme, i);
    return openBar(state, lexeme, fence);
  }
  if (closes) return finish(state, frame, lexeme, fence);
  if (written && inBars) return twice(state, lexeme, i);
  const following = state.lexemes[i + 1]?.type;
  if (!lexeme.double && (following === "sub" || following === "sup")) return evaluation(state, lexeme);
  const twins = countAhead(state, i, (l) => l.type === "bar" && l.double === lexeme.double && l.side === null);
  // Inside brackets a single bar may be a condition, P(a | b); elsewhere it opens as soon as a partner follows.
  const opens = frame?.kind === "bracket" ? twins % 2 === 1 : twins > 0;
  return opens ? openBar(state, lexeme, fence) : middle(state, lexeme);
}

function openBar(state: State, lexeme: Of<"bar">, fence: Fence): Settled {
  state.out.push({ ...place(lexeme), type: "open", fence, font: null });
  return push(state, lexeme, "bar", fence, state.out.length - 1);
}

/** `\right|` closes a bar, or the invisible `\left.` of an evaluation. */
function rightBar(state: State, lexeme: Of<"bar">, fence: Fence): Settled {
  const frame = innermost(state);
  if (frame?.kind === "bar") return finish(state, frame, lexeme, frame.fence ?? fence);
  if (frame?.opener.type === "open" && frame.opener.sized && frame.opener.fence === null) return finish(state, frame, lexeme, "evaluation");
  if (frame === undefined && state.position === "operand" && lexeme.side === "right") return evaluation(state, lexeme);
  return frame === undefined ? unopened(lexeme.text, lexeme) : crossed(frame.opener.text, lexeme.text, lexeme);
}

/** `||` where two single bars meet: |a + |b|| and |a||b|. */
function twice(state: State, lexeme: Of<"bar">, i: number): Settled {
  const half: Of<"bar"> = { ...lexeme, double: false, text: "|" };
  return bar(state, { ...half, end: lexeme.start + 1 }, i) ?? bar(state, { ...half, start: lexeme.end - 1 }, i);
}

function middle(state: State, lexeme: Of<"bar">): Settled {
  endBodiesAt(state, lexeme.start);
  state.out.push({ ...place(lexeme), type: "separator", separator: "|" });
  state.position = "start";
  return null;
}

/** The bar of f|_{x=0}: an evaluation of what stands before it in its run, gathered in `tree.ts`. */
function evaluation(state: State, lexeme: Of<"bar">): Settled {
  const span = spanOf(lexeme);
  state.out.push({
    ...place(lexeme),
    type: "atom",
    node: { kind: "group", fence: "evaluation", body: { kind: "empty", span: { start: lexeme.start, end: lexeme.start } }, span },
  });
  state.position = "operand";
  return null;
}
