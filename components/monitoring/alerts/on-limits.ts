import type { Alert, Limits } from "../../contracts/monitoring";
import { limitsOf } from "../queries";

/** An alert once for each severity of a limit; `expr` is told the limit. */
export function onLimits(
  limits: Limits,
  { expr, ...alert }: Omit<Alert, "expr" | "severity"> & { readonly expr: (limit: number) => string },
): readonly Alert[] {
  return limitsOf(limits).map(([severity, limit]) => ({ ...alert, expr: expr(limit), severity }));
}

/** A percentage as a ratio, without the noise of binary fractions. */
export const ratioOf = (percent: number): number => Number((percent / 100).toPrecision(12));
