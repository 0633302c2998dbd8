/** What generated code needs besides the expression: values of defined names, bodies of defined functions. */
import { type Environment, type Expr, freeSymbols, type Name, type Terms } from "../expr/index.ts";
import { type Language, languages, writeCode } from "../write/code.ts";
import type { Surroundings } from "./question.ts";

/** Program text by language; null where the language cannot say it. */
export type CodeForms = Readonly<Record<Language, string | null>>;

/** How deep definitions of functions may call each other. */
const deepest = 50;

/** The term with calls of defined functions replaced by their bodies. Slot derivatives of them stay. */
function expanded(t: Terms, e: Expr, environment: Environment): Expr {
  let now = e;
  for (let k = 0; k < deepest; k++) {
    const next = t.replace(now, (x) => {
      const definition = x.kind === "call" && x.slots.length === 0 ? environment.definitions.get(x.fn) : undefined;
      if (x.kind !== "call" || !definition || definition.params.length !== x.args.length) return null;
      return t.substitute(t.adopt(definition.body), new Map(definition.params.map((p, i) => [p.name, x.args[i] as Expr])));
    });
    if (next === now) return now;
    now = next;
  }
  return now;
}

/** Defined names that the term uses, each after those its own value uses. */
function definedNames(t: Terms, e: Expr, environment: Environment): readonly { readonly name: Name; readonly value: Expr }[] {
  const out: { name: Name; value: Expr }[] = [];
  const seen = new Set<Name>();
  const visit = (x: Expr): void => {
    for (const name of freeSymbols(x).keys()) {
      const definition = environment.definitions.get(name);
      if (!definition || definition.params.length > 0 || seen.has(name)) continue;
      seen.add(name);
      const value = expanded(t, t.adopt(definition.body), environment);
      visit(value);
      out.push({ name, value });
    }
  };
  visit(e);
  return out;
}

/** The expression in every language, after assignments for the defined names it uses. */
export function codeForms(t: Terms, e: Expr, s: Surroundings): CodeForms {
  const whole = expanded(t, e, s.environment);
  const given = definedNames(t, whole, s.environment);
  const forms = languages.map((language) => {
    const text = writeCode(whole, language, { names: s.identifiers, given });
    return [language, text.ok ? text.value : null] as const;
  });
  return Object.fromEntries(forms) as CodeForms;
}
