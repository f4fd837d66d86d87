import { prometheusAddress } from "../../../components/monitoring/address";
import { requestsOf } from "../../../components/monitoring/queries";
import { variable } from "../../../components/shared/naming";
import type { WorkloadValues } from "../../../components/workloads/values";
import type { TriggerValues } from "../../../components/workloads/values/scaling";
import type { StackConfig } from "../../config/schema";
import type { WorkloadConfig } from "../../config/workloads/kinds";
import type { TriggerConfig } from "../../config/workloads/scaling";

type Scaled = Extract<WorkloadConfig, { kind: "web" | "worker" }>;

/** One number of pods, or a range with what scales it. */
export function podsOf(name: string, { scaling }: Scaled, config: StackConfig): Partial<WorkloadValues> {
  const { min, max, cpu, memory, up, down, requestsPerSecond } = scaling;
  if (min === max) return { replicas: min };
  const triggers = [
    ...(requestsPerSecond === undefined ? [] : [requestRate(`${config.app}/${name}`, requestsPerSecond)]),
    ...scaling.triggers.map((trigger) => triggerOf(trigger, config)),
  ];
  return {
    autoscaling: {
      min,
      max,
      ...(cpu !== undefined && { cpu }),
      ...(memory !== undefined && { memory }),
      ...((up || down) && { behaviour: { ...(up && { up }), ...(down && { down }) } }),
      ...(triggers.length > 0 && { triggers }),
    },
  };
}

/** Requests a second of all pods, as the gateway counts them. */
const requestRate = (routes: string, perPod: number): TriggerValues => prometheus(requestsOf(routes, "2m"), perPod);

const prometheus = (query: string, value: number): TriggerValues => ({
  type: "prometheus",
  metadata: { serverAddress: prometheusAddress, query, threshold: String(value) },
});

/**
 * A trigger in KEDA's terms. Addresses are read off the workload's own variables (`CACHE_HOST`) and secrets out of its own
 * Secret (`CACHE_TOKEN`), which its bindings put there: nothing is said twice, and nothing secret is said at all.
 */
function triggerOf(trigger: TriggerConfig, { region, account, stores, ephemeral }: StackConfig): TriggerValues {
  switch (trigger.kind) {
    case "redisList": {
      const prefix = variable(trigger.store);
      const store = stores[trigger.store];
      const users = !ephemeral && store?.kind === "redis" && store.logins === "perWorkload";
      return {
        type: "redis",
        metadata: {
          hostFromEnv: `${prefix}_HOST`,
          portFromEnv: `${prefix}_PORT`,
          enableTLS: "true",
          listName: trigger.list,
          listLength: String(trigger.length),
        },
        secrets: { password: `${prefix}_TOKEN`, ...(users && { username: `${prefix}_USERNAME` }) },
      };
    }
    case "sqs":
      return {
        type: "aws-sqs-queue",
        metadata: {
          queueURL: `https://sqs.${region}.${awsSuffix(region)}/${account}/${trigger.queue}`,
          awsRegion: region,
          queueLength: String(trigger.length),
        },
        identity: "aws",
      };
    case "pubsub":
      return {
        type: "gcp-pubsub",
        metadata: {
          subscriptionName: trigger.subscription,
          mode: "SubscriptionSize",
          value: String(trigger.length),
        },
        secrets: { GoogleApplicationCredentials: trigger.credentials },
      };
    case "serviceBus":
      return {
        type: "azure-servicebus",
        metadata: { namespace: trigger.namespace, queueName: trigger.queue, messageCount: String(trigger.length) },
        secrets: { connection: trigger.credentials },
      };
    case "postgres":
      return {
        type: "postgresql",
        metadata: { query: trigger.query, targetQueryValue: String(trigger.value) },
        secrets: { connection: `${variable(trigger.store)}_URL` },
      };
    case "prometheus":
      return prometheus(trigger.query, trigger.value);
    case "cron":
      return {
        type: "cron",
        metadata: {
          timezone: trigger.timeZone,
          start: trigger.start,
          end: trigger.end,
          desiredReplicas: String(trigger.pods),
        },
      };
  }
}

/** The end of AWS's host names. */
const awsSuffix = (region: string): string => (region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
