/** One line of a session, sorted by what it asks for. No mathematics is read here. */
import { fail, ok, type Result } from "../../shape/index.ts";
import { splitDeclaration } from "../setting.ts";

export type Command =
  | { readonly kind: "nothing" }
  | { readonly kind: "declare"; readonly name: string; readonly space: string }
  | { readonly kind: "define"; readonly left: string; readonly right: string }
  | { readonly kind: "differentiate"; readonly of: string; readonly by: string; readonly order: number }
  | { readonly kind: "compare"; readonly left: string; readonly right: string }
  | { readonly kind: "simplify"; readonly of: string }
  | { readonly kind: "evaluate"; readonly of: string; readonly at: string }
  | { readonly kind: "show"; readonly of: string }
  /** More about the last answer. */
  | { readonly kind: "steps" }
  | { readonly kind: "why" }
  | { readonly kind: "convert"; readonly form: string; readonly of: string | null }
  | { readonly kind: "layout"; readonly name: string }
  | { readonly kind: "file"; readonly action: "save" | "load" | "rules"; readonly name: string }
  | { readonly kind: "names" }
  | { readonly kind: "forget"; readonly name: string }
  | { readonly kind: "help"; readonly topic: string }
  | { readonly kind: "quit" };

/** Commands with a colon; those marked take an argument. */
export const colonCommands = [
  "latex",
  "unicode",
  "numpy",
  "jax",
  "torch",
  "julia",
  "matlab",
  "js",
  "index",
  "matrix",
  "layout",
  "save",
  "load",
  "rules",
  "names",
  "forget",
  "help",
  "quit",
] as const;

/** Words that open a line. */
export const openingWords = [
  "let",
  "d",
  "grad",
  "jacobian",
  "hessian",
  "simplify",
  "eval",
  "check",
  "steps",
  "why",
  "help",
  "quit",
] as const;

export function parseLine(line: string): Result<Command, string> {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return ok({ kind: "nothing" });
  const colon = /^:([a-z]+)\s*(.*)$/s.exec(text);
  if (colon) return colonCommand(colon[1] as string, (colon[2] ?? "").trim());
  const [, word = "", rest = ""] = /^([a-z]+)(?:\s+(.*))?$/s.exec(text) ?? [];
  switch (word) {
    case "let":
      return declaration(rest);
    case "grad":
    case "jacobian":
      return derivativeOf(word, rest, 1);
    case "hessian":
      return derivativeOf(word, rest, 2);
    case "simplify":
      return rest === "" ? fail("simplify needs an expression, as in: simplify x' x + x' x") : ok({ kind: "simplify", of: rest });
    case "eval":
      return evaluation(rest) ?? fail("eval needs numbers, as in: eval norm(x)^2 at x = [3, 4]");
    case "check":
      return comparison(rest) ?? fail("check needs an equation, as in: check tr(A*B) = tr(B*A)");
    case "steps":
    case "why":
    case "quit":
      if (rest === "") return ok({ kind: word });
      break;
    case "exit":
      if (rest === "") return ok({ kind: "quit" });
      break;
    case "help":
      return ok({ kind: "help", topic: rest.trim() });
  }
  if (text === "?") return ok({ kind: "help", topic: "" });
  return definition(text) ?? question(text) ?? fraction(text) ?? evaluation(text) ?? ok({ kind: "show", of: text });
}

function colonCommand(name: string, rest: string): Result<Command, string> {
  switch (name) {
    case "layout":
      return ok({ kind: "layout", name: rest });
    case "save":
    case "load":
    case "rules":
      return rest === "" ? fail(`:${name} needs a file name`) : ok({ kind: "file", action: name, name: rest });
    case "names":
    case "quit":
      return ok({ kind: name });
    case "forget":
      return rest === "" ? fail(":forget needs a name") : ok({ kind: "forget", name: rest });
    case "help":
      return ok({ kind: "help", topic: rest });
    default:
      return (colonCommands as readonly string[]).includes(name)
        ? ok({ kind: "convert", form: name, of: rest === "" ? null : rest })
        : fail(`there is no command :${name}; help lists them`);
  }
}

