/** All commands with their options and help. What a command does is loaded when it is called, so that `fluxion` starts quickly. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option, type OutputConfiguration } from "commander";
import { version } from "../generated/version.ts";
import { formulasLast } from "./arguments.ts";
import { completionScript, type Shell, shells } from "./completion.ts";
import { exit, type Io } from "./io.ts";

const wholeNumber = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("a whole number is needed.");
  return Number(text);
};
const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text];

const layoutOption = (): Option =>
  new Option("--layout <name>", "how derivatives are laid out").choices(["numerator", "denominator", "mixed", "auto"]);
const letOption = (): Option =>
  new Option("--let <declaration>", "declare a symbol: 'A in R^{m x n}, symmetric' (repeatable)").argParser(collect);
const whereOption = (): Option =>
  new Option("--where <definition>", "define a name: 'p = \\operatorname{softmax}(z)' (repeatable)").argParser(collect);
const seedOption = (): Option => new Option("--seed <n>", "seed of the random points").argParser(wholeNumber).default(1);
const outputOption = (): Option => new Option("-o, --output <file>", "write to a file instead of standard output");
const rulesOption = (): Option => new Option("--rules <file>", "add cards and rules of your own (repeatable)").argParser(collect);
/** A kill switch, so generous that no ordinary claim meets it on a slow machine. */
const secondsOption = (): Option => new Option("--seconds <n>", "give up on a claim after so long").argParser(wholeNumber).default(60);
const budgetOption = (): Option => new Option("--budget <operations>", "work allowed for one claim").argParser(wholeNumber);
const formatOption = (choices: readonly string[]): Option =>
  new Option("--format <name>", "what to print").choices([...choices]).default(choices[0]);

const outputs = ["latex", "unicode", "numpy", "jax", "torch", "julia", "matlab", "js"];

const checkExamples = `
Examples:
  $ fluxion check homework.md
  $ fluxion check --layout numerator --format json homework.tex
  $ fluxion check --problem sheet3.yaml hand-ins/*.md
  $ cat notes.md | fluxion check -

Exit codes: 0 all right, 1 something wrong found, 2 only review needed, 3 usage or unreadable input, 4 internal error.`;

const problemExamples = `
Examples:
  $ fluxion problem check sheet3.yaml

Exit codes: 0 sound, 1 faulty, 2 something could not be decided, 3 usage or unreadable input.`;

const diffExamples = `
Examples:
  $ fluxion diff '\\|AX\\|_F' --wrt X --let 'A in R^{m x n}' --let 'X in R^{n x p}'
  $ fluxion diff 'x^\\top A x' --wrt x --let 'A in R^{n x n}' --let 'x in R^n' --steps
  $ fluxion diff '-\\ln p_k' --wrt z --let 'z in R^n' --where 'p = \\operatorname{softmax}(z)'
  $ fluxion diff 'x^\\top A x' --wrt x --let 'A in R^{n x n}' --let 'x in R^n' --form index
  $ fluxion diff '\\sum_i x_i^2' --wrt x_k --let 'x in R^n' --form matrix --as numpy
  $ fluxion diff --batch questions.jsonl

Exit codes: 0 answered, 2 refused, 3 usage or unreadable input.`;

const solveExamples = `
Examples:
  $ fluxion solve '\\|AX\\|_F' --wrt X --let 'A in R^{m x n}' --let 'X in R^{n x p}'
  $ fluxion solve 'L' --wrt W --let 'W in R^{k x n}' --let 'x in R^n' --let 'y in R^k' \\
      --where 'p = \\operatorname{softmax}(W x)' --where 'L = -y^\\top \\ln p' --format md --output solution.md
  $ fluxion solve 'x^\\top A x' --wrt x --order 2 --let 'A in R^{n x n}' --let 'x in R^n'
  $ fluxion solve sheet3.yaml --style chain --format html --output sheet3.html

Exit codes: 0 answered, 2 refused, 3 usage or unreadable input.`;
const replExamples = `
Examples:
  $ fluxion repl
  $ echo "let x in R^n; d norm(x)^2 / d x" | tr ';' '\\n' | fluxion repl
  $ fluxion repl session.md

At the prompt, help lists what can be typed.`;

const equalExamples = `
Examples:
  $ fluxion equal '\\operatorname{tr}(AB)' '\\operatorname{tr}(BA)' --let 'A in R^{m x n}' --let 'B in R^{n x m}'
  $ fluxion equal '\\ln a^2' '2 \\ln a'

Exit codes: 0 accepted, 1 refuted, 2 undetermined, 3 usage or unreadable input.`;

const readExamples = `
Examples:
  $ fluxion read homework.md
  $ fluxion read --format json homework.tex

Exit codes: 0 all of it was read, 2 something was not, 3 usage or unreadable input.`;

