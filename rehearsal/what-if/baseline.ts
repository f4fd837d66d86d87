import { differenceOf } from "../difference/difference";
import type { Report } from "../report/report";

/** A report of what was assumed, with what that changes about the same stack without it: resources, and the month's bill. */
export function withBaseline(report: Report, before: Report): Report {
  const { whatIf, cost } = report;
  const bill = before.cost && cost ? { before: before.cost.total, after: cost.total } : undefined;
  return {
    ...report,
    difference: differenceOf(before.resources, report.resources),
    ...(whatIf ? { whatIf: { ...whatIf, ...(bill ? { cost: bill } : {}) } } : {}),
  };
}
