/** `help`, and `help gelu` from the card. */
import type { Book, Head } from "../../expr/index.ts";
import { writeUnicode } from "../../write/unicode.ts";

export const overview = `let A in R^{m x n}, symmetric   declare; let f : R^n -> R declares a function
p := softmax(W x + b)           define; f(x) := x^2 defines a function
d L / d W    grad L W           differentiate; hessian f x, jacobian f x
L = w' w ?                      is it true? with a proof or a counterexample
simplify x' x + x' x            simplify
norm(A x)^2 at x = [3, 4]       the value at numbers
steps   why                     the rules used; what the last answer rests on
:latex :numpy :jax :torch :julia :matlab :js    the last answer in another language
:matrix :index                  the last derivative in matrix form, or by entries
:layout numerator               numerator, denominator or mixed
:save FILE  :load FILE          the session as a document that fluxion check accepts
:rules FILE                     load rules of your own
:names  :forget x  help gelu  :quit

Formulas: A' X  tr(A*X)  norm(A X)^2  x.^2  x .* y  sum(i in 1..n)(x[i]^2)  σ ‖x‖ ∂ ᵀ, or LaTeX with a backslash.`;

/** The card of a function, by any of its spellings. */
export function helpOn(book: Book, topic: string): string {
  const name = topic.replace(/^\\(?:operatorname\{)?|\}$/g, "");
  const heads = [...new Set([...(book.spellings.get(name) ?? book.spellings.get(topic) ?? []), name])].flatMap(
    (n) => book.heads.get(n) ?? [],
  );
  if (heads.length > 0) return heads.map((h) => card(book, h)).join("\n\n");
  const near = [...book.heads.keys()].filter((h) => h.startsWith(name.slice(0, 3))).slice(0, 8);
  return `there is no function “${topic}” in the book${near.length > 0 ? `; there are ${near.join(", ")}` : ""}`;
}

function card(book: Book, h: Head): string {
  const source = h.see === null ? null : sourceOf(book, h.see);
  const lines: readonly (readonly [string, string | null])[] = [
    ["reads", h.reads.join(", ")],
    [
      "acts",
      h.acts.kind === "elementwise" ? "entry by entry" : h.acts.kind === "rows" ? "on a column, and on every row of a matrix" : null,
    ],
    ["means", h.means ? writeUnicode(h.means.body) : null],
    ["d", h.differential ? writeUnicode(h.differential.body) : null],
    ["when", h.domain.length > 0 ? h.domain.map((f) => writeUnicode(f.body)).join(", ") : null],
    ["kink", h.kink ? h.kink.note : null],
    ["see", source],
  ];
  return [
    `${h.name}: ${h.called}`,
    ...lines.flatMap(([label, text]) => (text === null || text === "" ? [] : [`  ${label.padEnd(6)} ${text}`])),
  ].join("\n");
}

function sourceOf(book: Book, see: string): string {
  const [key = "", ...place] = see.split(" ");
  return [book.sources.get(key) ?? key, ...place].join(" ");
}
