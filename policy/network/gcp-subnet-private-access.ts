import { type Check, mustBeOn, setting, where } from "../checks";
import { GCP_SUBNETWORK } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = where(
  (props) => isMissing(props["purpose"]) || props["purpose"] === "PRIVATE",
  mustBeOn("privateIpGoogleAccess", "it reaches Google's APIs over the internet"),
);

export const gcpSubnetPrivateAccess: ResourceRule = {
  name: "gcp-subnet-private-access",
  pack: "network",
  description: "Subnets reach Google's APIs without the internet.",
  severity: "low",
  frameworks: ["SOC 2 CC6.6"],
  why: "Otherwise nodes without public addresses pull images and write logs through a NAT that is paid for by the byte.",
  mend: "Set privateIpGoogleAccess: true.",
  link: "https://cloud.google.com/vpc/docs/private-google-access",
  types: [GCP_SUBNETWORK],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown privateIpGoogleAccess passes, and is judged at the update." },
  check,
  inPlace: "A flag of the subnet, changed in place; connections that are open stay.",
  remediate: setting("privateIpGoogleAccess", true, check),
};
