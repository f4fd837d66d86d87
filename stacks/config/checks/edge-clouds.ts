import type { CapabilityName } from "../../../components/contracts/cloud";
import type { Problem } from "../errors";
import { workloadsOfKind } from "../workloads/kinds";
import { type Check, lacking } from "./check";

type Asked = readonly [path: string, needs: CapabilityName, wanted: boolean];

/** What only some clouds have. Parts of what a cloud has not at all are not spoken of. */
const cloudHas: Check = ({ config, cloud, planner: { capabilities } }) => {
  const { dns, cdn, firewall } = config.edge ?? {};
  const site = workloadsOfKind(config, "static")[0];
  const grpc = workloadsOfKind(config, "web").find(([, { ingress }]) => ingress?.protocol === "grpc");
  const has = (name: CapabilityName): boolean => "by" in capabilities[name];
  const rules = firewall?.rules ?? [];
  const asked: readonly Asked[] = [
    ["edge.dns", "dns", dns !== undefined],
    ["edge.dns.zones", "dnssec", has("dns") && Object.values(dns?.zones ?? {}).some(({ dnssec }) => dnssec)],
    ["edge.dns.routing", "dnsRouting", has("dns") && dns?.routing !== undefined],
    ["edge.cdn", "cdn", cdn !== undefined],
    ["edge.cdn.buckets", "cdnBuckets", has("cdn") && Object.keys(cdn?.buckets ?? {}).length > 0],
    ["edge.cdn.errorPages", "cdnErrorPages", has("cdn") && Object.keys(cdn?.errorPages ?? {}).length > 0],
    ["edge.cdn.reach", "cdnReach", has("cdn") && (cdn?.reach ?? "everywhere") !== "everywhere"],
    [`workloads.${grpc?.[0]}.ingress.protocol`, "cdnGrpc", has("cdn") && cdn !== undefined && grpc !== undefined],
    ["edge.firewall", "firewall", firewall !== undefined],
    ["edge.firewall.rules", "reputationRules", has("firewall") && rules.includes("reputation")],
    ["edge.firewall.rules", "anonymousRules", has("firewall") && rules.includes("anonymous")],
    [`workloads.${site?.[0]}.kind`, "staticSites", site !== undefined],
  ];
  return asked.flatMap(([path, name, wanted]) =>
    wanted ? lacking(path, `a service that ${cloud} lacks here`, capabilities[name]) : [],
  );
};

/** Sets that the cloud has as one are named together, or not at all. */
const rulesWhole: Check = ({ config, cloud, planner }) => {
  const rules = config.edge?.firewall?.rules;
  const together = planner.edge?.rulesTogether ?? [];
  const named = together.filter((each) => rules?.includes(each));
  if (rules === undefined || named.length === 0 || named.length === together.length) return [];
  return [
    {
      path: "edge.firewall.rules",
      given: named.join(", "),
      allowed: `all of ${together.join(", ")}, or none: on ${cloud} they are one rule set`,
      mend: `write ${[...rules.filter((each) => !together.includes(each)), ...together].join(", ")}`,
    },
  ];
};

const PLAIN = /^[^*?~%]*(?<=\/)\*$|^[^*?~%]*$/;

/** Some CDNs know paths, and everything below one, and no other patterns. */
const patternsFit: Check = ({ config, cloud, planner }) => {
  if (!planner.edge?.plainPatterns) return [];
  const { cache = [], buckets = {} } = config.edge?.cdn ?? {};
  const asked: (readonly [path: string, pattern: string])[] = [
    ...cache.map((pattern, index) => [`edge.cdn.cache[${index}]`, pattern] as const),
    ...Object.entries(buckets).map(([store, pattern]) => [`edge.cdn.buckets.${store}`, pattern] as const),
    ...workloadsOfKind(config, "static").flatMap(([name, site]) =>
      site.cache.map((pattern, index) => [`workloads.${name}.cache[${index}]`, pattern] as const),
    ),
  ];
  return asked.flatMap(([path, pattern]): Problem[] =>
    PLAIN.test(pattern)
      ? []
      : [
          {
            ...{ path, given: pattern, allowed: `on ${cloud} a path, or all below one: * at the end, after a /` },
            mend: "write it like /static/*",
          },
        ],
  );
};

/** What a cloud's CDN and firewall have, and how they want it said. */
export const edgeCloudChecks: readonly Check[] = [cloudHas, rulesWhole, patternsFit];
