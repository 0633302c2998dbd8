/**
 * Letters that are labels below a name, not positions: the gates of i_t = σ(W_i x_t + …), where the quantity of that letter is computed from
 * what bears it; and the x and h of W_{xh}, W_x, b_h, which are arrays themselves.
 */
import type { Name } from "../expr/index.ts";
import { atomName, labelText, withLabel } from "./resolve-names.ts";
import { subscriptItems } from "./resolve-scripts.ts";
import type { Link } from "./statements.ts";
import type { Syntax } from "./syntax.ts";
import { partsOfSyntax } from "./syntax-walk.ts";

const plainLetter = (s: Syntax): Name | null => (s.kind === "letter" && /^[A-Za-z]$/.test(s.name) ? s.name : null);

/** Operators that bear a variable below. */
const operators = /^(?:[JDHEPQ]|\\(?:nabla|partial|delta|Delta|mathbb|mathrm|mathbf\{[EP]\}).*)$/;

interface Labelled {
  readonly base: Name;
  readonly labels: readonly Name[];
  readonly name: Name;
}

/** `W` and `x`, `h` of W_{xh}. */
function labelled(s: Syntax): Labelled | null {
  if (s.kind !== "scripts" || !s.sub || s.primes > 0) return null;
  const base = atomName(s.base);
  const items = subscriptItems(s.sub);
  const labels = items.flatMap((i) => plainLetter(i) ?? []);
  const text = labelText(s.sub);
  if (base === null || operators.test(base) || text === null || labels.length !== items.length) return null;
  return { base, labels, name: withLabel(base, "_", text) };
}

const partsOf = (l: Link): readonly Syntax[] => [...partsOfSyntax(l.lhs.syntax), ...partsOfSyntax(l.rhs.syntax)];

/** Letters whose quantity is computed from what bears them below. */
function gates(links: readonly Link[]): readonly Name[] {
  return links.flatMap((l) => {
    const left = l.lhs.syntax.kind === "scripts" ? plainLetter(l.lhs.syntax.base) : plainLetter(l.lhs.syntax);
    if (left === null || (l.symbol !== "=" && l.symbol !== ":=") || l.inherited) return [];
    const bears = [...partsOfSyntax(l.rhs.syntax)].map(labelled);
    return bears.some((b) => b?.labels.length === 1 && b.labels[0] === left && b.base !== left) ? [left] : [];
  });
}

/** The names with such labels, as they are written: `a_i`, `W_f`, `W_{xh}`. `isArray` tells the letters that are arrays themselves. */
export function labelledNames(links: readonly Link[], families: ReadonlySet<Name>, isArray: (name: Name) => boolean): ReadonlySet<Name> {
  const parts = links.flatMap(partsOf);
  // What is summed over is a position all the same.
  const summed = new Set(
    parts.flatMap((s) => (s.kind === "big" && s.sub ? [...partsOfSyntax(s.sub)].flatMap((p) => plainLetter(p) ?? []) : [])),
  );
  const ownGates = new Set(gates(links));
  const isLabel = (name: Name): boolean => !summed.has(name) && (ownGates.has(name) || families.has(name) || isArray(name));
  return new Set(
    parts.flatMap((s) => {
      const found = labelled(s);
      return found?.labels.every(isLabel) && !families.has(found.base) ? [found.name] : [];
    }),
  );
}
