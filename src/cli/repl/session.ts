/** A session with its worker: lines in, answers out, and a way to stop a computation. */
import { Worker } from "node:worker_threads";
import type { TextOptions } from "../../report/style.ts";
import type { Answer } from "./answer.ts";
import { emptyState, type State } from "./state.ts";
import type { Request, RulesText } from "./worker.ts";

interface Reply {
  readonly id: number;
  readonly answer?: Answer;
  readonly words?: readonly string[];
}

export interface Session {
  /** Null when the computation was stopped. */
  answer(line: string): Promise<Answer | null>;
  completions(word: string): Promise<readonly string[]>;
  addRules(text: RulesText): void;
  isBusy(): boolean;
  /** Stops what is being computed; what is known stays. */
  interrupt(): void;
  close(): Promise<void>;
}

/** A computation that is stopped takes its worker with it; the next line gets a new one, which is started at once. */
export function createSession(style: TextOptions): Session {
  let state: State = emptyState;
  let rules: readonly RulesText[] = [];
  let waiting: { readonly id: number; readonly settle: (reply: Reply | null) => void } | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let count = 0;
  let worker = start();

  function start(): Worker {
    const made = new Worker(new URL("./worker.js", import.meta.url));
    made.on("message", (reply: Reply) => {
      if (waiting?.id !== reply.id) return;
      const { settle } = waiting;
      waiting = null;
      settle(reply);
    });
    made.unref();
    return made;
  }

  /** One request at a time, in order. */
  function ask(request: (id: number) => Request): Promise<Reply | null> {
    const reply = tail.then(() => send(request));
    tail = reply;
    return reply;
  }

  async function send(request: (id: number) => Request): Promise<Reply | null> {
    const id = ++count;
    const reply = await new Promise<Reply | null>((settle) => {
      waiting = { id, settle };
      worker.ref();
      worker.postMessage(request(id));
    });
    worker.unref();
    return reply;
  }

  return {
    async answer(line) {
      const reply = await ask((id) => ({ kind: "answer", id, state, line, style, rules }));
      if (!reply?.answer) return null;
      state = reply.answer.state;
      return reply.answer;
    },
    async completions(word) {
      return (await ask((id) => ({ kind: "complete", id, state, word, rules })))?.words ?? [];
    },
    addRules(text) {
      rules = [...rules, text];
    },
    isBusy: () => waiting !== null,
    interrupt() {
      const stopped = waiting;
      waiting = null;
      void worker.terminate();
      worker = start();
      stopped?.settle(null);
    },
    async close() {
      await worker.terminate();
    },
  };
}
