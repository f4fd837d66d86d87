/** What a judge finds and we leave as it is. An exception that no sample needs any more fails the run. */
export interface Exception {
  /** The judge's id of the check. */
  readonly check: string;
  /** Its words, where the check has several findings and only one is excepted. */
  readonly finding?: string;
  /** The samples it holds for: `<chart>/<values file without .yaml>`. @default all */
  readonly samples?: readonly string[];
  readonly reason: string;
}

export const KUBE_SCORE_EXCEPTIONS: readonly Exception[] = [
  {
    check: "container-image-pull-policy",
    reason:
      "Always makes each start of a pod depend on the registry. Images are named by a digest or by a tag that is never latest, and prod's policy asks for the digest, so what a node holds is what was asked for.",
  },
  {
    check: "container-resources",
    finding: "CPU limit is not set",
    reason:
      "A CPU limit throttles a pod even where the node has time to spare. Requests share CPU fairly, the memory limit is mandatory, and a team that wants a CPU limit can set one.",
  },
  {
    check: "deployment-has-poddisruptionbudget",
    samples: ["workload/worker-events"],
    reason: "It runs no pod at all while there is no work: a budget of one pod would hold up every drain.",
  },
  {
    check: "pod-probes-identical",
    samples: ["workload/web-minimal", "workload/web-shared-metrics"],
    reason:
      "kube-score compares path and port alone. An application with a single health path gets probes that differ in time: out of service after 15 s, restarted only after 60 s.",
  },
  {
    check: "pod-probes-identical",
    samples: ["pool/full"],
    reason:
      "PgBouncer has no address for its health but the port. Readiness gives up after 15 s, liveness after two minutes.",
  },
  {
    check: "pod-probes",
    finding: "Container is missing a readinessProbe",
    samples: ["workload/scheduler"],
    reason: "Its Service is there because a StatefulSet wants one; nobody sends anything to it.",
  },
];

const CPU_LIMIT = KUBE_SCORE_EXCEPTIONS.find(({ finding }) => finding === "CPU limit is not set")!.reason;
const PULL_POLICY = KUBE_SCORE_EXCEPTIONS.find(({ check }) => check === "container-image-pull-policy")!.reason;

/** The same of checkov. */
export const CHECKOV_EXCEPTIONS: readonly Exception[] = [
  { check: "CKV_K8S_11", reason: CPU_LIMIT },
  { check: "CKV_K8S_15", reason: PULL_POLICY },
  {
    check: "CKV_K8S_9",
    samples: ["workload/worker", "workload/worker-events", "workload/scheduler"],
    reason:
      "Readiness decides who gets requests, and nobody sends any to a worker or a scheduler. Where a team gives the probe, an update waits for it.",
  },
  {
    check: "CKV_K8S_8",
    samples: ["workload/worker-events"],
    reason:
      "A worker ends when it fails, and is started again then; what else would say that it is well only its team knows, and the chart takes such a probe.",
  },
  {
    check: "CKV_K8S_35",
    reason:
      "Twelve-factor programs, and most of those that Slipway runs, read secrets from variables. They come from a Secret by reference, and a changed reference or version restarts the pod.",
  },
  {
    check: "CKV_K8S_43",
    reason:
      "The chart takes a digest, a tag other than latest, or both. That prod names digests is the policy's to say, not the chart's.",
  },
];
