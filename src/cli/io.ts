/** The command line's only doors to the world: files, standard streams, the terminal. */
import { readFileSync, writeFileSync } from "node:fs";
import type { TextOptions } from "../report/style.ts";
import { fail, ok, type Result } from "../shape/result.ts";

/** Exit codes of `check`, also used where other commands have no own ones (DESIGN §9). */
export const exit = { right: 0, wrong: 1, review: 2, unreadable: 3, internal: 4 } as const;

export interface Io {
  readonly print: (text: string) => void;
  /** Plain text to standard error. */
  readonly note: (text: string) => void;
  readonly complain: (text: string) => void;
  /** A word on what is being done, when somebody watches. */
  readonly progress: (text: string) => void;
  readonly style: TextOptions;
  /** A person types and reads. */
  readonly interactive: boolean;
  readonly read: (file: string) => Result<string, string>;
  readonly write: (file: string, text: string) => Result<null, string>;
}

const systemMessage = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EISDIR: "this is a folder, not a file",
    EACCES: "no permission",
    ENOTDIR: "there is no such folder",
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
};

function readText(file: string): Result<string, string> {
  try {
    const bytes = readFileSync(file === "-" ? 0 : file);
    if (bytes.includes(0)) return fail("this is no text: it holds zero bytes");
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return fail(error instanceof TypeError ? "this is not text in UTF-8" : systemMessage(error));
  }
}

function writeText(file: string, text: string): Result<null, string> {
  try {
    writeFileSync(file, text);
    return ok(null);
  } catch (error) {
    return fail(systemMessage(error));
  }
}

const narrowest = 40;
/** Width where no terminal tells: logs and files. */
const customary = 100;

/** Colour follows the terminal and NO_COLOR (https://no-color.org). */
export function terminal(): Io {
  const out = process.stdout;
  const colour = out.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  return {
    print: (text) => void out.write(text),
    note: (text) => void process.stderr.write(text),
    complain: (text) => void process.stderr.write(`fluxion: ${text}\n`),
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
    },
    style: { colour, width: out.isTTY ? Math.max(out.columns, narrowest) : customary },
    interactive: process.stdin.isTTY === true && out.isTTY === true,
    read: readText,
    write: writeText,
  };
}

/** Prints to standard output, or to the file that `--output` names. Answers the exit code. */
export function deliver(text: string, output: string | undefined, code: number, io: Io): number {
  if (output === undefined) {
    io.print(text);
    return code;
  }
  const written = io.write(output, text);
  if (written.ok) return code;
  io.complain(`${output}: ${written.error}`);
  return exit.unreadable;
}
