/** Claims as plain data, nested arrays `[kind, …]`, made ready for evaluation: shared nodes linked, keys by structure. */

export type Plain = string | number | null | readonly Plain[];

/** The claim of a witness: `definitions` [name, [parameter, …], body], `functions` [name, [shape, …], shape, ridges?]. */
export interface PlainClaim {
  readonly lhs: Plain;
  readonly rhs: Plain;
  readonly relation: string;
  readonly definitions: readonly Plain[];
  readonly functions: readonly Plain[];
  readonly shared?: readonly Plain[];
}

/** What a function card says that its function means. `acts`: entry by entry, on each row, or on whole arrays. */
export interface Meaning {
  readonly acts: "elementwise" | "rows" | "whole";
  readonly params: readonly Plain[];
  readonly body: Plain;
  readonly shared: readonly Plain[];
}

/** What the evaluator cannot do, thrown inside and caught at the door of the room. */
interface Unable extends Error {
  readonly unable: string;
}
export const isUnable = (e: unknown): e is Unable => e instanceof Error && "unable" in e;
export function unable(what: string): never {
  throw Object.assign(new Error(what), { unable: what });
}

export const list = (p: Plain | undefined): readonly Plain[] => (Array.isArray(p) ? (p as readonly Plain[]) : unable("a list is missing"));
export const text = (p: Plain | undefined): string => (typeof p === "string" ? p : unable("a name is missing"));

/** The data with every `["ref", k]` replaced by what it refers to (not copied). */
export function link(shared: readonly Plain[]): (p: Plain) => Plain {
  const done: Plain[] = [];
  const go = (p: Plain): Plain => {
    if (!Array.isArray(p)) return p;
    if (p[0] !== "ref") return p.map(go);
    return done[Number(p[1])] ?? unable("a reference leads nowhere");
  };
  for (const p of shared) done.push(go(p));
  return go;
}

export interface Keys {
  /** The same number for the same structure. */
  readonly of: (p: Plain) => number;
  /** Whether a bound name (#1, #2, …) occurs. */
  readonly open: (p: Plain) => boolean;
}

export function createKeys(): Keys {
  const known = new Map<Plain, number>();
  const numbers = new Map<string, number>();
  const opened = new Map<Plain, boolean>();
  const of = (p: Plain): number => {
    const before = known.get(p);
    if (before !== undefined && Array.isArray(p)) return before;
    const written = Array.isArray(p) ? `[${p.map(of).join()}]` : JSON.stringify(p);
    const key = numbers.get(written) ?? numbers.size;
    numbers.set(written, key);
    known.set(p, key);
    return key;
  };
  const open = (p: Plain): boolean => {
    if (!Array.isArray(p)) return typeof p === "string" && p.startsWith("#");
    const before = opened.get(p) ?? p.some(open);
    opened.set(p, before);
    return before;
  };
  return { of, open };
}
