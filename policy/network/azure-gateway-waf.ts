import { AZURE_GATEWAY } from "../azure-types";
import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const azureGatewayWaf: ResourceRule = {
  name: "azure-gateway-waf",
  pack: "network",
  description: "Application gateways have a web application firewall.",
  severity: "medium",
  frameworks: ["PCI DSS 6.4.2", "SOC 2 CC6.6"],
  why: "They are the public entry: what no rule turns away reaches the workloads.",
  mend: 'Use sku.tier "WAF_v2" and give firewallPolicy.',
  link: "https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview",
  types: [AZURE_GATEWAY],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown firewallPolicy or configuration passes." },
  check: ({ props }) => {
    const on = at(props, "webApplicationFirewallConfiguration.enabled");
    return isMissing(at(props, "firewallPolicy")) && !isUnknown(on) && !isTrue(on) ? ["no firewall protects it"] : [];
  },
};
