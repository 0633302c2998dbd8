/**
 * What a part asks for, held against what the lines of a submission say about it.
 *
 * A line is about the target when its left side, or an earlier member of its chain, is what was asked for: the same derivative in any
 * layout, the same name, or a name that the submission gave it. The value of the line is then compared with the answer, or with the
 * target itself where no answer is stated.
 */
import { type Environment, type Expr, heads, nodesOf } from "../expr/index.ts";
import type { Resolved } from "../read/meaning.ts";
import { freeNames } from "../read/resolve-walk.ts";
import type { ReadLink } from "../read/unit.ts";
import type { StepInput } from "./builders.ts";
import { judgeClaim } from "./claim.ts";
import { diagnosed } from "./diagnosed.ts";
import { undefinedIn } from "./doubts.ts";
import type { Chain, Read } from "./marks-chain.ts";
import type { ProblemPart } from "./problem.ts";
import type { Diagnosis } from "./report.ts";

/** A line that says what the target is. */
export interface Bid {
  readonly at: Read;
  readonly chain: Chain;
  /** The side that is to be the answer. */
  readonly side: Resolved;
  readonly text: string;
  /** The member of the chain that is what was asked for. */
  readonly about: Resolved;
}

/** The formula of a problem as this unit reads it: one expression, or the sides of a relation. */
export function askedIn(input: StepInput, formula: string): readonly Resolved[] | null {
  const read = input.unit.unit.asked.get(formula);
  return read?.ok ? read.value : null;
}

export function builtIn(input: StepInput, side: Resolved, l: ReadLink): Expr | null {
  const built = input.makers.term(side.term, l.epoch, input.layout, new Set());
  return built.ok ? built.value.expr : null;
}

/** Layouts differ by a transpose around the derivative. */
const core = (e: Expr): Expr => (e.kind === "app" && e.head === heads.transpose && e.args[0] ? core(e.args[0]) : e);

/** The expression, and what it stands for where it is a name of the submission. */
function standsFor(e: Expr, environment: Environment): readonly Expr[] {
  const out = [core(e)];
  for (let now = core(e); now.kind === "sym" && out.length < 6; ) {
    const definition = environment.definitions.get(now.name);
    if (!definition || definition.params.length > 0) break;
    now = core(definition.body);
    out.push(now);
  }
  return out;
}

const environmentAt = (input: StepInput, l: ReadLink): Environment => input.makers.environment(l.epoch, input.layout).environment;

/** Whether a side is what is asked for, in any layout, or a name of the submission for it. */
export function isAbout(side: Resolved, target: Resolved, l: ReadLink, input: StepInput): boolean {
  const wanted = builtIn(input, target, l);
  const found = builtIn(input, side, l);
  return wanted !== null && found !== null && standsFor(found, environmentAt(input, l)).includes(core(wanted));
}

const equates = (l: ReadLink): boolean => l.link.symbol === "=" || l.link.symbol === ":=" || l.link.symbol === "\\equiv";
const states = (l: ReadLink): boolean => l.kind.kind === "claim" || l.kind.kind === "definition";

/** The lines of the chains that say what is asked for. */
export function bidsFor(formula: string, chains: readonly Chain[]): readonly Bid[] {
  return chains.flatMap((chain) => bidsIn(formula, chain));
}

function bidsIn(formula: string, chain: Chain): readonly Bid[] {
  const out: Bid[] = [];
  let about: Resolved | null = null;
  for (const at of chain) {
    const { link, input } = at.source;
    if (!link.left.ok || !link.right.ok || !equates(link) || !states(link)) {
      about = null;
      continue;
    }
    const [target] = askedIn(input, formula) ?? [];
    if (!target) continue;
    if (!about && isAbout(link.left.value, target, link, input)) about = link.left.value;
    if (about) out.push({ at, chain, side: link.right.value, text: link.link.rhs.text, about });
    // X = target: the value stands on the left.
    else if (at === chain.at(-1) && isAbout(link.right.value, target, link, input))
      out.push({ at, chain, side: link.left.value, text: link.link.lhs.text, about: link.right.value });
  }
  return out;
}

/** A line about the target, held against it. */
export interface Answer {
  readonly bid: Bid;
  readonly compared: Comparison;
  /** Why it is no answer yet; null when it is one. */
  readonly unfinished: string | null;
}

export const answerAt = (bid: Bid, part: ProblemPart): Answer => ({
  bid,
  compared: compareBid(bid, part),
  unfinished: unfinished(bid, part),
});

