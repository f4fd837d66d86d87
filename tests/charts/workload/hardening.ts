/** Pods are as hard as Pod Security "restricted" and more asks, and no value changes that. */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import type { Report } from "../report";
import { at, ONE_OF_EACH, only, podTemplate, render } from "./samples";
import { WEAKENING } from "./weakening";

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
      const steps = (pod["initContainers"] as Record<string, unknown>[] | undefined) ?? [];
      for (const container of [...(pod["containers"] as Record<string, unknown>[]), ...steps]) {
        deepEqual(container["securityContext"], {
          ...SECURITY,
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        for (const port of (container["ports"] as object[] | undefined) ?? []) ok(!("hostPort" in port));
      }
      for (const { name, ...source } of pod["volumes"] as { name: string }[]) {
        const allowed = ["configMap", "emptyDir", "persistentVolumeClaim", "projected"];
        deepEqual(
          Object.keys(source).filter((kind) => !allowed.includes(kind)),
          [],
          name,
        );
      }
      for (const key of ["hostNetwork", "hostPID", "hostIPC"]) ok(!(key in pod), key);

      const account = only(manifests, "ServiceAccount");
      equal(pod["serviceAccountName"], account.metadata.name);
      equal(pod["automountServiceAccountToken"], false);
      equal(account["automountServiceAccountToken"], false);
    });
  }
}
