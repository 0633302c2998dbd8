/** LaTeX names and symbols as Unicode text. */

/** `name sign name sign …` as a table: one glance shows which sign is meant. */
function signs(text: string): ReadonlyMap<string, string> {
  const words = text.trim().split(/\s+/);
  return new Map(words.flatMap((w, i) => (i % 2 === 0 ? [[w, words[i + 1] ?? ""] as const] : [])));
}

const commands: ReadonlyMap<string, string> = new Map([
  ...signs(`
    alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ  lambda λ  mu μ  nu ν
    xi ξ  pi π  rho ρ  varrho ϱ  sigma σ  varsigma ς  tau τ  upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω
    Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω`),
  ...signs(`
    top ᵀ  ldots …  dots …  cdots ⋯  infty ∞  partial ∂  nabla ∇  odot ⊙  otimes ⊗  oslash ⊘  cdot ·  times ×  star ⋆  ell ℓ  prime ′
    le ≤  ge ≥  ne ≠  leq ≤  geq ≥  neq ≠  to →  sim ∼  in ∈  pm ±  circ ∘  ast ∗  dagger †  land ∧  lor ∨  sqrt √  mid |
    lVert ‖  rVert ‖  | ‖  lvert |  rvert |  lfloor ⌊  rfloor ⌋  lceil ⌈  rceil ⌉  langle ⟨  rangle ⟩`),
  // Spacing and the size of brackets say nothing on one line.
  ...["left", "right", "!"].map((w) => [w, ""] as const),
  ...[",", ";", " ", "quad"].map((w) => [w, " "] as const),
]);

const accents = signs(
  "hat \u0302 tilde \u0303 bar \u0304 overline \u0304 dot \u0307 ddot \u0308 vec \u20d7 widehat \u0302 widetilde \u0303",
);

const fromPairs = (plain: string, raised: string): ReadonlyMap<string, string> =>
  new Map([...plain].map((c, i) => [c, [...raised][i] as string]));

const superscripts = fromPairs(
  "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφᵀ,∗′",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵀ˒*′",
);
const subscripts = fromPairs("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");

function raise(text: string, table: ReadonlyMap<string, string>): string | null {
  let out = "";
  for (const c of text.replaceAll(" ", "")) {
    const raised = table.get(c);
    if (raised === undefined) return null;
    out += raised;
  }
  return out;
}

/** The text as superscript characters, or null when one is missing. */
export const superscriptText = (text: string): string | null => raise(text, superscripts);
/** The text as subscript characters, or null when one is missing. */
export const subscriptText = (text: string): string | null => raise(text, subscripts);

const scripted = (mark: "_" | "^", text: string): string => {
  const raised = mark === "_" ? subscriptText(text) : superscriptText(text);
  return raised ?? `${mark}${[...text].length === 1 ? text : `(${text})`}`;
};

const bold = (text: string): string =>
  [...text]
    .map((c) => {
      const at = c.codePointAt(0) as number;
      if (/[A-Z]/.test(c)) return String.fromCodePoint(0x1d400 + at - 65);
      if (/[a-z]/.test(c)) return String.fromCodePoint(0x1d41a + at - 97);
      return /[0-9]/.test(c) ? String.fromCodePoint(0x1d7ce + at - 48) : c;
    })
    .join("");

const doubleStruck = signs("R ℝ N ℕ Z ℤ Q ℚ C ℂ E 𝔼 P ℙ 1 𝟙");

/** Commands with one braced argument. */
function styled(command: string, inside: string): string | null {
  const accent = accents.get(command);
  if (accent !== undefined) return inside + accent;
  if (/^(?:mathbf|boldsymbol|bm|textbf)$/.test(command)) return bold(inside);
  if (command === "mathbb") return doubleStruck.get(inside) ?? inside;
  return /^(?:operatorname|text|math[a-z]+)$/.test(command) ? inside : null;
}

const noHoles: ReadonlyMap<string, string> = new Map();

/**
 * A name or a piece of a card's printed form, LaTeX → Unicode: `\theta_1` → θ₁, `\hat{y}` → ŷ, `\operatorname{GELU}(` → GELU(. Linear, one pass;
 * a command it does not know keeps its bare word. `holes` are characters that stand for texts already in Unicode.
 */
export function unicodeOfLatex(latex: string, holes: ReadonlyMap<string, string> = noHoles): string {
  const parse = (at: number, one: boolean): readonly [string, number] => {
    let out = "";
    let i = at;
    while (i < latex.length) {
      const c = latex[i] as string;
      if (c === "}") return [out, i];
      if (c === "{") {
        const [inside, end] = parse(i + 1, false);
        out += inside;
        i = end + 1;
      } else if (c === "_" || c === "^") {
        const [inside, end] = parse(i + 1, true);
        out += scripted(c, inside);
        i = end;
      } else if (c === "\\") {
        const [text, end] = command(i + 1, out.endsWith(" "));
        out += text;
        i = end;
      } else {
        out += holes.get(c) ?? c;
        i++;
      }
      if (one) return [out, i];
    }
    return [out, i];
  };
  const command = (at: number, spaced: boolean): readonly [string, number] => {
    const word = /^(?:[A-Za-z]+|[^A-Za-z])/.exec(latex.slice(at, at + 40))?.[0] ?? "";
    const after = at + word.length;
    if (latex[after] === "{") {
      const [inside, end] = parse(after + 1, false);
      const text = styled(word, inside);
      if (text !== null) return [text, end + 1];
      return [(commands.get(word) ?? word) + inside, end + 1];
    }
    // A blank only ends the command, unless there is one on both sides.
    const blank = !spaced && /[A-Za-z]$/.test(word) && latex[after] === " " ? 1 : 0;
    return [commands.get(word) ?? word, after + blank];
  };
  return parse(0, false)[0];
}
