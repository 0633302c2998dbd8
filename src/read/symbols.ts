/**
 * The vocabulary of TeX mathematics: what each command is as notation. No function of the rule book occurs here; the upright
 * names are those TeX itself defines, and a book's or document's names arrive through `words`.
 */

import type { One, Two } from "./lexeme.ts";
import type { Font, Operator, RelationSymbol, Sign } from "./syntax.ts";

export type Command =
  | { readonly is: "letter"; readonly name: string }
  | { readonly is: "word"; readonly text: string }
  | { readonly is: "blackboard"; readonly letter: string }
  | { readonly is: "operator"; readonly operator: Operator }
  | { readonly is: "sign"; readonly sign: Sign }
  | { readonly is: "relator"; readonly symbol: RelationSymbol }
  | { readonly is: "separator"; readonly separator: "and" | "or" | "|" | ":" }
  | { readonly is: "big"; readonly name: string }
  | { readonly is: "one"; readonly make: One }
  | { readonly is: "two"; readonly make: Two }
  | { readonly is: "font"; readonly font: Font | null }
  | { readonly is: "open" | "close"; readonly fence: "round" | "square" | "curly" | "angle" | "floor" | "ceil" }
  | { readonly is: "bar"; readonly double: boolean; readonly side: "left" | "right" | null }
  | { readonly is: "dots"; readonly which: "horizontal" | "vertical" | "diagonal" }
  | { readonly is: "prime" }
  | { readonly is: "quad" }
  | { readonly is: "drop" }
  /** Dropped together with its argument in braces. */
  | { readonly is: "drop-argument" };

const commands = new Map<string, Command>();
const each = (names: string, command: (name: string) => Command): void => {
  for (const name of names.split(" ")) commands.set(`\\${name}`, command(name));
};

each(
  "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega",
  (name) => ({ is: "letter", name: `\\${name}` }),
);
each("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega", (name) => ({ is: "letter", name: `\\${name}` }));
each(
  "partial nabla infty ell hbar imath jmath emptyset forall exists aleph Re Im wp top bot angle dagger ddagger square Box triangle clubsuit neg",
  (name) => ({ is: "letter", name: `\\${name}` }),
);
for (const [command, name] of [
  ["part", "\\partial"],
  ["bigtriangledown", "\\nabla"],
  ["grad", "\\nabla"],
  ["intercal", "\\top"],
  ["transp", "\\top"],
  ["varnothing", "\\emptyset"],
  ["lnot", "\\neg"],
  ["infin", "\\infty"],
  ["hslash", "\\hbar"],
  ["%", "%"],
  ["#", "#"],
  ["&", "&"],
  ["$", "$"],
  ["_", "_"],
  ["checkmark", "\\checkmark"],
  ["qed", "\\square"],
  ["blacksquare", "\\square"],
  ["S", "\\S"],
  ["complement", "\\complement"],
] as const)
  commands.set(`\\${command}`, { is: "letter", name });
for (const letter of "RNZQCE") commands.set(`\\${letter}`, { is: "blackboard", letter });
commands.set("\\reals", { is: "blackboard", letter: "R" });

each("sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp det dim ker deg gcd lcm Pr hom arg", (name) => ({
  is: "word",
  text: name,
}));

const operators: readonly (readonly [string, Operator])[] = [
  ["cdot", "cdot"],
  ["times", "times"],
  ["ast", "star"],
  ["star", "star"],
  ["circ", "circ"],
  ["odot", "odot"],
  ["otimes", "otimes"],
  ["oslash", "oslash"],
  ["div", "div"],
  ["oplus", "oplus"],
  ["cup", "cup"],
  ["cap", "cap"],
  ["setminus", "setminus"],
  ["backslash", "setminus"],
  ["bullet", "bullet"],
  ["bmod", "mod"],
  ["mod", "mod"],
  ["centerdot", "cdot"],
  ["cdotp", "cdot"],
  ["bigcirc", "circ"],
];
for (const [name, operator] of operators) commands.set(`\\${name}`, { is: "operator", operator });
commands.set("\\pm", { is: "sign", sign: "±" });
commands.set("\\mp", { is: "sign", sign: "∓" });

