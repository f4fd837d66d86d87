import { zoneOf } from "../../plan/edge";
import type { Problem } from "../errors";
import type { Check } from "./check";

/** An environment on demand is workloads alone, and never of prod. */
const scratchAlone: Check = ({ config }) => {
  const { ephemeral, environment, layer = "all", previews } = config;
  if (ephemeral === undefined) return [];
  const wrong = [
    ["layer", layer, "workloads", layer === "workloads"],
    ["environment", environment, "dev or staging, since it is an environment on demand", environment !== "prod"],
    ["previews", "a domain", "nothing: it has no environments of its own", previews === undefined],
  ] as const;
  return wrong.flatMap(([path, given, allowed, right]): Problem[] =>
    right ? [] : [{ path, given: String(given), allowed, mend: "make it anew: npm run ops -- env create <name>" }],
  );
};

/** A certificate for every name below a domain is proved by a record in its zone, and by nothing else. */
const wildcardProved: Check = ({ config }) => {
  const { previews, acmeEmail, edge } = config;
  if (previews === undefined || acmeEmail === undefined) return [];
  const zones = Object.keys(edge?.dns?.zones ?? {});
  if (zoneOf(previews.domain, zones) !== undefined) return [];
  return [
    {
      path: "previews.domain",
      given: previews.domain,
      allowed: `a name in a zone of edge.dns${zones.length > 0 ? `: ${zones.join(", ")}` : "; there is none"}`,
      mend: "add its zone under edge.dns.zones: a certificate for every name below it is proved there",
    },
  ];
};

export const ephemeralChecks: readonly Check[] = [scratchAlone, wildcardProved];
