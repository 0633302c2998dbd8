/** What a step is built with: the terms of one unit, its environments by epoch and layout, both sides of a relation. */
import type { Environment, Terms } from "../expr/index.ts";
import { build, buildSides } from "../read/build.ts";
import { buildEnvironment } from "../read/build-environment.ts";
import type { Analysis, Built, Layout, ReadingName, Term } from "../read/meaning.ts";
import type { ReadUnit } from "../read/read.ts";
import type { ReadError } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import type { Result } from "../shape/index.ts";
import type { Deciding } from "./judge.ts";
import type { Taint } from "./taint.ts";

export interface StepInput {
  readonly terms: Terms;
  readonly unit: ReadUnit;
  readonly layout: Layout;
  readonly deciding: Deciding;
  /** Layouts in which each claim is tried besides, to list where it holds. */
  readonly others: readonly Layout[];
  readonly taints: readonly Taint[];
}

export interface Builders {
  readonly environment: (
    epoch: number,
    layout: Layout,
  ) => { readonly environment: Environment; readonly failed: ReadonlyMap<string, ReadError> };
  readonly term: (term: Term, epoch: number, layout: Layout, readings: ReadonlySet<ReadingName>) => Result<Built, ReadError>;
  readonly sides: (
    left: Term,
    right: Term,
    l: ReadLink,
    inequality: boolean,
    layout: Layout,
    readings: ReadonlySet<ReadingName>,
  ) => Result<{ readonly lhs: Built; readonly rhs: Built }, ReadError>;
}

export function createBuilders(input: StepInput): Builders {
  const { terms, unit } = input;
  const environments = new Map<string, ReturnType<Builders["environment"]>>();
  const analysisOf = (epoch: number): Analysis => unit.unit.analyses[epoch] as Analysis;
  return {
    environment: (epoch, layout) => {
      const key = `${epoch}/${layout}`;
      const known = environments.get(key);
      if (known) return known;
      const made = buildEnvironment(terms, analysisOf(epoch), layout);
      environments.set(key, made);
      return made;
    },
    term: (term, epoch, layout, readings) => build(terms, analysisOf(epoch), term, { layout, readings }),
    sides: (left, right, l, inequality, layout, readings) =>
      buildSides(terms, analysisOf(l.epoch), left, right, { layout, readings, inequality, head: headOf(l, unit) }),
  };
}

/** The first member of the chain, where a limit may stand that later members leave out. */
function headOf(l: ReadLink, unit: ReadUnit): Term | null {
  const first = unit.unit.links.find((x) => x.link.chain === l.link.chain && x.link.position === 0 && x.link.scope === l.link.scope);
  return first?.left.ok ? first.left.value.term : null;
}
