/** A witness evaluated again: by the long balls of the oracle, and by an evaluator of its own over mathjs. */
import type { Witness } from "../check/report.ts";
import { type Book, createTerms, type Head } from "../expr/index.ts";
import { type PlainClaim, plainClaim, readClaim, replayWitness } from "../oracle/index.ts";
import { type Meaning, type Plain, type SecondOpinion, secondOpinion } from "../replay/index.ts";
import type { Result } from "../shape/index.ts";
import { writeUnicode } from "../write/unicode.ts";

export interface Replay {
  /** Entries certainly different in ball arithmetic with 50 digits, and the error bound. */
  readonly balls: Result<{ readonly failing: readonly number[]; readonly radius: number }, string>;
  /** The same question to mathjs, in 50 and in 200 digits. */
  readonly second: SecondOpinion;
  /** The refutation stands: nobody who could evaluate it saw it fail, and somebody could. */
  readonly stands: boolean;
}

export async function replay(book: Book, witness: Witness): Promise<Replay> {
  const balls = replayWitness(witness, book.heads);
  const second = await secondOpinion(witness, meaningsOf(book));
  const here = balls.ok ? balls.value.failing : null;
  const there = second.kind === "evaluated" ? second.failing : null;
  const stands = here && there ? here.some((i) => there.includes(i)) : (here ?? there ?? []).length > 0;
  return { balls, second, stands };
}

/** What the cards say that their functions mean, as plain data. */
export function meaningsOf(book: Book): ReadonlyMap<string, Meaning> {
  return new Map([...book.heads.values()].flatMap((h) => (h.means ? [[h.name, meaningOf(h, h.means)] as const] : [])));
}

function meaningOf(head: Head, { params, body }: NonNullable<Head["means"]>): Meaning {
  const written = plainClaim({ lhs: body, rhs: body, relation: "=", definitions: [{ name: "", params, body }], functions: [] });
  const [, formal] = written.definitions[0] as readonly [Plain, readonly Plain[]];
  const acts = head.acts.kind === "elementwise" || head.acts.kind === "rows" ? head.acts.kind : "whole";
  return { acts, params: formal, body: written.lhs, shared: written.shared };
}

/** The claim of a witness and the definitions that it rests on, in Unicode. */
export function claimText(book: Book, witness: Witness): readonly string[] {
  const claim = readClaim(createTerms(), book.heads, witness.claim as PlainClaim);
  if (!claim.ok) return [];
  const { lhs, rhs, relation, definitions, functions } = claim.value;
  return [
    `claim: ${writeUnicode(lhs)} ${relation} ${writeUnicode(rhs)}`,
    ...definitions.map(
      (d) => `  with ${d.name}${d.params.length > 0 ? `(${d.params.map((p) => p.name).join(", ")})` : ""} = ${writeUnicode(d.body)}`,
    ),
    ...functions.map((f) => `  with ${f.name} a random polynomial, given in the witness`),
  ];
}
