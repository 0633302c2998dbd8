#!/usr/bin/env node
/** The `fluxion` command. The only place where our own bugs are caught: they end with exit code 4 and a request to report them. */
import { exit, terminal } from "./io.ts";
import { runProgram } from "./program.ts";

// A reader that stops early (`fluxion check … | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

const io = terminal();
try {
  process.exitCode = await runProgram(process.argv, io);
} catch (error) {
  io.complain(
    `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nPlease report it with the input that led here.`,
  );
  process.exitCode = exit.internal;
}
