/** One line in, a new state and a text out. Nothing here touches a terminal or a file. */
import { simplify } from "../../derive/index.ts";
import { type Book, createTerms } from "../../expr/index.ts";
import { type DiffAnswer, type DiffQuestion, differentiate } from "../../library/differentiate.ts";
import { equal } from "../../library/equal.ts";
import { type FormName, write } from "../../library/formula.ts";
import { surroundingsOf } from "../../library/question.ts";
import type { TextOptions } from "../../report/style.ts";
import { absurd, fail, ok, type Result, showShape } from "../../shape/index.ts";
import { writeBoxes } from "../../write/boxes.ts";
import { writeLatex } from "../../write/latex.ts";
import { textOf } from "../equal.ts";
import { type Command, parseLine } from "./command.ts";
import { declarationStatement, definitionStatement, derivativeLatex, documentOf, equationStatement } from "./document.ts";
import { complaint, readHere } from "./expression.ts";
import { helpOn, overview } from "./help.ts";
import { shownNumbers, valueAt } from "./numbers.ts";
import { type Last, type State, settingOf } from "./state.ts";

/** What the terminal has to do besides printing. */
export type Effect =
  | { readonly kind: "none" }
  | { readonly kind: "save"; readonly file: string; readonly text: string }
  | { readonly kind: "load" | "rules"; readonly file: string }
  | { readonly kind: "quit" };

export interface Answer {
  readonly state: State;
  readonly text: string;
  readonly failed: boolean;
  readonly effect: Effect;
}

const nothing: Effect = { kind: "none" };

/** The answer to one line. A line that cannot be understood leaves the state as it was. */
export function answer(book: Book, state: State, line: string, style: TextOptions): Answer {
  const command = parseLine(line);
  const outcome = command.ok ? perform(book, state, command.value, line.trim(), style) : command;
  if (!outcome.ok) return { state, text: outcome.error, failed: true, effect: nothing };
  return { state: outcome.value.state ?? state, text: outcome.value.text, failed: false, effect: outcome.value.effect ?? nothing };
}

interface Done {
  readonly text: string;
  readonly state?: State;
  readonly effect?: Effect;
}

function perform(book: Book, state: State, c: Command, line: string, style: TextOptions): Result<Done, string> {
  switch (c.kind) {
    case "nothing":
      return ok({ text: "" });
    case "declare":
      return declared(book, state, c.name, c.space, line);
    case "define":
      return defined(book, state, c.left, c.right, line, style);
    case "differentiate":
      return differentiated(book, state, c, line, style);
    case "compare":
      return compared(book, state, c.left, c.right, line, style);
    case "simplify":
      return shown(book, state, c.of, style, true);
    case "show":
      return shown(book, state, c.of, style, false);
    case "evaluate":
      return evaluated(book, state, c.of, c.at);
    case "steps":
      return steps(state);
    case "why":
      return why(state, style);
    case "convert":
      return converted(book, state, c.form, c.of, style);
    case "layout":
      return c.name === "numerator" || c.name === "denominator" || c.name === "mixed"
        ? ok({ text: `layout: ${c.name}`, state: { ...state, layout: c.name } })
        : fail("a layout is numerator, denominator or mixed");
    case "file":
      return ok({
        text: "",
        effect: c.action === "save" ? { kind: "save", file: c.name, text: documentOf(state) } : { kind: c.action, file: c.name },
      });
    case "names":
      return ok({ text: names(state) });
    case "forget":
      return forgotten(state, c.name);
    case "help":
      return ok({ text: c.topic === "" ? overview : helpOn(book, c.topic) });
    case "quit":
      return ok({ text: "", effect: { kind: "quit" } });
    default:
      return absurd(c);
  }
}

function declared(book: Book, state: State, name: string, space: string, line: string): Result<Done, string> {
  const declare = new Map(state.declare);
  declare.delete(name);
  declare.set(name, space);
  const next: State = { ...state, declare };
  const known = surroundingsOf(createTerms(), book, settingOf(next));
  if (!known.ok) return fail(known.error.message);
  const statement = declarationStatement(name, space);
  return ok({ text: "", state: { ...next, journal: [...state.journal, { line, statement }] } });
}

