/** The steps of one unit in one layout. */
import type { ReadLink } from "../read/unit.ts";
import type { StepInput } from "./builders.ts";
import { judgeClaim } from "./claim.ts";
import { clashing } from "./doubts.ts";
import { judgeGrowth, judgeProductCost } from "./growth.ts";
import { judgeImplication } from "./implication.ts";
import { fromSimple, type Judged, plain, undetermined } from "./judged.ts";
import { judgeLayer } from "./layers.ts";
import { judgeMembership, judgeSignature } from "./membership.ts";
import { readMessage } from "./message.ts";
import type { Step } from "./report.ts";
import { judgeSizes } from "./sizes.ts";
import { judgeSolution } from "./stationary.ts";
import { judgeRow } from "./truth-table.ts";

export interface UnitSteps {
  readonly steps: readonly { readonly order: number; readonly step: Step; readonly link: ReadLink }[];
  /** Steps that fail in this layout, whether or not a guessed shape keeps the refutation from standing. */
  readonly refuted: number;
}

export function stepsOfUnit(input: StepInput): UnitSteps {
  const own = input.unit.unit.links.filter((l) => input.unit.isOwn(l.link));
  const steps = own.map((l) => ({ order: input.unit.orderOf(l.link), step: stepOf(l, input), link: l }));
  return { steps, refuted: steps.filter((s) => s.step.verdict === "refuted" || s.step.reason === "ambiguous-reading").length };
}

function stepOf(l: ReadLink, input: StepInput): Step {
  const judged = judgeLink(l, input);
  return {
    n: 0,
    span: input.unit.placeOf(l.link.span),
    scope: l.link.scope.id,
    given: l.givenText,
    lhs: l.link.lhs.text,
    relation: l.link.relation,
    rhs: l.link.rhs.text,
    judgement: "none",
    global: null,
    ...judged,
  };
}

const isOpen = (j: Judged): boolean => j.verdict === "refuted" || j.verdict === "undetermined";

/** A value that cannot be put together, by shapes that are declared or follow from declared ones, is wrong as it is defined. */
function clashOfDefinition(l: ReadLink, input: StepInput): Judged | null {
  if (!l.definition || !l.right.ok) return null;
  const error = input.makers.environment(l.epoch, input.layout).failed.get(l.definition.name);
  if (error?.code !== "shape-clash" || input.makers.term(l.right.value.term, l.epoch, input.layout, new Set()).ok) return null;
  return clashing(l, { outcome: { kind: "unbuilt", error }, readings: [], literal: null, open: false }, input);
}

function judgeLink(l: ReadLink, input: StepInput): Judged {
  const { kind } = l;
  switch (kind.kind) {
    case "unread":
      return undetermined("unread", readMessage(l.link.error));
    case "asymptotic":
      return judgeGrowth(l);
    case "declaration":
      return plain("declaration", "Declares names.");
    case "assumption":
      return plain("assumption", "Assumed from here on.");
    case "naming":
      return plain("definition", "Names a quantity by its text.");
    case "definition": {
      const solved = judgeSolution(l, input);
      if (solved) return solved;
      const clash = clashOfDefinition(l, input);
      if (clash) return clash;
      return plain(
        l.link.symbol === "\\leftarrow" ? "assignment" : "definition",
        kind.redefines ? `Redefines ${l.link.lhs.text.trim()}.` : `Defines ${l.link.lhs.text.trim()}.`,
      );
    }
    case "returns":
      return kind.without === null
        ? fromSimple({ decision: { verdict: "proved", how: "each has a value", laws: [], conditions: [], kinks: [], points: 0 } })
        : undetermined("undefined-symbol", `Nothing gives ${kind.without} a value before it is returned.`);
    case "product-cost":
      return judgeProductCost(l);
    case "layer":
      return judgeLayer(l.link);
    case "row":
      return judgeRow(l.link.row);
    case "sizes":
      return judgeSizes(l, input);
    case "membership":
      return judgeMembership(l, input);
    case "signature":
      return fromSimple(judgeSignature(l, input));
    case "implication":
      return fromSimple(judgeImplication(l, input));
    case "claim": {
      // What a line gives a value has it in the line itself: only the derivative can speak for or against it.
      if (l.solution?.variable && l.solution.named === null)
        return judgeSolution(l, input) ?? plain("definition", `Gives ${l.link.lhs.text.trim()} its value from here on.`);
      const judged = judgeClaim(l, input);
      if (kind.repeats && isOpen(judged))
        return undetermined("context", "This is the equation as it was before the sentence that changes it; as changed it is in force.");
      if (kind.restates && judged.verdict === "refuted")
        return { ...plain("definition", `Gives ${l.link.lhs.text.trim()} a new value here.`) };
      if (kind.stationary && judged.verdict === "refuted" && judged.evidence?.witness?.shapes) return judged;
      const solved = isOpen(judged) ? judgeSolution(l, input) : null;
      if (solved && (kind.stationary || solved.verdict !== "refuted")) return solved;
      if (kind.stationary && isOpen(judged)) return plain("assumption", "Holds where the derivative is zero; assumed from here on.");
      return judged;
    }
  }
}
