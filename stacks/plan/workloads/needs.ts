import type { AddonName, ScalingSettings } from "../../../components/contracts/addon";
import type { StackConfig } from "../../config/schema";
import { ownWorkloads } from "../../config/workloads/kinds";
import { triggerStores } from "../../config/workloads/scaling";

const own = (config: Partial<Pick<StackConfig, "workloads">>) => ownWorkloads(config).map(([, workload]) => workload);

/** Add-ons that some workload asks for by how it scales or rolls out. */
export function addonsFor(
  config: Partial<Pick<StackConfig, "workloads" | "stores" | "secretSource" | "images">>,
): AddonName[] {
  const scaled = own(config).flatMap((workload) => ("scaling" in workload ? [workload] : []));
  const events = scaled.some(({ scaling }) => scaling.triggers.length > 0 || scaling.requestsPerSecond !== undefined);
  const progressive = scaled.some(({ rollout }) => rollout !== undefined && rollout.strategy !== "rolling");
  return [
    ...(events ? (["keda"] as const) : []),
    ...(progressive ? (["argo-rollouts"] as const) : []),
    ...(readsRotated(config) ? (["reloader"] as const) : []),
    ...((config.images?.signedBy.length ?? 0) > 0 ? (["kyverno"] as const) : []),
  ];
}

/** Whether some pod that runs on reads a value that may change with nobody's `up`: a store's password, or a secret. */
export function readsRotated(config: Partial<Pick<StackConfig, "workloads" | "stores" | "secretSource">>): boolean {
  const elsewhere = config.secretSource?.kind !== "pulumi";
  return own(config).some(
    ({ kind, secrets, uses }) =>
      kind !== "cron" &&
      kind !== "task" &&
      ((elsewhere && Object.keys(secrets).length > 0) ||
        uses.some((store) => (config.stores?.[store]?.kind ?? "bucket") !== "bucket")),
  );
}

/** What KEDA itself must reach, and may read, for the triggers of all workloads; `ports` are those of stores by kind. */
export function scalingNeeds(
  config: Pick<StackConfig, "workloads">,
  ports: Readonly<Record<"postgres" | "redis", number>>,
): ScalingSettings {
  const triggers = own(config).flatMap((workload) => ("scaling" in workload ? workload.scaling.triggers : []));
  const kinds = triggers.flatMap(({ kind }) => (kind in triggerStores ? [triggerStores[kind as "postgres"]] : []));
  const queues = triggers.flatMap((trigger) => (trigger.kind === "sqs" ? [trigger.queue] : []));
  return {
    queues: [...new Set(queues)].sort(),
    storePorts: [...new Set(kinds.map((kind) => ports[kind]))].sort((a, b) => a - b),
  };
}
