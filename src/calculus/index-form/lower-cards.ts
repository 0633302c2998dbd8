/** Function cards in index form: by name where the form knows the function, else through what the card says it means, else as an atom. */
import type { App, Expr, Head } from "../../expr/index.ts";
import { axes, type Dim, isScalar } from "../../shape/index.ts";
import { type Affine, minus, one, plus, shift } from "./affine.ts";
import { angleOf } from "./angles.ts";
import { atom, type Poly, polyOf, term } from "./factor.ts";
import { axisLengths, type Frame, indexLengths, rowsAndColumns, withHeld } from "./frame.ts";
import { activationInExp, atomOf, expOf, logOf, stepOf } from "./functions.ts";
import { betweenGuards } from "./guards.ts";
import { contract, contractAll, lower, lowerSpread } from "./lower.ts";
import { formalSizes, toActual, toFormal } from "./lower-call.ts";
import { lowerEye } from "./lower-eye.ts";
import { lowerDeterminant, lowerInverse } from "./lower-inverse.ts";
import { addPolys, asNumber, multiplyPolys, onePoly, single, subtractPolys } from "./poly.ts";
import { raise, signOf } from "./powers.ts";
import { rational, unit, whole } from "./rational.ts";
import { giveUp } from "./session.ts";

const half = rational(1, 2);

export function lowerCard(f: Frame, e: App, at: readonly Affine[]): Poly {
  const { acts } = e.head;
  if (acts.kind === "elementwise") {
    const entries = e.args.map((a) => lowerSpread(f, a, at));
    return elementwise(f, e.head.name, entries) ?? byMeaning(f, e.head, entries) ?? opaque(f, e.head, entries);
  }
  return matrixCard(f, e, at) ?? arrayByMeaning(f, e, at);
}

/** Entrywise functions that the form knows. */
function elementwise(f: Frame, name: string, args: readonly Poly[]): Poly | null {
  const s = f.session;
  const u = args[0] as Poly;
  switch (name) {
    case "exp":
      return expOf(s, u);
    case "ln":
      return logOf(s, u);
    case "log":
      return multiplyPolys(s, logOf(s, args[1] as Poly), raise(s, logOf(s, u), whole(-1)));
    case "sqrt":
      return raise(s, u, half);
    case "sigmoid":
    case "tanh":
      return f.mode.native ? atomOf(s, name, u) : activationInExp(s, name, u);
    case "softplus":
      return logOf(s, addPolys(s, onePoly, expOf(s, u)));
    case "heaviside":
      return stepOf(s, u);
    case "relu":
      return multiplyPolys(s, u, stepOf(s, u));
    case "abs":
      return multiplyPolys(s, u, signOf(s, u));
    case "sign":
      return signOf(s, u);
    case "max":
    case "min":
      return args.reduce((a, b) => larger(f, a, b, name === "max"));
    case "sin":
    case "cos":
      return f.mode.native ? atomOf(s, name, u) : angleOf(s, name, u);
    default:
      return null;
  }
}

/** max(a, b) = b + (a − b) H(a − b), min(a, b) = a − (a − b) H(a − b) */
function larger(f: Frame, a: Poly, b: Poly, max: boolean): Poly {
  const s = f.session;
  const gap = subtractPolys(s, a, b);
  const over = multiplyPolys(s, gap, stepOf(s, gap));
  return max ? addPolys(s, b, over) : subtractPolys(s, a, over);
}

/** The meaning of an entrywise card at these entries. */
function byMeaning(f: Frame, head: Head, entries: readonly Poly[]): Poly | null {
  const { means } = head;
  if (!means || means.params.length !== entries.length || f.opening.has(`card ${head.name}`)) return null;
  const names = new Map(means.params.map((p, i) => [p.name, () => entries[i] as Poly]));
  return lower(withHeld(f, { names, nodes: new Map(), opening: `card ${head.name}` }), means.body, []);
}

const discrete: ReadonlySet<string> = new Set(["floor", "ceil", "argmax"]);

function opaque(f: Frame, head: Head, entries: readonly Poly[]): Poly {
  if (discrete.has(head.name)) return giveUp(`${head.name} has no index form`);
  const [u] = entries;
  return u && entries.length === 1 ? atomOf(f.session, head.name, u) : single(f.session, atom(head.name, entries));
}

const matrixCard = (f: Frame, e: App, at: readonly Affine[]): Poly | null => squareCard(f, e, at) ?? sumCard(f, e) ?? arrayCard(f, e, at);

/** Cards of square matrices; of a number they are the number or its inverse. */
function squareCard(f: Frame, e: App, at: readonly Affine[]): Poly | null {
  const s = f.session;
  const u = e.args[0] as Expr;
  const [rows, columns] = rowsAndColumns(f, e.shape, at);
  const thin = isScalar(u.shape);
  switch (e.head.name) {
    case "tr":
      return thin ? lower(f, u, []) : contractAll(f, [u.shape[0] as Dim], (k) => lower(f, u, [...k, ...k]));
    case "diag":
      return thin ? lower(f, u, []) : lower(f, u, [...at, ...at]);
    case "Diag":
      return thin ? lower(f, u, []) : multiplyPolys(s, lowerEye(f, rows, columns), lower(f, u, rows));
    case "inv":
      return lowerInverse(f, u, rows, columns);
    case "det":
      return lowerDeterminant(f, u);
    case "logdet":
      return logOf(s, lowerDeterminant(f, u));
    case "adj":
      return thin ? onePoly : multiplyPolys(s, lowerDeterminant(f, u), lowerInverse(f, u, rows, columns));
    default:
      return null;
  }
}

