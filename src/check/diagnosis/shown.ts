/** Terms as they are shown to the author: in the layout and the counting of the document, f′ for a derivative of a function of one argument. */
import { type Expr, heads, type Terms } from "../../expr/index.ts";
import type { Layout } from "../../read/meaning.ts";
import { isMatrixLike, isScalar, transposeShape } from "../../shape/index.ts";
import { writeLatex } from "../../write/latex.ts";
import { isApp } from "./question.ts";

export interface Setting {
  readonly terms: Terms;
  readonly layout: Layout;
  /** First position of an array. */
  readonly indexBase: 0 | 1;
}

/** LaTeX that the reader of the document takes for this term. */
export function shown(e: Expr, { terms: t, layout, indexBase }: Setting): string {
  const primed = t.replace(e, (x) =>
    x.kind === "call" && x.slots.length > 0 && x.args.length === 1
      ? t.call(`${x.fn}${"'".repeat(x.slots.length)}`, [], x.args, x.shape)
      : null,
  );
  const spelled = t.replace(primed, (x) =>
    x.kind === "app" && x.head.prints?.includes("_{\\text{") ? t.call(`\\operatorname{${x.head.name}}`, [], x.args, x.shape) : null,
  );
  const laidOut = t.replace(spelled, (x) => {
    const of = isApp(x, "transpose") ? x.args[0] : x;
    if (of?.kind !== "deriv" || !isTurned(of, layout)) return null;
    const name = t.sym(bare(writeLatex(of)), transposeShape(of.shape));
    return of === x ? t.app(heads.transpose, [name]) : name;
  });
  const counted =
    indexBase === 1
      ? laidOut
      : t.replace(laidOut, (x) =>
          x.kind === "elem" && x.of.kind === "sym"
            ? t.elem(
                x.of,
                x.at.map((a) => less(t, a)),
                x.outside,
              )
            : null,
        );
  return bare(writeLatex(counted));
}

/** Whether the layout writes this derivative as the transpose of how the engine holds it. */
const isTurned = (d: Expr & { readonly kind: "deriv" }, layout: Layout): boolean =>
  isMatrixLike(d.shape) &&
  !isScalar(d.shape) &&
  (layout === "numerator" ? isScalar(d.of.shape) : layout === "denominator" ? !isScalar(d.of.shape) : false);

/** A position counted from 0. */
function less(t: Terms, e: Expr): Expr {
  const terms = isApp(e, "add") ? e.args : [e];
  const at = terms.findIndex((x) => x.kind === "num");
  const number = terms[at];
  if (number?.kind !== "num") return t.app(heads.add, [...terms, t.num(-1)]);
  const next = Number(number.value.n) - 1;
  const rest = terms.filter((_, k) => k !== at);
  const all = next === 0 && rest.length > 0 ? rest : [...rest, t.num(next)];
  return all.length === 1 ? (all[0] as Expr) : t.app(heads.add, all);
}

/** Without the marks of opened binders; a member x_{·}(i) of a family is x_i. */
export const bare = (text: string): string => text.replace(/@\d+/gu, "").replace(/_\{\\cdot\}\(([^()]*)\)/gu, "_{$1}");
