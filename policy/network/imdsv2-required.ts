import { at, isMissing, isNot, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { EC2_INSTANCE, LAUNCH_TEMPLATE } from "../types";

export const imdsv2Required: ResourceRule = {
  name: "imdsv2-required",
  pack: "network",
  description: "Instance metadata asks for a session token (IMDSv2).",
  severity: "high",
  frameworks: ["AWS FSBP EC2.8", "AWS FSBP EC2.170"],
  why: "With IMDSv1 a forged request from inside an application is enough to take the instance's credentials.",
  mend: 'Set metadataOptions.httpTokens: "required".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8",
  types: [LAUNCH_TEMPLATE, EC2_INSTANCE],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "Unknown metadataOptions or httpTokens pass." },
  check: ({ props }) => (optional(props) ? ["it still answers IMDSv1"] : []),
  inPlace:
    "Metadata options change on a running instance; a template gets a new version. Only software that still speaks IMDSv1 notices.",
  remediate: ({ props }) => (optional(props) ? { metadataOptions: { httpTokens: "required" } } : undefined),
};

function optional(props: Readonly<Record<string, unknown>>): boolean {
  // An instance from a template takes the template's options.
  if (!isMissing(props["launchTemplate"])) return false;
  if (at(props, "metadataOptions.httpEndpoint") === "disabled") return false;
  return !isUnknown(at(props, "metadataOptions")) && isNot(at(props, "metadataOptions.httpTokens"), "required");
}
