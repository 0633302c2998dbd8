/** The command line without a process: files in a map, what is printed in strings. */
import { readFileSync } from "node:fs";
import type { Io } from "../../src/cli/io.ts";
import { runProgram } from "../../src/cli/program.ts";
import { fail, ok } from "../../src/shape/index.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

/** Runs `fluxion ...args`. Files that are not handed over are read from the disk; `-` is standard input. */
export async function fluxion(args: readonly string[], files: Readonly<Record<string, string>> = {}, width = 100): Promise<Ran> {
  let out = "";
  let err = "";
  const written = new Map<string, string>();
  const io: Io = {
    print: (text) => {
      out += text;
    },
    note: (text) => {
      err += text;
    },
    complain: (text) => {
      err += `fluxion: ${text}\n`;
    },
    progress: () => undefined,
    interactive: false,
    style: { colour: false, width },
    read: (file) => {
      const here = files[file];
      if (here !== undefined) return ok(here);
      try {
        return ok(readFileSync(file, "utf8"));
      } catch {
        return fail("there is no such file");
      }
    },
    write: (file, text) => {
      written.set(file, text);
      return ok(null);
    },
  };
  const code = await runProgram(["node", "fluxion", ...args], io);
  return { code, out, err, written };
}
