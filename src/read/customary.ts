/**
 * Commands that many documents use and define elsewhere: in a style file, a sibling, a package. Read as is customary, and told.
 *
 * They stand for notation that TeX already has, so nothing here is a function or has a meaning of its own; a document's own definition wins.
 */
import { collectMacros, type Macro, type Macros } from "./macros.ts";
import { latexCommands } from "./symbols.ts";

const written = String.raw`
\newcommand{\abs}[1]{\left| #1 \right|}
\newcommand{\norm}[1]{\left\| #1 \right\|}
\newcommand{\inner}[2]{\left\langle #1, #2 \right\rangle}
\newcommand{\inprod}[2]{\left\langle #1, #2 \right\rangle}
\newcommand{\ip}[2]{\left\langle #1, #2 \right\rangle}
\newcommand{\set}[1]{\left\{ #1 \right\}}
\newcommand{\floor}[1]{\left\lfloor #1 \right\rfloor}
\newcommand{\ceil}[1]{\left\lceil #1 \right\rceil}
\newcommand{\paren}[1]{\left( #1 \right)}
\newcommand{\pdv}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\pderiv}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\pfrac}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\dv}[2]{\frac{\mathrm{d} #1}{\mathrm{d} #2}}
\newcommand{\deriv}[2]{\frac{\mathrm{d} #1}{\mathrm{d} #2}}
\newcommand{\dd}{\mathrm{d}}
\newcommand{\diff}{\mathrm{d}}
\newcommand{\vb}[1]{\mathbf{#1}}
\newcommand{\vect}[1]{\mathbf{#1}}
\newcommand{\mat}[1]{\mathbf{#1}}
\newcommand{\matr}[1]{\mathbf{#1}}
\newcommand{\tens}[1]{\mathbf{#1}}
\newcommand{\eps}{\varepsilon}
\newcommand{\half}{\frac{1}{2}}
\newcommand{\inv}{^{-1}}
\newcommand{\trans}{^\top}
\newcommand{\tp}{^\top}
\newcommand{\tran}{^\top}
\newcommand{\given}{\mid}
\newcommand{\indep}{\perp}
\newcommand{\one}{\mathbf{1}}
\newcommand{\ones}{\mathbf{1}}
\newcommand{\zero}{\mathbf{0}}
\newcommand{\1}{\mathbf{1}}
\newcommand{\xspace}{}
\newcommand{\Xhat}{\hat{X}}
\newcommand{\xhat}{\hat{x}}
\newcommand{\yhat}{\hat{y}}
\newcommand{\xbar}{\bar{x}}
\newcommand{\ybar}{\bar{y}}
\newcommand{\thetahat}{\hat{\theta}}
\newcommand{\betahat}{\hat{\beta}}
`;

const operators =
  "Var VAR var Cov COV cov Corr Prob KL Tr rank span null range Null Range Ker col row diag Diag vec tr sign sgn dom supp prox proj conv dist softmax sigmoid ReLU relu MSE Bern Ber Bin Cat Poisson Unif Dir Gam std mean median";

const greek =
  "alpha beta gamma delta epsilon eta theta lambda mu nu xi pi rho sigma tau phi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega";

const latin = [..."abcdefghijklmnopqrstuvwxyz"];
const capitals = latin.map((c) => c.toUpperCase());

/** `\bx`, `\vx`, `\mX` are bold, `\cX` and `\calX` calligraphic, `\bbX` blackboard. */
function letters(): readonly (readonly [string, string])[] {
  const bold = (prefix: string, names: readonly string[]) => names.map((c) => [`\\${prefix}${c}`, `\\mathbf{${c}}`] as const);
  return [
    ...bold("b", [...latin, ...capitals]),
    ...bold("v", latin),
    ...bold("m", capitals),
    ...greek.split(" ").flatMap((g) => ["b", "v"].map((p) => [`\\${p}${g}`, `\\boldsymbol{\\${g}}`] as const)),
    ...capitals.flatMap((c) => ["c", "cal", "mc"].map((p) => [`\\${p}${c}`, `\\mathcal{${c}}`] as const)),
    ...capitals.map((c) => [`\\bb${c}`, `\\mathbb{${c}}`] as const),
  ];
}

/** By name; none of TeX's own commands is among them. */
export const customaryMacros: Macros = new Map<string, Macro>(
  [
    ...letters().map(([name, body]) => [name, { arity: 0, optional: null, body }] as const),
    ...operators.split(" ").map((name) => [`\\${name}`, { arity: 0, optional: null, body: `\\operatorname{${name}}` }] as const),
    ...collectMacros(written).macros,
  ].filter(([name]) => !latexCommands.has(name)),
);

/** What is left to custom in a text, in order of appearance. */
export function leftToCustom(text: string, own: Macros): readonly { readonly name: string; readonly body: string; readonly at: number }[] {
  const seen = new Map<string, { readonly name: string; readonly body: string; readonly at: number }>();
  for (const match of text.matchAll(/\\(?:[A-Za-z]+|1)/gu)) {
    const [name] = match;
    const macro = own.has(name) ? undefined : customaryMacros.get(name);
    if (macro && !seen.has(name)) seen.set(name, { name, body: macro.body, at: match.index });
  }
  return [...seen.values()];
}
