/**
 * The structural heads: arithmetic, products, blocks, relations. They differentiate and transpose in code (`calculus/structure.ts`);
 * every other head is a card in `rules/`.
 */
import type { Head, StructuralRule } from "./types.ts";

const structural = (name: string, rule: StructuralRule, arity: number | "many", called: string): Head => ({
  name,
  called,
  arity,
  acts: { kind: "structural", rule },
  reads: [],
  prints: null,
  code: new Map(),
  means: null,
  kernel: null,
  domain: [],
  kink: null,
  differential: null,
  rowsDifferential: null,
  smooth: [],
  adjoint: [],
  see: null,
  source: null,
});

/** Sum of terms of one shape; a scalar beside arrays is spread over them. */
export const add = structural("add", "add", "many", "sum");
export const neg = structural("neg", "neg", 1, "negation");
/** Ordered product: scalars anywhere, matrices chained, dims must meet. */
export const mul = structural("mul", "mul", "many", "product");
/** Quotient by a scalar. */
export const div = structural("div", "div", 2, "quotient");
/** Power of a scalar, or whole power of a square matrix. */
export const pow = structural("pow", "pow", 2, "power");
/** Entrywise product, quotient and power. */
export const hadamard = structural("hadamard", "hadamard", "many", "entrywise product");
export const hdiv = structural("hdiv", "hdiv", 2, "entrywise quotient");
export const hpow = structural("hpow", "hpow", 2, "entrywise power");
export const transpose = structural("transpose", "transpose", 1, "transpose");
/** permute(T, p₁, …, pᵣ): axis k of the result is axis pₖ of T (axes as in `axes(shape)`, from 1). */
export const permute = structural("permute", "permute", "many", "permutation of axes");
export const kron = structural("kron", "kron", 2, "Kronecker product");
/** Blocks one above the other, and side by side. */
export const stack = structural("stack", "stack", "many", "stacked blocks");
export const beside = structural("beside", "beside", "many", "blocks side by side");
/** eye(n), ones(m, n), zeros(m, n), basis(i, n): the arguments are sizes (index i of the unit vector first). */
export const eye = structural("eye", "eye", 1, "identity matrix");
export const ones = structural("ones", "ones", 2, "array of ones");
export const zeros = structural("zeros", "zeros", 2, "array of zeros");
export const basis = structural("basis", "basis", 2, "unit vector");
/** Stop-gradient: the value of its argument, with derivative zero. */
export const sg = structural("sg", "same", 1, "stop-gradient");
/** The differential of its argument: occurs in rules and traces only. */
export const d = structural("d", "same", 1, "differential");
export const pi = structural("pi", "constant", 0, "circle constant");
export const infinity = structural("infinity", "constant", 0, "infinity");

export const eq = structural("eq", "relation", 2, "equal");
export const ne = structural("ne", "relation", 2, "different");
export const lt = structural("lt", "relation", 2, "less");
export const le = structural("le", "relation", 2, "at most");
export const gt = structural("gt", "relation", 2, "greater");
export const ge = structural("ge", "relation", 2, "at least");
export const and = structural("and", "logic", "many", "and");
export const or = structural("or", "logic", "many", "or");
export const not = structural("not", "logic", 1, "not");
/** [P]: 1 where the truth P holds, else 0. Kronecker's δᵢⱼ is iverson(eq(i, j)). */
export const iverson = structural("iverson", "iverson", 1, "Iverson bracket");

export const structuralHeads: readonly Head[] = [
  add,
  neg,
  mul,
  div,
  pow,
  hadamard,
  hdiv,
  hpow,
  transpose,
  permute,
  kron,
  stack,
  beside,
  eye,
  ones,
  zeros,
  basis,
  sg,
  d,
  pi,
  infinity,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  and,
  or,
  not,
  iverson,
];