const relations: readonly (readonly [string, RelationSymbol])[] = [
  ["=", "="],
  ["coloneqq", ":="],
  ["coloneq", ":="],
  ["triangleq", ":="],
  ["defeq", ":="],
  ["doteq", ":="],
  ["eqdef", ":="],
  ["leftarrow", "\\leftarrow"],
  ["gets", "\\leftarrow"],
  ["longleftarrow", "\\leftarrow"],
  ["ne", "\\ne"],
  ["neq", "\\ne"],
  ["lt", "<"],
  ["gt", ">"],
  ["le", "\\le"],
  ["leq", "\\le"],
  ["leqslant", "\\le"],
  ["ge", "\\ge"],
  ["geq", "\\ge"],
  ["geqslant", "\\ge"],
  ["in", "\\in"],
  ["notin", "\\notin"],
  ["ni", "\\ni"],
  ["subset", "\\subset"],
  ["subseteq", "\\subseteq"],
  ["supset", "\\supset"],
  ["supseteq", "\\supseteq"],
  ["approx", "\\approx"],
  ["approxeq", "\\approx"],
  ["thickapprox", "\\approx"],
  ["simeq", "\\simeq"],
  ["sim", "\\sim"],
  ["propto", "\\propto"],
  ["varpropto", "\\propto"],
  ["equiv", "\\equiv"],
  ["cong", "\\cong"],
  ["to", "\\to"],
  ["rightarrow", "\\to"],
  ["longrightarrow", "\\to"],
  ["hookrightarrow", "\\to"],
  ["rightsquigarrow", "\\to"],
  ["leadsto", "\\to"],
  ["mapsto", "\\mapsto"],
  ["longmapsto", "\\mapsto"],
  ["Rightarrow", "\\Rightarrow"],
  ["implies", "\\Rightarrow"],
  ["Longrightarrow", "\\Rightarrow"],
  ["Leftrightarrow", "\\Leftrightarrow"],
  ["iff", "\\Leftrightarrow"],
  ["Longleftrightarrow", "\\Leftrightarrow"],
  ["leftrightarrow", "\\leftrightarrow"],
  ["therefore", "\\Rightarrow"],
  ["ll", "\\ll"],
  ["gg", "\\gg"],
  ["lesssim", "\\le"],
  ["gtrsim", "\\ge"],
  ["perp", "\\perp"],
  ["succ", "\\succ"],
  ["succeq", "\\succeq"],
  ["succcurlyeq", "\\succeq"],
  ["prec", "\\prec"],
  ["preceq", "\\preceq"],
  ["preccurlyeq", "\\preceq"],
  ["downarrow", "\\downarrow"],
  ["searrow", "\\downarrow"],
  ["uparrow", "\\uparrow"],
  ["nearrow", "\\uparrow"],
  ["nmid", "\\nmid"],
  ["parallel", "\\parallel"],
  ["asymp", "\\asymp"],
  ["vdash", "\\vdash"],
  ["models", "\\models"],
  ["vDash", "\\models"],
  ["subsetneq", "\\subset"],
  ["supsetneq", "\\supset"],
  ["twoheadrightarrow", "\\to"],
];
for (const [name, symbol] of relations) commands.set(`\\${name}`, { is: "relator", symbol });

for (const [name, separator] of [
  ["land", "and"],
  ["wedge", "and"],
  ["lor", "or"],
  ["vee", "or"],
  ["mid", "|"],
  ["colon", ":"],
] as const)
  commands.set(`\\${name}`, { is: "separator", separator });

/** Operators that take the rest of their term, by the name they have in the tree. */
export const bigNames: ReadonlyMap<string, string> = new Map([
  ["sum", "sum"],
  ["prod", "product"],
  ["int", "integral"],
  ["iint", "integral"],
  ["iiint", "integral"],
  ["oint", "integral"],
  ["lim", "limit"],
  ["limsup", "limsup"],
  ["liminf", "liminf"],
  ["max", "max"],
  ["min", "min"],
  ["sup", "sup"],
  ["inf", "inf"],
  ["argmax", "argmax"],
  ["argmin", "argmin"],
  ["bigcup", "union"],
  ["bigcap", "intersection"],
  ["coprod", "coproduct"],
  ["bigoplus", "bigoplus"],
  ["bigotimes", "bigotimes"],
  ["bigodot", "bigodot"],
  ["bigvee", "bigor"],
  ["bigwedge", "bigand"],
]);
for (const [name, meaning] of bigNames) commands.set(`\\${name}`, { is: "big", name: meaning });
/** Big operators that are also functions of a list: max(a, b). */
export const listFunctions: ReadonlySet<string> = new Set(["max", "min", "sup", "inf", "argmax", "argmin", "limit"]);

