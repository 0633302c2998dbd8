/** The terms inside a term, in a fixed order. */
import { absurd } from "../shape/result.ts";
import type { Domain, Expr } from "./types.ts";

/** Children in a fixed order: of a binder its domain, then its body; of cases each guard before its value. */
export function childrenOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "num":
    case "sym":
      return [];
    case "app":
    case "call":
      return e.args;
    case "elem":
      return [e.of, ...e.at];
    case "bind":
      return [...domainTerms(e.domain), e.body];
    case "cases":
      return [...e.arms.flatMap((a) => [a.when, a.then]), ...(e.otherwise ? [e.otherwise] : [])];
    case "deriv":
      return [e.of, e.by];
    default:
      return absurd(e);
  }
}

/** The terms inside a domain. */
export function domainTerms(domain: Domain): readonly Expr[] {
  switch (domain.kind) {
    case "range":
    case "interval":
      return [domain.from, domain.to];
    case "point":
      return [domain.at];
    case "distribution":
      return [];
    default:
      return absurd(domain);
  }
}

/** The domain with each of its terms replaced. */
export function mapDomain(domain: Domain, f: (e: Expr) => Expr): Domain {
  switch (domain.kind) {
    case "range":
    case "interval":
      return { ...domain, from: f(domain.from), to: f(domain.to) };
    case "point":
      return { ...domain, at: f(domain.at) };
    case "distribution":
      return domain;
    default:
      return absurd(domain);
  }
}
