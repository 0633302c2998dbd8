/** The session runs here, so that Ctrl-C can stop a computation without stopping the session. */
import { parentPort } from "node:worker_threads";
import { defaultBook, loadBook } from "../../book/index.ts";
import type { TextOptions } from "../../report/style.ts";
import { answer } from "./answer.ts";
import { completions } from "./complete.ts";
import type { State } from "./state.ts";

export type Request =
  | {
      readonly kind: "answer";
      readonly id: number;
      readonly state: State;
      readonly line: string;
      readonly style: TextOptions;
      readonly rules: readonly RulesText[];
    }
  | { readonly kind: "complete"; readonly id: number; readonly state: State; readonly word: string; readonly rules: readonly RulesText[] };

export interface RulesText {
  readonly file: string;
  readonly text: string;
}

let loaded: { readonly key: string; readonly book: ReturnType<typeof defaultBook>; readonly trouble: string | null } | null = null;

function bookOf(rules: readonly RulesText[]): { readonly book: ReturnType<typeof defaultBook>; readonly trouble: string | null } {
  const key = rules.map((r) => r.text).join("\u0000");
  if (loaded?.key === key) return loaded;
  const base = defaultBook();
  const more = rules.length === 0 ? null : loadBook(rules, base);
  loaded = {
    key,
    book: more?.ok ? more.value : base,
    trouble: more && !more.ok ? more.error.map((d) => d.message).join("\n") : null,
  };
  return loaded;
}

bookOf([]);
parentPort?.on("message", (request: Request) => {
  const { book, trouble } = bookOf(request.rules);
  if (request.kind === "complete") {
    parentPort?.postMessage({ id: request.id, words: completions(book, request.state, request.word) });
    return;
  }
  try {
    const found = answer(book, request.state, request.line, request.style);
    parentPort?.postMessage({ id: request.id, answer: trouble === null ? found : { ...found, text: `${trouble}\n${found.text}` } });
  } catch (error) {
    const text = `internal error: ${error instanceof Error ? error.message : String(error)}\nPlease report it with the lines that led here.`;
    parentPort?.postMessage({ id: request.id, answer: { state: request.state, text, failed: true, effect: { kind: "none" } } });
  }
});
