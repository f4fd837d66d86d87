import type { Rule } from "../rule";
import { dropCapabilities } from "./drop-capabilities";
import { namespacePodSecurity } from "./namespace-pod-security";
import { noHostNamespaces } from "./no-host-namespaces";
import { noHostPorts } from "./no-host-ports";
import { noPrivilegeEscalation } from "./no-privilege-escalation";
import { noPrivileged } from "./no-privileged";
import { notInDefaultNamespace } from "./not-in-default-namespace";
import { procMount } from "./proc-mount";
import { readOnlyRoot } from "./read-only-root";
import { restrictedVolumes } from "./restricted-volumes";
import { runAsNonRoot } from "./run-as-non-root";
import { runAsUser } from "./run-as-user";
import { seccomp } from "./seccomp";
import { serviceAccount } from "./service-account";

/** Every rule of the pack, by name. */
export const workloads: readonly Rule[] = [
  dropCapabilities,
  namespacePodSecurity,
  noHostNamespaces,
  noHostPorts,
  noPrivilegeEscalation,
  noPrivileged,
  notInDefaultNamespace,
  procMount,
  readOnlyRoot,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccomp,
  serviceAccount,
];
