import { GCP_INSTANCE, GCP_INSTANCE_TEMPLATE, GCP_NODE_POOL } from "../gcp-types";
import { at, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpShieldedInstances: ResourceRule = {
  name: "gcp-shielded-instances",
  pack: "identity",
  description: "Machines prove what they booted.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 4.8", "SOC 2 CC6.8"],
  why: "A changed boot loader is below everything that could notice it.",
  mend: "Set shieldedInstanceConfig { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true }.",
  link: "https://cloud.google.com/compute/shielded-vm/docs/shielded-vm",
  types: [GCP_INSTANCE, GCP_INSTANCE_TEMPLATE, GCP_NODE_POOL],
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the others are judged." },
  check: ({ type, props }) => {
    const config = at(props, type === GCP_NODE_POOL ? "nodeConfig.shieldedInstanceConfig" : "shieldedInstanceConfig");
    if (isUnknown(config)) return [];
    const secure = at(config, "enableSecureBoot");
    return isUnknown(secure) || isTrue(secure) ? [] : ["it boots without Secure Boot"];
  },
};
