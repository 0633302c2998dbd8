/**
 * Differentials of the kinds and structural heads, one node deep.
 *
 * The differential of a node is linear in the atoms d(child), which stay opaque: d(UV) = d(U) V + U d(V). Function cards bring their own
 * (`card.ts`); a card without differential is unfolded to its meaning. No rule is a refusal, never zero.
 */
import type { App, Call, Cases, Expr } from "../expr/index.ts";
import { heads } from "../expr/index.ts";
import { one as oneDim } from "../shape/dim.ts";
import { axes, isColumn, isScalar, type Shape } from "../shape/shape.ts";
import { arg, inside, scalar } from "./atoms.ts";
import { type Atom, cardDifferential, meaning } from "./card.ts";
import type { Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";

/** d(u), linear in atoms; `self` is how u is to be shown in it (the name of its definition, if it has one). */
export function differential(n: Normal, u: Expr, varies: (e: Expr) => boolean, self: Expr): Expr {
  const atom: Atom = (e) => (varies(e) ? n.d(e) : n.zero(e.shape));
  switch (u.kind) {
    case "sym":
      return atom(u);
    case "elem":
      return varies(u.of) ? n.t.elem(n.d(u.of), u.at, u.outside) : n.num(0);
    case "call":
      return callDifferential(n, u, atom);
    case "cases":
      return casesDifferential(n, u, atom);
    case "app":
      return u.head.acts.kind === "structural" ? structural(n, u, atom, varies, self) : byCard(n, u, atom, self);
    default:
      throw refusal("no-rule", `no differential of a ${u.kind}`);
  }
}

function byCard(n: Normal, u: App, atom: Atom, self: Expr): Expr {
  const found = cardDifferential(n, u, atom);
  if (found) return self === u ? found : n.subst(found, u, self);
  if (linearHeads.has(u.head.name) || u.args.every((_, i) => u.head.adjoint[i])) return linear(n, u, atom);
  const unfolded = meaning(n, u);
  if (unfolded && unfolded !== u) return atom(unfolded);
  throw refusal("no-rule", `no rule for the differential of ${u.head.name}`);
}

/** Heads of the engine's own constructors that are linear in their argument. */
const linearHeads: ReadonlySet<string> = new Set(["tr", "diag", "Diag", "vec"]);

const linear = (n: Normal, u: App, atom: Atom): Expr =>
  n.add(
    u.args.map((a, i) => {
      const d = atom(a);
      return d.kind === "app" && d.head === heads.d
        ? n.t.app(
            u.head,
            u.args.map((x, j) => (i === j ? d : x)),
          )
        : n.zero(u.shape);
    }),
    u.shape,
  );

/** One term for every varying argument, with its differential in its place. */
function productRule(n: Normal, u: App, atom: Atom, build: (args: readonly Expr[]) => Expr): Expr {
  const terms = u.args.flatMap((a, i) => {
    const d = atom(a);
    return d.kind === "app" && d.head === heads.d ? [build(u.args.map((x, j) => (j === i ? d : x)))] : [];
  });
  return n.add(terms, u.shape);
}

function structural(n: Normal, u: App, atom: Atom, varies: (e: Expr) => boolean, self: Expr): Expr {
  switch (u.head.name) {
    case "add":
      return n.add(u.args.map(atom), u.shape);
    case "mul":
      return productRule(n, u, atom, n.mul);
    case "hadamard":
      return productRule(n, u, atom, n.had);
    case "kron":
      return productRule(n, u, atom, ([a, b]) => n.t.app(heads.kron, [a as Expr, b as Expr]));
    case "pow":
    case "hpow":
      return powerDifferential(n, u, atom, varies, self);
    case "transpose":
      return n.T(atom(arg(u, 0)));
    case "stack":
    case "beside":
      return n.t.app(u.head, u.args.map(atom));
    case inside.unvec.name:
      return n.t.app(inside.unvec, [arg(u, 0), atom(arg(u, 1))]);
    case inside.sum.name:
    case inside.expectation.name:
      return n.t.app(u.head, [atom(arg(u, 0)), arg(u, 1)]);
    case inside.integral.name:
      return integralDifferential(n, u, atom, varies);
    case inside.product.name:
      return productOverIndex(n, u, atom);
    case inside.max.name:
    case inside.min.name:
      return extremum(n, u, atom);
    case "sg":
    case "iverson":
      return n.zero(u.shape);
    default:
      throw refusal("no-rule", `no rule for the differential of ${u.head.called}`);
  }
}

/** d uᵖ = p u^{p−1} ⊙ du + uᵖ ⊙ ln(u) dp; d Xᵏ = Σᵣ Xʳ dX X^{k−1−r}. */
function powerDifferential(n: Normal, u: App, atom: Atom, varies: (e: Expr) => boolean, self: Expr): Expr {
  const [base, exponent] = [arg(u, 0), arg(u, 1)];
  if (u.head === heads.pow && !scalar(u)) {
    if (varies(exponent)) throw refusal("no-rule", "no rule for a matrix to a varying power");
    const r = n.fresh("sum", { kind: "range", from: n.num(0), to: n.sub(exponent, n.num(1)) }, "r");
    const rest = n.add([exponent, n.num(-1), n.neg(r)]);
    return n.close(r, n.mul([n.matrixPower(base, r), atom(base), n.matrixPower(base, rest)]));
  }
  const terms: Expr[] = [];
  if (varies(base)) terms.push(n.had([exponent, n.pow(base, n.sub(exponent, n.num(1))), atom(base)]));
  if (varies(exponent)) terms.push(n.mul([atom(exponent), n.had([self, n.apply(n.head("ln"), [base])])]));
  return n.add(terms, u.shape);
}

/** d ∫ₐᵇ u dt = ∫ₐᵇ du dt + u(b) db − u(a) da. */
function integralDifferential(n: Normal, u: App, atom: Atom, varies: (e: Expr) => boolean): Expr {
  const [body, t] = [arg(u, 0), arg(u, 1)];
  const domain = n.bound.get(t as never)?.domain;
  if (domain?.kind !== "interval") throw refusal("no-rule", "no rule for an integral without bounds");
  const terms = varies(body) ? [n.t.app(u.head, [atom(body), t])] : [];
  const at = (end: Expr): Expr => n.mul([n.subst(body, t, end), atom(end)]);
  if (varies(domain.to)) terms.push(at(domain.to) as App);
  if (varies(domain.from)) terms.push(n.neg(at(domain.from)) as App);
  return n.add(terms, u.shape);
}

/** d Πᵢ uᵢ = Σᵢ (Π_{j≠i} uⱼ) duᵢ. */
function productOverIndex(n: Normal, u: App, atom: Atom): Expr {
  const [body, i] = [arg(u, 0), arg(u, 1)];
  const info = n.bound.get(i as never);
  if (!info) throw refusal("no-rule", "no rule for a product without range");
  const j = n.fresh("product", info.domain, info.hint);
  const k = n.fresh("sum", info.domain, info.hint);
  const other = n.t.app(heads.iverson, [n.t.app(heads.ne, [j, k])]);
  const same = n.delta(j, k);
  const rest = n.close(j, n.add([n.mul([other, n.subst(body, i, j)]), same]));
  return n.t.app(inside.sum, [n.mul([rest, atom(n.subst(body, i, k))]), k]);
}

/** d max_i uᵢ = du at the position of the maximum, Σᵢ [i = i*] duᵢ. */
function extremum(n: Normal, u: App, atom: Atom): Expr {
  const [body, i] = [arg(u, 0), arg(u, 1)];
  const info = n.bound.get(i as never);
  if (!info) throw refusal("no-rule", "no rule for a maximum without range");
  const largest = u.head === inside.max;
  const a = n.fresh(largest ? "argmax" : "argmin", info.domain, info.hint);
  const best = n.close(a, n.subst(body, i, a));
  const k = n.fresh("sum", info.domain, info.hint);
  return n.t.app(inside.sum, [n.mul([n.t.app(heads.iverson, [n.t.app(heads.eq, [k, best])]), atom(n.subst(body, i, k))]), k]);
}

/** d f(a₁; …; aᵣ) = Σₖ ∂ₖf(a) daₖ, the slot derivative standing on the left. */
function callDifferential(n: Normal, u: Call, atom: Atom): Expr {
  const terms = u.args.flatMap((a, k) => {
    const d = atom(a);
    if (!(d.kind === "app" && d.head === heads.d)) return [];
    const slot = n.t.call(u.fn, [...u.slots, k + 1], u.args, plainShape(u));
    return [slotTerm(n, u, a, slot, d)];
  });
  return n.add(terms, u.shape);
}

/** The shape of f(a) itself, slots taken away. */
const plainShape = (u: Call): Shape => {
  const taken = u.slots.reduce(
    (k, slot) => k + (u.args[slot - 1] ? (u.args[slot - 1] as Expr).shape.filter((x) => x.key !== "1").length : 0),
    0,
  );
  if (taken === 0) return u.shape;
  const kept = u.shape.filter((x) => x.key !== "1");
  const own = kept.slice(0, kept.length - taken);
  const one = u.shape.find((x) => x.key === "1");
  if (own.length >= 2) return own;
  const d = one ?? oneDim;
  return own.length === 1 ? [own[0] as Shape[number], d] : [d, d];
};

function slotTerm(n: Normal, u: Call, a: Expr, slot: Call, d: Expr): Expr {
  if (isScalar(a.shape)) return n.mul([d, slot]);
  if (isScalar(u.shape)) return n.pair(slot, d);
  if (isColumn(u.shape) && isColumn(a.shape)) return n.mul([slot, d]);
  return slotEntries(n, u, a, slot, d);
}

/** Entry by entry: d uᵢⱼ = Σₖ Tᵢⱼₖ daₖ, where T has a rank that no matrix has. */
function slotEntries(n: Normal, u: Call, a: Expr, slot: Call, d: Expr): Expr {
  if (u.shape.length > 2 || a.shape.length > 2) throw refusal("no-rule", `no rule for ${u.fn} at rank three`);
  const over = (s: Shape) => axes(s).map((length) => n.fresh("sum", { kind: "range", from: n.num(1), to: n.size(length) }, "i"));
  const [own, inner] = [over(u.shape), over(a.shape)];
  const entry = n.mul([n.t.elem(slot, [...own, ...inner]), n.t.elem(d, inner)]);
  const [i, j] = own;
  const unit = [
    ...(i ? [n.basis(i, axes(u.shape)[0] as Shape[number])] : []),
    ...(j ? [n.T(n.basis(j, axes(u.shape)[1] as Shape[number]))] : []),
  ];
  return [...inner, ...own].reduce((body, k) => n.close(k, body), n.mul([entry, ...unit]));
}

/** Values by cases: each arm's differential under the indicator of the arm; guards are constant. */
function casesDifferential(n: Normal, u: Cases, atom: Atom): Expr {
  const guards = u.arms.map((a) => a.when);
  const arm = (k: number): Expr => n.t.app(inside.arm, [n.num(k), n.num(u.otherwise ? 1 : 0), ...guards]);
  const terms = u.arms.map((a, k) => n.mul([arm(k + 1), atom(a.then)]));
  if (u.otherwise) terms.push(n.mul([arm(guards.length + 1), atom(u.otherwise)]));
  return n.add(terms, u.shape);
}
