import { type Check, setting } from "../checks";
import { at, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = ({ props }) => {
  const redirect = at(props, "httpsRedirect");
  const plain = stringsAt(props, "supportedProtocols").includes("Http");
  return redirect === "Disabled" && plain ? ["it serves plain HTTP"] : [];
};

export const azureFrontDoorHttps: ResourceRule = {
  name: "azure-front-door-https",
  pack: "encryption",
  description: "Front Door redirects HTTP to HTTPS.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Otherwise pages and cookies are served in the clear to whoever asks so.",
  mend: 'Set httpsRedirect: "Enabled", or supportedProtocols: ["Https"].',
  link: "https://learn.microsoft.com/azure/frontdoor/front-door-how-to-redirect-https",
  types: ["azure-native:cdn:Route"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown httpsRedirect or list of protocols passes." },
  check,
  inPlace: "A setting of the route, changed in place; requests over HTTPS are not affected.",
  remediate: setting("httpsRedirect", "Enabled", check),
};
