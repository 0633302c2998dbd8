/** The printed form of a card: LaTeX with #1, #2 for the arguments. */

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  /**
   * Argument n (from 1). `enclosed`: brackets, bars or braces stand on both sides, so it needs none of its own. `base`: it carries a
   * script, as in {#1}^{-1}. `operand`: it stands open.
   */
  | { readonly kind: "argument"; readonly n: number; readonly place: "enclosed" | "base" | "operand" };

const opens = /(?:[([{,;|]|\\lvert|\\lVert|\\\||\\lfloor|\\lceil|\\langle)\s*$/;
const closes = /^\s*(?:[)\]},;|]|\\right|\\rvert|\\rVert|\\\||\\rfloor|\\rceil|\\rangle)/;

/** The parts of a template in order. Braces that only group a base are dropped: the brackets, where needed, take their place. */
export function templateParts(template: string): readonly TemplatePart[] {
  const pieces = template.replace(/\{(#\d)\}(?=\s*[\^_])/g, "$1").split(/(#\d)/);
  return pieces.flatMap((piece, i): readonly TemplatePart[] => {
    if (!/^#\d$/.test(piece)) return piece === "" ? [] : [{ kind: "text", text: piece }];
    const before = pieces[i - 1] ?? "";
    const after = pieces[i + 1] ?? "";
    const enclosed = opens.test(before) && closes.test(after);
    return [{ kind: "argument", n: Number(piece.slice(1)), place: enclosed ? "enclosed" : /^\s*[\^_]/.test(after) ? "base" : "operand" }];
  });
}

/** Whether the whole holds together like a product or operator (`u * v`), or like a function value (`tr(U)`, `X^{-1}`). */
export function isOpen(parts: readonly TemplatePart[]): boolean {
  const open = (p: TemplatePart | undefined): boolean => p?.kind === "argument" && p.place === "operand";
  return open(parts[0]) || open(parts.at(-1));
}
