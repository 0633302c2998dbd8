/**
 * Expressions as plain data, nested arrays `[kind, …]`, and back: what a witness carries, so that it can be replayed without the parser.
 *
 *   ["num", "3/2"]  ["sym", name, shape, sort]  ["app", head, …args]  ["call", fn, slots, args, result]  ["elem", outside, of, at]
 *   ["bind", binder, index, domain, body]  ["cases", [[when, then], …], otherwise]  ["deriv", of, by]  ["ref", k]
 *
 * A node that occurs more than once stands in `shared` and is referred to by its place, so that the size follows the distinct nodes.
 */
import {
  type Binder,
  childrenOf,
  type Definition,
  type Domain,
  type Elem,
  type Expr,
  type Head,
  nodesOf,
  type Rational,
  rational,
  type Signature,
  type Sort,
  type Sym,
  showRational,
  type Terms,
} from "../expr/index.ts";
import { absurd, fail, ok, type Result } from "../shape/index.ts";
import { type PlainDim, plainShape, readShape } from "./plain-shape.ts";
import { isRefusal, refuse } from "./refusal.ts";
import { type ClaimRelation, claimRelations } from "./relation.ts";

export type Plain = string | number | null | readonly Plain[];

export interface PlainClaim {
  readonly lhs: Plain;
  readonly rhs: Plain;
  readonly relation: string;
  /** `[name, [parameter, …], body]` */
  readonly definitions: readonly Plain[];
  /** `[name, [shape, …], shape]`, and the ridges of the function that was drawn, where its sizes are known: see `abstract.ts`. */
  readonly functions: readonly Plain[];
  readonly shared: readonly Plain[];
}

export interface ClaimParts {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly relation: ClaimRelation;
  readonly definitions: readonly Definition[];
  readonly functions: readonly Signature[];
}

export function plainClaim(parts: ClaimParts): PlainClaim {
  const roots = [parts.lhs, parts.rhs, ...parts.definitions.flatMap((d) => [...d.params, d.body])];
  const { shared, write } = writer(roots);
  return {
    lhs: write(parts.lhs),
    rhs: write(parts.rhs),
    relation: parts.relation,
    definitions: parts.definitions.map((d) => [d.name, d.params.map(write), write(d.body)]),
    functions: parts.functions.map((f) => [f.name, f.params.map(plainShape), plainShape(f.result)]),
    shared,
  };
}

function writer(roots: readonly Expr[]): { readonly shared: readonly Plain[]; readonly write: (e: Expr) => Plain } {
  const parents = new Map<Expr, number>();
  const nodes = nodesOf(...roots);
  for (const e of [...nodes.flatMap((x) => [...childrenOf(x)]), ...roots]) parents.set(e, (parents.get(e) ?? 0) + 1);
  const places = new Map<Expr, number>();
  const write = (e: Expr): Plain => {
    const place = places.get(e);
    return place === undefined ? plainNode(e, write) : ["ref", place];
  };
  const shared: Plain[] = [];
  for (const e of nodes) {
    if ((parents.get(e) ?? 0) < 2 || e.kind === "num" || e.kind === "sym") continue;
    const here = plainNode(e, write);
    places.set(e, shared.length);
    shared.push(here);
  }
  return { shared, write };
}

function plainNode(e: Expr, write: (e: Expr) => Plain): Plain {
  switch (e.kind) {
    case "num":
      return ["num", showRational(e.value)];
    case "sym":
      return ["sym", e.name, plainShape(e.shape), e.sort];
    case "app":
      return ["app", e.head.name, ...e.args.map(write)];
    case "call":
      return ["call", e.fn, e.slots, e.args.map(write), plainShape(resultShape(e))];
    case "elem":
      return ["elem", e.outside, write(e.of), e.at.map(write)];
    case "bind":
      return ["bind", e.binder, [e.index.name, plainShape(e.index.shape), e.index.sort], plainDomain(e.domain, write), write(e.body)];
    case "cases":
      return ["cases", e.arms.map((arm) => [write(arm.when), write(arm.then)]), e.otherwise ? write(e.otherwise) : null];
    case "deriv":
      return ["deriv", write(e.of), write(e.by)];
    default:
      return absurd(e);
  }
}

/** The shape of f(args) without its slots: the axes of the slots stand at the end. */
function resultShape(e: Extract<Expr, { kind: "call" }>): Expr["shape"] {
  const isThin = (d: { readonly key: string }): boolean => d.key === "1";
  const extra = e.slots.reduce((n, s) => n + (e.args[s - 1] as Expr).shape.filter((d) => !isThin(d)).length, 0);
  if (extra === 0) return e.shape;
  const kept = e.shape.filter((d) => !isThin(d)).slice(0, -extra);
  const [one] = e.shape.filter(isThin);
  const thin = one ?? { key: "1", terms: [{ coefficient: 1, powers: [] }], floors: new Map() };
  return kept.length === 0 ? [thin, thin] : kept.length === 1 ? [kept[0] as typeof thin, thin] : kept;
}

function plainDomain(domain: Domain, write: (e: Expr) => Plain): Plain {
  switch (domain.kind) {
    case "range":
    case "interval":
      return [domain.kind, write(domain.from), write(domain.to)];
    case "point":
      return ["point", write(domain.at), domain.side];
    case "distribution":
      return ["distribution", domain.name];
    default:
      return absurd(domain);
  }
}

