/**
 * The finished parse becomes the syntax tree, once: left-nested lists are unrolled by loops, spans are computed, scripts gathered.
 */
import { absurd, Bug } from "../shape/result.ts";
import { isDraft, type Piece } from "./draft.ts";
import { tooDeep } from "./errors.ts";
import { depthLimit } from "./settle-state.ts";
import type { ReadError, Syntax } from "./syntax.ts";
import { type Context, nothing, token } from "./tree-context.ts";
import { application, environment, group, one, two } from "./tree-groups.ts";
import { between, binary, chain, list, phrase, run, signed, sum } from "./tree-lists.ts";
import { big, scripts } from "./tree-scripts.ts";

export function buildTree(piece: Piece, start: number): { readonly syntax: Syntax; readonly error: ReadError | null } {
  const context: Context = { error: null, at: start, build: (part, depth) => build(context, part, depth) };
  return { syntax: context.build(piece, 0), error: context.error };
}

function build(context: Context, piece: Piece, depth: number): Syntax {
  if (depth > 4 * depthLimit) {
    context.error ??= tooDeep({ start: context.at, end: context.at }, depthLimit);
    return nothing(context);
  }
  if (!isDraft(piece)) return token(context, piece, "atom").node;
  switch (piece.rule) {
    case "empty":
      return nothing(context);
    case "phrase":
      return phrase(context, piece, depth);
    case "list":
      return list(context, piece, depth);
    case "chain":
      return chain(context, piece, depth);
    case "between":
      return between(context, piece, depth);
    case "sum":
      return sum(context, piece, depth);
    case "sign":
      return signed(context, piece, depth);
    case "binary":
      return binary(context, piece, depth);
    case "run":
      return run(context, piece, depth);
    case "scripts":
      return scripts(context, piece, depth);
    case "application":
      return application(context, piece, depth);
    case "group":
      return group(context, piece, depth);
    case "one":
      return one(context, piece, depth);
    case "two":
      return two(context, piece, depth);
    case "environment":
      return environment(context, piece, depth);
    case "big":
      return big(context, piece, depth);
    case "rows":
    case "row":
      throw new Bug(`rule ${piece.rule} does not stand alone`);
    default:
      return absurd(piece.rule);
  }
}