function defined(book: Book, state: State, left: string, right: string, line: string, style: TextOptions): Result<Done, string> {
  const t = createTerms();
  const inner = parametersOf(left);
  const setting = settingOf(state);
  // A parameter that is not declared is a number.
  const declare = { ...setting.declare, ...Object.fromEntries(inner.filter((p) => !state.declare.has(p)).map((p) => [p, "R"])) };
  const formula = readHere(t, book, { ...setting, declare }, right);
  if (!formula.ok) return fail(complaint(formula.error, right));
  const where = new Map(state.where);
  where.delete(left);
  where.set(left, formula.value.latex);
  const next: State = { ...state, where, last: { kind: "expression", latex: formula.value.latex } };
  const known = surroundingsOf(createTerms(), book, settingOf(next));
  if (!known.ok) return fail(known.error.message);
  const statement = definitionStatement(left, formula.value.latex);
  return ok({
    text: `${left} := ${writeBoxes(formula.value.expr, style.width)}   (${showShape(formula.value.shape)})`,
    state: { ...next, journal: [...state.journal, { line, statement }] },
  });
}

const parametersOf = (left: string): readonly string[] =>
  (/\((.*)\)\s*$/.exec(left)?.[1] ?? "")
    .split(/[,;]/)
    .map((p) => p.trim())
    .filter((p) => p !== "");

type Asked = Extract<Command, { kind: "differentiate" }>;

function derivativeQuestion(book: Book, state: State, c: Pick<Asked, "of" | "by" | "order">): Result<DiffQuestion, string> {
  const t = createTerms();
  const setting = settingOf(state);
  const of = readHere(t, book, setting, c.of);
  if (!of.ok) return fail(complaint(of.error, c.of));
  const by = readHere(t, book, setting, c.by);
  if (!by.ok) return fail(complaint(by.error, c.by));
  return ok({ ...setting, expr: of.value.latex, wrt: by.value.latex, order: c.order, layout: state.layout });
}

function differentiated(book: Book, state: State, c: Asked, line: string, style: TextOptions): Result<Done, string> {
  const question = derivativeQuestion(book, state, c);
  if (!question.ok) return question;
  const found = differentiate(book, question.value);
  if (!found.ok) return fail(found.error.message);
  const last: Last = { kind: "derivative", of: c.of, by: c.by, order: c.order, answer: found.value };
  const statement = equationStatement(derivativeLatex(question.value.expr, question.value.wrt, c.order), found.value.latex);
  return ok({
    text: derivativeText(book, state, found.value, style),
    state: { ...state, last, journal: [...state.journal, { line, statement }] },
  });
}

function derivativeText(book: Book, state: State, a: DiffAnswer, style: TextOptions): string {
  const again = readHere(createTerms(), book, settingOf(state), a.latex);
  const drawn = again.ok ? writeBoxes(again.value.expr, style.width) : a.unicode;
  const checked = a.confirmed ? "" : "   (not confirmed)";
  return `${drawn}${drawn.includes("\n") ? "\n" : "   "}(${a.shape}${a.layout === "mixed" ? "" : `, ${a.layout} layout`})${checked}`;
}

function compared(book: Book, state: State, left: string, right: string, line: string, style: TextOptions): Result<Done, string> {
  const t = createTerms();
  const setting = settingOf(state);
  const sides: string[] = [];
  for (const source of [left, right]) {
    const derivative = parseLine(source);
    if (derivative.ok && derivative.value.kind === "differentiate") {
      const question = derivativeQuestion(book, state, derivative.value);
      if (!question.ok) return question;
      sides.push(derivativeLatex(question.value.expr, question.value.wrt, derivative.value.order));
      continue;
    }
    const formula = readHere(t, book, setting, source);
    if (!formula.ok) return fail(complaint(formula.error, source));
    sides.push(formula.value.latex);
  }
  const [lhs = "", rhs = ""] = sides;
  const found = equal(book, { ...setting, lhs, rhs });
  const accepted = found.verdict === "proved" || found.verdict === "probable";
  const journal = accepted ? [...state.journal, { line, statement: equationStatement(lhs, rhs) }] : state.journal;
  return ok({ text: textOf(found, style).trimEnd(), state: { ...state, last: { kind: "comparison", answer: found }, journal } });
}

