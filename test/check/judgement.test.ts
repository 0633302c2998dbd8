import { describe, expect, it } from "vitest";
import { defaultPolicy, exitCodeOf, judgementOf } from "../../src/check/judgement.ts";
import type { Qualifier } from "../../src/check/report.ts";

const lenient: Qualifier = { kind: "lenient", reading: "row-as-diag", note: "" };
const layout: Qualifier = { kind: "layout", reading: "other-layout", note: "" };

describe("judgement", () => {
  it.each([
    ["refuted", [], "wrong"],
    ["undetermined", [], "review"],
    ["proved", [], "right"],
    ["probable", [lenient], "right-with-remark"],
    ["consistent", [], "right"],
    ["definition", [], "none"],
  ] as const)("of %s with %o is %s", (verdict, qualifiers, judgement) =>
    expect(judgementOf(verdict, qualifiers, defaultPolicy)).toBe(judgement),
  );

  it("is strict on request, and on a fixed layout", () => {
    expect(judgementOf("proved", [lenient], { ...defaultPolicy, strict: true })).toBe("wrong");
    expect(judgementOf("proved", [layout], { ...defaultPolicy, layoutFixed: true })).toBe("wrong");
    expect(judgementOf("proved", [layout], { ...defaultPolicy, strict: true })).toBe("right-with-remark");
    expect(judgementOf("consistent", [], { ...defaultPolicy, consistent: "review" })).toBe("review");
  });

  it("gives the exit code", () => {
    const none = { claims: 0, right: 0, remarks: 0, wrong: 0, review: 0, definitions: 0 };
    expect(exitCodeOf({ ...none, right: 3 })).toBe(0);
    expect(exitCodeOf({ ...none, wrong: 1, review: 2 })).toBe(1);
    expect(exitCodeOf({ ...none, review: 2 })).toBe(2);
  });
});
