import type { Rule } from "../rule";
import { allowedSysctls } from "./allowed-sysctls";
import { apparmorProfile } from "./apparmor-profile";
import { baselineCapabilities } from "./baseline-capabilities";
import { dropCapabilities } from "./drop-capabilities";
import { emptyDirLimit } from "./empty-dir-limit";
import { namespacePodSecurity } from "./namespace-pod-security";
import { noHostNamespaces } from "./no-host-namespaces";
import { noHostPath } from "./no-host-path";
import { noHostPorts } from "./no-host-ports";
import { noHostProbes } from "./no-host-probes";
import { noHostProcess } from "./no-host-process";
import { noPrivilegeEscalation } from "./no-privilege-escalation";
import { noPrivileged } from "./no-privileged";
import { noRootGroup } from "./no-root-group";
import { noSharedProcesses } from "./no-shared-processes";
import { noSystemPriority } from "./no-system-priority";
import { notInDefaultNamespace } from "./not-in-default-namespace";
import { persistentVolumeNotHost } from "./persistent-volume-not-host";
import { procMount } from "./proc-mount";
import { procMountDefault } from "./proc-mount-default";
import { readOnlyRoot } from "./read-only-root";
import { restrictedVolumes } from "./restricted-volumes";
import { runAsNonRoot } from "./run-as-non-root";
import { runAsUser } from "./run-as-user";
import { seccomp } from "./seccomp";
import { seccompNotUnconfined } from "./seccomp-not-unconfined";
import { selinuxOptions } from "./selinux-options";
import { serviceAccount } from "./service-account";
import { serviceAccountToken } from "./service-account-token";

/** Every rule of the pack, by name. */
export const workloads: readonly Rule[] = [
  allowedSysctls,
  apparmorProfile,
  baselineCapabilities,
  dropCapabilities,
  emptyDirLimit,
  namespacePodSecurity,
  noHostNamespaces,
  noHostPath,
  noHostPorts,
  noHostProbes,
  noHostProcess,
  noPrivilegeEscalation,
  noPrivileged,
  noRootGroup,
  noSharedProcesses,
  noSystemPriority,
  notInDefaultNamespace,
  persistentVolumeNotHost,
  procMountDefault,
  procMount,
  readOnlyRoot,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompNotUnconfined,
  seccomp,
  selinuxOptions,
  serviceAccountToken,
  serviceAccount,
];
