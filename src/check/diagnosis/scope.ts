/** What the notation alone tells: a line that says nothing, an integral over its own limit, an expectation taken through a function. */
import { contains, type Expr } from "../../expr/index.ts";
import type { Term } from "../../read/meaning.ts";
import { freeNames, visit } from "../../read/resolve-walk.ts";
import type { Diagnosis } from "../report.ts";
import { named } from "./named.ts";

const squeeze = (s: string): string => s.replace(/\\[,;:! ]|\s|\\displaystyle|\\left|\\right/gu, "").replace(/[.,]$/u, "");

export interface Stated {
  readonly left: Term;
  readonly right: Term;
  readonly lhs: string;
  readonly rhs: string;
}

/** Remarks about a line that holds: it says nothing, or a name means two things. */
export function remarks(s: Stated, sides: { readonly lhs: Expr; readonly rhs: Expr } | null): readonly Diagnosis[] {
  return [...circular(s, sides), ...captured(s.left), ...captured(s.right)];
}

/** Both sides are the same text, or the answer still contains what was asked for. */
function circular(s: Stated, sides: { readonly lhs: Expr; readonly rhs: Expr } | null): readonly Diagnosis[] {
  if (squeeze(s.lhs) === squeeze(s.rhs) && s.left.kind !== "number") return [named("M44", "Both sides are the same.", null, false)];
  const asked = sides?.lhs.kind === "app" && sides.lhs.head.name === "transpose" ? (sides.lhs.args[0] as Expr) : sides?.lhs;
  if (!sides || asked?.kind !== "deriv" || sides.rhs === sides.lhs || !contains(sides.rhs, asked)) return [];
  return [named("M44", "The answer still contains what was asked for.", null, false)];
}

function captured(t: Term): readonly Diagnosis[] {
  const out: Diagnosis[] = [];
  visit(t, (part) => {
    const bounds: readonly (readonly [string, readonly (Term | null)[]])[] =
      part.kind === "integral"
        ? [[part.variable, [part.from, part.to]]]
        : part.kind === "big"
          ? part.over.map((o) => [o.name, [o.from, o.to]] as const)
          : [];
    for (const [name, ends] of bounds)
      if (ends.some((e) => e !== null && freeNames(e).has(name)))
        out.push(named("M50", `${name} is both the variable and a limit; inside it means the variable.`, null, false));
  });
  return out.slice(0, 1);
}

/** E[f(X)] = f(E[X]), read off the texts: expectations are not computed. */
export function throughExpectation(s: Stated): readonly Diagnosis[] {
  for (const [outer, inner] of [
    [s.lhs, s.rhs],
    [s.rhs, s.lhs],
  ] as const) {
    const whole = inside(squeeze(outer));
    if (whole === null) continue;
    const text = squeeze(inner);
    for (const m of text.matchAll(/\\(?:mathbb|operatorname|mathrm)\{E\}(?:_\{[^{}]*\})?\[([^[\]]*)\]/gu)) {
      const of = m[1] as string;
      const moved = loose(text.replaceAll(m[0], of));
      const isPower = new RegExp(`${escaped(of)}\\)?\\^|\\\\[a-z]+\\(?\\{?${escaped(of)}|\\}\\{${escaped(of)}`, "u").test(
        text.replaceAll(m[0], of),
      );
      if (moved === loose(whole) && isPower)
        return [
          named(
            "M43",
            "The expectation of a function is not the function of the expectation: two values with probability 1/2 each tell them apart.",
            null,
            false,
          ),
        ];
    }
  }
  return [];
}

const escaped = (s: string): string => s.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
const loose = (s: string): string => s.replace(/[(){}]|\\bigl?|\\bigr/gu, "");

/** The text between the brackets of an expectation that is the whole side. */
function inside(text: string): string | null {
  const m = /^\\(?:mathbb|operatorname|mathrm)\{E\}(?:_\{[^{}]*\})?\[(.*)\]$/u.exec(text);
  return m?.[1] !== undefined && !m[1].includes("[") ? m[1] : null;
}
