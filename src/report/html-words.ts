/** What a page says of a step in words, and the HTML of its notes: never by colour alone. */
import type { Judgement, Step, Witness } from "../check/report.ts";
import { absurd } from "../shape/index.ts";
import type { MathPage } from "./mathml.ts";
import { showNumber, showValue } from "./numbers.ts";
import { escapeHtml } from "./page.ts";
import { signOf } from "./style.ts";

export function judgementWords(s: Step): string {
  const { judgement } = s;
  switch (judgement) {
    case "right":
      return "right";
    case "right-with-remark":
      return "right, with a remark";
    case "wrong":
      return s.global === "recovered" ? "does not follow" : s.global === "carried" ? "wrong, carried on" : "wrong";
    case "review":
      return "to review";
    case "none":
      return s.kind === "claim" ? "not judged" : s.kind;
    default:
      return absurd(judgement);
  }
}

export const cssClass = (j: Judgement): string => (j === "right-with-remark" ? "remark" : j);

export const badge = (s: Step): string =>
  `<span class="badge ${cssClass(s.judgement)}"><span aria-hidden="true">${signOf(s.judgement)}</span> ${judgementWords(s)}</span>`;

/** Whether a step has anything to say beyond its badge. */
export const hasNotes = (s: Step): boolean => s.judgement !== "none" && (s.judgement !== "right" || s.global === "carried");

/** Sentences below a line, with counterexample, hint and evidence folded. */
export function notesOf(s: Step, page: MathPage): string {
  if (!hasNotes(s)) return "";
  const remarks = s.qualifiers.map((q) => `<p>${escapeHtml(q.note)}</p>`);
  const told = s.judgement === "right-with-remark" || s.judgement === "right" ? [] : [`<p>${escapeHtml(messageOf(s))}</p>`];
  return `<div class="note ${cssClass(s.judgement)}">${[...told, ...remarks, ...globalNote(s)].join("")}${folded(s, page)}</div>`;
}

/** The message without what the folded hint says. */
const messageOf = (s: Step): string =>
  s.diagnosis
    .reduce((text, d) => text.replace(d.message, ""), s.message)
    .replace(/\s+/g, " ")
    .trim();

function globalNote(s: Step): readonly string[] {
  if (s.global === "carried") return ["<p>It follows rightly from the mistake above.</p>"];
  if (s.global === "recovered") return ["<p>The value is right again, but it does not follow from the line before.</p>"];
  return [];
}

function folded(s: Step, page: MathPage): string {
  const witness = s.evidence?.witness;
  return [
    witness ? details(witness.shapes ? "Shapes" : "Counterexample", counterexample(witness, page)) : "",
    ...s.diagnosis.map((d) =>
      details(
        "Hint",
        `<p>${d.certain ? "" : "Perhaps: "}<b>${escapeHtml(d.name)}</b> (${escapeHtml(d.code)}). ${escapeHtml(d.message)}</p>${d.repair === null ? "" : `<p>Right would be ${page.render(`\\displaystyle ${d.repair}`)}</p>`}`,
      ),
    ),
    s.assumptions.length > 0 ? details("Assumed", `<ul>${s.assumptions.map((a) => `<li>${escapeHtml(a)}</li>`).join("")}</ul>`, true) : "",
    s.evidence && s.judgement !== "review"
      ? details("Evidence", `<p>${escapeHtml(s.evidence.how)}${s.evidence.points > 0 ? `, ${s.evidence.points} points` : ""}</p>`, true)
      : "",
  ].join("");
}

/** What is aside stays folded on paper. */
const details = (title: string, body: string, aside = false): string =>
  `<details${aside ? ' class="aside"' : ""}><summary>${title}</summary>${body}</details>`;

function counterexample(w: Witness, page: MathPage): string {
  if (w.shapes)
    return `<table><tr><th>left side</th><td>${escapeHtml(w.shapes.lhs)}</td></tr><tr><th>right side</th><td>${escapeHtml(w.shapes.rhs)}</td></tr></table>`;
  const rows = [
    ...Object.entries(w.dims).map(([name, n]) => [page.render(name), String(n)]),
    ...Object.entries(w.values).map(([name, v]) => [page.render(name), escapeHtml(showValue(v, 200))]),
    ...Object.entries(w.convention)
      .filter(([, v]) => v !== "any")
      .map(([what, v]) => [escapeHtml(what), escapeHtml(v)]),
    ["left side", side(w.lhs)],
    ["right side", side(w.rhs)],
    ...(w.entry.length > 0 ? [["differ in entry", escapeHtml(w.entry.join(", "))]] : []),
  ];
  return `<table>${rows.map(([k, v]) => `<tr><th>${k}</th><td>${v}</td></tr>`).join("")}</table>`;
}

const side = (list: readonly unknown[]): string =>
  list.length === 1 && !Array.isArray(list[0]) ? escapeHtml(showNumber(list[0])) : escapeHtml(showValue(list, 200));
