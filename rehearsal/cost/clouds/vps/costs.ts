import { always, micros } from "../../money";
import type { CloudCosts } from "../../view";

/** One VPS costs what its owner says: nothing of it is priced by a list. */
export const vpsCosts: CloudCosts = {
  prices: "vps",
  pricers: {},
  free: (type) => type !== "slipway:vps:Host",
  whole: () => undefined,
  savings: () => [],
  commitments: [],
  flat: ({ cluster }, host) => {
    if (!("monthlyPrice" in cluster) || cluster.monthlyPrice === undefined) return undefined;
    const usd = cluster.monthlyPrice;
    return {
      ...{ resource: host, part: "nodes", what: "the machine", unit: "months", price: usd, source: "config" },
      ...{ quantity: always(1), monthly: always(micros(usd)) },
    };
  },
};
