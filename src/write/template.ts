/** The printed form of a card: LaTeX with #1, #2 for the arguments. */

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  /** Argument n (from 1). `enclosed`: brackets, bars or braces stand on both sides, so it needs none of its own. */
  | { readonly kind: "argument"; readonly n: number; readonly enclosed: boolean };

const opens = /(?:[([{,;|]|\\lvert|\\lVert|\\\||\\lfloor|\\lceil|\\langle)\s*$/;
const closes = /^\s*(?:[)\]},;|]|\\right|\\rvert|\\rVert|\\\||\\rfloor|\\rceil|\\rangle)/;

/** The parts of a template in order. */
export function templateParts(template: string): readonly TemplatePart[] {
  const pieces = template.split(/(#\d)/);
  return pieces.flatMap((piece, i): readonly TemplatePart[] => {
    if (!/^#\d$/.test(piece)) return piece === "" ? [] : [{ kind: "text", text: piece }];
    const enclosed = opens.test(pieces[i - 1] ?? "") && closes.test(pieces[i + 1] ?? "");
    return [{ kind: "argument", n: Number(piece.slice(1)), enclosed }];
  });
}
