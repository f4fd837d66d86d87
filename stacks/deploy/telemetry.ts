import type { Resource } from "@pulumi/pulumi";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { Cloud } from "../../components/contracts/cloud";
import type { TelemetryBuckets } from "../../components/contracts/telemetry";
import { ready } from "../../components/shared/ordering";
import type { StackPlan } from "../plan/plan";
import { telemetryBuckets } from "../plan/telemetry";
import type { Layer } from "./layer";

/** Days that what Loki or Tempo should have deleted stays, at most. */
const SPARE_DAYS = 14;

/** Days that a deleted or overwritten object can be had back: these are chunks of logs, not documents. */
const OLD_VERSION_DAYS = 1;

/** Where logs and traces are kept: buckets of the platform's own, or the cloud's log service. */
export function deployTelemetry<C extends CloudName>(
  { logs, traces }: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  parent: Layer,
): { readonly buckets: TelemetryBuckets; readonly ready: Resource[] } {
  const bucket = (name: string, retentionDays: number) =>
    cloud.bucket(
      name,
      // Loki and Tempo delete by themselves; this is for what they forget.
      { oldVersionDays: OLD_VERSION_DAYS, expireAfterDays: retentionDays + SPARE_DAYS },
      { parent },
    );
  const buckets: TelemetryBuckets = {
    ...(logs.backend === "loki" && { logs: bucket(telemetryBuckets.logs, logs.retentionDays) }),
    ...(traces.backend === "tempo" && { traces: bucket(telemetryBuckets.traces, traces.retentionDays) }),
  };
  return { buckets, ready: ready(...Object.values(buckets), service(logs, cloud, parent)) };
}

function service<C extends CloudName>(
  { backend, retentionDays }: StackPlan<C>["logs"],
  cloud: Cloud<OptionsByCloud[C]>,
  parent: Layer,
): Resource | undefined {
  if (backend !== "cloudwatch") return undefined;
  if (cloud.podLogs === undefined)
    throw new Error(`${cloud.name} has no log service for pods: config should refuse it`);
  return cloud.podLogs(retentionDays, { parent });
}
