import { at, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { HELM_RELEASE } from "../types";

/** A chart that lies on this machine: a folder or an archive. */
const isLocal = (chart: string): boolean => /^(\.|\/|file:)|\.tgz$/.test(chart);
const EXACT = /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/;

export const helmChartPinned: ResourceRule = {
  name: "helm-chart-pinned",
  pack: "supply-chain",
  description: "A chart from a repository has an exact version.",
  severity: "high",
  frameworks: ["SLSA Build L1", "SOC 2 CC8.1"],
  why: "Without it an update of something else installs whatever the chart's makers published last.",
  mend: "Set version to one exact version, not a range.",
  link: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/",
  types: [HELM_RELEASE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown chart or version passes." },
  check: ({ props }) => {
    const { chart, version } = props;
    if (isUnknown(chart) || isUnknown(version) || typeof chart !== "string") return [];
    const remote = chart.startsWith("oci://") || !isMissing(at(props, "repositoryOpts.repo"));
    if (!remote || isLocal(chart)) return [];
    return EXACT.test(String(version ?? ""))
      ? []
      : [`its chart's version is ${isMissing(version) ? "not set" : String(version)}`];
  },
};
