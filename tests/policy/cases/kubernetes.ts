/** What pods may do, beyond the rules in workloads.ts. */
import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U, guarded, pod, release, workload } = r;
const podContext = (securityContext: r.Dict | string) => workload({ securityContext });
const DIGEST = `@sha256:${"a".repeat(64)}`;
const probe = (patch: r.Dict = {}): r.Dict => ({ httpGet: { path: "/", port: 80, ...patch } });
const APPROVED = { registries: ["registry.example", "docker.io/library", "ghcr.io/acme/"] };
const PORTS = [{ name: "http", containerPort: 80 }];

export const kubernetes: CaseTable = {
  "allowed-sysctls": {
    pass: [podContext({ sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }] }), podContext({ sysctls: [] })],
    fail: [
      podContext({ sysctls: [{ name: "kernel.msgmax", value: "1" }] }),
      podContext({ sysctls: [{ name: "net.ipv4.tcp_rmem" }, { name: "net.core.somaxconn" }] }),
      release({ podSecurityContext: { sysctls: [{ name: "kernel.sem" }] } }),
    ],
    unknown: [podContext({ sysctls: U }), podContext({ sysctls: [{ name: U }] }), release({ sysctls: [{ name: U }] })],
  },
  "selinux-options": {
    pass: [
      guarded({ seLinuxOptions: { type: "container_engine_t", level: "s0" } }),
      podContext({ seLinuxOptions: {} }),
    ],
    fail: [
      guarded({ seLinuxOptions: { type: "spc_t" } }),
      podContext({ seLinuxOptions: { user: "system_u" } }),
      podContext({ seLinuxOptions: { role: "sysadm_r" } }),
      release({ securityContext: { seLinuxOptions: { type: "spc_t" } } }),
    ],
    unknown: [guarded({ seLinuxOptions: { type: U, user: U } }), podContext({ seLinuxOptions: U })],
  },
  "apparmor-profile": {
    pass: [
      guarded({ appArmorProfile: { type: "Localhost", localhostProfile: "x" } }),
      podContext({ appArmorProfile: { type: "RuntimeDefault" } }),
      annotated("localhost/x"),
    ],
    fail: [
      guarded({ appArmorProfile: { type: "Unconfined" } }),
      podContext({ appArmorProfile: { type: "Unconfined" } }),
      annotated("unconfined"),
      release({ securityContext: { appArmorProfile: { type: "Unconfined" } } }),
    ],
    unknown: [guarded({ appArmorProfile: { type: U } }), podContext({ appArmorProfile: U }), annotated(U)],
  },
  "no-host-process": {
    pass: [guarded({ windowsOptions: { hostProcess: false } })],
    fail: [
      guarded({ windowsOptions: { hostProcess: true } }),
      podContext({ windowsOptions: { hostProcess: true } }),
      release({ securityContext: { windowsOptions: { hostProcess: true } } }),
    ],
    unknown: [guarded({ windowsOptions: { hostProcess: U } }), podContext({ windowsOptions: U })],
  },
  "no-host-probes": {
    pass: [pod({ livenessProbe: probe({ host: "" }), readinessProbe: { tcpSocket: { port: 80 } } })],
    fail: [
      pod({ livenessProbe: probe({ host: "169.254.169.254" }) }),
      pod({ startupProbe: { tcpSocket: { port: 80, host: "10.0.0.1" } } }),
      pod({ lifecycle: { preStop: probe({ host: "db" }) } }),
    ],
    unknown: [pod({ livenessProbe: probe({ host: U }) }), pod({ readinessProbe: U, lifecycle: U })],
  },
  "no-host-path": {
    pass: [workload({ volumes: [{ name: "s", secret: { secretName: "x" } }] }), release({ hostPath: "" })],
    fail: [
      workload({ volumes: [{ name: "h", hostPath: { path: "/" } }] }),
      release({ extraVolumes: [{ name: "h", hostPath: { path: "/var" } }] }),
    ],
    unknown: [workload({ volumes: U }), workload({ volumes: [U] }), release({ extraVolumes: U })],
  },
  "baseline-capabilities": {
    pass: [guarded({ capabilities: { add: ["NET_BIND_SERVICE"] } })],
    fail: [
      guarded({ capabilities: { add: ["SYS_ADMIN"] } }),
      guarded({ capabilities: { add: ["NET_RAW"] } }),
      release({ securityContext: { capabilities: { add: ["NET_ADMIN"] } } }),
    ],
    unknown: [
      guarded({ capabilities: { add: U } }),
      guarded({ capabilities: { add: [U] } }),
      release({ capabilities: U }),
    ],
  },
  "seccomp-not-unconfined": {
    pass: [podContext({ seccompProfile: { type: "Localhost", localhostProfile: "x" } })],
    fail: [
      podContext({ seccompProfile: { type: "Unconfined" } }),
      guarded({ seccompProfile: { type: "Unconfined" } }),
      release({ securityContext: { seccompProfile: { type: "Unconfined" } } }),
    ],
    unknown: [podContext({ seccompProfile: { type: U } }), guarded({ seccompProfile: U })],
  },
  "proc-mount-default": {
    pass: [workload({ hostUsers: false })],
    fail: [
      workload({
        hostUsers: false,
        containers: [r.container({ securityContext: { procMount: "Unmasked" } })],
      }),
    ],
    unknown: [
      workload({ hostUsers: false, containers: [r.container({ securityContext: { procMount: U } })] }),
      workload({ hostUsers: U, containers: [r.container({ securityContext: { procMount: "Unmasked" } })] }),
    ],
  },
  "service-account-token": {
    pass: [workload(), workload({ automountServiceAccountToken: true })],
    fail: [workload({ automountServiceAccountToken: undefined })],
    unknown: [workload({ automountServiceAccountToken: U })],
  },
  "no-shared-processes": {
    pass: [workload({ shareProcessNamespace: false })],
    fail: [workload({ shareProcessNamespace: true })],
    unknown: [workload({ shareProcessNamespace: U })],
  },
  "no-root-group": {
    pass: [podContext({ runAsGroup: 1000, fsGroup: 1000, supplementalGroups: [1000] })],
    fail: [
      podContext({ runAsGroup: 0 }),
      podContext({ fsGroup: 0 }),
      podContext({ supplementalGroups: [1000, 0] }),
      guarded({ runAsGroup: 0 }),
    ],
    unknown: [podContext({ runAsGroup: U, fsGroup: U, supplementalGroups: U })],
  },
  "no-system-priority": {
    pass: [
      workload({ priorityClassName: "business-critical" }),
      workload({ priorityClassName: "system-cluster-critical" }, undefined, { namespace: "kube-system" }),
    ],
    fail: [
      workload({ priorityClassName: "system-cluster-critical" }),
      workload({ priorityClassName: "system-node-critical" }, "kubernetes:apps/v1:DaemonSet"),
    ],
    unknown: [
      workload({ priorityClassName: U }),
      workload({ priorityClassName: "system-node-critical" }, undefined, { namespace: U }),
    ],
  },
  "empty-dir-limit": {
    pass: [workload({ volumes: [{ name: "t", emptyDir: { sizeLimit: "1Gi" } }] })],
    fail: [
      workload({ volumes: [{ name: "t", emptyDir: {} }] }),
      workload({ volumes: [{ name: "t", emptyDir: { medium: "Memory" } }] }),
    ],
    unknown: [workload({ volumes: [{ name: "t", emptyDir: { sizeLimit: U } }] }), workload({ volumes: U })],
  },
  "image-digest": {
    pass: [pod({}), pod({ image: `api${DIGEST}` })],
    fail: [pod({ image: "registry.example/api:1.2.3" }), workload({ initContainers: [r.container({ image: "x:1" })] })],
    unknown: [pod({ image: U }), workload({ containers: U })],
  },
  "approved-registry": {
    context: { pass: APPROVED, fail: APPROVED, unknown: APPROVED },
    pass: [pod({}), pod({ image: `nginx${DIGEST}` }), pod({ image: `ghcr.io/acme/api${DIGEST}` })],
    fail: [
      pod({ image: `ghcr.io/acme-evil/api${DIGEST}` }),
      pod({ image: `acme/api${DIGEST}` }),
      pod({ image: `registry.example.evil/api${DIGEST}` }),
      workload({ initContainers: [r.container({ image: `localhost/x${DIGEST}` })] }),
    ],
    unknown: [pod({ image: U })],
  },
  "image-pull-policy": {
    pass: [pod({ imagePullPolicy: "Always" }), pod({ imagePullPolicy: "IfNotPresent" })],
    fail: [pod({ imagePullPolicy: "Never" })],
    unknown: [pod({ imagePullPolicy: U })],
  },
  "helm-chart-pinned": {
    pass: [
      release({}, { version: "1.2.3", repositoryOpts: { repo: "https://charts.example" } }),
      release({}, { chart: "oci://r.example/x", version: "v1.2.3-rc.1" }),
      release({}, { chart: "./charts/x" }),
    ],
    fail: [
      release({}, { repositoryOpts: { repo: "https://charts.example" } }),
      release({}, { version: "^1.2.3", repositoryOpts: { repo: "https://charts.example" } }),
      release({}, { chart: "oci://r.example/x", version: "1.2" }),
    ],
    unknown: [release({}, { chart: U }), release({}, { chart: "oci://r.example/x", version: U })],
  },
  "helm-release-judged": {
    pass: [release(), [{ ...release()[0], manifests: [] }]],
    fail: [[{ ...release()[0], unrendered: "there is no helm on the PATH" }]],
    unknown: [release({ image: U }), [{ ...release({ image: U })[0], manifests: [] }]],
  },
  "readiness-probe": {
    pass: [
      pod({}),
      pod({ ports: PORTS, readinessProbe: probe() }),
      pod({ ports: [{ name: "metrics", containerPort: 9100 }] }),
      workload({ containers: [r.container({ ports: PORTS, readinessProbe: probe() }), r.container({ ports: PORTS })] }),
    ],
    fail: [pod({ ports: PORTS }), pod({ ports: [{ containerPort: 80 }], livenessProbe: probe() })],
    unknown: [pod({ ports: PORTS, readinessProbe: U }), pod({ ports: U })],
  },
  "distinct-probes": {
    pass: [
      pod({ livenessProbe: probe({ path: "/live" }), readinessProbe: probe() }),
      pod({ livenessProbe: { ...probe(), failureThreshold: 10 }, readinessProbe: probe() }),
      pod({ livenessProbe: probe() }),
    ],
    fail: [
      pod({ livenessProbe: probe(), readinessProbe: probe() }),
      pod({ livenessProbe: { periodSeconds: 5, ...probe() }, readinessProbe: { ...probe(), periodSeconds: 5 } }),
    ],
    unknown: [pod({ livenessProbe: probe({ path: U }), readinessProbe: probe({ path: U }) })],
  },
  "termination-grace": {
    pass: [workload({ terminationGracePeriodSeconds: 60 })],
    fail: [workload({ terminationGracePeriodSeconds: 0 }), workload({ terminationGracePeriodSeconds: 7200 })],
    unknown: [workload({ terminationGracePeriodSeconds: U })],
  },
};

function annotated(profile: string): r.Case {
  const [each] = workload();
  const annotations = { "container.apparmor.security.beta.kubernetes.io/api": profile };
  const props = r.but(each.props, { spec: { template: { metadata: { annotations } } } });
  return [{ ...each, props }];
}
