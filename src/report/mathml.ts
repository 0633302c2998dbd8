/**
 * Formulas for pages, by KaTeX, at the time the report is made: the page holds no script. What people wrote is rendered without trust, of
 * bounded length and expansion; what KaTeX does not know is shown as it was written. See docs/decisions.
 */
import katex from "katex";
import { escapeHtml } from "./page.ts";

const longest = 5000;

export interface MathPage {
  /** HTML of a formula. */
  readonly render: (tex: string, display?: boolean) => string;
}

export function mathPage(macros: ReadonlyMap<string, string>): MathPage {
  const known = new Map<string, string>();
  return {
    render(tex, display = false) {
      const key = `${display}${tex}`;
      const done = known.get(key) ?? rendered(tex, display, macros);
      known.set(key, done);
      return done;
    },
  };
}

function rendered(tex: string, displayMode: boolean, macros: ReadonlyMap<string, string>): string {
  if (tex.length > longest) return asWritten(tex);
  try {
    return katex.renderToString(tex, {
      displayMode,
      throwOnError: true,
      trust: false,
      strict: "ignore",
      maxExpand: 500,
      maxSize: 20,
      output: "htmlAndMathml",
      macros: Object.fromEntries(macros),
    });
  } catch (error) {
    // Errors of KaTeX say that it does not know the notation; any other is ours.
    if (error instanceof Error && (error.name === "ParseError" || error instanceof RangeError)) return asWritten(tex);
    throw error;
  }
}

const asWritten = (tex: string): string => `<code class="tex">${escapeHtml(tex)}</code>`;

/** Whether KaTeX can set the formula. */
export const isRendered = (html: string): boolean => !html.startsWith('<code class="tex">');
