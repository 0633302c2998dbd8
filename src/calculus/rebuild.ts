/** The same node over other children, through the normalising constructors. */
import { childrenOf, type Expr, heads } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { arg, inside, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

export function rebuild(n: Normal, e: Expr, kids: readonly Expr[]): Expr {
  const before = childrenOf(e);
  if (kids.length === before.length && before.every((c, i) => c === kids[i])) return e;
  const at = (i: number): Expr => {
    const k = kids[i];
    if (!k) throw new Bug("a child is missing");
    return k;
  };
  if (e.kind === "elem") return n.elem(at(0), kids.slice(1), e.outside);
  if (e.kind !== "app") return n.t.rebuild(e, kids);
  switch (e.head.name) {
    case "add":
      return n.add(kids, e.shape);
    case "mul":
      return n.mul(kids);
    case "hadamard":
      return n.had(kids);
    case "pow":
      return scalar(at(0)) ? n.pow(at(0), at(1)) : n.matrixPower(at(0), at(1));
    case "hpow":
      return n.pow(at(0), at(1));
    case "transpose":
      return n.T(at(0));
    case "inv":
      return n.inv(at(0));
    case "tr":
      return n.tr(at(0));
    case "det":
      return n.det(at(0));
    case "Diag":
      return n.diagMatrix(at(0));
    case "diag":
      return n.diagonal(at(0));
    case "vec":
      return n.vec(at(0));
    case "kron":
      return n.kron(at(0), at(1));
    case "iverson":
      return n.iverson(at(0));
    case inside.unvec.name:
      return n.unvec(at(1), e.shape);
    case inside.sum.name:
    case inside.product.name:
    case inside.max.name:
    case inside.min.name:
    case inside.argmax.name:
    case inside.argmin.name:
    case inside.integral.name:
    case inside.expectation.name:
    case inside.limit.name:
      return n.close(arg(e, 1) as never, at(0));
    case "le":
      return rebuiltOrder(n, kids) ?? n.t.app(heads.le, kids);
    default:
      return e.head.acts.kind === "structural" ? n.t.app(e.head, kids) : n.apply(e.head, kids);
  }
}

/** [a ≤ b] that has become certain. */
function rebuiltOrder(n: Normal, kids: readonly Expr[]): Expr | null {
  const [a, b] = kids;
  if (!a || !b || a.sort !== "index" || b.sort !== "index") return null;
  const whole = n.atMost(a, b);
  return whole.kind === "num" ? whole : null;
}
