/**
 * Lines whose shapes do not fit have no expression: what would mend them is tried on the notation itself. A transpose, the order of factors,
 * a product entry by entry, a diagonal matrix.
 */
import type { Head } from "../../expr/index.ts";
import type { Term, TermOf } from "../../read/meaning.ts";
import type { Code } from "./codes.ts";
import { permutations } from "./permutations.ts";

export interface TermEdit {
  readonly code: Code;
  readonly cost: number;
  readonly to: Term;
  readonly what: string;
}

const most = 160;

/** The term with one thing changed, in every way that is tried. `diagonal` is the card of diag of a vector. */
export function termEdits(whole: Term, left: Term, diagonal: Head | null): readonly TermEdit[] {
  const out: TermEdit[] = [];
  const go = (node: Term, put: (t: Term) => Term, around: readonly Term[]): void => {
    for (const e of editsAt(node, around, left, diagonal)) if (out.length < most) out.push({ ...e, to: put(e.to) });
    for (const { child, again } of parts(node)) go(child, (t) => put(again(t)), [node, ...around]);
  };
  go(whole, (t) => t, []);
  return out;
}

interface Part {
  readonly child: Term;
  readonly again: (t: Term) => Term;
}

const swap = <T>(list: readonly T[], k: number, x: T): readonly T[] => list.map((y, i) => (i === k ? x : y));

/** The parts in which shapes are to be mended. */
function parts(t: Term): readonly Part[] {
  switch (t.kind) {
    case "sum":
      return t.terms.map(({ sign, term }, k) => ({ child: term, again: (x) => ({ ...t, terms: swap(t.terms, k, { sign, term: x }) }) }));
    case "product":
      return t.factors.map((f, k) => ({ child: f, again: (x) => ({ ...t, factors: swap(t.factors, k, x) }) }));
    case "apply":
    case "call":
      return t.args.map((a, k) => ({ child: a, again: (x) => ({ ...t, args: swap(t.args, k, x) }) }));
    case "entrywise":
    case "kron":
    case "star":
      return [
        { child: t.left, again: (x) => ({ ...t, left: x }) },
        { child: t.right, again: (x) => ({ ...t, right: x }) },
      ];
    case "quotient":
      return [
        { child: t.over, again: (x) => ({ ...t, over: x }) },
        { child: t.under, again: (x) => ({ ...t, under: x }) },
      ];
    case "power":
      return [{ child: t.base, again: (x) => ({ ...t, base: x }) }];
    case "transpose":
    case "inverse":
    case "norm":
    case "bars":
      return [{ child: t.of, again: (x) => ({ ...t, of: x }) }];
    case "big":
      return [{ child: t.body, again: (x) => ({ ...t, body: x }) }];
    default:
      return [];
  }
}

const turned = (t: Term): Term => (t.kind === "transpose" ? t.of : { kind: "transpose", of: t, span: t.span });
const alike = (a: Term, b: Term): boolean => JSON.stringify(bare(a)) === JSON.stringify(bare(b));

/** The term without its places in the source. */
const bare = (t: Term): unknown =>
  JSON.parse(
    JSON.stringify(t, (key, value: unknown) =>
      key === "span" || key === "heads" ? undefined : typeof value === "bigint" ? String(value) : value,
    ),
  );

function* editsAt(node: Term, around: readonly Term[], left: Term, diagonal: Head | null): Generator<TermEdit> {
  const [parent] = around;
  const isNumber = node.kind === "number" || (node.kind === "constant" && (node.which === "pi" || node.which === "infinity"));
  if (!isNumber && node.kind !== "product" && node.kind !== "sum" && parent?.kind !== "transpose")
    yield {
      code: turnCode(parent, left),
      cost: 1,
      to: turned(node),
      what: node.kind === "transpose" ? "A transpose is one too many." : "A transpose is missing.",
    };
  if ((node.kind === "product" || node.kind === "sum") && around.length > 0 && parent?.kind !== "transpose")
    yield { code: "M01", cost: 1.1, to: turned(node), what: "A transpose is missing." };
  if (diagonal && !isNumber && (parent?.kind === "product" || parent === undefined) && node.kind !== "product")
    yield {
      code: "M11",
      cost: 1.05,
      to: { kind: "apply", heads: [diagonal], args: [node.kind === "transpose" ? node.of : node], span: node.span },
      what: "A vector stands where its diagonal matrix belongs.",
    };
  if (node.kind === "entrywise" && node.operation === "times")
    yield {
      code: "M07",
      cost: 1.05,
      to: { kind: "product", factors: [node.left, node.right], dot: false, span: node.span },
      what: "The entrywise product stands where the matrix product belongs.",
    };
  if (node.kind === "product") yield* products(node, around, left);
}

function turnCode(parent: Term | undefined, left: Term): Code {
  const factors = parent?.kind === "product" ? parent.factors : [];
  return factors.length > 1 && factors.every((f) => f.kind === "transpose") && left.kind === "transpose" ? "M37" : "M01";
}

function* products(node: TermOf<"product">, around: readonly Term[], left: Term): Generator<TermEdit> {
  const { factors } = node;
  if (factors.length < 2 || factors.length > 6) return;
  const numbers = factors.filter((f) => f.kind === "number");
  const rest = factors.filter((f) => f.kind !== "number");
  const again = (list: readonly Term[]): Term => ({ ...node, factors: [...numbers, ...list], dot: false });
  if (rest.length <= 4)
    for (const order of permutations(rest))
      if (!order.every((f, k) => f === rest[k]))
        yield { code: orderCode(rest, around, left), cost: 1, to: again(order), what: "The factors stand in another order." };
  for (let k = 0; k + 1 < rest.length; k++) {
    const [a, b] = [rest[k] as Term, rest[k + 1] as Term];
    const next = rest.map((f, i) => (i === k ? turned(a) : i === k + 1 ? turned(b) : f));
    yield { code: alike(turned(a), b) ? "M23" : "M17", cost: 1.1, to: again(next), what: "A transpose stands at the other factor." };
    const both: Term = { kind: "entrywise", operation: "times", left: a, right: b, span: node.span };
    yield {
      code: "M07",
      cost: 1.05,
      to: again([...rest.slice(0, k), both, ...rest.slice(k + 2)]),
      what: "Two factors should be multiplied entry by entry.",
    };
  }
}

function orderCode(factors: readonly Term[], around: readonly Term[], left: Term): Code {
  if (around.some((a) => a.kind === "apply" && a.heads.some((h) => h.name === "tr"))) return "M35";
  if (factors.some((f) => f.kind === "apply" && f.heads.some((h) => h.name === "Diag"))) return "M11";
  if (factors.every((f) => f.kind === "inverse")) return "M36";
  if (factors.every((f) => f.kind === "transpose") && left.kind === "transpose") return "M37";
  const [a, b] = factors;
  return a && b && alike(turned(a), b) ? "M23" : "M02";
}
