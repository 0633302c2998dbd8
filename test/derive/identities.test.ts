import { describe, expect, test } from "vitest";
import { createProblem } from "../../src/calculus/index.ts";
import { differentiate } from "../../src/derive/index.ts";
import { identities } from "./identities.ts";
import { book, read, scope, show } from "./scope.ts";

describe("textbook derivatives, by value and by form", () => {
  test.each(identities)("$f by $by", ({ f, by, then, order, structure, answer }) => {
    const { t, environment } = scope();
    const question = {
      expr: read(t, environment, f),
      environment,
      wrt: read(t, environment, by),
      ...(then ? { wrt2: read(t, environment, then) } : {}),
      ...(order ? { order } : {}),
      ...(structure ? { structure } : {}),
    };
    const found = differentiate(t, book, question);
    if (!found.ok) throw new Error(`${found.error.code}: ${found.error.message}`);
    expect(found.value.confirmed?.points ?? 0, "points confirmed").toBeGreaterThanOrEqual(2);
    // One workshop for both: equal up to the order of commuting terms and the merging of like ones.
    const wanted = read(t, environment, answer);
    const { enter } = createProblem({ book, environment, expr: wanted, by: [] });
    if (enter(found.value.expr) !== enter(wanted)) expect(show(found.value.expr)).toBe(show(wanted));
  });

  test("there are enough of them", () => {
    expect(identities.length).toBeGreaterThanOrEqual(150);
  });
});
