import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { HELM_RELEASE } from "../types";

export const helmReleaseAtomic: ResourceRule = {
  name: "helm-release-atomic",
  pack: "reliability",
  description: "A release goes back by itself when it fails, after a time that is given.",
  severity: "medium",
  frameworks: [],
  why: "A release that fails halfway stays half upgraded, and blocks the next one.",
  mend: "Set atomic: true and a timeout in seconds.",
  link: "https://helm.sh/docs/helm/helm_upgrade/#options",
  types: [HELM_RELEASE],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown atomic or timeout passes; the other one is judged." },
  check: ({ props }) => {
    const timeout = at(props, "timeout");
    return [
      ...(isUnknown(props["atomic"]) || isTrue(props["atomic"]) ? [] : ["it is not atomic"]),
      ...(isMissing(timeout) || timeout === 0 ? ["it has no timeout"] : []),
    ];
  },
};
