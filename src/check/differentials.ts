/**
 * Differentials that nothing declares: in d‖z‖² = 2 zᵀdz the letter d is no factor. Read as one, such a line may come out true or false
 * for no reason, so it is not judged, unless the document declares d as a number, or the changes dz, dX themselves.
 */
import type { Analysis, Term } from "../read/meaning.ts";
import { freeNames, partsOf } from "../read/resolve-walk.ts";
import type { ReadLink } from "../read/unit.ts";
import type { StepInput } from "./builders.ts";
import { type Judged, undetermined } from "./judged.ts";

const letters = ["d", "\\mathrm{d}"] as const;

/** A line with an undeclared d before a quantity on both sides. */
export function undeclaredDifferential(l: ReadLink, input: StepInput): Judged | null {
  const analysis = input.unit.unit.analyses[l.epoch];
  if (!analysis || !l.left.ok || !l.right.ok) return null;
  const [left, right] = [l.left.value.term, l.right.value.term];
  const open = letters.find((d) => !isNumber(d, analysis) && precedesQuantity(left, d, analysis) && precedesQuantity(right, d, analysis));
  return open === undefined
    ? null
    : undetermined(
        "ambiguous-reading",
        "The letter d may be a differential or a factor. Declare the change, as in: let dX be a matrix of the shape of X; or write a derivative.",
      );
}

const isNumber = (d: string, analysis: Analysis): boolean => {
  const known = analysis.understood.get(d);
  return known !== undefined && known.sort !== "index" && (known.origin === "declared" || analysis.definitions.has(d));
};

/** Whether d stands before a quantity in some product; before sizes alone it counts something. */
function precedesQuantity(t: Term, d: string, analysis: Analysis): boolean {
  if (t.kind === "call" && t.fn === d && !analysis.definitions.has(d)) return true;
  if (t.kind === "product" && !t.dot) {
    const at = t.factors.findIndex((f) => f.kind === "name" && f.name === d);
    const next = at < 0 ? undefined : t.factors[at + 1];
    if (next && [...freeNames(next)].some((name) => analysis.understood.get(name)?.sort !== "index")) return true;
  }
  return partsOf(t).some((part) => precedesQuantity(part, d, analysis));
}