/** Parses the arguments and runs the command. Answers the exit code. */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exit.right;
  const program = new Command("fluxion")
    .description(
      "Reads mathematics the way people write it, differentiates it by a readable rule book,\nand tells line by line whether a derivation is right.",
    )
    .version(version, "-V, --version")
    .exitOverride()
    .showHelpAfterError("(try: fluxion --help)")
    .configureOutput(outputTo(io))
    .addHelpText(
      "after",
      "\nExamples:\n  $ fluxion check homework.md\n  $ fluxion diff '\\|AX\\|_F' --wrt X --let 'A in R^{m x n}' --let 'X in R^{n x p}'\n  $ fluxion equal '\\ln a^2' '2 \\ln a'",
    );

  program
    .command("check")
    .description("check the derivations in documents (Markdown, LaTeX, or text with $…$)")
    .argument("<file...>", "documents; - is standard input")
    .addOption(formatOption(["text", "json", "md", "html", "tex"]))
    .option("--problem <file>", "problem file (YAML): what is given, notation, parts")
    .addOption(layoutOption().default("auto"))
    .option("--strict", "lenient readings count as wrong", false)
    .option("-q, --quiet", "no progress, and of text only one line for each document", false)
    .addOption(
      new Option("--reveal <name>", "how much feedback to give, instead of the problem's own rule").choices([
        "none",
        "location",
        "diagnosis",
        "repair",
      ]),
    )
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(budgetOption())
    .addOption(secondsOption())
    .addOption(outputOption())
    .addHelpText("after", checkExamples)
    .action(async (files: readonly string[], options) => {
      const { runCheck } = await import("./check.ts");
      code = await runCheck(files, options, io);
    });

  program
    .command("problem")
    .description("problem files: check one before marking with it")
    .command("check")
    .description("is a problem fit to mark with? its answers, its key, and keys broken on purpose")
    .argument("<file...>", "problem files (YAML); - is standard input")
    .addOption(new Option("--mutants <n>", "broken keys tried for a part").argParser(wholeNumber).default(12))
    .addOption(formatOption(["text", "json"]))
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(budgetOption())
    .addOption(outputOption())
    .addHelpText("after", problemExamples)
    .action(async (files: readonly string[], options) => {
      const { runProblemCheck } = await import("./problem.ts");
      code = runProblemCheck(files, options, io);
    });

  program
    .command("repl", { isDefault: argv.length <= 2 && io.interactive })
    .description("a session: declare, define, differentiate, check, evaluate")
    .argument("[file...]", "saved sessions, or files of lines, to begin with")
    .addHelpText("after", replExamples)
    .action(async (files: readonly string[]) => {
      const { runRepl } = await import("./repl.ts");
      code = await runRepl(files, io);
    });

  program
    .command("diff")
    .description("differentiate an expression; the answer is confirmed before it is shown")
    .argument("[expr]", "LaTeX")
    .addOption(new Option("--wrt <name>", "the variable; repeated, one answer for each").argParser(collect))
    .addOption(letOption())
    .addOption(whereOption())
    .addOption(layoutOption().default("mixed"))
    .option("--steps", "show the rules used", false)
    .addOption(
      new Option("--form <name>", "matrix or index notation; a name of --as does what --as does").choices(["matrix", "index", ...outputs]),
    )
    .addOption(new Option("--as <name>", "print this one form only").choices(outputs))
    .addOption(new Option("--order <n>", "order of the derivative").argParser(wholeNumber))
    .addOption(formatOption(["text", "json"]))
    .option("--batch <file>", "questions, one JSON object a line; - is standard input")
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(budgetOption())
    .addOption(outputOption())
    .addHelpText("after", diffExamples)
    .action(async (expr: string | undefined, options) => {
      const { runDiff } = await import("./diff.ts");
      code = runDiff(expr, options, io);
    });

  program
    .command("solve")
    .description("work a derivative out, every step with its rule, reason and source")
    .argument("<expr|problem.yaml>", "LaTeX, or a problem file whose parts say what to find")
    .option("--wrt <name>", "the variable")
    .addOption(letOption())
    .addOption(whereOption())
    .addOption(layoutOption())
    .addOption(
      new Option("--style <name>", "how it is worked out").choices(["differential", "chain", "index", "limit"]).default("differential"),
    )
    .addOption(new Option("--detail <name>", "how many lines").choices(["brief", "normal", "full"]).default("normal"))
    .addOption(new Option("--order <n>", "order of the derivative").argParser(wholeNumber))
    .addOption(formatOption(["md", "tex", "html", "unicode", "json"]))
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(outputOption())
    .addHelpText("after", solveExamples)
    .action(async (expr: string, options) => {
      const { runSolve } = await import("./solve.ts");
      code = await runSolve(expr, options, io);
    });

  program
    .command("plan")
    .description("how the Jacobian of a composition is accumulated: forward and reverse mode, costs, the best order")
    .argument("<composition>", "'h \\circ g \\circ f' of declared functions, or the last name of a chain of definitions")
    .option("--wrt <name>", "the variable that a chain of definitions starts from")
    .addOption(letOption())
    .addOption(whereOption())
    .option("--sizes <list>", "numbers for sizes, to find the best order: 'm = 100, n = 10'")
    .addOption(formatOption(["text", "md", "numpy", "json"]))
    .addOption(rulesOption())
    .addOption(outputOption())
    .addHelpText(
      "after",
      "\nExamples:\n  $ fluxion plan 'h \\circ g \\circ f' --let 'f : R^l -> R^m' --let 'g : R^m -> R^n' --let 'h : R^n -> R^o'\n  $ fluxion plan L --wrt x --let 'W in R^{m x n}' --let 'x in R^n' --where 'z = W x' --where 'L = \\|z\\|^2' --format numpy\n\nExit codes: 0 answered, 2 refused, 3 usage or unreadable input.",
    )
    .action(async (composition: string, options) => {
      const { runPlan } = await import("./plan.ts");
      code = runPlan(composition, options, io);
    });

  program
    .command("explain")
    .description("why two expressions are equal, as named steps, or the counterexample")
    .argument("<equation>", "LaTeX: lhs = rhs")
    .addOption(letOption())
    .addOption(whereOption())
    .addOption(formatOption(["text", "md", "json"]))
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(outputOption())
    .addHelpText(
      "after",
      "\nExamples:\n  $ fluxion explain '\\operatorname{tr}(AB) = \\operatorname{tr}(BA)' --let 'A in R^{m x n}' --let 'B in R^{n x m}'\n\nExit codes: 0 accepted, 1 refuted, 2 undetermined, 3 usage or unreadable input.",
    )
    .action(async (equation: string, options) => {
      const { runExplain } = await import("./explain.ts");
      code = runExplain(equation, options, io);
    });

  program
    .command("equal")
    .description("are two expressions equal? verdict and evidence")
    .argument("[lhs]", "LaTeX")
    .argument("[rhs]", "LaTeX")
    .addOption(letOption())
    .addOption(whereOption())
    .addOption(formatOption(["text", "json"]))
    .option("--batch <file>", "questions, one JSON object a line; - is standard input")
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(budgetOption())
    .addOption(secondsOption())
    .addOption(outputOption())
    .addHelpText("after", equalExamples)
    .action(async (lhs: string | undefined, rhs: string | undefined, options) => {
      const { runEqual } = await import("./equal.ts");
      code = runEqual(lhs, rhs, options, io);
    });

  program
    .command("read")
    .description("show how documents are understood: symbols, shapes, scopes, statements, formulas written back")
    .argument("<file...>", "documents; - is standard input")
    .addOption(formatOption(["text", "json"]))
    .addOption(rulesOption())
    .addOption(outputOption())
    .addHelpText("after", readExamples)
    .action(async (files: readonly string[], options) => {
      const { runRead } = await import("./read.ts");
      code = runRead(files, options, io);
    });

  program
    .command("audit")
    .description("verify the rule book by samples, and by mutants that must fail")
    .option("--equivalents", "list the mutants that change nothing, with the reasons", false)
    .addOption(formatOption(["text", "json"]))
    .addOption(seedOption())
    .addOption(rulesOption())
    .addOption(outputOption())
    .addHelpText(
      "after",
      "\nExamples:\n  $ fluxion audit\n  $ fluxion audit --rules my.rules\n\nExit codes: 0 the book holds, 1 it does not, 3 it cannot be read.",
    )
    .action(async (options) => {
      const { runAuditCommand } = await import("./audit.ts");
      code = runAuditCommand(options, io);
    });

  program
    .command("completion")
    .description("a completion script for the shell")
    .addArgument(new Argument("<shell>", "whose script").choices([...shells]))
    .addHelpText(
      "after",
      "\nExamples:\n  $ source <(fluxion completion bash)\n  $ fluxion completion fish > ~/.config/fish/completions/fluxion.fish",
    )
    .action((shell: Shell) => {
      io.print(completionScript(program, shell));
    });

  program
    .command("replay")
    .description("evaluate a counterexample of a report again, without the document")
    .argument("<file>", "a witness, a step or a whole report as JSON; - is standard input")
    .addHelpText(
      "after",
      "\nExamples:\n  $ fluxion check --format json homework.md > report.json\n  $ fluxion replay report.json\n\nExit codes: 1 the refutation stands, 2 it does not, 3 it cannot be read.",
    )
    .action(async (file: string) => {
      const { runReplay } = await import("./replay.ts");
      code = await runReplay(file, io);
    });

  for (const command of program.commands.flatMap((c) => [c, ...c.commands])) {
    const name = command.parent && command.parent !== program ? `${command.parent.name()} ${command.name()}` : command.name();
    command.exitOverride().showHelpAfterError(`(try: fluxion ${name} --help)`).configureOutput(outputTo(io));
  }
  return parse(program, argv, () => code);
}

const outputTo = (io: Io): OutputConfiguration => ({
  writeOut: io.print,
  writeErr: io.note,
  outputError: (text) => io.complain(text.trimEnd().replace(/^error: /, "")),
});

/** Usage errors end with 3; help and version with 0. */
async function parse(program: Command, argv: readonly string[], code: () => number): Promise<number> {
  try {
    await program.parseAsync([...formulasLast(argv, program)]);
    return code();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exit.right : exit.unreadable;
  }
}
