import { type Check, setting } from "../checks";
import { at } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = ({ props }) => {
  const days = at(props, "retentionInDays");
  return typeof days === "number" && days < 30 ? [`it keeps logs for ${days} days`] : [];
};

export const azureLogRetention: ResourceRule = {
  name: "azure-log-retention",
  pack: "reliability",
  description: "Log workspaces keep logs for 30 days or longer.",
  severity: "low",
  frameworks: ["PCI DSS 10.5.1", "SOC 2 CC7.2"],
  why: "An attack is found after weeks; without logs nobody can say what it touched.",
  mend: "Set retentionInDays: 30 or more.",
  link: "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
  types: ["azure-native:operationalinsights:Workspace"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown retentionInDays passes, and is judged at the update." },
  check,
  inPlace: "Retention is raised in place; logs that are there are kept longer.",
  remediate: setting("retentionInDays", 30, check),
};
