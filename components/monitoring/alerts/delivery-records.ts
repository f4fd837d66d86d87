import type { AlertGroup, MonitoringSettings } from "../../contracts/monitoring";
import { BY_WORKLOAD, RELEASED } from "../queries";

/**
 * The four figures of delivery (DORA: deploy frequency, lead time, change failure rate, time to recover), from what is
 * in the cluster anyway. Helm keeps a Secret for each revision of a release, and kube-state-metrics tells when it was
 * made and how it ended; a workload's commit comes from its own release (`commit` in config).
 */

/** When a workload's commit was made, in Unix seconds, by the label `commit`: recorded by charts/workload. */
export const COMMITTED = "slipway:workload_commit:timestamp";
/** Seconds from a commit to the newest release, by `commit`; the least of a commit's values is its lead time. */
const LEAD = "slipway:delivery_lead:seconds";
/** Seconds from a failed release to the newest that went well, by `revision`; the least is its time to recover. */
const RECOVERY = "slipway:delivery_recovery:seconds";

/** Releases of seven days that arrived, those that took a failed one back among them. */
export const DEPLOYS = "slipway:delivery_deploys:count7d";
/** Releases of seven days that failed. */
export const FAILURES = "slipway:delivery_failures:count7d";
/** Failed releases, as a part of all: each is followed by the one that takes it back, which stands for it. */
export const FAILURE_RATIO = "slipway:delivery_failures:ratio7d";
/** Median of lead times of seven days, in seconds. */
export const LEAD_TIME = "slipway:delivery_lead:median7d";
/** Mean of times to recover of seven days, in seconds. */
export const TIME_TO_RECOVER = "slipway:delivery_recovery:mean7d";

const WINDOW = "7d";
const WINDOW_SECONDS = 7 * 86_400;

/** Releases of workloads, each revision with its time; `outcome` from what Helm calls its status. */
function releases(names: string, namespaces: string): string {
  const status = `max by (namespace, secret, label_name, label_status) (kube_secret_labels{label_owner="helm",namespace=~"${namespaces}",label_name=~"${names}",label_status=~"deployed|superseded|failed"})`;
  const made = `max by (namespace, secret) (kube_secret_created{namespace=~"${namespaces}",secret=~"sh.helm.release.v1.+"}) * on (namespace, secret) group_right () ${status}`;
  const relabelled = [
    ["workload", "$1", "label_name", "(.+)"],
    ["revision", "$1", "secret", ".*[.](v[0-9]+)"],
    ["outcome", "deployed", "label_status", "deployed|superseded"],
    ["outcome", "failed", "label_status", "failed"],
  ].reduce((inner, args) => `label_replace(${inner}, ${args.map((arg) => `"${arg}"`).join(", ")})`, made);
  return `max by (${BY_WORKLOAD}, revision, outcome) (${relabelled})`;
}

const of = (outcome: string): string => `${RELEASED}{outcome="${outcome}"}`;
const newest = `max by (${BY_WORKLOAD}) (${of("deployed")})`;
const inWindow = (outcome: string): string =>
  `count by (${BY_WORKLOAD}) (last_over_time(${of(outcome)}[${WINDOW}]) > time() - ${WINDOW_SECONDS})`;

/** Records of delivery; none where there are no workloads. */
export function deliveryRecords({ workloads }: MonitoringSettings): readonly AlertGroup[] {
  if (workloads.length === 0) return [];
  const names = workloads.map(({ name }) => name).join("|");
  const namespaces = [...new Set(workloads.map(({ namespace }) => namespace))].join("|");
  return [
    {
      name: "delivery-releases",
      interval: "1m",
      records: [
        { record: RELEASED, expr: releases(names, namespaces) },
        { record: LEAD, expr: `(${newest} - on (${BY_WORKLOAD}) group_right () ${COMMITTED}) > 0` },
        { record: RECOVERY, expr: `(${newest} - on (${BY_WORKLOAD}) group_right () ${of("failed")}) > 0` },
      ],
      rules: [],
    },
    {
      // A week of samples, which change a few times a day.
      name: "delivery-figures",
      interval: "5m",
      records: [
        { record: DEPLOYS, expr: inWindow("deployed") },
        { record: FAILURES, expr: `${inWindow("failed")} or ${DEPLOYS} * 0` },
        { record: FAILURE_RATIO, expr: `clamp_max(${FAILURES} / (${DEPLOYS} > 0), 1)` },
        { record: LEAD_TIME, expr: `quantile by (${BY_WORKLOAD}) (0.5, min_over_time(${LEAD}[${WINDOW}]))` },
        { record: TIME_TO_RECOVER, expr: `avg by (${BY_WORKLOAD}) (min_over_time(${RECOVERY}[${WINDOW}]))` },
      ],
      rules: [],
    },
  ];
}
