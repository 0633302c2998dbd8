/**
 * Solutions: lines that say where a derivative vanishes. "Setting this to zero gives w = …" gives w a value from there on; above, w stays
 * free. `ŵ = …`, `w^* = …` name the point and leave w free. Which derivative is meant: the nearest one above by the variable that is solved for.
 */
import type { Name } from "../expr/index.ts";
import { isFamily } from "./families.ts";
import type { Term, TermDefinition } from "./meaning.ts";
import { variablesIn } from "./resolve-walk.ts";
import { isWithin } from "./scopes.ts";
import type { Link } from "./statements.ts";
import type { ReadLink } from "./unit.ts";

/** A derivative that is said to be zero. `value` is what the document says of it, null where it says nothing. */
export interface Vanishing {
  readonly derivative: Term;
  readonly value: Term | null;
  readonly variables: readonly Name[];
}

export interface Solution {
  /** Nearest first. */
  readonly vanishing: readonly Vanishing[];
  /** The variable that gets this line's value, where the line is of that form. */
  readonly variable: Name | null;
  /** The name of the value when it is another one than the variable: ŵ. */
  readonly named: Name | null;
}

const zeroWords =
  /\b(?:set(?:s|ting)?|equat(?:e|es|ing)|put(?:ting)?)\b[^.]*(?:\b(?:zero|0)\b|=\s*0|⟨\d+⟩)|\b(?:vanish\w*|stationar\w+|critical\s+points?|optimal\w*|optim\w+|first[- ]order\s+conditions?|normal\s+equations?|minimi[sz]\w+|maximi[sz]\w+|solv(?:e|es|ing)|solution|estimat(?:e|or)|root)\b/i;

/** Whether the words around a relation say that a derivative is zero there. */
export const speaksOfZero = (link: Link): boolean => zeroWords.test(link.sentence);

/** `w` of ŵ, w^*, w_{MAP}, w_\star; null when the name bears no mark of a solution. */
export function plainOf(name: Name): Name | null {
  const accent = /^\\(?:hat|tilde|bar|widehat)\{(.+?)\}((?:_.*)?)$/su.exec(name);
  if (accent?.[1] !== undefined) return `${accent[1]}${accent[2] ?? ""}`;
  const label =
    /^(.+?)(?:\^(?:\*|\{\*\}|\\star|\{\\star\}|\{?\\ast\}?|\{\\mathrm\{(?:opt|new|best)\}\})|_(?:\*|\{\*\}|\\star|\{\\star\}|\{\\mathrm\{[A-Za-z]+\}\}|\{(?:MAP|ML|MLE|opt|LS|OLS|new|min|max)\}))$/su.exec(
      name,
    );
  return label?.[1] ?? null;
}

/** The derivatives that lines above state, nearest first. */
function vanishingAbove(links: readonly ReadLink[], at: ReadLink): readonly Vanishing[] {
  const params = new Map(links.flatMap((l) => (l.definition ? [[l.definition.name, l.definition.params] as const] : [])));
  const chains = new Map<string, { readonly derivative: Term; value: Term | null }>();
  for (const l of links) {
    if (l.kind.kind !== "claim" && l.kind.kind !== "assumption") continue;
    if (!l.left.ok || !isWithin(at.link.scope, l.link.scope)) continue;
    const key = String(l.link.chain);
    const known = chains.get(key);
    const right = l.right.ok ? l.right.value.term : null;
    const isZero = right?.kind === "number" && right.value.n === 0n;
    if (l.left.value.term.kind === "derivative" && (l.link.position === 0 || !known))
      chains.set(key, { derivative: l.left.value.term, value: isZero ? null : right });
    else if (known && !isZero) known.value = right;
  }
  return [...chains.values()]
    .reverse()
    .map((c) => ({ ...c, variables: c.derivative.kind === "derivative" ? variablesIn(c.derivative, params) : [] }))
    .filter((v) => v.variables.length > 0)
    .slice(0, 4);
}

/** What a line solves, when its words speak of a zero and a derivative stands above. */
export function solutionOf(l: ReadLink, above: readonly ReadLink[], definition: TermDefinition | null): Solution | null {
  if (l.link.position !== 0 || l.link.inherited || l.link.symbol !== "=" || !speaksOfZero(l.link)) return null;
  if (l.left.ok && l.left.value.term.kind === "derivative") return null;
  const vanishing = vanishingAbove(above, l);
  const variables = new Set(vanishing.flatMap((v) => v.variables));
  const whole = definition && definition.at.length === 0 && (definition.params.length === 0 || isFamily(definition.name));
  const name = whole ? definition.name : null;
  const plain = name === null ? null : plainOf(name);
  if (name !== null && variables.has(name)) return { vanishing, variable: name, named: null };
  if (name !== null && plain !== null && variables.has(plain)) return { vanishing, variable: plain, named: name };
  return l.kind.kind === "claim" && vanishing.length > 0 ? { vanishing, variable: null, named: null } : null;
}
