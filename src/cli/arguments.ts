/** Formulas may begin with a minus sign; the command line would take them for options. */
import type { Command } from "commander";

/**
 * The arguments with what is no option of the command moved behind `--`: `diff '-\\ln p' --wrt p` → `diff --wrt p -- '-\\ln p'`.
 * Words that look like options (`--layuot`) stay where they are, so that a typing error is reported as one.
 */
export function formulasLast(argv: readonly string[], program: Command): readonly string[] {
  const [node = "", script = "", name = "", ...rest] = argv;
  const command = program.commands.find((c) => c.name() === name);
  if (!command || command.commands.length > 0 || rest.includes("--")) return argv;
  const options: string[] = [];
  const formulas: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] as string;
    const option = command.options.find((o) => o.long === word || o.short === word);
    if (option) {
      options.push(word);
      if ((option.required || option.optional) && i + 1 < rest.length) options.push(rest[++i] as string);
    } else if (isOptionLike(word)) options.push(word);
    else formulas.push(word);
  }
  return [node, script, name, ...options, ...(formulas.length > 0 ? ["--", ...formulas] : [])];
}

/** `--word`, `--word=value`, `-h`; not `-x^2`, `-2`, `-\\ln p` or the `-` of standard input. */
const isOptionLike = (word: string): boolean => /^--[a-z][a-z-]*(?:=.*)?$/s.test(word) || /^-[hVo]$/.test(word);
