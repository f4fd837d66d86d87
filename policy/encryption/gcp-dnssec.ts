import type { Check } from "../checks";
import { GCP_DNS_ZONE } from "../gcp-types";
import { at, dictsAt, isNot, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = ({ props }) => {
  if (at(props, "visibility") === "private" || isUnknown(at(props, "visibility"))) return [];
  const weak = dictsAt(props, "dnssecConfig.defaultKeySpecs").some(({ algorithm }) => algorithm === "rsasha1");
  return [
    ...(isNot(at(props, "dnssecConfig.state"), "on", "transfer") ? ["it is not signed"] : []),
    ...(weak ? ["it is signed with RSASHA1"] : []),
  ];
};

export const gcpDnssec: ResourceRule = {
  name: "gcp-dnssec",
  pack: "encryption",
  description: "Public DNS zones are signed.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 3.3", "CIS GCP Foundations 3.4", "CIS GCP Foundations 3.5", "SOC 2 CC6.7"],
  why: "Without signatures, an answer on the way can send customers elsewhere.",
  mend: 'Set dnssecConfig.state: "on", and put the DS record to the registrar.',
  link: "https://cloud.google.com/dns/docs/dnssec",
  types: [GCP_DNS_ZONE],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown state or visibility passes." },
  check,
  inPlace: "The zone is signed in place. Resolvers check signatures only once the registrar has the DS record.",
  remediate: ({ props }) =>
    at(props, "visibility") !== "private" &&
    !isUnknown(at(props, "visibility")) &&
    isNot(at(props, "dnssecConfig.state"), "on", "transfer")
      ? { dnssecConfig: { state: "on" } }
      : undefined,
};
