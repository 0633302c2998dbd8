/**
 * What a step is built with: the terms of one unit, its environments by epoch and layout, both sides of a relation. A unit is gone through
 * once for each layout, and what was built on one round serves the next.
 */
import type { Book, Environment, Terms } from "../expr/index.ts";
import { build, buildSides } from "../read/build.ts";
import { buildEnvironment } from "../read/build-environment.ts";
import type { Analysis, Built, Layout, ReadingName, Term } from "../read/meaning.ts";
import type { ReadUnit } from "../read/read.ts";
import type { ReadError } from "../read/syntax.ts";
import { inLayout } from "../read/table.ts";
import type { ReadLink } from "../read/unit.ts";
import type { Result } from "../shape/index.ts";
import type { Deciding, Readable } from "./judge.ts";
import type { Taint } from "./taint.ts";

export interface StepInput {
  readonly terms: Terms;
  readonly unit: ReadUnit;
  readonly makers: Builders;
  readonly layout: Layout;
  readonly deciding: Deciding;
  /** Layouts in which each claim is tried besides, to list where it holds. */
  readonly others: readonly Layout[];
  readonly taints: readonly Taint[];
  readonly book: Book;
  readonly seed: number;
  /** Nothing but the claims themselves tells the layout. */
  readonly free: boolean;
}

export interface Builders {
  readonly terms: Terms;
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
    asked: Set<ReadingName>,
  ) => Result<{ readonly lhs: Built; readonly rhs: Built }, ReadError>;
  /** The claim of a link as it can be built, kept from round to round. */
  readonly readable: (l: ReadLink, make: () => Readable) => Readable;
}

export function createBuilders(terms: Terms, unit: ReadUnit): Builders {
  const environment = byEpoch((epoch, layout) => buildEnvironment(terms, analysisOf(epoch, layout), layout));
  const analysisOf = byEpoch((epoch, layout) => inLayout(unit.unit.analyses[epoch] as Analysis, layout));
  const readables = new Map<ReadLink, Readable>();
  return {
    terms,
    environment,
    term: (term, epoch, layout, readings) => build(terms, analysisOf(epoch, layout), term, { layout, readings }),
    sides: (left, right, l, inequality, layout, readings, asked) =>
      buildSides(terms, analysisOf(l.epoch, layout), left, right, { layout, readings, inequality, asked, head: headOf(l, unit) }),
    readable(l, make) {
      const known = readables.get(l) ?? make();
      readables.set(l, known);
      return known;
    },
  };
}

/** Made once for each epoch and layout. */
function byEpoch<T>(make: (epoch: number, layout: Layout) => T): (epoch: number, layout: Layout) => T {
  const made = new Map<string, T>();
  return (epoch, layout) => {
    const key = `${epoch}/${layout}`;
    const known = made.get(key) ?? make(epoch, layout);
    made.set(key, known);
    return known;
  };
}

/** The first member of the chain, where a limit may stand that later members leave out. */
function headOf(l: ReadLink, unit: ReadUnit): Term | null {
  const first = unit.unit.links.find((x) => x.link.chain === l.link.chain && x.link.position === 0 && x.link.scope === l.link.scope);
  return first?.left.ok ? first.left.value.term : null;
}
