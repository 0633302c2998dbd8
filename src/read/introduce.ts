/**
 * What the left side of a relation would introduce, if the relation is a definition: a name, an entry with free indices, a function applied
 * to names, an operator between names. Only the shape of notation is looked at.
 */
import type { Name } from "../expr/index.ts";
import { atomName, labelText, withLabel } from "./resolve-names.ts";
import { subscriptItems } from "./resolve-scripts.ts";
import type { Syntax } from "./syntax.ts";

export type Introduced =
  | { readonly kind: "name"; readonly name: Name }
  /** `b_{1,i}`, `y[k]`: the name with its labels, and the positions. */
  | { readonly kind: "entries"; readonly name: Name; readonly at: readonly Syntax[] }
  /** `f(x; θ)`, `S(x)_i`: distinct names as parameters. */
  | { readonly kind: "function"; readonly name: Name; readonly params: readonly Name[]; readonly at: readonly Syntax[] }
  /** `(x * w)_n`: an operator between two names. */
  | { readonly kind: "operator"; readonly name: Name; readonly params: readonly Name[]; readonly at: readonly Syntax[] };

const isNumeral = (s: Syntax): boolean => s.kind === "number";
const isLabel = (s: Syntax): boolean =>
  isNumeral(s) || s.kind === "word" || s.kind === "prose" || (s.kind === "letter" && /^[*+]$|^\\(?:ast|star|dagger)$/.test(s.name));

const open = (s: Syntax): Syntax => (s.kind === "group" && s.fence === "curly" ? open(s.body) : s);

/** `W`, `\mathbf{w}^1`, `b_{1,i}`. */
function decorated(s: Syntax): Introduced | null {
  const plain = atomName(s);
  if (plain?.startsWith("\\mathbb{")) return null;
  if (plain !== null) return { kind: "name", name: plain };
  if (s.kind !== "scripts") return null;
  const base = atomName(s.base);
  if (base === null || base.startsWith("\\mathbb{")) return null;
  const above = s.sup ? labelText(open(s.sup)) : null;
  if (s.sup && (above === null || (!isLabel(open(s.sup)) && !bracketed(open(s.sup))))) return null;
  const items = s.sub ? subscriptItems(s.sub) : [];
  const lead = items.findIndex((i) => !isLabel(i));
  const labels = lead < 0 ? items : items.slice(0, lead);
  const rest = lead < 0 ? [] : items.slice(lead);
  const lower = labels.length === 0 ? base : withLabel(base, "_", labels.map((l) => labelText(l) ?? "").join(","));
  const name = (above === null ? lower : withLabel(lower, "^", above)) + "'".repeat(s.primes);
  return rest.length === 0 ? { kind: "name", name } : { kind: "entries", name, at: rest };
}

/** `X_0`: the array and the position, when the name is a letter with one number below. */
export function numberedEntry(s: Syntax): { readonly name: Name; readonly at: number } | null {
  if (s.kind !== "scripts" || !s.sub || s.sup || s.primes > 0) return null;
  const name = atomName(s.base);
  const [at, ...more] = subscriptItems(s.sub);
  return name !== null && at?.kind === "number" && more.length === 0 ? { name, at: Number(at.text) } : null;
}

const bracketed = (s: Syntax): boolean => s.kind === "group" && (s.fence === "round" || s.fence === "square");

/** Distinct names between brackets, or null. */
function parameters(body: Syntax): readonly Name[] | null {
  const items = body.kind === "list" ? body.items : [body];
  const names: Name[] = [];
  for (const i of items) {
    const one = decorated(open(i));
    const name = one?.kind === "name" ? one.name : one?.kind === "entries" ? labelText(open(i)) : null;
    if (name === null || names.includes(name)) return null;
    names.push(name);
  }
  return names;
}

/** A word made of letters standing side by side: `output`. */
function spelled(s: Syntax): Name | null {
  if (s.kind !== "juxtaposition" || s.items.length < 3) return null;
  const letters = s.items.map((i) => (i.kind === "letter" && /^[A-Za-z]$/.test(i.name) ? i.name : null));
  return letters.every((l) => l !== null) ? `\\mathrm{${letters.join("")}}` : null;
}

