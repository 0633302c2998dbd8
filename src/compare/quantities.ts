/** Questions about the names of a claim: what depends on what, what stands on one side only. */
import { childrenOf, type Expr, type Name, nodesOf } from "../expr/index.ts";
import { type Reach, reachOf } from "./reach.ts";
import type { Claim } from "./types.ts";

/** An undeclared name that one side mentions and the other does not; null when there is none. */
export function oneSided(claim: Claim): Name | null {
  if (!claim.undeclared || claim.undeclared.size === 0) return null;
  const names = (e: Expr): ReadonlySet<Name> => {
    const reach = reachOf(claim.environment, [e]);
    return new Set([...reach.symbols.keys(), ...reach.abstract]);
  };
  const left = names(claim.lhs);
  const right = names(claim.rhs);
  for (const name of claim.undeclared) if (left.has(name) !== right.has(name)) return name;
  return null;
}

/**
 * Says what is missing where a derivative is taken of something whose dependence is not known: a bare name without a definition, or a
 * term with an undeclared name. A complete definition that does not mention the variable has derivative 0, and null is the answer.
 */
export function dependence(claim: Claim): { readonly reason: "not-a-function-of" | "undefined-symbol"; readonly detail: string } | null {
  const reach = reachOf(claim.environment, [claim.lhs, claim.rhs]);
  for (const x of reach.nodes) {
    if (x.kind !== "deriv") continue;
    const below = reachOf(claim.environment, [x.of]);
    if (reachesVariable(below, x.by)) continue;
    const bare = x.of.kind === "sym" && !claim.environment.definitions.has(x.of.name) ? x.of.name : null;
    const open = bare ?? [...below.symbols.keys(), ...below.abstract].find((n) => claim.undeclared?.has(n));
    if (open) {
      const reason = claim.undeclared?.has(open) ? "undefined-symbol" : "not-a-function-of";
      return { reason, detail: `nothing says how ${open} depends on the variable` };
    }
  }
  return null;
}

/** The variable occurs below, as a node or through one of its names. */
function reachesVariable(below: Reach, by: Expr): boolean {
  if (below.nodes.includes(by)) return true;
  const names = nodesOf(by).flatMap((x) => (x.kind === "sym" && x.sort === "real" ? [x.name] : x.kind === "call" ? [x.fn] : []));
  return below.nodes.some((x) => (x.kind === "sym" && names.includes(x.name)) || (x.kind === "call" && names.includes(x.fn)));
}

/**
 * What forbids a refutation, in words; null where nothing does.
 *
 * An expectation over a named distribution: three random atoms stand for it, so what is linear is accepted, but a line that fails for them
 * may hold for the distribution that is meant. A quantity written as text that was not understood (`p(x \mid y)`): its parts are not seen.
 */
export function unknowable(claim: Claim): string | null {
  const reach = reachOf(claim.environment, [claim.lhs, claim.rhs]);
  for (const x of reach.nodes)
    if (x.kind === "bind" && x.domain.kind === "distribution")
      return `an expectation over ${x.domain.name}, of which only the name is known`;
  const opaque = [...reach.symbols.keys()].find(isText);
  return opaque === undefined ? null : `${opaque} is taken as one quantity, its parts are not understood`;
}

/** A name with a bracket outside its scripts is a piece of text. */
function isText(name: Name): boolean {
  let depth = 0;
  for (const c of name) {
    if (c === "{") depth++;
    else if (c === "}") depth--;
    else if (depth === 0 && (c === "(" || c === "[")) return true;
  }
  return false;
}

/** The highest order to which an abstract function is differentiated in the claim: slots, and derivatives around it. */
export function highestCallOrder(reach: Reach): number {
  if (reach.abstract.size === 0) return 0;
  const order = new Map<Expr, number>();
  let highest = 0;
  for (const x of reach.nodes) {
    const below = childrenOf(x).reduce((most, c) => Math.max(most, order.get(c) ?? 0), 0);
    const here = below + (x.kind === "call" ? x.slots.length : x.kind === "deriv" ? 1 : 0);
    order.set(x, here);
    highest = Math.max(highest, here);
  }
  return highest;
}
