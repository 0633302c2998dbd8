/** Every mistake of the table: nothing is said of the right line, and on the wrong one its code comes first. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../../src/book/index.ts";
import { mistakes } from "../../../src/check/diagnosis/codes.ts";
import type { Step } from "../../../src/check/report.ts";
import { check } from "../../../src/library/check.ts";

const book = defaultBook();

function lastStep(text: string): Step {
  const report = check(book, text);
  if (!report.ok) throw new Error(report.error);
  const step = report.value.steps.at(-1);
  if (!step) throw new Error(`no step in ${text}`);
  return step;
}

/** A remark on a line that holds; an expectation is not computed, so its lines are not decided. */
const holdsNevertheless = new Set(["M44", "M50"]);
const undecided = new Set(["M43"]);

describe("the fifty mistakes", () => {
  it("are fifty, each once", () => {
    expect(mistakes.map((m) => m.code)).toEqual(Array.from({ length: 50 }, (_, k) => `M${String(k + 1).padStart(2, "0")}`));
  });

  it.each(mistakes.map((m) => [m.code, m] as const))("%s", (code, m) => {
    const right = lastStep(`${m.given}\n\n${m.correct}\n`);
    expect(right.diagnosis).toEqual([]);
    expect(right.verdict === "undetermined").toBe(undecided.has(code));
    expect(right.verdict).not.toBe("refuted");
    const wrong = lastStep(`${m.given}\n\n${m.wrong}\n`);
    expect(wrong.diagnosis[0]?.code).toBe(code);
    expect(wrong.diagnosis[0]?.name).toBe(m.name);
    if (holdsNevertheless.has(code)) expect(wrong.judgement).toBe("right");
    else expect(wrong.verdict).toBe(undecided.has(code) ? "undetermined" : "refuted");
  });
});

it("stand in the documentation", async () => {
  const cell = (text: string): string => text.replaceAll("$$", "").replaceAll("|", "\\|");
  const rows = mistakes.map((m) => `| ${m.code} | ${m.name} | ${m.says} | \`${cell(m.correct)}\` | \`${cell(m.wrong)}\` |`);
  const page = [
    "# Mistakes that are named",
    "",
    "What `fluxion check` calls a mistake, with a line that is right and one that is wrong. Written from `src/check/diagnosis/codes.ts`.",
    "A diagnosis is *certain* when the repaired line is accepted and no other mistake explains it as well.",
    "",
    "| code | name | what is said | right | wrong |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
  await expect(page).toMatchFileSnapshot("../../../docs/mistakes.md");
});

describe("repairs", () => {
  const certain = mistakes.flatMap((m) => {
    const d = lastStep(`${m.given}\n\n${m.wrong}\n`).diagnosis[0];
    return d?.certain && d.repair !== null ? [{ m, repair: d.repair }] : [];
  });

  it("are certain for most", () => expect(certain.length).toBeGreaterThan(35));

  it.each(certain.map(({ m, repair }) => [m.code, m, repair] as const))("%s: the repaired line is accepted", (_, m, repair) => {
    const lhs = m.wrong.slice(2, m.wrong.indexOf(" = "));
    const line = repair.includes(" = ") && !repair.startsWith("\\sum") && m.code === "M46" ? repair : `${lhs} = ${repair}`;
    expect(["right", "right-with-remark"]).toContain(lastStep(`${m.given}\n\n$$${line}$$\n`).judgement);
  });
});
