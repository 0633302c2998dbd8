/** Functions whose cards name no simpler terms: elementary ones entry by entry, and a few on whole arrays. */
import { determinant, inverse, type Linear, long, map, one, product, transposed, type Value, zip } from "./arrays.ts";
import { type Numbers, type Numeral, plain } from "./numbers.ts";

/** The value of a kernel; null where the function is to be unfolded to its meaning. */
export function cardKernel(n: Numbers, linear: Linear, head: string, args: readonly Value[]): Value | null {
  const [v] = args as [Value];
  switch (head) {
    case "max":
      return zip(args, (xs) => xs.reduce(n.larger));
    case "min":
      return zip(args, (xs) => n.neg(xs.map(n.neg).reduce(n.larger)));
    case "det":
      return one(determinant(n, linear, v));
    case "inv":
      return inverse(n, linear, v);
    case "pinv": {
      const t = transposed(v);
      return long(v.dims[0]) >= long(v.dims[1])
        ? product(n, inverse(n, linear, product(n, t, v)), t)
        : product(n, t, inverse(n, linear, product(n, v, t)));
    }
    case "vec":
      return { dims: [v.e.length, 0], e: transposed(v).e };
    case "argmax": {
      const best = v.e.reduce<number>((k, x, i) => (plain(x).gt(plain(v.e[k] as Numeral)) ? i : k), 0);
      return one(n.of(best + 1));
    }
    default: {
      if (args.length !== 1 || n.apply(head, n.of(1)) === null) return null;
      return map(v, (x) => n.apply(head, x) as Numeral);
    }
  }
}
