/**
 * Every field of a pod that the Pod Security Standards speak of, and a value that weakens it. Left out: `procMount`, since
 * the API takes `Unmasked` only with a user namespace, where Pod Security allows it; and what only Windows pods have.
 */
import type { Manifest } from "../charts/apply";

interface Container {
  readonly name: string;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly ports?: readonly object[];
  readonly [field: string]: unknown;
}

/** The parts of a pod that are weakened here. */
export interface Pod extends Manifest {
  readonly metadata: Manifest["metadata"] & { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly object[];
    readonly [field: string]: unknown;
  };
}

/** One way to weaken a pod, by one field. */
export interface Weakening {
  readonly field: string;
  /** What the refusal must say: the name of the control, as Pod Security calls it. */
  readonly says: string;
  readonly pod?: (spec: Pod["spec"]) => Pod["spec"];
  /** Tried on each container by itself. */
  readonly container?: (container: Container) => Container;
  /** Only of containers that run on, sidecars among them: the API itself refuses it of others. @default false */
  readonly runningOnly?: boolean;
}

/** The weakened pods: one, or one for each container. */
export function applied({ pod, container, runningOnly }: Weakening, good: Pod): readonly Pod[] {
  if (pod !== undefined) return [{ ...good, spec: pod(good.spec) }];
  if (container === undefined) return [];
  const lists = ["initContainers", "containers"] as const;
  return lists.flatMap((list) =>
    (good.spec[list] ?? []).flatMap((one, index, all) => {
      if (runningOnly && list === "initContainers" && one["restartPolicy"] !== "Always") return [];
      return [
        {
          ...good,
          spec: { ...good.spec, [list]: all.map((each, other) => (other === index ? container(each) : each)) },
        },
      ];
    }),
  );
}

const set = (field: string, value: unknown, says: string): Weakening => ({
  field: `${field}=${JSON.stringify(value)}`,
  says,
  pod: (spec) => ({ ...spec, [field]: value }),
});

const ofPod = (field: string, value: unknown, says: string): Weakening => ({
  field: `spec.securityContext.${field}=${JSON.stringify(value)}`,
  says,
  pod: (spec) => ({ ...spec, securityContext: { ...spec.securityContext, [field]: value } }),
});

const ofContainer = (field: string, value: unknown, says: string): Weakening => ({
  field: `containers[*].securityContext.${field}=${JSON.stringify(value)}`,
  says,
  container: (each) => ({ ...each, securityContext: { ...each.securityContext, [field]: value } }),
});

const volume = (kind: string, source: object): Weakening => ({
  field: `volumes[*].${kind}`,
  says: "restricted volume types",
  pod: (spec) => ({ ...spec, volumes: [...(spec.volumes ?? []), { name: "weak", [kind]: source }] }),
});

const host = { host: "10.0.0.1", port: 8080 };

const baseline: readonly Weakening[] = [
  set("hostNetwork", true, "host namespaces"),
  set("hostPID", true, "host namespaces"),
  set("hostIPC", true, "host namespaces"),
  volume("hostPath", { path: "/" }),
  {
    field: "containers[*].ports[*].hostPort",
    says: "hostPort",
    container: (each) => ({ ...each, ports: [{ containerPort: 8443, hostPort: 8443 }] }),
  },
  // The API itself refuses a privileged container that may not escalate.
  {
    field: "containers[*].securityContext.privileged=true",
    says: "privileged",
    container: ({ securityContext: { allowPrivilegeEscalation: _, ...kept }, ...each }) => ({
      ...each,
      securityContext: { ...kept, privileged: true },
    }),
  },
  ofPod("seLinuxOptions", { type: "spc_t" }, "seLinuxOptions"),
  ofPod("seLinuxOptions", { user: "system_u" }, "seLinuxOptions"),
  ofContainer("seLinuxOptions", { role: "system_r" }, "seLinuxOptions"),
  ofPod("appArmorProfile", { type: "Unconfined" }, "forbidden AppArmor profile"),
  ofContainer("appArmorProfile", { type: "Unconfined" }, "forbidden AppArmor profile"),
  ofPod("sysctls", [{ name: "kernel.msgmax", value: "1" }], "forbidden sysctls"),
  {
    field: "containers[*].livenessProbe.httpGet.host",
    says: "probe or lifecycle host",
    runningOnly: true,
    container: (each) => ({ ...each, livenessProbe: { httpGet: host } }),
  },
  {
    field: "containers[*].lifecycle.preStop.tcpSocket.host",
    says: "probe or lifecycle host",
    runningOnly: true,
    container: (each) => ({ ...each, lifecycle: { preStop: { httpGet: host } } }),
  },
];

const restricted: readonly Weakening[] = [
  ofContainer("allowPrivilegeEscalation", true, "allowPrivilegeEscalation != false"),
  ofContainer("allowPrivilegeEscalation", undefined, "allowPrivilegeEscalation != false"),
  ofContainer("capabilities", undefined, "unrestricted capabilities"),
  ofContainer("capabilities", { drop: ["NET_RAW"] }, "unrestricted capabilities"),
  ofContainer("capabilities", { drop: ["ALL"], add: ["CHOWN"] }, "unrestricted capabilities"),
  ofContainer("runAsNonRoot", false, "runAsNonRoot != true"),
  ofPod("runAsUser", 0, "runAsUser=0"),
  ofContainer("runAsUser", 0, "runAsUser=0"),
  ofPod("seccompProfile", { type: "Unconfined" }, "seccompProfile"),
  ofContainer("seccompProfile", { type: "Unconfined" }, "seccompProfile"),
  volume("nfs", { server: "10.0.0.1", path: "/" }),
  volume("iscsi", { targetPortal: "10.0.0.1", iqn: "iqn.2026-01.com.example:x", lun: 0 }),
  volume("fc", { targetWWNs: ["500a0982991b8dc5"], lun: 0 }),
  volume("flexVolume", { driver: "example.com/x" }),
  volume("cephfs", { monitors: ["10.0.0.1"] }),
  volume("glusterfs", { endpoints: "x", path: "x" }),
  volume("rbd", { monitors: ["10.0.0.1"], image: "x" }),
  volume("gitRepo", { repository: "https://example.com/x.git" }),
  volume("awsElasticBlockStore", { volumeID: "vol-1" }),
];

/** The whole table. */
export const WEAKENINGS: readonly Weakening[] = [...baseline, ...restricted];
