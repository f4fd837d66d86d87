/** What kube-score finds and we leave as it is. An exception that no sample needs any more fails the run. */
export interface Exception {
  /** kube-score's id of the check. */
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
    check: "deployment-has-host-podantiaffinity",
    reason:
      "The chart spreads pods over hosts and zones by topologySpreadConstraints, which do the same and scale beyond one pod a host; kube-score looks only for the older field.",
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
];