/** Reads a claim back into `t`. `heads` is the vocabulary by name: the book's. */
export function readClaim(t: Terms, heads: ReadonlyMap<string, Head>, claim: PlainClaim): Result<ClaimParts, string> {
  const shared: Expr[] = [];
  const read = (p: Plain): Expr => readNode(t, heads, shared, p, read);
  const relation = claimRelations.find((r) => r === claim.relation);
  if (relation === undefined) return fail(`“${claim.relation}” is no relation of a claim: one of ${claimRelations.join(" ")} is expected`);
  try {
    for (const p of claim.shared ?? []) shared.push(read(p));
    return ok({
      lhs: read(claim.lhs),
      rhs: read(claim.rhs),
      relation,
      definitions: claim.definitions.map((d) => {
        const [name, params, body] = list(d);
        return { name: text(name), params: list(params).map((p) => read(p) as Sym), body: read(body as Plain) };
      }),
      functions: claim.functions.map((f) => {
        const [name, params, result] = list(f);
        return { name: text(name), params: list(params).map((p) => readShape(p as PlainDim[])), result: readShape(result as PlainDim[]) };
      }),
    });
  } catch (problem) {
    if (isRefusal(problem)) return fail(problem.message);
    throw problem;
  }
}

const unreadable = (what: string): never => refuse("unsupported", `the witness cannot be read: ${what}`);
const list = (p: Plain | undefined): readonly Plain[] => (Array.isArray(p) ? (p as readonly Plain[]) : unreadable("a list is missing"));
const text = (p: Plain | undefined): string => (typeof p === "string" ? p : unreadable("a name is missing"));

function readNode(t: Terms, heads: ReadonlyMap<string, Head>, shared: readonly Expr[], p: Plain, read: (p: Plain) => Expr): Expr {
  const [kind, first, second, third, fourth] = list(p);
  switch (kind) {
    case "ref":
      return shared[Number(first)] ?? unreadable(`no shared node ${String(first)}`);
    case "num":
      return t.num(readRational(text(first)) ?? unreadable(`the number ${text(first)}`));
    case "sym":
      return t.sym(text(first), readShape(second as PlainDim[]), text(third) as Sort);
    case "app": {
      const head = heads.get(text(first)) ?? unreadable(`no function ${text(first)}`);
      const made = t.tryApp(head, list(p).slice(2).map(read));
      return made.ok ? made.value : unreadable(made.error.message);
    }
    case "call":
      return t.call(text(first), list(second).map(Number), list(third).map(read), readShape(fourth as PlainDim[]));
    case "elem":
      return t.elem(read(second as Plain), list(third).map(read), text(first) as Elem["outside"]);
    case "bind": {
      const [name, shape, sort] = list(second);
      return t.bind(
        text(first) as Binder,
        t.sym(text(name), readShape(shape as PlainDim[]), text(sort) as Sort),
        readDomain(list(third), read),
        read(fourth as Plain),
      );
    }
    case "cases":
      return t.cases(
        list(first).map((arm) => ({ when: read(list(arm)[0] as Plain), then: read(list(arm)[1] as Plain) })),
        second === null ? null : read(second as Plain),
      );
    case "deriv":
      return t.deriv(read(first as Plain), read(second as Plain));
    default:
      return unreadable(`the kind ${String(kind)}`);
  }
}

function readDomain([kind, first, second]: readonly Plain[], read: (p: Plain) => Expr): Domain {
  switch (kind) {
    case "range":
    case "interval":
      return { kind, from: read(first as Plain), to: read(second as Plain) };
    case "point":
      return { kind, at: read(first as Plain), side: text(second) as "both" | "left" | "right" };
    case "distribution":
      return { kind, name: text(first) };
    default:
      return unreadable("a domain");
  }
}

/** `3`, `-1/2`, `0.25`, `-1e-3`; null for anything else. */
export function readRational(written: string): Rational | null {
  const fraction = /^(-?\d{1,400})\/(\d{1,400})$/.exec(written);
  if (fraction) return BigInt(fraction[2] as string) === 0n ? null : rational(BigInt(fraction[1] as string), BigInt(fraction[2] as string));
  const decimal = /^(-?)(\d{0,400})(?:\.(\d{0,400}))?(?:e([+-]?\d{1,3}))?$/.exec(written);
  if (!decimal || `${decimal[2] ?? ""}${decimal[3] ?? ""}` === "") return null;
  const digits = BigInt(`${decimal[1]}${decimal[2]}${decimal[3] ?? ""}`);
  const power = Number(decimal[4] ?? 0) - (decimal[3] ?? "").length;
  return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power));
}

/** An exact decimal where there is one, else a fraction. */
export function writeRational(value: Rational): string {
  let d = value.d;
  let [twos, fives] = [0, 0];
  for (; d % 2n === 0n; d /= 2n) twos++;
  for (; d % 5n === 0n; d /= 5n) fives++;
  const places = Math.max(twos, fives);
  if (d !== 1n || places > 40) return showRational(value);
  const scaled = (value.n * 10n ** BigInt(places)) / value.d;
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, "0");
  const body = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return scaled < 0n ? `-${body}` : body;
}