/** Cards that sum over all entries. */
function sumCard(f: Frame, e: App): Poly | null {
  const s = f.session;
  const [u, v] = e.args as [Expr, Expr];
  const sum = (entry: (x: readonly Affine[]) => Poly): Poly => contractAll(f, u.shape, entry);
  switch (e.head.name) {
    case "norm":
      return raise(
        s,
        sum((x) => raise(s, lower(f, u, x), whole(2))),
        half,
      );
    case "norm1":
      return sum((x) => absolute(f, lower(f, u, x)));
    case "sumall":
      return sum((x) => lower(f, u, x));
    case "mean": {
      const lengths = axisLengths(f, u.shape).map((n) => raise(s, asNumber(s, n), whole(-1)));
      return multiplyPolys(
        s,
        ...lengths,
        sum((x) => lower(f, u, x)),
      );
    }
    case "inner":
      return sum((x) => multiplyPolys(s, lower(f, u, x), lower(f, v, x)));
    default:
      return null;
  }
}

/** Cards that rearrange entries, and softmax with its companions. */
function arrayCard(f: Frame, e: App, at: readonly Affine[]): Poly | null {
  const u = e.args[0] as Expr;
  const { name } = e.head;
  switch (name) {
    case "vec":
      return lowerVec(f, e, u, at);
    case "flip": {
      const lengths = axisLengths(f, e.shape);
      return lower(
        f,
        u,
        at.map((x, k) => minus(shift(lengths[k] as Affine, 1), x)),
      );
    }
    case "softmax":
    case "logsoftmax":
    case "logsumexp":
      return softCard(f, name, u, at);
    default:
      return null;
  }
}

/** Columns on top of each other: place (j − 1) m + i holds U[i, j]; of symbolic length it is the pair (j, i) itself. */
function lowerVec(f: Frame, e: App, u: Expr, at: readonly Affine[]): Poly {
  const [m, n] = u.shape.map((d) => indexLengths(f, d)) as [readonly Affine[], readonly Affine[]];
  if (m.length === 0 || n.length === 0) return lower(f, u, at);
  if (at.length === m.length + n.length) return lower(f, u, [...at.slice(n.length), ...at.slice(0, n.length)]);
  const [place] = at;
  const [height] = m;
  if (at.length > 1 || !place || !height || height.parts.length > 0)
    return giveUp(`${e.head.name} along an axis that is a product in two ways`);
  return contract(f, n[0] as Affine, (j) => {
    const i = plus(place, shift(j, -1), -height.constant);
    return multiplyPolys(f.session, polyOf([term(unit, betweenGuards(i, one, height))]), lower(f, u, [i, j]));
  });
}

const absolute = (f: Frame, p: Poly): Poly => multiplyPolys(f.session, p, signOf(f.session, p));

/** Along the last axis: of a column the only one, of a matrix its rows. */
function softCard(f: Frame, name: "softmax" | "logsoftmax" | "logsumexp", u: Expr, at: readonly Affine[]): Poly {
  const s = f.session;
  const sizes = axisLengths(f, u.shape);
  if (sizes.length !== axes(u.shape).length) return giveUp(`${name} along an axis that is a product`);
  const matrix = sizes.length === 2;
  const [row] = at;
  const place = (k: Affine): readonly Affine[] => (matrix ? [row as Affine, k] : [k]);
  const last = sizes.at(-1);
  const total = last ? contract(f, last, (k) => expOf(s, lower(f, u, place(k)))) : expOf(s, lower(f, u, []));
  if (name === "logsumexp") return logOf(s, total);
  const own = lower(f, u, at);
  return name === "softmax" ? multiplyPolys(s, expOf(s, own), raise(s, total, whole(-1))) : subtractPolys(s, own, logOf(s, total));
}

/** The meaning of a card on arrays: its parameters held by their entries, its formal sizes by the actual ones. */
function arrayByMeaning(f: Frame, e: App, at: readonly Affine[]): Poly {
  const { means, acts, name } = e.head;
  if (!means || acts.kind !== "signature" || f.opening.has(`card ${name}`)) return giveUp(`${name} has no index form`);
  const sizes = formalSizes(
    f,
    means.params.map((p) => p.shape),
    e.args.map((a) => a.shape),
  );
  const names = new Map(
    means.params.map((p, i) => [
      p.name,
      (x: readonly Affine[]) => {
        const value = e.args[i] as Expr;
        return lower(f, value, toActual(p.shape, value.shape, x));
      },
    ]),
  );
  return lower(withHeld(f, { names, sizes, opening: `card ${name}` }), means.body, toFormal(means.body.shape, e.shape, at));
}