function shown(book: Book, state: State, source: string, style: TextOptions, simpler: boolean): Result<Done, string> {
  const t = createTerms();
  const formula = readHere(t, book, settingOf(state), source);
  if (!formula.ok) return fail(complaint(formula.error, source));
  const { environment, shape, notes } = formula.value;
  const expr = simpler ? simplify(t, book, environment, formula.value.expr) : formula.value.expr;
  const last: Last = { kind: "expression", latex: simpler ? writeLatex(expr) : formula.value.latex };
  const drawn = writeBoxes(expr, style.width);
  const given = notes.map((n) => `\n  ${n}`).join("");
  return ok({ text: `${drawn}${drawn.includes("\n") ? "\n" : "   "}(${showShape(shape)})${given}`, state: { ...state, last } });
}

function evaluated(book: Book, state: State, source: string, at: string): Result<Done, string> {
  const formula = readHere(createTerms(), book, settingOf(state), source);
  if (!formula.ok) return fail(complaint(formula.error, source));
  const value = valueAt(formula.value, at);
  return value.ok ? ok({ text: shownNumbers(value.value) }) : value;
}

const nothingYet = "there is no answer yet";

function steps(state: State): Result<Done, string> {
  const { last } = state;
  if (last?.kind !== "derivative") return fail(last ? "the last answer was no derivative" : nothingYet);
  const lines = last.answer.steps.map((s) => `${s.rule}\n  ${s.before}  →  ${s.after}\n  ${s.because}${s.see ? ` [${s.see}]` : ""}`);
  return ok({ text: lines.length > 0 ? lines.join("\n") : "no rule was needed" });
}

function why(state: State, style: TextOptions): Result<Done, string> {
  const { last } = state;
  switch (last?.kind) {
    case undefined:
      return fail(nothingYet);
    case "comparison":
      return ok({ text: textOf(last.answer, style).trimEnd() });
    case "derivative": {
      const { confirmed, assumptions } = last.answer;
      const checked = confirmed
        ? `compared with automatic differentiation of the function itself at ${confirmed.points} points: they agree`
        : "it could not be evaluated, so it was not confirmed";
      return ok({ text: [checked, ...assumptions.map((a) => `given: ${a}`), "steps shows the rules used"].join("\n") });
    }
    default:
      return fail("the last answer is as it was typed; ask why after a derivative or a comparison");
  }
}

const isForm = (name: string): name is FormName => ["latex", "unicode", "numpy", "jax", "torch", "julia", "matlab", "js"].includes(name);

function converted(book: Book, state: State, form: string, source: string | null, style: TextOptions): Result<Done, string> {
  const { last } = state;
  const setting = settingOf(state);
  if (form === "index" || form === "matrix") {
    if (last?.kind !== "derivative") return fail("only a derivative has an index form; differentiate first");
    const question = derivativeQuestion(book, state, last);
    if (!question.ok) return question;
    const found = differentiate(book, { ...question.value, form });
    if (!found.ok) return fail(found.error.message);
    return ok({ text: derivativeText(book, state, found.value, style), state: { ...state, last: { ...last, answer: found.value } } });
  }
  if (!isForm(form)) return fail(`there is no form ${form}`);
  if (source === null && last?.kind === "derivative" && form !== "latex" && form !== "unicode") {
    const code = last.answer.code[form];
    return code === null ? fail(`this has no form in ${form}`) : ok({ text: code });
  }
  const typed = source === null ? null : readHere(createTerms(), book, setting, source);
  if (typed && !typed.ok) return fail(complaint(typed.error, source ?? ""));
  const latex = typed
    ? typed.value.latex
    : last?.kind === "derivative"
      ? last.answer.latex
      : last?.kind === "expression"
        ? last.latex
        : null;
  if (latex === null) return fail(nothingYet);
  const written = write(book, { ...setting, expr: latex }, form);
  return written.ok ? ok({ text: written.value }) : fail(written.error.message);
}

function names(state: State): string {
  const declared = [...state.declare].map(([name, space]) => `${name} in ${space}`);
  const defined = [...state.where].map(([name, latex]) => `${name} := ${latex}`);
  return declared.length + defined.length > 0 ? [...declared, ...defined].join("\n") : "nothing is declared";
}

function forgotten(state: State, name: string): Result<Done, string> {
  if (!state.declare.has(name) && !state.where.has(name)) return fail(`“${name}” is not known; :names lists what is`);
  const without = (m: ReadonlyMap<string, string>): ReadonlyMap<string, string> => new Map([...m].filter(([k]) => k !== name));
  return ok({ text: "", state: { ...state, declare: without(state.declare), where: without(state.where) } });
}
