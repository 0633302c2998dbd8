/** `fluxion plan`: forward and reverse accumulation of a composition. */
import { plan } from "../library/plan.ts";
import { planMarkdown, planNumpy, planText } from "../report/plan.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";
import { settingOf } from "./setting.ts";

export interface PlanCommand {
  readonly wrt?: string;
  readonly let?: readonly string[];
  readonly where?: readonly string[];
  readonly sizes?: string;
  readonly format: "text" | "md" | "numpy" | "json";
  readonly rules?: readonly string[];
  readonly output?: string;
}

const refused = 2;

export function runPlan(composition: string, command: PlanCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  const setting = settingOf(command.let, command.where);
  const sizes = sizesOf(command.sizes ?? "");
  if (!book.ok || !setting.ok || !sizes) {
    io.complain(!book.ok ? book.error : !setting.ok ? setting.error : `--sizes '${command.sizes}': write --sizes 'm = 100, n = 10'`);
    return exit.unreadable;
  }
  const planned = plan(book.value, { ...setting.value, composition, sizes, ...(command.wrt === undefined ? {} : { wrt: command.wrt }) });
  if (!planned.ok) {
    io.complain(`${planned.error.code}: ${planned.error.message}`);
    return refused;
  }
  const writers = { text: planText, md: planMarkdown, numpy: planNumpy, json: (p: unknown) => `${JSON.stringify(p, null, 2)}\n` } as const;
  return deliver(writers[command.format](planned.value), command.output, exit.right, io);
}

/** `m = 100, n = 10`. */
function sizesOf(text: string): Readonly<Record<string, number>> | null {
  const out: Record<string, number> = Object.create(null);
  for (const part of text.split(",").filter((p) => p.trim() !== "")) {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\d{1,9})\s*$/.exec(part) ?? [];
    if (!name || value === undefined || Number(value) === 0) return null;
    out[name] = Number(value);
  }
  return out;
}
