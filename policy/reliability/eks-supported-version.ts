import { at } from "../read";
import type { ResourceRule } from "../rule";
import { EKS_CLUSTER } from "../types";

/** The oldest version in standard support on 2026-11-21: 1.33 left it on 2026-07-29 (the page in `link`). */
const OLDEST = 34;

export const eksSupportedVersion: ResourceRule = {
  name: "eks-supported-version",
  pack: "reliability",
  description: "Clusters run a version in standard support.",
  severity: "high",
  frameworks: ["AWS FSBP EKS.2", "PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Afterwards a cluster costs six times as much for an hour, and is upgraded by AWS a year later, whoever is ready or not.",
  mend: "Set version to a newer one, one minor version at a time.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
  types: [EKS_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown version passes, and is judged at the update." },
  check: ({ props }) => {
    const minor = /^1\.(\d+)/.exec(String(at(props, "version") ?? ""))?.[1];
    return minor !== undefined && Number(minor) < OLDEST ? [`its version 1.${minor} is out of standard support`] : [];
  },
};
