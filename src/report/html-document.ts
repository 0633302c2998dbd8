/**
 * The submission in full as HTML, every relation marked where it stands. Prose goes through a Markdown renderer that lets no HTML, link or
 * image of the document through; formulas are put in afterwards, so that neither disturbs the other.
 */
import { Marked, type Tokens } from "marked";
import type { Cut, Piece } from "../check/pieces.ts";
import type { Step } from "../check/report.ts";
import { badge, cssClass, notesOf } from "./html-words.ts";
import { proseOfLatex } from "./latex-prose.ts";
import { isRendered, type MathPage } from "./mathml.ts";
import { escapeHtml } from "./page.ts";
import { type Row, relationStart, rowsOf } from "./rows.ts";

/** Signs for private use stand for formulas while the prose is rendered. */
const open = "\uE000";
const close = "\uE001";
const holder = (k: number): string => `${open}${k}${close}`;

export interface DocumentPage {
  readonly source: string;
  readonly cut: Cut;
  readonly steps: readonly Step[];
  readonly math: MathPage;
  /** Makes the names of anchors distinct when several documents share a page. */
  readonly prefix: string;
}

/** What is put in for a holder: HTML at the place, and notes after the paragraph. */
interface Insert {
  readonly html: string;
  readonly notes: string;
}

export function documentHtml(page: DocumentPage): string {
  const inserts: Insert[] = [];
  const hold = (insert: Insert): string => holder(inserts.push(insert) - 1);
  const groups = stepsByPiece(page.cut.pieces, page.source, page.steps);
  const text = page.cut.pieces.map((piece, k) => textOf(piece, groups[k] ?? [], page, hold)).join("");
  const prose = page.cut.latex ? proseOfLatex(text) : text;
  return filled(renderer.parse(prose, { async: false }), inserts);
}

/** Every step belongs to the piece in which its relation stands, or the nearest before. */
function stepsByPiece(pieces: readonly Piece[], source: string, steps: readonly Step[]): readonly (readonly Step[])[] {
  const out: Step[][] = pieces.map(() => []);
  let k = 0;
  for (const step of steps) {
    const at = relationStart(source, step);
    k = 0;
    while (k + 1 < pieces.length && (pieces[k + 1] as Piece).start <= at) k++;
    out[k]?.push(step);
  }
  return out;
}

function textOf(piece: Piece, steps: readonly Step[], page: DocumentPage, hold: (i: Insert) => string): string {
  const { source } = page;
  const inner = source.slice(piece.inner.start, piece.inner.end);
  switch (piece.kind) {
    case "prose":
      return proseWith(piece, steps, page, hold);
    case "inline":
      return hold({ html: inlineHtml(inner, steps, page), notes: notes(steps, page) });
    case "display": {
      const html = displayHtml(piece, steps, page);
      return hold({ html, notes: "" });
    }
    case "code":
      return `\n\n${hold({ html: `<pre><code>${escapeHtml(inner)}</code></pre>${stepList(steps, page)}`, notes: "" })}\n\n`;
  }
}

/** What could not be read in the prose itself is marked where it stands. */
function proseWith(piece: Piece, steps: readonly Step[], page: DocumentPage, hold: (i: Insert) => string): string {
  const bare = (a: number, b: number): string => page.source.slice(a, b).replace(/[\uE000\uE001]/g, "");
  let out = "";
  let at = piece.start;
  for (const step of steps) {
    const to = Math.min(Math.max(step.span.end, at), piece.end);
    out += bare(at, to) + hold({ html: anchored(step, badge(step), page), notes: notesOf(step, page.math) });
    at = to;
  }
  return out + bare(at, piece.end);
}

const notes = (steps: readonly Step[], page: DocumentPage): string => steps.map((s) => notesOf(s, page.math)).join("");

const anchored = (s: Step, html: string, page: DocumentPage): string => `<span id="${page.prefix}${s.n}">${html}</span>`;

function inlineHtml(inner: string, steps: readonly Step[], page: DocumentPage): string {
  const worst = steps.some((s) => s.judgement === "wrong") ? " bad" : "";
  const shown = steps.filter((s) => s.judgement !== "none");
  return `<span class="inline${worst}">${page.math.render(inner)}</span>${shown.map((s) => ` ${anchored(s, badge(s), page)}`).join("")}`;
}

