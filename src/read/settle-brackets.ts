/** Brackets, braces and environments: every closing one must match, and \left…\right may pair any two. */
import { crossed, environmentMismatch, unclosed, unopened } from "./errors.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { endBodiesAt, type Frame, innermost, type Of, place, pop, push, type Settled, type State } from "./settle-state.ts";
import type { Fence } from "./syntax.ts";

export function open(state: State, lexeme: Lexeme, fence: Fence, type: "open" | "tight"): Settled {
  state.out.push(type === "tight" ? { ...place(lexeme), type, fence } : { ...place(lexeme), type, fence, font: null });
  return push(state, lexeme, "bracket", fence, state.out.length - 1);
}

const sizedFence = (left: Fence | null, right: Fence | null): Fence | undefined => {
  if (left === right) return left ?? "evaluation";
  if (left === null) return right ?? "evaluation";
  if (right === null) return left === "curly" ? "left-curly" : left;
  if (left === "round" && right === "square") return "round-square";
  return left === "square" && right === "round" ? "square-round" : undefined;
};

export function close(state: State, lexeme: Of<"close">): Settled {
  const frame = innermost(state);
  if (frame === undefined) return unopened(lexeme.text, lexeme);
  const left = frame.opener.type === "open" || frame.opener.type === "tight" || frame.opener.type === "bar" ? frame.opener : null;
  const sized = left !== null && "sized" in left ? left.sized : left?.type === "bar" && left.side === "left";
  const opening = left?.type === "open" ? left.fence : frame.fence;
  const fence = left === null || (sized !== lexeme.sized && opening !== lexeme.fence) ? undefined : sizedFence(opening, lexeme.fence);
  // Brackets of two kinds make an interval, which has a comma: (a, b].
  const interval = fence === "round-square" || fence === "square-round";
  if (fence === undefined || (interval && !state.out.slice(frame.token).some((t) => t.type === "separator"))) {
    return crossed(frame.opener.text, lexeme.text, lexeme);
  }
  return finish(state, frame, lexeme, fence);
}

export function finish(state: State, frame: Frame, closer: Place, fence: Fence): Settled {
  const opening = state.out[frame.token];
  if (opening !== undefined && (opening.type === "open" || opening.type === "tight")) state.out[frame.token] = { ...opening, fence };
  return closeFrame(state, closer);
}

function closeFrame(state: State, closer: Place): Settled {
  endBodiesAt(state, closer.start);
  state.out.push({ ...place(closer), type: "close" });
  pop(state);
  return null;
}

export function rbrace(state: State, lexeme: Of<"rbrace">): Settled {
  const frame = innermost(state);
  if (frame === undefined) return unopened("}", lexeme);
  if (frame.kind !== "brace") return crossed(frame.opener.text, "}", lexeme);
  return closeFrame(state, lexeme);
}

export function end(state: State, lexeme: Of<"end">): Settled {
  const frame = innermost(state);
  if (frame?.opener.type !== "begin" || frame.opener.name !== lexeme.name) {
    if (frame === undefined || frame.kind === "environment") return environmentMismatch(lexeme.name, lexeme);
    return unclosed(frame.opener.text, frame.opener);
  }
  endBodiesAt(state, lexeme.start);
  state.out.push(lexeme);
  pop(state);
  return null;
}

/** `&` and `\\` divide an environment; outside of one they are layout. */
export function cellEnd(state: State, lexeme: Of<"amp"> | Of<"newline">): Settled {
  const frame = innermost(state);
  if (frame !== undefined && frame.kind !== "environment") return unclosed(frame.opener.text, frame.opener);
  endBodiesAt(state, lexeme.start);
  if (frame !== undefined) state.out.push(lexeme);
  else if (lexeme.type === "newline" && state.position === "operand") state.out.push({ ...place(lexeme), type: "divider", words: " " });
  else return null;
  state.position = "start";
  return null;
}
