import { GCP_CLUSTER } from "../gcp-types";
import { at, dictsAt, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpGkeEndpointLimited: ResourceRule = {
  name: "gcp-gke-endpoint-limited",
  pack: "network",
  description: "The cluster's endpoint is private, or open to named addresses only.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "An API server that the whole internet can reach is one leaked token from being lost.",
  mend: "Give masterAuthorizedNetworksConfig.cidrBlocks, or set privateClusterConfig.enablePrivateEndpoint: true.",
  link: "https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Unknown settings and unknown blocks pass; known blocks beside them are judged.",
  },
  check: ({ props }) => {
    const isPrivate = at(props, "privateClusterConfig.enablePrivateEndpoint");
    if (isTrue(isPrivate) || isUnknown(isPrivate)) return [];
    const networks = at(props, "masterAuthorizedNetworksConfig");
    if (isMissing(networks)) return ["the whole internet can reach its API"];
    return dictsAt(networks, "cidrBlocks")
      .filter(({ cidrBlock }) => typeof cidrBlock === "string" && /\/0$/.test(cidrBlock))
      .map(({ cidrBlock }) => `${String(cidrBlock)} can reach its API`);
  },
};
