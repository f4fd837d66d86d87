import { GCP_CLUSTER } from "../gcp-types";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const gcpGkeRegional: ResourceRule = {
  name: "gcp-gke-regional",
  pack: "reliability",
  description: "A production cluster has control planes in three zones.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "A zonal control plane is gone with its zone, and during each of its upgrades.",
  mend: "Set location to a region instead of a zone. It cannot be changed later.",
  link: "https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters",
  types: [GCP_CLUSTER],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown location passes, and is judged at the update." },
  check: ({ props }) =>
    /-[a-z]$/.test(String(at(props, "location") ?? "")) ? ["its control plane is in one zone"] : [],
};
