/** One case per rule and per card, from the book itself: a rule cannot be added untested. */
import { describe, expect, it } from "vitest";
import { auditClaim } from "../../src/audit/audit.ts";
import { claimsOf, kinkClaimsOf } from "../../src/audit/claims.ts";
import { excuses } from "../../src/audit/equivalents.ts";
import { kinkHolds } from "../../src/audit/kinks.ts";
import { defaultBook } from "../../src/book/index.ts";
import { createTerms } from "../../src/expr/index.ts";

const book = defaultBook();
const t = createTerms();
const excuse = excuses(book);

describe("every rule and card holds, and every broken version of it fails", () => {
  it.each(claimsOf(book, t).map((c) => [c.name, c.source, c] as const))("%s (%s)", (_name, _source, claim) => {
    expect(auditClaim(t, claim, excuse).problems).toEqual([]);
  });
});

describe("every kink has the value that its card states", () => {
  it.each(kinkClaimsOf(book, t).map((k) => [k.name, k.source, k] as const))("%s (%s)", (_name, _source, kink) => {
    expect(kinkHolds(t, kink).problem).toBeNull();
  });
});

describe("the functions that readers and printers rely on", () => {
  const names =
    "exp ln log sqrt sin cos tan arcsin arccos arctan sinh cosh tanh arsinh artanh abs sign heaviside relu leakyrelu elu selu gelu silu mish " +
    "hardtanh sigmoid softplus Phi phi erf gamma digamma floor ceil max min softmax logsoftmax logsumexp tr det logdet inv adj pinv diag Diag " +
    "vec norm norm1 norminf inner outer sumall mean flip convvalid convfull convsame corrvalid corrfull argmax onehot";
  it.each(names.split(" "))("%s is a card", (name) => {
    expect(book.heads.get(name)?.source).toMatch(/^rules\/.*\.rules:\d+$/);
  });
});
