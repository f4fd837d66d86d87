import { POD_TYPES, podCheck } from "../pods";
import { dictsAt, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** The namespaced, isolated ones that Pod Security "baseline" allows (k8s.io/pod-security-admission v0.37). */
const SAFE: readonly unknown[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
  "net.ipv4.tcp_slow_start_after_idle",
  "net.ipv4.tcp_notsent_lowat",
];

export const allowedSysctls: ResourceRule = {
  name: "allowed-sysctls",
  pack: "workloads",
  description: "Pods set only kernel parameters that concern themselves alone.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "Other parameters are the whole node's: a pod that sets them slows down or opens up its neighbours.",
  mend: "Leave the parameter out of securityContext.sysctls, or set it on the nodes.",
  link: "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown name passes; the other parameters are judged." },
  check: podCheck({
    pod: ({ spec }) =>
      dictsAt(spec, "securityContext.sysctls")
        .filter(({ name }) => !isUnknown(name) && !SAFE.includes(name))
        .map(({ name }) => `it sets the kernel parameter ${String(name)}`),
    values: {
      keys: ["sysctls"],
      find: ({ path, value }) =>
        dictsAt(value, "sysctls")
          .filter(({ name }) => typeof name === "string" && !isUnknown(name) && !SAFE.includes(name))
          .map(({ name }) => `${path}.sysctls sets ${String(name)}`),
    },
  }),
};
