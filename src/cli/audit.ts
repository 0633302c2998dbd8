/** `fluxion audit`: is the rule book true? */
import { audit, renderAudit } from "../audit/index.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";

export interface AuditCommand {
  readonly format: "text" | "json";
  readonly equivalents: boolean;
  readonly seed: number;
  readonly rules?: readonly string[];
  readonly output?: string;
}

export function runAuditCommand(command: AuditCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  if (!book.ok) {
    io.complain(book.error);
    return exit.unreadable;
  }
  const report = audit(book.value, { seed: command.seed, onClaim: (done, all) => io.progress(`${done} of ${all} claims`) });
  io.progress("");
  const text =
    command.format === "json" ? `${JSON.stringify(report, null, 2)}\n` : renderAudit(report, { equivalents: command.equivalents });
  return deliver(text, command.output, report.summary.problems === 0 ? exit.right : exit.wrong, io);
}
