/** Generated JavaScript, run with mathjs, gives the values that NumPy written by hand gives. */
import { all, create } from "mathjs";
import { expect, it } from "vitest";
import { writeCode } from "../../src/write/code.ts";
import { pythonWith, runPython } from "../support/python.ts";
import { scopeInPython, table } from "./programs.ts";

const math = create(all ?? {});

/** What the program's last line gives. */
function run(program: string, scope: Readonly<Record<string, unknown>>): unknown {
  const lines = program.split("\n");
  const body = [...lines.slice(0, -1), `return ${lines.at(-1)};`].join("\n");
  return new Function("math", ...Object.keys(scope), body)(math, ...Object.values(scope));
}

const permute = (T: number[][][], order: number[]): unknown =>
  order.join() === "2,0,1" ? T[0]?.[0]?.map((_, c) => T.map((page) => page.map((row) => row[c]))) : null;

const python = pythonWith();
it.skipIf(python === null)("computes in JavaScript what NumPy computes by hand", () => {
  const byHand = table.map(([, , , text]) => text);
  const answer = runPython(
    python as string,
    `
${scopeInPython}
plain = lambda x: np.asarray(x).tolist()
values = [plain(eval(text, dict(scope))) for text in json.loads(${JSON.stringify(JSON.stringify(byHand))})]
print(json.dumps(dict(values=values, scope={name: plain(x) for name, x in scope.items() if name not in ("np", "scipy")})))
`,
  );
  const { values, scope } = JSON.parse(answer) as { values: unknown[]; scope: Record<string, unknown> };
  const { lambda_, ...names } = scope;
  const differing = table.flatMap(([name, e], i) => {
    // This one card of the table has code for NumPy only, and no meaning.
    if (name === "a card's own code") return [];
    const code = writeCode(e, "js");
    if (!code.ok) return [`${name}: ${code.error.message}`];
    const got = run(code.value, { ...names, lambda: lambda_, permute });
    return close(got, values[i]) ? [] : [`${name}: ${code.value} gives ${JSON.stringify(got)}, not ${JSON.stringify(values[i])}`];
  });
  expect(differing).toEqual([]);
});

const close = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((x, i) => close(x, b[i]))
    : typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b));
