/** Systems of equations: the rows behind a brace are statements of their own. */
import type { Syntax } from "./syntax.ts";

/** The equations of `\left\{ \begin{array}{l} a = b \\ c = d \end{array} \right.`; null for what is no system of equations. */
export function systemIn(s: Syntax): readonly Syntax[] | null {
  const inner = s.kind === "group" && s.fence === "left-curly" ? s.body : s;
  if (inner.kind !== "environment" || (inner === s && !/^[dr]?cases$/u.test(s.name))) return null;
  const rows = inner.rows.map((row) => joinedRow(row.filter((cell) => cell.kind !== "empty")));
  return rows.every((row) => row?.every((cell) => cell.kind === "chain")) ? rows.flatMap((row) => row ?? []) : null;
}

/** `a & = & b` and `a &= b` are one chain. */
function joinedRow(cells: readonly Syntax[]): readonly Syntax[] | null {
  const [first, ...rest] = cells;
  if (!first) return [];
  return rest.reduce<readonly Syntax[] | null>(
    (row, cell) => {
      const last = row?.at(-1);
      if (!row || !last) return null;
      const open = last.kind === "chain" && last.operands.at(-1)?.kind === "empty";
      const opens = cell.kind === "chain" && cell.operands[0]?.kind === "empty";
      if (!open && !opens) return [...row, cell];
      const left = last.kind === "chain" ? last : null;
      const right = cell.kind === "chain" ? cell : null;
      const joined: Syntax = {
        kind: "chain",
        operands: [
          ...(left ? (open ? left.operands.slice(0, -1) : left.operands) : [last]),
          ...(right ? (opens ? right.operands.slice(1) : right.operands) : [cell]),
        ],
        relators: [...(left?.relators ?? []), ...(right?.relators ?? [])],
        span: { start: last.span.start, end: cell.span.end },
      };
      return [...row.slice(0, -1), joined];
    },
    [first],
  );
}