/** `A in R^{m x n}, symmetric`, `f : R^n -> R`. */
function declaration(text: string): Result<Command, string> {
  const define = definition(text);
  if (define) return define;
  const [name, space] = splitDeclaration(text) ?? [];
  if (name && space) return ok({ kind: "declare", name, space });
  return definition(text.replace("=", ":=")) ?? fail("let needs a name and a space, as in: let A in R^{m x n}");
}

/** `p := softmax(W x + b)`, `f(x) := x^2`. */
function definition(text: string): Result<Command, string> | null {
  const [, left, right] = /^(.+?)\s*:=\s*(.*)$/s.exec(text) ?? [];
  if (left === undefined || right === undefined) return null;
  return right === "" ? fail("the right side is missing, as in: p := softmax(x)") : ok({ kind: "define", left: left.trim(), right });
}

/** `L = w' w ?` */
const question = (text: string): Result<Command, string> | null => (text.endsWith("?") ? comparison(text.slice(0, -1)) : null);

function comparison(text: string): Result<Command, string> | null {
  const [, left, right] = /^(.+?[^:<>≤≥!=])=([^=].*)$/s.exec(text.trim()) ?? [];
  return left && right ? ok({ kind: "compare", left: left.trim(), right: right.trim() }) : null;
}

/** `d L / d W`, `d^2 f / d x^2`, `d/dx (x^2)`, `∂L/∂W`. */
function fraction(text: string): Result<Command, string> | null {
  const operator = /^[d∂](?:\^(\d+))?\s*\/\s*[d∂]\s*(\S+?)(?:\^(\d+))?\s+(.+)$/su.exec(text);
  if (operator) return ok({ kind: "differentiate", of: operator[4] as string, by: operator[2] as string, order: Number(operator[1] ?? 1) });
  const whole = /^(?:d(?:\^(\d+))?\s+|∂(?:\^(\d+))?\s*)(.+?)\s*\/\s*(?:d\s+|∂\s*|d(?=\S+(?:\^\d+)?$))(.+?)(?:\^\d+)?$/su.exec(text);
  if (!whole) return null;
  return ok({ kind: "differentiate", of: whole[3] as string, by: (whole[4] as string).trim(), order: Number(whole[1] ?? whole[2] ?? 1) });
}

/** `grad L W`, `grad L wrt W`, `hessian f(x), x`. */
function derivativeOf(word: string, rest: string, order: number): Result<Command, string> {
  const [, of, by] =
    /^(.+?)\s+wrt\s+(.+)$/s.exec(rest) ?? /^(.+),\s*([^,]+)$/s.exec(rest) ?? /^(.+?)\s+([^\s()[\]{}]+(?:\{[^{}]*\})?)$/s.exec(rest) ?? [];
  return of && by
    ? ok({ kind: "differentiate", of: of.trim(), by: by.trim(), order })
    : fail(`${word} needs an expression and a variable, as in: ${word} norm(A x)^2, x`);
}

/** `x' A x at x = [1, 2], A = [[1, 0], [0, 1]]`. */
function evaluation(text: string): Result<Command, string> | null {
  const [, of, at] = /^(.+?)\s+at\s+(\S+\s*=.*)$/s.exec(text) ?? [];
  return of && at ? ok({ kind: "evaluate", of, at }) : null;
}

/** Whether a line goes on in the next one: a bracket is open, or it ends with a backslash. */
export function goesOn(text: string): boolean {
  if (/(?:^|[^\\])\\$/.test(text)) return true;
  let open = 0;
  for (const c of text) {
    if ("([{".includes(c)) open++;
    else if (")]}".includes(c)) open--;
  }
  return open > 0;
}
