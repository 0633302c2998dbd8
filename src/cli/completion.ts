/** `fluxion completion bash|zsh|fish`: a script for the shell, made from the commands themselves. */
import type { Command } from "commander";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface Entry {
  /** `problem check`: the words behind `fluxion`. */
  readonly words: readonly string[];
  readonly description: string;
  readonly options: readonly { readonly long: string; readonly choices: readonly string[]; readonly description: string }[];
}

function entriesOf(command: Command, words: readonly string[] = []): readonly Entry[] {
  return command.commands.flatMap((c) => {
    const here = [...words, c.name()];
    const options = c.options.flatMap((o) =>
      o.long ? [{ long: o.long, choices: o.argChoices ?? [], description: o.description.split("\n")[0] ?? "" }] : [],
    );
    return [{ words: here, description: c.description().split("\n")[0] ?? "", options }, ...entriesOf(c, here)];
  });
}

/** The script; sourced by the shell, it completes commands, options and their choices, and files elsewhere. */
export function completionScript(program: Command, shell: Shell): string {
  const entries = entriesOf(program);
  switch (shell) {
    case "bash":
      return bash(entries);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(entries)}`;
    case "fish":
      return fish(entries);
  }
}

function bash(entries: readonly Entry[]): string {
  const cases = entries.flatMap((e) => [
    `    "${e.words.join(" ")}") words="${[...e.options.map((o) => o.long), "--help", ...below(entries, e)].join(" ")}" ;;`,
  ]);
  const choices = new Map(entries.flatMap((e) => e.options.filter((o) => o.choices.length > 0).map((o) => [o.long, o.choices] as const)));
  return `# fluxion completion bash > /etc/bash_completion.d/fluxion, or: source <(fluxion completion bash)
_fluxion() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" w
  COMPREPLY=()
  case "$before" in
${[...choices].map(([long, list]) => `    ${long}) COMPREPLY=($(compgen -W "${list.join(" ")}" -- "$current")); return ;;`).join("\n")}
  esac
  for w in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$w" in -*) break ;; *[!a-z]*) break ;; *) path="\${path:+$path }$w" ;; esac
  done
  case "$path" in
    "") words="${below(entries, null).join(" ")} --help --version" ;;
${cases.join("\n")}
  esac
  if [[ "$current" == -* || -z "$path" || "$path" == problem ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _fluxion fluxion
`;
}

/** The commands one level below an entry. */
const below = (entries: readonly Entry[], e: Entry | null): readonly string[] =>
  entries
    .filter((x) => x.words.length === (e?.words.length ?? 0) + 1 && (e?.words ?? []).every((w, i) => x.words[i] === w))
    .map((x) => x.words.at(-1) as string);

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function fish(entries: readonly Entry[]): string {
  const names = below(entries, null).join(" ");
  const lines = entries.flatMap((e) => {
    const [first = "", ...inner] = e.words;
    const own =
      inner.length === 0
        ? `complete -c fluxion -n "not __fish_seen_subcommand_from ${names}" -f -a ${first} -d ${quoted(e.description)}`
        : `complete -c fluxion -n "__fish_seen_subcommand_from ${first}" -f -a ${inner.join(" ")} -d ${quoted(e.description)}`;
    const options = e.options.map((o) => {
      const choices = o.choices.length > 0 ? ` -x -a ${quoted(o.choices.join(" "))}` : "";
      return `complete -c fluxion -n "__fish_seen_subcommand_from ${e.words.at(-1)}" -l ${o.long.slice(2)}${choices} -d ${quoted(o.description)}`;
    });
    return [own, ...options];
  });
  return `# fluxion completion fish > ~/.config/fish/completions/fluxion.fish\n${lines.join("\n")}\n`;
}
