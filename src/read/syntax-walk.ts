/** Walks over the surface tree. */
import type { Name } from "../expr/index.ts";
import { atomName } from "./resolve-names.ts";
import type { Syntax } from "./syntax.ts";

const isSyntax = (x: unknown): x is Syntax => typeof x === "object" && x !== null && "kind" in x && "span" in x;

/** Every part of a formula. */
export function* partsOfSyntax(s: Syntax): Generator<Syntax> {
  yield s;
  for (const value of Object.values(s)) {
    for (const x of Array.isArray(value) ? value.flat() : [value]) {
      if (isSyntax(x)) yield* partsOfSyntax(x);
      else if (typeof x === "object" && x !== null) for (const y of Object.values(x)) if (isSyntax(y)) yield* partsOfSyntax(y);
    }
  }
}

/** Names that stand in a formula without a position. */
export function bareIn(s: Syntax): readonly Name[] {
  const out: Name[] = [];
  const go = (x: Syntax): void => {
    if (x.kind === "letter" || x.kind === "styled" || x.kind === "accent") {
      const name = atomName(x);
      if (name !== null) out.push(name);
      return;
    }
    const parts = x.kind === "scripts" && x.sub && atomName(x.base) !== null ? [x.sub, x.sup] : Object.values(x);
    const into = (value: unknown): void => {
      if (Array.isArray(value)) for (const y of value) into(y);
      else if (isSyntax(value)) go(value);
      else if (typeof value === "object" && value !== null) for (const y of Object.values(value)) if (isSyntax(y) || Array.isArray(y)) into(y);
    };
    for (const part of parts) into(part);
  };
  go(s);
  return out;
}
