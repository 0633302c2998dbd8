/**
 * A report as one self-contained page: the marks on top, then the submission in full with every line marked by sign, word and colour;
 * counterexample, hint and evidence fold out below a line. No script, nothing loaded from elsewhere.
 */
import { cutDocument, type SourceKind } from "../check/pieces.ts";
import type { FailedReport, MarkItem, PartMarks, Report, Summary, SymbolRow } from "../check/report.ts";
import { documentHtml } from "./html-document.ts";
import { pageStyle } from "./html-style.ts";
import { cssClass } from "./html-words.ts";
import { goalText, itemMarks, itemName, marksText } from "./marks.ts";
import { type MathPage, mathPage } from "./mathml.ts";
import { escapeHtml, htmlPage } from "./page.ts";
import { signOf } from "./style.ts";

interface Submission {
  readonly report: Report | FailedReport;
  readonly source: string;
  readonly kind: SourceKind;
}

export function reportHtml(submissions: readonly Submission[]): string {
  const title = submissions.length === 1 ? (submissions[0]?.report.document ?? "") : `${submissions.length} documents`;
  const articles = submissions.map((s, i) => article(s, i, submissions.length > 1)).join("\n");
  const body = `${submissions.length > 1 ? overview(submissions) : ""}${articles}`;
  return htmlPage(`${title}: Fluxion report`, pageStyle, body);
}

function article({ report, source, kind }: Submission, i: number, several: boolean): string {
  if ("error" in report)
    return `<article id="d${i}"><header><h1>${escapeHtml(report.document)}</h1><p class="note wrong"><b>✗ not checked:</b> ${escapeHtml(report.error.message)}</p></header></article>`;
  const cut = cutDocument(source, kind);
  const math = mathPage(cut.macros);
  const prefix = several ? `d${i}-s` : "s";
  const first = report.steps.find((s) => s.n === report.firstWrongStep);
  return `<article id="d${i}">
<header>
<h1>${escapeHtml(report.document)}</h1>
${report.marking ? `<p class="title">${escapeHtml(report.marking.title === "" ? report.marking.problem : report.marking.title)}</p>` : ""}
${chips(report.summary)}
${first ? `<p class="first"><a href="#${prefix}${first.n}">First wrong line: line ${first.span.line}</a></p>` : ""}
${report.marking ? marksTable(report, prefix, math) : ""}
</header>
<main>
${report.marking?.reveal === "none" ? "" : documentHtml({ source, cut, steps: report.steps, math, prefix })}
</main>
<footer>
${symbolTable(report, math)}
<p>${escapeHtml(report.tool)}, seed ${report.seed}, layout ${report.layout}</p>
</footer>
</article>`;
}

const counted: readonly {
  readonly key: keyof Summary;
  readonly judgement: "right" | "right-with-remark" | "wrong" | "review";
  readonly words: string;
}[] = [
  { key: "right", judgement: "right", words: "right" },
  { key: "remarks", judgement: "right-with-remark", words: "right with a remark" },
  { key: "wrong", judgement: "wrong", words: "wrong" },
  { key: "review", judgement: "review", words: "to review" },
];

function chips(s: Summary): string {
  const shown = counted.filter((c) => s[c.key] > 0);
  if (shown.length === 0) return `<p class="chips">No relation to judge was found.</p>`;
  return `<p class="chips">${shown.map((c) => `<span class="badge ${cssClass(c.judgement)}"><span aria-hidden="true">${signOf(c.judgement)}</span> ${s[c.key]} ${c.words}</span>`).join(" ")}</p>`;
}

function marksTable(report: Report, prefix: string, math: MathPage): string {
  const { marking } = report;
  if (!marking) return "";
  const message = marking.message === null ? "" : `<p class="note review"><b>?</b> ${withMath(marking.message, math)}</p>`;
  return `${message}<table class="marks">
<thead><tr><th>part</th><th>marks</th><th>what for</th></tr></thead>
<tbody>${marking.parts.map((p) => partRow(p, report, prefix, math)).join("")}</tbody>
<tfoot><tr><th>total</th><td>${marksText(marking.marks)}</td><td></td></tr></tfoot>
</table>`;
}

/** `$…$` in our own sentences. */
const withMath = (text: string, math: MathPage): string =>
  text
    .split(/\$([^$]+)\$/)
    .map((part, i) => (i % 2 === 0 ? escapeHtml(part) : math.render(part)))
    .join("");

function partRow(p: PartMarks, report: Report, prefix: string, math: MathPage): string {
  const goal = goalText(p);
  const route = p.route === "" ? "" : ` (${escapeHtml(p.route)})`;
  return `<tr><th>${escapeHtml(p.heading ?? p.id)}</th><td class="number">${marksText(p.marks)}</td><td><details><summary>${p.find === null ? "" : `${math.render(p.find)}: `}${escapeHtml(goal)}${route}</summary><ul>${p.items.map((i) => `<li>${itemHtml(i, report, prefix, math)}</li>`).join("")}</ul></details></td></tr>`;
}

function itemHtml(i: MarkItem, report: Report, prefix: string, math: MathPage): string {
  const formula = i.kind === "method" && i.show !== null ? ` ${math.render(i.show)}` : "";
  const step = report.steps.find((s) => s.n === i.step);
  const why = step ? `<a href="#${prefix}${step.n}">${escapeHtml(i.why)}</a>` : escapeHtml(i.why);
  return `<b>${itemMarks(i)}</b> ${itemName(i)}${formula}: ${why}`;
}

function symbolTable(report: Report, math: MathPage): string {
  const rows = report.symbols.filter((s) => s.shape !== "index");
  if (rows.length === 0) return "";
  const name = (s: SymbolRow): string => (s.name.includes("\\cdot") ? escapeHtml(s.name) : math.render(s.name));
  return `<details class="symbols"><summary>Symbols and shapes</summary><table><tbody>${rows
    .map(
      (s) =>
        `<tr><th>${name(s)}</th><td>${escapeHtml(s.shape)}</td><td>${s.origin === "assumed" ? "assumed: " : ""}${escapeHtml(s.because)}</td></tr>`,
    )
    .join("")}</tbody></table></details>`;
}

/** One row for each document of a call. */
function overview(submissions: readonly Submission[]): string {
  const marked = submissions.some((s) => "marking" in s.report);
  const rows = submissions.map(({ report }, i) => {
    const link = `<a href="#d${i}">${escapeHtml(report.document)}</a>`;
    if ("error" in report)
      return `<tr><th>${link}</th><td colspan="${marked ? 6 : 5}">✗ not checked: ${escapeHtml(report.error.message)}</td></tr>`;
    const { summary: s } = report;
    const first = report.steps.find((x) => x.n === report.firstWrongStep);
    const marks = marked ? `<td class="number">${report.marking ? marksText(report.marking.marks) : ""}</td>` : "";
    return `<tr><th>${link}</th>${marks}${[s.right + s.remarks, s.wrong, s.review].map((n) => `<td class="number">${n}</td>`).join("")}<td class="number">${first ? `line ${first.span.line}` : "–"}</td></tr>`;
  });
  return `<section class="overview"><h1>${submissions.length} documents</h1><table><thead><tr><th>document</th>${marked ? "<th>marks</th>" : ""}<th>✓ right</th><th>✗ wrong</th><th>? review</th><th>first wrong</th></tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}
