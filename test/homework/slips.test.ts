/** A short run of the generator (`npm run slips` is the long one): one injected mistake each, nothing wrong accepted, nothing right refuted. */
import { expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { figures, figuresTable } from "../support/slip-figures.ts";

it("finds and names mistakes put into correct derivations", () => {
  const f = figures(defaultBook(), 24, 3);
  const told = figuresTable(f);
  expect(f.mutants, told).toBe(24);
  expect(f.accepted, told).toEqual([]);
  expect(f.rightRefuted, told).toEqual([]);
  expect(f.firstExact, `${told}\n${f.lateFirst.join("\n")}`).toBeGreaterThanOrEqual(22);
  expect(f.named / f.refuted, `${told}\n${f.misnamed.join("\n")}`).toBeGreaterThanOrEqual(0.8);
}, 120_000);