function displayHtml(piece: Piece, steps: readonly Step[], page: DocumentPage): string {
  const whole = `${piece.environment && !/^(?:math|displaymath|equation|dmath)$/.test(piece.environment) ? wrapped(piece, page) : page.source.slice(piece.inner.start, piece.inner.end)}`;
  if (steps.length === 0) return `<div class="display">${page.math.render(whole, true)}</div>`;
  const rows = rowsOf(page.source, piece.inner.start, piece.inner.end, steps);
  const left = steps.filter((s) => !rows.some((r) => r.pieces.some((p) => p.steps.includes(s))));
  return `<div class="derivation">${rows.map((r) => rowHtml(r, page)).join("")}${left.map((s) => verdictRow(s, page)).join("")}</div>`;
}

const wrapped = (piece: Piece, page: DocumentPage): string => {
  const name = piece.environment === "align" || piece.environment === "gather" ? `${piece.environment}*` : piece.environment;
  return `\\begin{${name}}${page.source.slice(piece.inner.start, piece.inner.end)}\\end{${name}}`;
};

const set = (tex: string, page: DocumentPage): string => page.math.render(`\\displaystyle ${tex}`);

/** Longer left sides have a line of their own. */
const widest = 48;

function rowHtml(row: Row, page: DocumentPage): string {
  const pieces = row.pieces.map((p) => ({ ...p, html: set(p.tex, page) }));
  const lead = row.lead === "" ? "" : set(row.lead, page);
  if (row.pieces.length === 0) return `<div class="line"><div class="whole">${set(row.tex, page)}</div></div>`;
  // A piece that cannot stand alone (a bracket that opens here and closes there): the row in one, its verdicts below.
  if (!isRendered(lead) || pieces.some((p) => !isRendered(p.html)))
    return `<div class="line"><div class="whole">${set(row.tex, page)}</div></div>${row.pieces.flatMap((p) => p.steps.map((s) => verdictRow(s, page))).join("")}`;
  const stacked = row.lead.length > widest;
  return pieces
    .map((p, i) => {
      const first = i === 0 && !stacked;
      const above = i === 0 && stacked ? `<div class="line"><div class="whole">${lead}</div></div>` : "";
      const state = p.steps.some((s) => s.judgement === "wrong") ? " bad" : "";
      const marks = p.steps.map((s) => anchored(s, badge(s), page)).join(" ");
      return `${above}<div class="line"><div class="lhs">${first ? lead : ""}</div><div class="rhs${state}">${p.html}</div><div class="mark">${marks}</div></div>${notes(p.steps, page)}`;
    })
    .join("");
}

const verdictRow = (s: Step, page: DocumentPage): string =>
  `<div class="line"><div class="whole small ${cssClass(s.judgement)}">${set(`${s.lhs} ${s.relation} ${s.rhs}`, page)}</div><div class="mark">${anchored(s, badge(s), page)}</div></div>${notesOf(s, page.math)}`;

const stepList = (steps: readonly Step[], page: DocumentPage): string =>
  steps.length === 0 ? "" : `<div class="derivation">${steps.map((s) => verdictRow(s, page)).join("")}</div>`;

/** Puts the formulas in; notes wait for the end of their paragraph. */
function filled(html: string, inserts: readonly Insert[]): string {
  let waiting = "";
  return html.replace(/\uE000(\d+)\uE001|<\/(?:div|li|h[1-6]|td|th|blockquote)>/g, (token, k: string | undefined) => {
    if (k !== undefined) {
      const insert = inserts[Number(k)];
      waiting += insert?.notes ?? "";
      return insert?.html ?? "";
    }
    const after = waiting;
    if (token === "</td>" || token === "</th>") return token;
    waiting = "";
    return token === "</div>" || token === "</li>" ? after + token : token + after;
  });
}

const renderer = new Marked({
  gfm: true,
  renderer: {
    paragraph({ tokens }: Tokens.Paragraph) {
      return `<div class="p">${this.parser.parseInline(tokens)}</div>\n`;
    },
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
    link({ tokens }: Tokens.Link) {
      return this.parser.parseInline(tokens);
    },
    image: ({ text }: Tokens.Image) => escapeHtml(text),
  },
});
