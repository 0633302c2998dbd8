/** Names of a document as identifiers of a program. */
import type { Name } from "../../expr/index.ts";

/** `\theta_1` → theta_1, `\mathbf{w}^1` → w1, `\hat{y}` → y_hat, `W'` → W_prime: the plain form. */
export function plainName(name: Name): string {
  const text = name
    .replace(
      /\\(?:mathbf|boldsymbol|bm|mathrm|mathcal|mathbb|mathsf|mathfrak|mathscr|mathtt|text|operatorname|textbf)\s*\{([^{}]*)\}/g,
      "$1",
    )
    .replace(/\\(hat|tilde|bar|dot|ddot|vec|overline|widehat|widetilde)\s*\{([^{}]*)\}/g, "$2_$1")
    .replace(/\\var(?=[a-z])/g, "")
    .replaceAll("\\", "")
    .replaceAll("'", "_prime")
    .replace(/\^\{?(?:\*|\\ast|\\star|ast|star)\}?/g, "_star")
    .replace(/\^\{?([A-Za-z0-9]+)\}?/g, "$1")
    .replace(/[{}\s]/g, "")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^(?=\d)|^$/, "v");
  return text.replace(/_+$/, "") || "v";
}

/** A name for each quantity, distinct from each other and from the language's own words. Wished names are taken as they are. */
export function createNames(reserved: ReadonlySet<string>, wished: ReadonlyMap<Name, string>): (name: Name) => string {
  const given = new Map<Name, string>();
  const used = new Set<string>();
  const claim = (name: Name, text: string): string => {
    given.set(name, text);
    used.add(text);
    return text;
  };
  for (const [name, text] of wished) claim(name, text);
  return (name) => {
    const known = given.get(name);
    if (known !== undefined) return known;
    const plain = plainName(name);
    let text = reserved.has(plain) ? `${plain}_` : plain;
    for (let k = 2; used.has(text); k++) text = `${plain}_${k}`;
    return claim(name, text);
  };
}
