/** `--let` and `--where` as the plain data that the library takes. */
import type { Setting } from "../library/question.ts";
import { fail, ok, type Result } from "../shape/index.ts";

/** 'A in R^{m x n}, symmetric' → A: "R^{m x n}, symmetric". */
export function splitDeclaration(text: string): readonly [string, string] | null {
  const arrow = /^(.+?)\s*:\s*(.+->.+|.+→.+)$/s.exec(text);
  const membership = arrow ?? /^(.+?)\s*(?:\\in(?![a-z])|∈|\bin\b|:)\s*(.+)$/s.exec(text);
  return membership?.[1] && membership[2] ? [membership[1].trim(), membership[2].trim()] : null;
}

export function settingOf(lets: readonly string[] | undefined, wheres: readonly string[] | undefined): Result<Setting, string> {
  const declare: Record<string, string> = Object.create(null);
  const where: Record<string, string> = Object.create(null);
  for (const text of lets ?? []) {
    const split = splitDeclaration(text);
    if (!split) return fail(`--let '${text}': write a name, in, a space, as in 'A in R^{m x n}'`);
    declare[split[0]] = split[1];
  }
  for (const text of wheres ?? []) {
    const at = text.indexOf("=");
    if (at <= 0) return fail(`--where '${text}': write a name, =, a formula, as in 'p = \\operatorname{softmax}(z)'`);
    where[text.slice(0, at).replace(/:\s*$/, "").trim()] = text.slice(at + 1).trim();
  }
  return ok({ declare, where });
}
