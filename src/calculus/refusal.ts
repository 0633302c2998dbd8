/** What cannot be differentiated: thrown inside the engine, turned into a `Result` at its door (`derivative.ts`). */
export type RefusalCode = "no-rule" | "not-a-function-of" | "budget" | "unknown-name";

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
