import { mustNotBeOn } from "../checks";
import { GCP_INSTANCE, GCP_INSTANCE_TEMPLATE } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpInstanceNoForwarding: ResourceRule = {
  name: "gcp-instance-no-forwarding",
  pack: "network",
  description: "Instances do not forward packets of others.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 4.6", "SOC 2 CC6.6"],
  why: "A machine that forwards can carry traffic past the firewall rules.",
  mend: "Leave canIpForward out.",
  link: "https://cloud.google.com/vpc/docs/using-routes#canipforward",
  types: [GCP_INSTANCE, GCP_INSTANCE_TEMPLATE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown canIpForward passes, and is judged at the update." },
  check: mustNotBeOn("canIpForward", "it forwards packets of others"),
};
