/** Thirty ways to weaken a manifest, one at a time, and the rule of ours that each breaks. */
import type { Manifest } from "../../../charts/helm";
import { type Fields, type PodSpec, templateOf } from "./pods";

/** One weakened manifest. */
export interface Weakened {
  /** What is weak in it. */
  readonly name: string;
  /** The good one that it is made of. */
  readonly of: string;
  readonly breaks: string;
  /** Gives the weakened objects; what it is given it may change. */
  readonly change: (objects: Manifest[]) => Manifest[];
  /** @default one of its own */
  readonly namespace?: string;
}

type Change = Weakened["change"];

const eachPod =
  (change: (spec: PodSpec) => void): Change =>
  (objects) => {
    for (const object of objects) {
      const template = templateOf(object);
      if (template) change(template.spec);
    }
    return objects;
  };
const pod = (fields: Fields): Change => eachPod((spec) => Object.assign(spec, fields));
const podSecurity = (fields: Fields): Change => eachPod((spec) => Object.assign(spec.securityContext, fields));
const container = (fields: Fields): Change => eachPod(({ containers }) => Object.assign(containers[0]!, fields));
const security = (fields: Fields): Change =>
  eachPod(({ containers }) => Object.assign(containers[0]!.securityContext, fields));
const volume = (source: Fields): Change =>
  eachPod((spec) => {
    spec.volumes = [...(spec.volumes ?? []), { name: "weak", ...source }];
  });
const spec =
  (kind: string, fields: Fields): Change =>
  (objects) => {
    for (const object of objects) if (object.kind === kind) Object.assign(object["spec"] as Fields, fields);
    return objects;
  };
const without =
  (kind: string): Change =>
  (objects) =>
    objects.filter((object) => object.kind !== kind);
const all =
  (...changes: readonly Change[]): Change =>
  (objects) =>
    changes.reduce((changed, change) => change(changed), objects);

const image = (name: string): Change => container({ image: `registry.example.com/shop/${name}` });
const anybody = { runAsNonRoot: undefined, runAsUser: undefined };
const health = { httpGet: { path: "/health", port: "http" }, periodSeconds: 10 };
const WILD = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };

/** A role of a name of its own: checkov takes roles of one name for one, whatever their namespace. */
function allowed(objects: readonly Manifest[], rules: readonly Fields[]): Manifest[] {
  const account = objects.find(({ kind }) => kind === "ServiceAccount")!;
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const metadata = { ...account.metadata, name: "wild" };
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "wild" };
  const subjects = [{ kind: "ServiceAccount", name: account.metadata.name, namespace: "bad-wild-role" }];
  return [
    { apiVersion, kind: "Role", metadata, rules },
    { apiVersion, kind: "RoleBinding", metadata, roleRef, subjects },
  ];
}

export const WEAKENED: readonly Weakened[] = [
  // The API itself refuses a privileged container that may not escalate.
  {
    name: "privileged",
    of: "web-minimal",
    breaks: "no-privileged",
    change: security({ privileged: true, allowPrivilegeEscalation: true }),
  },
  { name: "host-network", of: "worker", breaks: "no-host-namespaces", change: pod({ hostNetwork: true }) },
  { name: "host-pid", of: "scheduler", breaks: "no-host-namespaces", change: pod({ hostPID: true }) },
  { name: "host-ipc", of: "cron", breaks: "no-host-namespaces", change: pod({ hostIPC: true }) },
  { name: "host-path", of: "task", breaks: "no-host-path", change: volume({ hostPath: { path: "/etc" } }) },
  {
    name: "docker-socket",
    of: "worker",
    breaks: "no-host-path",
    change: volume({ hostPath: { path: "/var/run/docker.sock" } }),
  },
  {
    name: "nfs",
    of: "task-migration",
    breaks: "restricted-volumes",
    change: volume({ nfs: { server: "10.0.0.1", path: "/" } }),
  },
  {
    name: "host-port",
    of: "web-shared-metrics",
    breaks: "no-host-ports",
    change: container({ ports: [{ name: "http", containerPort: 8000, hostPort: 8000 }] }),
  },
  {
    name: "capability-added",
    of: "web-minimal",
    breaks: "baseline-capabilities",
    change: security({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
  },
  { name: "capabilities-kept", of: "cron", breaks: "drop-capabilities", change: security({ capabilities: undefined }) },
  {
    name: "escalation",
    of: "task",
    breaks: "no-privilege-escalation",
    change: security({ allowPrivilegeEscalation: true }),
  },
  {
    name: "root-allowed",
    of: "worker",
    breaks: "run-as-non-root",
    change: all(podSecurity(anybody), security(anybody)),
  },
  { name: "user-0", of: "scheduler", breaks: "run-as-user", change: security({ runAsUser: 0 }) },
  { name: "group-0", of: "worker-volume", breaks: "no-root-group", change: security({ runAsGroup: 0 }) },
  {
    name: "writable-root",
    of: "web-full",
    breaks: "read-only-root",
    change: security({ readOnlyRootFilesystem: false }),
  },
  {
    name: "no-seccomp",
    of: "task-migration-once",
    breaks: "seccomp",
    change: all(podSecurity({ seccompProfile: undefined }), security({ seccompProfile: undefined })),
  },
  {
    name: "apparmor-off",
    of: "web-probed",
    breaks: "apparmor-profile",
    change: podSecurity({ appArmorProfile: { type: "Unconfined" } }),
  },
  {
    name: "token-unsaid",
    of: "worker-fixed",
    breaks: "service-account-token",
    change: pod({ automountServiceAccountToken: undefined }),
  },
  {
    name: "default-account",
    of: "cron-replacing",
    breaks: "service-account",
    change: pod({ serviceAccountName: "default", automountServiceAccountToken: true }),
  },
  {
    name: "default-namespace",
    of: "web-user",
    breaks: "not-in-default-namespace",
    change: (objects) => objects,
    namespace: "default",
  },
  { name: "latest", of: "web-minimal", breaks: "image-not-floating", change: image("storefront:latest") },
  { name: "tag-alone", of: "worker", breaks: "image-digest", change: image("api:2.4.0") },
  {
    name: "never-pulled",
    of: "scheduler",
    breaks: "image-pull-policy",
    change: container({ imagePullPolicy: "Never" }),
  },
  {
    name: "no-resources",
    of: "web-routed",
    breaks: "container-resources",
    change: container({ resources: undefined }),
  },
  {
    name: "no-readiness",
    of: "web-shared-metrics",
    breaks: "readiness-probe",
    change: container({ readinessProbe: undefined }),
  },
  {
    name: "same-probes",
    of: "web-minimal",
    breaks: "distinct-probes",
    change: container({ livenessProbe: health, readinessProbe: health }),
  },
  { name: "no-budget", of: "web-minimal", breaks: "web-workload-budget", change: without("PodDisruptionBudget") },
  { name: "one-pod", of: "web-minimal", breaks: "enough-replicas", change: spec("Deployment", { replicas: 1 }) },
  { name: "node-port", of: "web-files", breaks: "service-exposure", change: spec("Service", { type: "NodePort" }) },
  {
    name: "wild-role",
    of: "web-database",
    breaks: "k8s-role-no-wildcards",
    change: (objects) => [...objects, ...allowed(objects, [WILD])],
  },
];
