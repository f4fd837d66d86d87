/** Values that would weaken a pod of the sample `web-full`; judged by helm, and in the unit tests by the schema alone. */
import type { Overlay } from "./samples";

const EXTRA = {
  name: "extra",
  image: { repository: "registry.example.com/extra", tag: "1" },
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
};

/** What a team might try, and the field that the refusal must name. */
export const WEAKENING: readonly (readonly [what: string, overlay: Overlay, field: string])[] = [
  ["a pod security context", { podSecurityContext: { runAsNonRoot: false } }, "podSecurityContext"],
  ["a container security context", { securityContext: { privileged: true } }, "securityContext"],
  ["a container security context, flat", { privileged: true }, "privileged"],
  ["privilege escalation", { allowPrivilegeEscalation: true }, "allowPrivilegeEscalation"],
  ["a writable root", { readOnlyRootFilesystem: false }, "readOnlyRootFilesystem"],
  ["capabilities", { capabilities: { add: ["SYS_ADMIN"] } }, "capabilities"],
  ["no seccomp profile", { seccompProfile: { type: "Unconfined" } }, "seccompProfile"],
  ["root allowed", { runAsNonRoot: false }, "runAsNonRoot"],
  ["user 0", { runAsUser: 0 }, "runAsUser"],
  ["a system user", { runAsUser: 999 }, "runAsUser"],
  ["a group of its own choice", { runAsGroup: 0 }, "runAsGroup"],
  ["the API server's token", { automountServiceAccountToken: true }, "automountServiceAccountToken"],
  ["the token by the service account", { serviceAccount: { automount: true } }, "automount"],
  ["another's service account", { serviceAccount: { name: "default" } }, "name"],
  ["the host's network", { hostNetwork: true }, "hostNetwork"],
  ["the host's processes", { hostPID: true }, "hostPID"],
  ["the host's IPC", { hostIPC: true }, "hostIPC"],
  ["a volume of the host", { volumes: { root: { path: "/x", size: "1Gi", hostPath: "/" } } }, "volumes"],
  ["a tmp of the host", { tmp: [{ path: "/tmp", sizeLimit: "1Mi", hostPath: "/" }] }, "hostPath"],
  ["a disk over the root", { volumes: { x: { path: "/", size: "1Gi" } } }, "volumes"],
  ["a file over the root", { files: { "/": "x" } }, "files"],
  [
    "a sidecar with a security context",
    { sidecars: [{ ...EXTRA, securityContext: { privileged: true } }] },
    "sidecars",
  ],
  [
    "an init container without limits",
    { init: [{ ...EXTRA, resources: { requests: EXTRA.resources.requests } }] },
    "init",
  ],
  [
    "a sidecar of the tag latest",
    { sidecars: [{ ...EXTRA, image: { repository: "a/b", tag: "latest" } }] },
    "sidecars",
  ],
  ["a tmp over the root", { tmp: [{ path: "/", sizeLimit: "1Mi" }] }, "tmp"],
  ["a further container", { containers: [{ name: "x" }] }, "containers"],
  [
    "annotations on pods",
    { podAnnotations: { "container.apparmor.security.beta.kubernetes.io/x": "unconfined" } },
    "podAnnotations",
  ],
  ["no memory limit", { resources: { limits: { memory: undefined } } }, "memory"],
  ["no limits", { resources: { limits: undefined } }, "limits"],
  ["no requests", { resources: { requests: { cpu: undefined } } }, "cpu"],
  ["the tag latest", { image: { tag: "latest", digest: undefined } }, "image.tag"],
  ["neither tag nor digest", { image: { tag: undefined, digest: undefined } }, "image"],
  ["no network policy", { network: { enabled: false } }, "enabled"],
  ["an opening to everywhere", { network: { openings: [{ name: "x", cidrs: ["0.0.0.0/0"], port: 443 }] } }, "cidrs"],
  [
    "an opening to half of everywhere",
    { network: { openings: [{ name: "x", cidrs: ["128.0.0.0/1"], port: 443 }] } },
    "cidrs",
  ],
  ["an opening to everywhere, IPv6", { network: { openings: [{ name: "x", cidrs: ["::/0"], port: 443 }] } }, "cidrs"],
  ["an opening to all pods", { network: { openings: [{ name: "x", pods: { labels: {} }, port: 443 }] } }, "labels"],
  ["another label under app.kubernetes.io", { labels: { "app.kubernetes.io/name": "other" } }, "labels"],
];
