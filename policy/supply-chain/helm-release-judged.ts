import type { ResourceRule } from "../rule";
import { HELM_RELEASE } from "../types";

export const helmReleaseJudged: ResourceRule = {
  name: "helm-release-judged",
  pack: "supply-chain",
  description: "Every release is rendered, and its objects judged.",
  severity: "high",
  frameworks: ["SOC 2 CC8.1"],
  why: "Of a release that is not rendered only the values are seen: what its chart makes of them may be anything.",
  mend: "Put helm on the PATH, and the chart's archive where the finding says.",
  link: "https://helm.sh/docs/helm/helm_template/",
  types: [HELM_RELEASE],
  level: "advisory",
  levels: { prod: "mandatory" },
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Unknown values are rendered as unknown; a chart that cannot be rendered with them is listed.",
  },
  check: ({ manifests, unrendered }) =>
    manifests || unrendered === undefined ? [] : [`it was not judged: ${unrendered}`],
};