export interface Comparison {
  readonly value: "right" | "wrong" | "open";
  readonly message: string;
  readonly diagnosis: readonly Diagnosis[];
}

/** The claim `target = side` at the place of a line, judged like any other, but without what the submission assumed. */
export function compareAt(target: Resolved, side: Resolved, at: Read): Comparison {
  const { link, input } = at.source;
  const asked: ReadLink = {
    ...link,
    link: { ...link.link, symbol: "=" },
    kind: { kind: "claim", goal: false, restates: null, stationary: false, repeats: false },
    left: { ok: true, value: target },
    right: { ok: true, value: side },
    imposed: [],
    ended: [],
  };
  const judged = diagnosed(judgeClaim(asked, input), asked, input);
  const judgement = at.source.judge(judged);
  const value = judgement === "wrong" ? "wrong" : judgement === "review" || judgement === "none" ? "open" : "right";
  return { value, message: judged.message, diagnosis: judged.diagnosis };
}

/** Whether a line's value is what the part asks for. */
function compareBid(bid: Bid, part: ProblemPart): Comparison {
  const { link, input } = bid.at.source;
  const [answer] = part.answer === null ? [] : (askedIn(input, part.answer) ?? []);
  const [find] = part.find === null ? [] : (askedIn(input, part.find) ?? []);
  const first = answer ?? find;
  if (!first) return { value: "open", message: "What the part asks for could not be read in this document.", diagnosis: [] };
  const loose = answer ? null : unprotected(find as Resolved, bid.at);
  if (loose !== null)
    return {
      value: "open",
      message: `What is asked for rests on ${loose}, which the submission defines and the problem does not.`,
      diagnosis: [],
    };
  const compared = compareAt(first, bid.side, bid.at);
  if (compared.value === "right" || !find) return compared;
  // In another layout the target is the transpose of what the problem wrote: the submission's own left side then decides.
  const wanted = builtIn(input, find, link);
  const own = builtIn(input, bid.about, link);
  const turned = wanted !== null && own !== null && wanted !== own && core(wanted) === core(own) && wanted.kind !== own.kind;
  if (!turned) return compared;
  const other = compareAt(bid.about, bid.side, bid.at);
  return other.value === "right" ? other : compared;
}

/** A name that the target is made of and that only the submission defines: it cannot be its own judge. */
function unprotected(target: Resolved, at: Read): string | null {
  const { unit } = at.source.input.unit;
  // The facts of the problem come first.
  const definitions = new Map(unit.links.flatMap((l) => (l.definition ? [[l.definition.name, l.definition] as const] : [])).toReversed());
  const seen = new Set<string>();
  const queue = [...freeNames(target.term)];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const definition = definitions.get(name);
    if (definition && !unit.fixed.has(name)) return name;
    if (definition) queue.push(...[...freeNames(definition.body)].filter((n) => !definition.params.includes(n)));
  }
  return null;
}

/** Names that the problem itself uses: they mean what it means by them, declared or not. */
function namesOfProblem(input: StepInput): ReadonlySet<string> {
  const sides = input.unit.unit.links.filter((l) => !input.unit.isOwn(l.link)).flatMap((l) => [l.left, l.right]);
  const asked = [...input.unit.unit.asked.values()].flatMap((a) => (a.ok ? a.value : []));
  return new Set([...sides.flatMap((s) => (s.ok ? [...freeNames(s.value.term)] : [])), ...asked.flatMap((a) => [...freeNames(a.term)])]);
}

/** Why a value is no answer: it still holds a derivative, or what was asked for, or a name without a meaning. Null when it is one. */
function unfinished(bid: Bid, part: ProblemPart): string | null {
  const { link, input } = bid.at.source;
  const environment = environmentAt(input, link);
  const built = input.makers.term(bid.side.term, link.epoch, input.layout, new Set());
  const [find] = part.find === null ? [] : (askedIn(input, part.find) ?? []);
  if (!built.ok) return null;
  const wanted = find ? builtIn(input, find, link) : null;
  const nodes = nodesOf(built.value.expr);
  const named = new Set(nodes.flatMap((e) => (e.kind === "sym" ? standsFor(e, environment) : [core(e)])));
  if (wanted && named.has(core(wanted)) && wanted.kind !== "num") return "it still contains what was asked for";
  if (nodes.some((e) => e.kind === "deriv")) return "it still contains a derivative";
  const known = namesOfProblem(input);
  const unknown = undefinedIn([built.value], environment, link.given).find((name) => !known.has(name));
  return unknown === undefined ? null : `nothing says what ${unknown} is`;
}
