import { z } from "zod";
import { cron, envName, name, whole } from "../fields";

const text = (pattern: RegExp, meta: { description: string; allowed: string; mend: string }) =>
  z.string().regex(pattern).meta(meta);

const step = (percent: number, what: string) =>
  z
    .strictObject({
      stabilizationSeconds: whole(0, 3600, { description: `Seconds to look back before ${what}.` }),
      percent: whole(1, percent, { description: `Most ${what} in one period, % of the pods there are.` }),
      pods: whole(1, 1000, { description: "The same in pods; with percent too, what allows more counts." }),
      periodSeconds: whole(1, 1800, { description: "Length of a period. Default: 60." }),
    })
    .partial()
    .optional();

const length = whole(1, 1_000_000, { description: "Messages that one pod is to have before it." });
const store = name("the name of a store", 20).meta({ description: "Store, also under `uses`." });
const credentials = envName.meta({ description: "Variable under `secrets` that holds what it reads with." });
const query = (what: string) =>
  z.string().min(1).max(2000).meta({ description: what, allowed: "a query of one number" });
const value = z
  .number()
  .positive()
  .meta({ description: "How much of it one pod is for.", allowed: "a number above 0" });

/** What scales beside cores and memory. KEDA asks every 30 seconds; the most that any of them wants counts. */
const trigger = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("redisList"),
      store,
      list: z.string().min(1).max(512).meta({ description: "Key of the list." }),
      length,
    }),
    z.strictObject({
      kind: z.literal("sqs"),
      queue: text(/^[\w-]{1,75}(?:\.fifo)?$/, {
        description: "Queue in the stack's own account and region.",
        allowed: "the name of a queue",
        mend: "write its name, with no URL and no ARN",
      }),
      length,
    }),
    z.strictObject({
      kind: z.literal("pubsub"),
      subscription: text(/^projects\/[\w-]+\/subscriptions\/[\w.~%+-]+$/, {
        description: "Subscription of Google Pub/Sub.",
        allowed: "projects/<project>/subscriptions/<name>",
        mend: "write its whole name",
      }),
      credentials,
      length,
    }),
    z.strictObject({
      kind: z.literal("serviceBus"),
      namespace: text(/^[a-zA-Z][\w-]{4,48}[a-zA-Z0-9]$/, {
        description: "Namespace of Azure Service Bus.",
        allowed: "the namespace's name, without .servicebus.windows.net",
        mend: "write it like shop-prod",
      }),
      queue: z.string().min(1).max(260).meta({ description: "Name of the queue." }),
      credentials,
      length,
    }),
    z.strictObject({ kind: z.literal("postgres"), store, query: query("SQL that counts what is to be done."), value }),
    z.strictObject({ kind: z.literal("prometheus"), query: query("PromQL of one number."), value }),
    z.strictObject({
      kind: z.literal("cron"),
      timeZone: text(/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/, {
        description: "Time zone.",
        allowed: "an IANA time zone",
        mend: "write it like Europe/Berlin",
      }).default("Etc/UTC"),
      start: cron.meta({ description: "From when on." }),
      end: cron.meta({ description: "Until when." }),
      pods: whole(1, 1000, { description: "Pods in between." }),
    }),
  ])
  .meta({ description: "What else scales it, by KEDA, which is then switched on." });

/** How many pods of a web workload or a worker. */
export const scaling = z
  .strictObject({
    min: whole(0, 1000, { description: "Fewest pods. 0: a worker with triggers has none while there is no work." }),
    max: whole(1, 1000, { description: "Most pods." }),
    cpu: whole(10, 95, { description: "Target CPU, % of what is requested." }).optional(),
    memory: whole(10, 95, { description: "Target memory, % of what is requested." }).optional(),
    requestsPerSecond: whole(1, 100_000, {
      description: "Requests a second that one pod is for, as the gateway counts them; web with hosts.",
    }).optional(),
    triggers: z.array(trigger).default([]).meta({ description: "What else scales it, by KEDA." }),
    up: step(1000, "growing"),
    down: step(100, "shrinking"),
  })
  .meta({ description: "How many pods, and what makes them more or fewer." });

export type TriggerConfig = z.infer<typeof trigger>;

/** Kinds of store → the triggers that read them. */
export const triggerStores = { redisList: "redis", postgres: "postgres" } as const;
