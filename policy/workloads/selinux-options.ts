import { bothLevels, POD_TYPES, podCheck } from "../pods";
import { at, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** What Pod Security "baseline" allows from 1.31 on. */
const TYPES: readonly unknown[] = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

function wrong(options: unknown): readonly string[] {
  const type = at(options, "type");
  return [
    ...(isMissing(type) || isUnknown(type) || TYPES.includes(type) ? [] : [`type ${String(type)}`]),
    ...["user", "role"].filter((key) => !isMissing(at(options, key)) && !isUnknown(at(options, key))),
  ];
}

export const selinuxOptions: ResourceRule = {
  name: "selinux-options",
  pack: "workloads",
  description: "SELinux keeps the container's own domain.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "Another type, user or role can take away the wall that SELinux puts between a container and its node.",
  mend: "Leave user and role out of seLinuxOptions; type may be container_t, container_init_t, container_kvm_t or container_engine_t.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown parts of the options pass." },
  check: podCheck({
    ...bothLevels((label, context) =>
      wrong(at(context, "seLinuxOptions")).map((part) => `${label} sets SELinux ${part}`),
    ),
    values: {
      keys: ["seLinuxOptions"],
      find: ({ path, value }) =>
        wrong(at(value, "seLinuxOptions")).map((part) => `${path}.seLinuxOptions sets ${part}`),
    },
  }),
};
