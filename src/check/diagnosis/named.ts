/** A diagnosis under the name of its code. */
import type { Diagnosis } from "../report.ts";
import { type Code, mistakeOf } from "./codes.ts";

export const named = (code: Code, message: string, repair: string | null, certain: boolean): Diagnosis => ({
  code,
  name: mistakeOf.get(code)?.name ?? code,
  message,
  repair,
  certain,
});
