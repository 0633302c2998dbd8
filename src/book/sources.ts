/** The small file beside the rules that says where they come from: sources.bib. */

/** Keys of a BibTeX file with the text to print: `Magnus and Neudecker (2019), Matrix Differential Calculus …`. */
export function readSources(text: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const entry of text.split(/^@/m).slice(1)) {
    const key = /^\w+\{([^,\s]+),/.exec(entry)?.[1];
    if (!key) continue;
    const field = (name: string): string | null => {
      const value = new RegExp(`^\\s*${name}\\s*=\\s*\\{(.*)\\},?\\s*$`, "m").exec(entry)?.[1];
      return value === undefined ? null : plain(value);
    };
    const authors = (field("author") ?? "").split(" and ").filter((a) => a !== "");
    const who = authors.length === 0 ? "" : authors.length > 2 ? `${authors[0]} et al.` : authors.join(" and ");
    const year = field("year");
    const edition = field("edition");
    const rest = [field("title"), edition && `${edition}th edition`.replace("2th", "2nd").replace("3th", "3rd"), field("publisher")]
      .filter(Boolean)
      .join(", ");
    out.set(key, `${who}${who ? " " : ""}${year ? `(${year})` : ""}${who || year ? ", " : ""}${rest}`);
  }
  return out;
}

const accents: Readonly<Record<string, string>> = { "'": "\u0301", '"': "\u0308", "`": "\u0300", c: "\u0327" };

/** `Fran{\c c}ois B{\'e}lisle` without TeX. */
const plain = (text: string): string =>
  text
    .replace(/\{\\(['"`c])\s*([A-Za-z])\}/g, (_, mark: string, letter: string) => `${letter}${accents[mark] ?? ""}`.normalize("NFC"))
    .replace(/[{}]/g, "");