export function introducedBy(side: Syntax): Introduced | null {
  const s = open(side);
  const simple = decorated(s);
  if (simple) return simple;
  const word = spelled(s);
  if (word !== null) return { kind: "name", name: word };
  if (s.kind === "juxtaposition" && s.items.length === 2) return applied(s.items[0] as Syntax, s.items[1] as Syntax);
  if (s.kind === "scripts" && s.sub && !s.sup) {
    const inner = s.base.kind === "group" && s.base.fence === "round" ? operator(s.base.body) : null;
    if (inner?.kind === "operator") return { ...inner, at: subscriptItems(s.sub) };
  }
  return s.kind === "group" && s.fence === "round" ? operator(s.body) : null;
}

/** `p(x \mid \theta)`: the function p(· | θ) of what stands before the bar. What stands behind it belongs to the name. */
export function conditional(head: Syntax, body: Syntax): { readonly name: Name; readonly arguments: readonly Syntax[] } | null {
  const bar = body.kind === "list" ? body.separators.indexOf("|") : -1;
  const letter = labelText(open(head));
  if (body.kind !== "list" || bar < 0 || letter === null || !/^[pqf](?:_.*)?$/.test(letter)) return null;
  const behind = body.items.slice(bar + 1).map(labelText);
  if (behind.some((b) => b === null) || body.separators.lastIndexOf("|") !== bar) return null;
  return { name: `${letter}(cdotmid ${behind.join(",")})`, arguments: body.items.slice(0, bar + 1) };
}

/** E[X] = … and Var(X) = … state something of a random value; they define neither an array nor a function. */
const isOfProbability = (name: Name, fence: string): boolean =>
  (name === "E" && fence === "square") || /^\\mathrm\{(?:E|Var|var|Cov|cov|Pr)\}$/.test(name);

function applied(head: Syntax, argument: Syntax): Introduced | null {
  const at = argument.kind === "scripts" && argument.sub && !argument.sup && argument.primes === 0 ? subscriptItems(argument.sub) : [];
  const group = argument.kind === "scripts" ? argument.base : argument;
  if (group.kind !== "group") return null;
  if (group.fence === "round" && head.kind === "group" && head.fence === "round") {
    const inner = operator(head.body);
    return inner && inner.kind === "operator" ? { ...inner, at: group.body.kind === "list" ? group.body.items : [group.body] } : null;
  }
  const given = group.fence === "round" && at.length === 0 ? conditional(head, group.body) : null;
  if (given) {
    const params = given.arguments.map((a) => atomName(open(a)));
    return params.every((p) => p !== null) ? { kind: "function", name: given.name, params, at: [] } : null;
  }
  if (group.body.kind === "list" && group.body.separators.includes("|")) return null;
  const fn = decorated(open(head));
  const name = fn?.kind === "name" ? fn.name : fn?.kind === "entries" ? labelText(open(head)) : null;
  if (name === null) return null;
  if (isOfProbability(name, group.fence) || group.body.kind === "chain") return null;
  if (group.fence === "square") {
    return at.length === 0 ? { kind: "entries", name, at: group.body.kind === "list" ? group.body.items : [group.body] } : null;
  }
  if (group.fence !== "round") return null;
  const params = parameters(group.body);
  return params && params.length > 0 ? { kind: "function", name, params, at } : null;
}

function operator(body: Syntax): Introduced | null {
  if (body.kind !== "binary" || (body.operator !== "star" && body.operator !== "tildestar")) return null;
  const params = parameters({ kind: "list", items: [body.left, body.right], separators: [","], span: body.span });
  return params ? { kind: "operator", name: body.operator === "star" ? "*" : "\\tilde{*}", params, at: [] } : null;
}

/** `F` of F′ and J_F. */
export const derivedFrom = (name: Name): Name | null =>
  /^(.*?)'+$/.exec(name)?.[1] ?? /^(?:\\mathbf\{)?J\}?_\{?(.*?)\}?$/.exec(name)?.[1] ?? null;
