/** The rooms of the house, and which arrows are allowed between them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const below = (...rooms: string[]): readonly string[] => ["shape", ...rooms];

/** Room → the rooms it may import besides itself. Arrows only ever point one way. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  generated: [],
  shape: [],
  expr: below(),
  read: below("expr"),
  write: below("expr"),
  oracle: below("expr"),
  replay: [],
  rewrite: below("expr"),
  book: below("expr", "read", "rewrite"),
  calculus: below("expr", "rewrite"),
  compare: below("expr", "oracle", "rewrite", "calculus"),
  derive: below("expr", "calculus", "compare", "oracle"),
  check: below("expr", "read", "write", "oracle", "rewrite", "calculus", "compare", "derive"),
  solve: below("expr", "rewrite", "calculus", "derive", "compare", "write"),
  audit: below("expr", "oracle", "rewrite", "book"),
  report: below("expr", "check", "compare", "derive", "solve", "write"),
  library: below(
    "expr",
    "read",
    "write",
    "oracle",
    "rewrite",
    "book",
    "calculus",
    "compare",
    "derive",
    "check",
    "solve",
    "audit",
    "replay",
    "report",
  ),
  index: below(
    "library",
    "expr",
    "read",
    "write",
    "oracle",
    "rewrite",
    "book",
    "calculus",
    "compare",
    "derive",
    "check",
    "solve",
    "audit",
    "report",
  ),
  cli: below(
    "library",
    "expr",
    "read",
    "write",
    "oracle",
    "rewrite",
    "book",
    "calculus",
    "compare",
    "derive",
    "check",
    "solve",
    "audit",
    "report",
    "index",
  ),
};

/** Packages from outside, by room; `node:` only where a process is at home. */
const mayRequire: Readonly<Record<string, readonly string[]>> = {
  read: ["nearley", "moo", "yaml"],
  book: ["yaml"],
  replay: ["mathjs"],
  check: ["yaml"],
  report: ["katex", "marked"],
  cli: ["commander", "node:"],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const root = join(import.meta.dirname, "..", "src");

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sourcesIn(path) : name.endsWith(".ts") ? [path] : [];
  });

const roomOf = (path: string): string => {
  const [first = "", ...rest] = relative(root, path).split("/");
  return rest.length === 0 ? first.replace(/\.ts$/, "") : first;
};

/** Static and dynamic imports and re-exports; comments are dropped first. */
function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
  const statements = [
    /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  ];
  return statements.flatMap((pattern) => [...text.matchAll(pattern)].map((m) => ({ file, target: m[1] as string })));
}

const files = sourcesIn(root);
const written = files.filter((file) => !file.includes("/generated/"));
const imports = written.flatMap(importsOf);
const inside = imports.filter((i) => i.target.startsWith("."));
const targetOf = (i: Import): string => join(i.file, "..", i.target);
const show = (i: Import): string => `${relative(root, i.file)} imports ${i.target}`;

describe("the rooms", () => {
  it("are all in the table", () => {
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].filter((room) => !(room in mayImport))).toEqual([]);
  });

  it("import only what the table allows", () => {
    const wrong = inside.filter((i) => {
      const from = roomOf(i.file);
      const to = roomOf(targetOf(i));
      return to !== from && to !== "generated" && !(mayImport[from] ?? []).includes(to);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("form a table without cycles", () => {
    const rank = new Map<string, number>();
    const visit = (room: string, path: readonly string[]): number => {
      expect(path).not.toContain(room);
      const known = rank.get(room);
      if (known !== undefined) return known;
      const height = 1 + Math.max(0, ...(mayImport[room] ?? []).map((r) => visit(r, [...path, room])));
      rank.set(room, height);
      return height;
    };
    for (const room of Object.keys(mayImport)) visit(room, []);
  });

  it("use only the packages the table allows", () => {
    const wrong = imports.filter((i) => {
      if (i.target.startsWith(".")) return false;
      const allowed = mayRequire[roomOf(i.file)] ?? [];
      return !allowed.some((p) => i.target === p || i.target.startsWith(p.endsWith(":") ? p : `${p}/`));
    });
    expect(wrong.map(show)).toEqual([]);
  });
});

describe("a source file", () => {
  it("imports its neighbours with the .ts extension", () => {
    expect(inside.filter((i) => !i.target.endsWith(".ts")).map(show)).toEqual([]);
  });

  it("has no default export", () => {
    expect(written.filter((file) => /^export default\b/m.test(readFileSync(file, "utf8"))).map((f) => relative(root, f))).toEqual([]);
  });

  it("has no class but those of exceptions, no enum and no evaluation of text", () => {
    const wrong = written.filter((file) => {
      const code = readFileSync(file, "utf8")
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/\/\/.*$/gm, "");
      return (
        /^\s*(?:export\s+)?(?:abstract\s+)?(?:class (?!\w+ extends Error\b)|enum )/m.test(code) || /\b(?:eval\(|new Function\()/.test(code)
      );
    });
    expect(wrong.map((f) => relative(root, f))).toEqual([]);
  });
});
