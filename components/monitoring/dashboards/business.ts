import type { BusinessMetric, Dashboard } from "../../contracts/monitoring";
import { BUSINESS } from "../alerts/business";
import { dashboard, lines } from "./panels";

/** The numbers of the business that config declares. */
export function businessDashboard(business: readonly BusinessMetric[]): Dashboard {
  return dashboard({
    name: "slipway-business",
    title: "Business",
    from: "now-24h",
    panels: business.map(({ name, title, unit, below, above }) =>
      lines({
        title,
        unit,
        width: 12,
        limits: { warning: below ?? above },
        worse: below === undefined ? "above" : "below",
        queries: [[`${BUSINESS}{metric="${name}"}`, title]],
      }),
    ),
  });
}
