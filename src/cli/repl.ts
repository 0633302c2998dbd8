/** `fluxion repl`: a session at the terminal; piped input is answered line by line without decoration. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { exit, type Io } from "./io.ts";
import type { Answer } from "./repl/answer.ts";
import { goesOn } from "./repl/command.ts";
import { linesOf } from "./repl/document.ts";
import { createSession, type Session } from "./repl/session.ts";

const historyLength = 1000;
const historyFile = (): string =>
  process.env["FLUXION_HISTORY"] ?? join(process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state"), "fluxion", "history");

function readHistory(): string[] {
  const file = historyFile();
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((l) => l !== "")
        .slice(-historyLength)
        .reverse()
    : [];
}

function remember(line: string): void {
  try {
    mkdirSync(dirname(historyFile()), { recursive: true });
    appendFileSync(historyFile(), `${line.replaceAll("\n", " ")}\n`);
  } catch {
    // A home that cannot be written to costs the history, not the session.
  }
}

export async function runRepl(files: readonly string[], io: Io): Promise<number> {
  const session = createSession(io.style);
  for (const file of files) await loadFile(session, file, io);
  const code = io.interactive ? await atTerminal(session, io) : await piped(session, io);
  await session.close();
  return code;
}

/** Prints an answer and does what it asks for. False ends the session. */
async function carryOut(session: Session, answer: Answer, io: Io): Promise<boolean> {
  const { effect, text, failed } = answer;
  if (text !== "") {
    if (failed) io.complain(text);
    else io.print(`${text}\n`);
  }
  switch (effect.kind) {
    case "none":
      return true;
    case "quit":
      return false;
    case "save": {
      const written = io.write(effect.file, effect.text);
      if (written.ok) io.note(`saved ${effect.file}\n`);
      else io.complain(`${effect.file}: ${written.error}`);
      return true;
    }
    case "load":
      await loadFile(session, effect.file, io);
      return true;
    case "rules": {
      const source = io.read(effect.file);
      if (!source.ok) io.complain(`${effect.file}: ${source.error}`);
      else session.addRules({ file: effect.file.endsWith(".rules") ? effect.file : `${effect.file}.rules`, text: source.value });
      return true;
    }
  }
}

async function loadFile(session: Session, file: string, io: Io): Promise<void> {
  const source = io.read(file);
  if (!source.ok) return io.complain(`${file}: ${source.error}`);
  const saved = linesOf(source.value);
  for (const line of saved.length > 0 ? saved : source.value.split("\n")) {
    const answer = await session.answer(line);
    if (answer?.failed) io.complain(`${line}\n${answer.text}`);
  }
}

async function piped(session: Session, io: Io): Promise<number> {
  let code: number = exit.right;
  let pending = "";
  for await (const part of createInterface({ input: process.stdin })) {
    const line = pending + part;
    if (goesOn(line)) {
      pending = `${line.replace(/\\$/, "")}\n`;
      continue;
    }
    pending = "";
    const answer = await session.answer(line);
    if (answer?.failed) code = exit.wrong;
    if (answer && !(await carryOut(session, answer, io))) break;
  }
  return code;
}

const prompt = "fluxion> ";
const further = "     ... ";

async function atTerminal(session: Session, io: Io): Promise<number> {
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    history: readHistory(),
    historySize: historyLength,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      const word = /[\\:]?[\p{L}\d_]*$/u.exec(line)?.[0] ?? "";
      void session.completions(word).then((words) => done(null, [[...words], word]));
    },
  });
  io.note("fluxion: help lists what can be typed, Ctrl-D ends\n");
  let pending = "";
  terminal.on("SIGINT", () => {
    if (session.isBusy()) {
      session.interrupt();
      io.note("\nstopped\n");
      return;
    }
    pending = "";
    io.note("\n");
    terminal.setPrompt(prompt);
    // Clears what was typed.
    terminal.write(null, { ctrl: true, name: "u" });
    terminal.prompt();
  });
  for await (const part of promptly(terminal)) {
    const line = pending + part;
    if (goesOn(line)) {
      pending = `${line.replace(/\\$/, "")}\n`;
      terminal.setPrompt(further);
      terminal.prompt(true);
      continue;
    }
    pending = "";
    terminal.setPrompt(prompt);
    if (line.trim() !== "") remember(line);
    const answer = await session.answer(line);
    if (answer && !(await carryOut(session, answer, io))) break;
    // What was typed ahead keeps its cursor.
    terminal.prompt(true);
  }
  terminal.close();
  return exit.right;
}

function promptly(terminal: Interface): Interface {
  terminal.setPrompt(prompt);
  terminal.prompt();
  return terminal;
}
