/** Chains as people write them, over rows and displays: a = b, then "= c" in the next row, is one chain with the members a, b, c. */
import type { ReadUnit } from "../read/read.ts";
import type { Link } from "../read/statements.ts";
import type { ReadLink } from "../read/unit.ts";
import type { StepInput } from "./builders.ts";
import type { Judgement, Step } from "./report.ts";

/** A step with what it was judged from. What could not be read at all has only its place. */
export interface Located {
  readonly step: Step;
  readonly source: Source | null;
}

export interface Source {
  readonly link: ReadLink;
  readonly input: StepInput;
  /** What a verdict counts for under the rules in force. */
  readonly judge: (judged: Pick<Step, "verdict" | "qualifiers">) => Judgement;
}

/** A located step that was read. */
export interface Read extends Located {
  readonly source: Source;
}

export const isRead = (l: Located): l is Read => l.source !== null;

/** The links of one chain, in order. */
export type Chain = readonly Read[];

/** A side that a row inherits is the one that stands there. */
const placeOf = ({ span }: Link["rhs"]): string => `${span.start}-${span.end}`;

const unitOf = (l: Read): ReadUnit => l.source.input.unit;

/** Every step's chain. A row that inherits its left side goes on with the chain that left side ends. */
export function chainsOf(steps: readonly Located[]): readonly Chain[] {
  const chains: Read[][] = [];
  const endingAt = new Map<string, Read[]>();
  const byId = new Map<string, Read[]>();
  for (const step of steps.filter(isRead)) {
    const { link } = step.source.link;
    const id = `${unitOf(step).unit.scope.span.start}/${link.chain}`;
    const open = byId.get(id) ?? (link.inherited ? endingAt.get(placeOf(link.lhs)) : undefined);
    const chain = open ?? [];
    if (!open) chains.push(chain);
    chain.push(step);
    byId.set(id, chain);
    endingAt.set(placeOf(link.rhs), chain);
  }
  return chains;
}
