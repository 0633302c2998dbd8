/**
 * Sentences that change what stands above them ("for the following, assume that (4) is full instead of valid").
 *
 * Such a sentence holds to the end of its problem. Where it was not understood, the definitions it names are tainted: by equation number, by
 * name, else all of them. A claim that uses a tainted definition is not judged, accepted or refuted alike.
 */
import { calledFunctions, type Environment, type Expr, freeSymbols, type Name } from "../expr/index.ts";
import { introducedBy } from "../read/introduce.ts";
import type { Context } from "../read/statements.ts";
import type { ReadLink, Unit } from "../read/unit.ts";

export interface Taint {
  /** Claims that start after this offset are concerned. */
  readonly from: number;
  readonly names: ReadonlySet<Name>;
  readonly sentence: string;
}

/** Understood when the sentence holds nothing but relations that were read as assumptions or definitions. */
function understood(context: Context, unit: Unit): boolean {
  if (context.equations.length > 0) return false;
  const inside = unit.links.filter((l) => l.link.sentence.trim() === context.sentence && l.link.scope === context.scope);
  return (
    inside.length > 0 &&
    inside.every(
      (l) => l.kind.kind === "assumption" || l.kind.kind === "definition" || l.kind.kind === "declaration" || l.kind.kind === "claim",
    )
  );
}

export function taintsOf(unit: Unit, contexts: readonly Context[]): readonly Taint[] {
  return contexts
    .filter((c) => !understood(c, unit))
    .map((c) => ({ from: c.span.start, names: namesOf(c, unit.links), sentence: c.sentence }));
}

function namesOf(context: Context, links: readonly ReadLink[]): ReadonlySet<Name> {
  const defined = links.flatMap((l) => (l.definition ? [{ name: l.definition.name, tag: l.link.tag }] : []));
  const tagged = defined.filter((d) => d.tag !== null && context.equations.includes(d.tag)).map((d) => d.name);
  const named = context.names.flatMap((s) => introducedBy(s)?.name ?? []);
  const said = new Set([...tagged, ...named]);
  return said.size > 0 ? said : new Set(defined.map((d) => d.name));
}

/** The first tainted definition that the terms rest on, through the definitions in force. */
export function taintedBy(
  terms: readonly Expr[],
  named: ReadonlySet<Name>,
  environment: Environment,
  taints: readonly Taint[],
  at: number,
): Taint | null {
  const active = taints.filter((t) => t.from < at);
  if (active.length === 0) return null;
  const used = usedNames(terms, named, environment);
  return active.find((t) => [...t.names].some((n) => used.has(n))) ?? null;
}

/** Names that terms rest on, through the definitions in force; `named` are those that only the notation mentions (the a of |a|). */
export function usedNames(terms: readonly Expr[], named: ReadonlySet<Name>, environment: Environment): ReadonlySet<Name> {
  const seen = new Set<Name>();
  const queue: Name[] = [...named, ...terms.flatMap(namesOfTerm)];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const definition = environment.definitions.get(name);
    if (!definition) continue;
    const params = new Set(definition.params.map((p) => p.name));
    queue.push(...namesOfTerm(definition.body).filter((n) => !params.has(n)));
  }
  return seen;
}

const namesOfTerm = (e: Expr): readonly Name[] => [...freeSymbols(e).keys(), ...calledFunctions(e)];
