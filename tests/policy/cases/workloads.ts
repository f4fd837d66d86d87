import { WORKLOADS } from "../../../policy/types";
import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U, guarded, pod, release, workload } = r;
const podContext = (securityContext: r.Dict | string) => workload({ securityContext });
const volumes = (...list: unknown[]) => workload({ volumes: list });
const windows = (context: r.Dict) =>
  workload({ os: { name: "windows" }, containers: [r.container({ securityContext: context })] });
const level = (enforce: unknown) =>
  r.namespace({ metadata: { labels: { "pod-security.kubernetes.io/enforce": enforce } } });

export const workloads: CaseTable = {
  "no-privileged": {
    pass: [guarded({ privileged: false }), release({ securityContext: { privileged: false } })],
    fail: [
      ...WORKLOADS.map((kind) =>
        workload({ containers: [r.container({ securityContext: { privileged: true } })] }, kind),
      ),
      workload({ initContainers: [r.container({ securityContext: { privileged: true } })] }),
      workload({ ephemeralContainers: [r.container({ securityContext: { privileged: true } })] }),
      release({ a: { list: [{ securityContext: { privileged: true } }] } }),
    ],
    unknown: [guarded({ privileged: U }), release({ securityContext: { privileged: U } })],
  },
  "no-host-namespaces": {
    pass: [workload({ hostNetwork: false }), release({ exporter: { enabled: false, hostNetwork: true } })],
    fail: [
      workload({ hostNetwork: true }),
      workload({ hostPID: true }),
      workload({ hostIPC: true }),
      release({ hostNetwork: true }),
    ],
    unknown: [workload({ hostNetwork: U, hostPID: U }), release({ hostNetwork: U })],
  },
  "restricted-volumes": {
    pass: [
      volumes({ name: "t", emptyDir: { sizeLimit: "1Gi" } }, { name: "s", secret: { secretName: "x" } }),
      release({ hostPath: "" }),
    ],
    fail: [
      volumes({ name: "n", nfs: { server: "x" } }),
      volumes({ name: "g", gcePersistentDisk: { pdName: "x" } }, { name: "n", rbd: {} }),
    ],
    unknown: [volumes(U), workload({ volumes: U }), release({ extraVolumes: U })],
  },
  "no-host-ports": {
    pass: [
      pod({
        ports: [
          { name: "metrics", containerPort: 80 },
          { name: "metrics", containerPort: 81, hostPort: 0 },
        ],
      }),
    ],
    fail: [
      pod({ ports: [{ name: "metrics", containerPort: 80, hostPort: 80 }] }),
      release({ ports: { web: { hostPort: 80 } } }),
    ],
    unknown: [pod({ ports: [{ name: "metrics", hostPort: U }] }), pod({ ports: U })],
  },
  "no-privilege-escalation": {
    pass: [pod({}), windows({ allowPrivilegeEscalation: undefined })],
    fail: [
      guarded({ allowPrivilegeEscalation: undefined }),
      guarded({ allowPrivilegeEscalation: true }),
      release({ x: { allowPrivilegeEscalation: true } }),
    ],
    unknown: [guarded({ allowPrivilegeEscalation: U }), release({ x: { allowPrivilegeEscalation: U } })],
  },
  "drop-capabilities": {
    pass: [guarded({ capabilities: { add: ["NET_BIND_SERVICE"] } }), windows({ capabilities: undefined })],
    fail: [
      guarded({ capabilities: undefined }),
      guarded({ capabilities: { drop: ["NET_RAW"] } }),
      guarded({ capabilities: { add: ["CHOWN"] } }),
      release({ securityContext: { capabilities: { add: ["SETUID"] } } }),
    ],
    unknown: [
      guarded({ capabilities: U }),
      guarded({ capabilities: { drop: U, add: U } }),
      release({ capabilities: { add: [U] } }),
    ],
  },
  "run-as-non-root": {
    pass: [
      pod({}),
      workload({
        securityContext: { runAsNonRoot: undefined },
        containers: [r.container({ securityContext: { runAsNonRoot: true } })],
      }),
    ],
    fail: [
      podContext({ runAsNonRoot: false }),
      podContext({ runAsNonRoot: undefined }),
      guarded({ runAsNonRoot: false }),
      release({ podSecurityContext: { runAsNonRoot: false } }),
    ],
    unknown: [
      podContext({ runAsNonRoot: U }),
      guarded({ runAsNonRoot: U }),
      release({ securityContext: { runAsNonRoot: U } }),
    ],
  },
  "run-as-user": {
    pass: [podContext({ runAsUser: 1000 }), workload({ hostUsers: false, securityContext: { runAsUser: 0 } })],
    fail: [podContext({ runAsUser: 0 }), guarded({ runAsUser: 0 }), release({ securityContext: { runAsUser: 0 } })],
    unknown: [podContext({ runAsUser: U }), guarded({ runAsUser: U })],
  },
  seccomp: {
    pass: [
      podContext({ seccompProfile: { type: "Localhost" } }),
      podContext({ seccompProfile: undefined, os: 1 }).map(asWindows) as unknown as r.Case,
    ],
    fail: [podContext({ seccompProfile: undefined }), podContext({ seccompProfile: { type: undefined } })],
    unknown: [podContext({ seccompProfile: U }), guarded({ seccompProfile: { type: U } })],
  },
  "proc-mount": {
    pass: [guarded({ procMount: "Default" }), guarded({ procMount: undefined })],
    fail: [guarded({ procMount: "Unmasked" }), release({ securityContext: { procMount: "Unmasked" } })],
    unknown: [guarded({ procMount: U })],
  },
  "read-only-root": {
    pass: [pod({}), windows({ readOnlyRootFilesystem: undefined })],
    fail: [
      guarded({ readOnlyRootFilesystem: undefined }),
      release({ securityContext: { readOnlyRootFilesystem: false } }),
    ],
    unknown: [guarded({ readOnlyRootFilesystem: U })],
  },
  "service-account": {
    pass: [workload(), workload({ serviceAccountName: undefined, automountServiceAccountToken: false })],
    fail: [
      workload({ serviceAccountName: undefined, automountServiceAccountToken: undefined }),
      workload({ serviceAccountName: "default", automountServiceAccountToken: true }),
    ],
    unknown: [
      workload({ serviceAccountName: U }),
      workload({ serviceAccountName: undefined, automountServiceAccountToken: U }),
    ],
  },
  "namespace-pod-security": {
    pass: [level("restricted"), level("baseline")],
    fail: [level("privileged"), level(undefined)],
    unknown: [level(U), r.namespace({ metadata: { labels: U } })],
  },
  "not-in-default-namespace": {
    pass: [workload(), release(), r.service()],
    fail: [
      workload({}, undefined, { namespace: undefined }),
      r.service({ metadata: { namespace: "default" } }),
      release({}, { namespace: undefined }),
    ],
    unknown: [workload({}, undefined, { namespace: U }), release({}, { namespace: U })],
  },
};

function asWindows(each: r.Case[number]): r.Case[number] {
  const spec = (each.props["spec"] as { template: { spec: r.Dict } }).template.spec;
  return {
    ...each,
    props: { ...each.props, spec: { replicas: 2, template: { spec: { ...spec, os: { name: "windows" } } } } },
  };
}
