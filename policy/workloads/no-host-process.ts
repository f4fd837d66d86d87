import { bothLevels, POD_TYPES, podCheck, weakening } from "../pods";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const noHostProcess: ResourceRule = {
  name: "no-host-process",
  pack: "workloads",
  description: "No Windows container runs as a process of its node.",
  severity: "critical",
  frameworks: ["PSS baseline", "CIS Kubernetes 5.2.11"],
  why: "A HostProcess container is the node: it sees its disks, its network and every other pod.",
  mend: "Leave windowsOptions.hostProcess out.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other containers are judged." },
  check: podCheck({
    ...bothLevels((label, context) =>
      at(context, "windowsOptions.hostProcess") === true ? [`${label} is a HostProcess`] : [],
    ),
    values: weakening(["hostProcess"], true),
  }),
};
