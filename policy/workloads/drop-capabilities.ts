import { POD_TYPES, podCheck } from "../pods";
import { at, isDict, itemsAt, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { BASELINE_CAPABILITIES } from "./baseline-capabilities";

/** The one capability that Pod Security "restricted" lets a container add. */
const ALLOWED = "NET_BIND_SERVICE";

/** What "restricted" refuses and "baseline" does not; the rest is judged by baseline-capabilities. */
const added = (context: unknown): readonly string[] =>
  stringsAt(context, "capabilities.add").filter(
    (capability) => capability !== ALLOWED && BASELINE_CAPABILITIES.includes(capability),
  );

export const dropCapabilities: ResourceRule = {
  name: "drop-capabilities",
  pack: "workloads",
  description: `Containers drop all capabilities, and add ${ALLOWED} at most.`,
  severity: "high",
  frameworks: ["PSS restricted", "CIS Kubernetes 5.2.8", "CIS Kubernetes 5.2.10"],
  why: "The default set still allows raw sockets, changing owners and files of other users.",
  mend: 'Set securityContext.capabilities.drop: ["ALL"].',
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown lists pass; what is known to be added is judged." },
  check: podCheck({
    container: ({ label, spec }, { windows }) => {
      if (windows) return [];
      const context = at(spec, "securityContext");
      const drops =
        partlyUnknown(context, "capabilities.drop") || itemsAt(context, "capabilities.drop").includes("ALL");
      return [
        ...(drops ? [] : [`${label} does not drop ALL capabilities`]),
        ...added(context).map((capability) => `${label} adds ${capability}`),
      ];
    },
    values: {
      keys: ["capabilities"],
      find: ({ path, value }) =>
        isDict(value["capabilities"])
          ? added(value).map((capability) => `${path}.capabilities.add has ${capability}`)
          : [],
    },
  }),
};
