/** A worked solution as one HTML file: steps on the left, the rule of each on the right, everything inside the page. */
import type { Formula, Introduction, Prose, Reason, Solution, SolutionPart, SolutionStep } from "../../solve/types.ts";
import { escapeHtml, htmlPage, mathHtml } from "../page.ts";
import { chainsOf, noteOf, otherValue, reasonsOf, sentence } from "./prose.ts";

const style = `
:root { --ink: #1d2330; --soft: #5b6475; --line: #e3e6ec; --paper: #fff; --tint: #f5f7fb; --accent: #2f5bd3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --soft: #a0a9ba; --line: #333a47; --paper: #15181e; --tint: #1d222b; --accent: #8fb0ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 Georgia, "Times New Roman", serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
article + article { margin-top: 4rem; }
h1 { font-size: 1.6rem; font-weight: 600; line-height: 1.35; margin: 0 0 1.5rem; border-bottom: 2px solid var(--accent); padding-bottom: .8rem; }
h2 { font: 600 .82rem/1.3 system-ui, sans-serif; letter-spacing: .06em; text-transform: uppercase; color: var(--accent); margin: 2.2rem 0 .6rem; }
p { margin: .4rem 0; }
ul { margin: .4rem 0; padding-left: 1.3rem; }
.note, .because { color: var(--soft); }
.steps { display: grid; grid-template-columns: max-content max-content minmax(9rem, 1fr); gap: .6rem .6rem; align-items: center; overflow-x: auto; overflow-y: hidden; padding: .6rem 0; }
.katex { text-transform: none; letter-spacing: normal; }
.steps .lhs { text-align: right; }
.steps .rule { text-align: right; font: .78rem/1.35 system-ui, sans-serif; color: var(--soft); padding-left: 1.2rem; }
.steps .rule a { color: inherit; text-decoration: none; border-bottom: 1px dotted var(--soft); }
.given { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; list-style: none; padding: 0; }
.answer { background: var(--tint); border-left: 4px solid var(--accent); border-radius: 4px; padding: 1rem 1.2rem; margin: .6rem 0; overflow-x: auto; font-size: 1.1rem; }
.answer p { font-size: .9rem; color: var(--soft); }
table { border-collapse: collapse; margin: .6rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .9rem .25rem 0; text-align: right; }
th { font: 600 .78rem system-ui, sans-serif; color: var(--soft); }
th:first-child, td:first-child { text-align: left; }
.rules dt { font: 600 .85rem/1.6 ui-monospace, monospace; }
.rules dd { margin: 0 0 .5rem 1.2rem; }
code { font: .88em ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .steps { grid-template-columns: max-content max-content; } .steps .rule { grid-column: 1 / -1; text-align: left; padding: 0 0 .5rem; } }
@media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; } .steps, .answer { break-inside: avoid; } }
`;

const math = (f: Formula): string => mathHtml(f.latex);
const prose = (p: Prose): string => sentence(p, (latex) => mathHtml(latex), escapeHtml);
const list = (items: readonly string[], kind = ""): string =>
  items.length === 0 ? "" : `<ul${kind === "" ? "" : ` class="${kind}"`}>${items.map((i) => `<li>${i}</li>`).join("")}</ul>`;

/** One or several solutions on one page. */
export function solutionHtml(...list: readonly Solution[]): string {
  const title = list
    .map((s) =>
      sentence(
        s.title,
        (_, unicode) => unicode,
        (t) => t,
      ),
    )
    .join("; ");
  return htmlPage(title, style, `<main>\n${list.map(article).join("\n")}\n</main>`);
}

function article(s: Solution): string {
  const body = [
    "<article>",
    `<h1>${prose(s.title)}</h1>`,
    "<h2>Given</h2>",
    list(s.given.map(introduction), "given"),
    ...(s.quantities.length > 0 ? [list(s.quantities.map(introduction))] : []),
    ...s.conventions.map((c) => `<p>${prose(c)}</p>`),
    `<p>Sought: ${math(s.sought)}</p>`,
    ...s.parts.flatMap(part),
    "<h2>Answer</h2>",
    `<div class="answer">${mathHtml(`${s.answer.lhs.latex} = ${s.answer.rhs.latex}`, true)}<p>Shape: ${escapeHtml(s.answer.shape)}</p></div>`,
    ...numbers(s),
    "<h2>Rules</h2>",
    `<dl class="rules">${reasonsOf(s).map(rule).join("")}</dl>`,
    ...(s.sources.length > 0 ? ["<h2>Sources</h2>", list(s.sources.map(escapeHtml))] : []),
    "</article>",
  ];
  return body.join("\n");
}

const introduction = (i: Introduction): string =>
  `${math(i.formula)}${i.note === "" ? "" : `<span class="note">${escapeHtml(noteOf(i))}</span>`}`;

const rule = (r: Reason): string =>
  `<dt id="${escapeHtml(r.rule)}">${escapeHtml(r.rule)}</dt><dd>${escapeHtml(r.because)}${r.see === null ? "" : ` <span class="because">[${escapeHtml(r.see)}]</span>`}</dd>`;

function part(p: SolutionPart): readonly string[] {
  return [
    `<h2>${escapeHtml(p.heading)}${p.given === null ? "" : ` (${math(p.given)})`}</h2>`,
    ...p.introduces.map((i) => `<p>Let ${introduction(i)}.</p>`),
    ...p.prose.map((x) => `<p>${prose(x)}</p>`),
    ...(p.steps.length > 0 ? [`<div class="steps">${chainsOf(p.steps).flatMap(chain).join("\n")}</div>`] : []),
  ];
}

const displayed = (latex: string): string => mathHtml(`\\displaystyle ${latex}`);

const chain = (steps: readonly SolutionStep[]): readonly string[] =>
  steps.map((s, i) => {
    const names = s.reasons.map((r) => `<a href="#${escapeHtml(r.rule)}" title="${escapeHtml(r.because)}">${escapeHtml(r.rule)}</a>`);
    return `<span class="lhs">${i === 0 ? displayed(s.before.latex) : ""}</span><span>${displayed(`= ${s.after.latex}`)}</span><span class="rule">${names.join(", ")}</span>`;
  });

function numbers(s: Solution): readonly string[] {
  if (!s.check) return [];
  const values = [...s.check.sizes, ...s.check.point].map((x) => `${math(x.name)} = <code>${escapeHtml(String(x.value))}</code>`);
  const point = [...s.check.functions.map(math), ...values];
  const rows = s.check.rows.map((r) => `<tr><td>${math(r.entry)}</td><td>${r.formula}</td><td>${r.quotient}</td></tr>`);
  return [
    "<h2>Numerical check</h2>",
    `<p>At ${point.join(", ")}; ${escapeHtml(otherValue(s).sentence)}.</p>`,
    `<table><thead><tr><th>entry</th><th>formula</th><th>${otherValue(s).title}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`,
  ];
}