const fonts: readonly (readonly [string, Font])[] = [
  ["mathbf", "bold"],
  ["bm", "bold"],
  ["boldsymbol", "bold"],
  ["pmb", "bold"],
  ["bold", "bold"],
  ["textbf", "bold"],
  ["mathbfit", "bold"],
  ["symbf", "bold"],
  ["vb", "bold"],
  ["mathcal", "calligraphic"],
  ["mathbb", "blackboard"],
  ["Bbb", "blackboard"],
  ["mathds", "blackboard"],
  ["mathbbm", "blackboard"],
  ["mathfrak", "fraktur"],
  ["mathsf", "sans"],
  ["mathscr", "script"],
  ["mathtt", "typewriter"],
  ["symcal", "calligraphic"],
  ["symbb", "blackboard"],
];
for (const [name, font] of fonts) commands.set(`\\${name}`, { is: "one", make: { is: "styled", font } });
each(
  "mathrm mathit mathnormal text textrm textit mathop mathrel mathbin mathord mathopen mathclose mathpunct mathinner ensuremath operatorname symup smash",
  () => ({ is: "one", make: { is: "plain" } }),
);
each("hat tilde bar vec dot ddot dddot check breve acute grave mathring", (name) => ({ is: "one", make: { is: "accent", accent: name } }));
for (const [name, accent] of [
  ["widehat", "hat"],
  ["widetilde", "tilde"],
  ["overline", "bar"],
  ["overrightarrow", "vec"],
  ["underline", "underline"],
  ["underbar", "underline"],
  ["widebar", "bar"],
] as const)
  commands.set(`\\${name}`, { is: "one", make: { is: "accent", accent } });
for (const [name, decoration] of [
  ["underbrace", "underbrace"],
  ["overbrace", "overbrace"],
  ["boxed", "boxed"],
  ["fbox", "boxed"],
  ["framebox", "boxed"],
  ["pmod", "modulus"],
  ["pod", "modulus"],
  ["cancel", "cancel"],
  ["bcancel", "cancel"],
  ["xcancel", "cancel"],
  ["not", "cancel"],
] as const)
  commands.set(`\\${name}`, { is: "one", make: { is: "decorated", decoration } });
commands.set("\\sqrt", { is: "one", make: { is: "root" } });
for (const [name, make] of [
  ["frac", "fraction"],
  ["dfrac", "fraction"],
  ["tfrac", "fraction"],
  ["cfrac", "fraction"],
  ["sfrac", "fraction"],
  ["nicefrac", "fraction"],
  ["binom", "binomial"],
  ["dbinom", "binomial"],
  ["tbinom", "binomial"],
  ["underset", "underset"],
  ["overset", "overset"],
  ["stackrel", "overset"],
  ["cancelto", "cancelto"],
] as const)
  commands.set(`\\${name}`, { is: "two", make });
for (const [name, font] of [
  ["bf", "bold"],
  ["bfseries", "bold"],
  ["boldmath", "bold"],
  ["cal", "calligraphic"],
  ["frak", "fraktur"],
  ["sf", "sans"],
  ["tt", "typewriter"],
  ["rm", null],
  ["it", null],
  ["em", null],
  ["normalfont", null],
  ["sl", null],
] as const)
  commands.set(`\\${name}`, { is: "font", font });

for (const [left, right, fence] of [
  ["langle", "rangle", "angle"],
  ["lfloor", "rfloor", "floor"],
  ["lceil", "rceil", "ceil"],
  ["{", "}", "curly"],
  ["lbrace", "rbrace", "curly"],
  ["lbrack", "rbrack", "square"],
  ["lparen", "rparen", "round"],
  ["lgroup", "rgroup", "round"],
] as const) {
  commands.set(`\\${left}`, { is: "open", fence });
  commands.set(`\\${right}`, { is: "close", fence });
}
for (const [name, double, side] of [
  ["|", true, null],
  ["Vert", true, null],
  ["lVert", true, "left"],
  ["rVert", true, "right"],
  ["vert", false, null],
  ["lvert", false, "left"],
  ["rvert", false, "right"],
] as const)
  commands.set(`\\${name}`, { is: "bar", double, side });
