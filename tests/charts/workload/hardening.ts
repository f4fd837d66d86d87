/** Pods are as hard as Pod Security "restricted" and more asks, and no value changes that. */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import type { Report } from "../report";
import { at, ONE_OF_EACH, type Overlay, only, podTemplate, render } from "./samples";

/** What a team might try, and the field that helm must name when it refuses. */
const WEAKENING: readonly (readonly [what: string, overlay: Overlay, field: string])[] = [
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
  ["a volume of the host", { volumes: [{ name: "root", hostPath: { path: "/" } }] }, "volumes"],
  ["a tmp of the host", { tmp: [{ path: "/tmp", sizeLimit: "1Mi", hostPath: "/" }] }, "hostPath"],
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

const SECURITY = {
  runAsNonRoot: true,
  runAsUser: 10001,
  runAsGroup: 10001,
  seccompProfile: { type: "RuntimeDefault" },
};

/** Registers every check of this file. */
export function hardeningTests(report: Report): void {
  report.section("workload: what would weaken a pod is refused");
  for (const [what, overlay, field] of WEAKENING) {
    report.check(what, () => {
      throws(
        () => render("web-full", overlay),
        (error: Error) => {
          match(error.message, /values don't meet the specifications of the schema/);
          ok(error.message.includes(field), `helm does not name ${field}: ${error.message}`);
          return true;
        },
      );
    });
  }

  report.section("workload: every kind is hardened");
  for (const sample of ONE_OF_EACH) {
    report.check(`${sample}: pod, containers, volumes and service account`, () => {
      // null takes the user away as a value, and must not mean user 0.
      const manifests = render(sample, { runAsUser: null });
      const pod = at(podTemplate(manifests), "spec") as Record<string, unknown>;
      deepEqual(pod["securityContext"], { ...SECURITY, fsGroup: 10001, fsGroupChangePolicy: "OnRootMismatch" });
      for (const container of pod["containers"] as Record<string, unknown>[]) {
        deepEqual(container["securityContext"], {
          ...SECURITY,
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        for (const port of (container["ports"] as object[] | undefined) ?? []) ok(!("hostPort" in port));
      }
      for (const volume of pod["volumes"] as object[]) deepEqual(Object.keys(volume).sort(), ["emptyDir", "name"]);
      for (const key of ["hostNetwork", "hostPID", "hostIPC", "initContainers"]) ok(!(key in pod), key);

      const account = only(manifests, "ServiceAccount");
      equal(pod["serviceAccountName"], account.metadata.name);
      equal(pod["automountServiceAccountToken"], false);
      equal(account["automountServiceAccountToken"], false);
    });
  }
}
