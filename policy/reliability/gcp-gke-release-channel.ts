import { type Check, mustBeOneOf, setting, where } from "../checks";
import { GCP_CLUSTER } from "../gcp-types";
import { isTrue } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = where(
  (props) => !isTrue(props["enableAutopilot"]),
  mustBeOneOf("releaseChannel.channel", ["RAPID", "REGULAR", "STABLE", "EXTENDED"], "it follows no release channel"),
);

export const gcpGkeReleaseChannel: ResourceRule = {
  name: "gcp-gke-release-channel",
  pack: "reliability",
  description: "GKE clusters follow a release channel.",
  severity: "medium",
  frameworks: ["PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Outside a channel, versions with known holes stay until somebody looks.",
  mend: 'Set releaseChannel.channel: "REGULAR" or "STABLE".',
  link: "https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown releaseChannel passes; Autopilot is in one always." },
  check,
  inPlace: "Enrolment is a setting of the cluster, changed in place; upgrades come in the maintenance window.",
  remediate: setting("releaseChannel.channel", "REGULAR", check),
};