each("ldots dots cdots dotsc dotsb dotsm dotsi dotso hdots mathellipsis", () => ({ is: "dots", which: "horizontal" }));
commands.set("\\vdots", { is: "dots", which: "vertical" });
each("ddots iddots adots", () => ({ is: "dots", which: "diagonal" }));
commands.set("\\prime", { is: "prime" });
each("quad qquad because hrulefill dotfill", () => ({ is: "quad" }));
each(
  "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag allowbreak hfill hfil noindent mathstrut strut big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm middle centering relax nobreak newpage clearpage par hline toprule midrule bottomrule small large footnotesize normalsize thinspace medspace thickspace enspace negthinspace null ,",
  () => ({ is: "drop" }),
);
for (const blank of ["!", ",", ":", ";", ">", " ", "\n", "\t", "-", "/", "@"]) commands.set(`\\${blank}`, { is: "drop" });
each(
  "label ref eqref cite footnote hspace vspace phantom hphantom vphantom color index includegraphics hskip kern mkern mspace hspace* vspace* textcolor colorbox raisebox intertext shortintertext tag tag*",
  () => ({ is: "drop-argument" }),
);

export const latexCommands: ReadonlyMap<string, Command> = commands;

/** Unicode mathematics, by the command it stands for. */
export const unicodeCommands: ReadonlyMap<string, string> = new Map(
  `α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa λ lambda μ mu µ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega
   Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega ∂ partial ∇ nabla ∞ infty ℓ ell ℏ hbar ∅ emptyset ∀ forall ∃ exists ⊤ top ⊥ perp ¬ neg ℝ R ℕ N ℤ Z ℚ Q ℂ C
   · cdot ⋅ cdot ∙ cdot × times ∗ ast ⋆ star ★ star ∘ circ ⊙ odot ⊗ otimes ⊘ oslash ÷ div ⊕ oplus ∪ cup ∩ cap ∖ setminus • bullet ± pm ∓ mp
   ≠ ne ≤ le ⩽ le ≥ ge ⩾ ge ∈ in ∉ notin ∋ ni ⊂ subset ⊆ subseteq ⊃ supset ⊇ supseteq ≈ approx ≃ simeq ∼ sim ∝ propto ≡ equiv ≅ cong ≔ coloneqq ≜ triangleq ← leftarrow → to ⟶ to ↦ mapsto ⇒ Rightarrow ⟹ Rightarrow ⇔ Leftrightarrow ⟺ iff ↔ leftrightarrow ≪ ll ≫ gg ≻ succ ⪰ succeq ≽ succeq ≺ prec ⪯ preceq ≼ preceq
   ∧ land ∨ lor ∣ mid ∑ sum ∏ prod ∫ int √ sqrt ⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ‖ Vert ∥ Vert … ldots ⋯ cdots ⋮ vdots ⋱ ddots ′ prime`
    .trim()
    .split(/\s+/u)
    .reduce<[string, string][]>((pairs, word, i, all) => (i % 2 === 0 ? [...pairs, [word, `\\${all[i + 1] ?? ""}`]] : pairs), []),
);

/** Raised and lowered characters, by what they raise or lower. */
export const raised: ReadonlyMap<string, string> = new Map(
  [..."⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-ⁿnⁱiᵏkᵐmʲjᵀ⊤ᵗ⊤"].reduce<[string, string][]>(
    (pairs, c, i, all) => (i % 2 === 0 ? [...pairs, [c, all[i + 1] ?? ""]] : pairs),
    [],
  ),
);
export const lowered: ReadonlyMap<string, string> = new Map(
  [..."₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-ᵢiⱼjₖkₘmₙnₗlₚpₜtₓxₐa"].reduce<[string, string][]>(
    (pairs, c, i, all) => (i % 2 === 0 ? [...pairs, [c, all[i + 1] ?? ""]] : pairs),
    [],
  ),
);

/** One-word prose: words that join or qualify formulas and never name a function. */
export const proseWords: ReadonlySet<string> = new Set(
  "if otherwise else and or where for when with then so hence thus since because all any every each iff is are be such that by as let given in on of to at from the a an ie i.e. e.g. eg s.t. subject minimize maximize minimise maximise cf see note also but not only therefore which we have get this here while until unless assuming assume suppose say define set denote".split(
    " ",
  ),
);
