import { bothLevels, POD_TYPES, podCheck } from "../pods";
import { at, isDict, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const ALLOWED: readonly unknown[] = ["RuntimeDefault", "Localhost"];

/** How profiles were named before Kubernetes 1.30; the API server still understands it. */
const ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
const oldStyle = (profile: unknown): boolean =>
  isMissing(profile) || isUnknown(profile) || profile === "runtime/default" || /^localhost\//.test(String(profile));

const weak = (type: unknown): boolean => !isMissing(type) && !isUnknown(type) && !ALLOWED.includes(type);

export const apparmorProfile: ResourceRule = {
  name: "apparmor-profile",
  pack: "workloads",
  description: "No container switches its AppArmor profile off.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "Without the profile a container may mount, and write where the node keeps its own settings.",
  mend: 'Leave appArmorProfile out, or set its type to "RuntimeDefault" or "Localhost".',
  link: "https://kubernetes.io/docs/tutorials/security/apparmor/",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown profile passes; the other containers are judged." },
  check: podCheck({
    ...bothLevels(
      (label, context) =>
        weak(at(context, "appArmorProfile.type"))
          ? [`${label} has the AppArmor profile ${String(at(context, "appArmorProfile.type"))}`]
          : [],
      ({ metadata }) => {
        const annotations = at(metadata, "annotations");
        return Object.entries(isDict(annotations) ? annotations : {})
          .filter(([key, profile]) => key.startsWith(ANNOTATION) && !oldStyle(profile))
          .map(
            ([key, profile]) =>
              `container "${key.slice(ANNOTATION.length)}" has the AppArmor profile ${String(profile)}`,
          );
      },
    ),
    values: {
      keys: ["appArmorProfile"],
      find: ({ path, value }) =>
        weak(at(value, "appArmorProfile.type"))
          ? [`${path}.appArmorProfile.type is ${String(at(value, "appArmorProfile.type"))}`]
          : [],
    },
  }),
};
