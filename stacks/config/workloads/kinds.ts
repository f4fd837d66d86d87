import { z } from "zod";
import { cron, health, host, name, oneOf, path, whole } from "../fields";
import { chartWorkload } from "./chart";
import { common } from "./container";
import { ingress } from "./ingress";
import { manifestsWorkload } from "./manifests";
import { spread } from "./placement";
import { probes } from "./probes";
import { resilience } from "./resilience";
import { rollout, workerRollout } from "./rollout";
import { scaling } from "./scaling";
import { staticWorkload } from "./static";

/** What those have that run on. */
const running = {
  readySeconds: whole(20, 3600, {
    description:
      "Seconds until a new version must be ready; after that it is rolled back. Default: 240; more where `probes.startup` allows more than 2 minutes, where `rollout` replaces pods in more than four waves, and by the time of a rollout's smoke job.",
  }).optional(),
  metrics: z
    .strictObject({ port: whole(1024, 65535), path: path.default("/metrics") })
    .optional()
    .meta({ description: "Where Prometheus scrapes it." }),
  probes,
};

/** What only those have that can be several. */
const scaled = { scaling, spread };

/** What those are told that are asked to end, and have no requests to wait for. */
const ending = {
  graceSeconds: whole(5, 3600, { description: "Seconds to finish its work when stopped." }).default(60),
  preStop: z
    .strictObject({
      command: z.array(z.string().min(1)).min(1).meta({ description: "Runs before the signal to stop." }),
      seconds: whole(1, 600, { description: "Seconds that it may take." }).default(10),
    })
    .optional()
    .meta({ description: "What is done before the signal to stop (SIGTERM)." }),
};

const web = z.strictObject({
  kind: z.literal("web"),
  ...common,
  ...running,
  ...scaled,
  port: whole(1024, 65535, { description: "Port it listens on." }),
  ports: z
    .record(name("the name of a port", 15), whole(1024, 65535))
    .default({})
    .meta({ description: "Further ports by name; callers reach each at its own number." }),
  health,
  hosts: z.array(host).default([]).meta({ description: "Public names it answers to." }),
  ingress,
  rollout,
  resilience,
  sessionAffinity: whole(1, 86400, {
    description:
      "Seconds for which callers inside the cluster stay with one pod, by their address. Default: they do not.",
  }).optional(),
  graceSeconds: whole(5, 600, { description: "Seconds to finish requests when stopped." }).default(30),
  preStopSeconds: whole(5, 120, {
    description: "Seconds it serves on before it is asked to stop, so that everybody has forgotten its address.",
  }).default(10),
});

const worker = z.strictObject({
  kind: z.literal("worker"),
  ...common,
  ...running,
  ...scaled,
  rollout: workerRollout,
  ...ending,
});

const scheduler = z.strictObject({
  kind: z.literal("scheduler"),
  ...common,
  ...running,
  ...ending,
});

/** What those have that run to their end. */
const job = {
  timeoutSeconds: whole(30, 86400, { description: "Seconds until a run counts as failed." }).default(3600),
  retries: whole(0, 10, { description: "Further tries after a failure." }).default(2),
};

const cronJob = z.strictObject({
  kind: z.literal("cron"),
  ...common,
  schedule: cron,
  overlap: oneOf(["forbid", "replace"], { description: "What to do when the last run is still going." }).default(
    "forbid",
  ),
  ...job,
});

const task = z.strictObject({ kind: z.literal("task"), ...common, ...job });

/**
 * One workload: a web server, a worker, a scheduler (one pod and never two), a job on a schedule, a task that runs once
 * for each change of its image, command or variables; or what Slipway's own chart is not made for: a third-party chart,
 * objects as they are, or a static site.
 */
export const workload = z.discriminatedUnion("kind", [
  web,
  worker,
  scheduler,
  cronJob,
  task,
  chartWorkload,
  manifestsWorkload,
  staticWorkload,
]);

export const workloadName = name("the name of a workload", 30);

/** A workload of any kind. */
export type AnyWorkload = z.infer<typeof workload>;

/** A workload of one kind, or of some. */
export type WorkloadOf<K extends AnyWorkload["kind"]> = Extract<AnyWorkload, { kind: K }>;

/** A workload of Slipway's own chart. */
export type WorkloadConfig = Exclude<AnyWorkload, WorkloadOf<"chart" | "manifests" | "static">>;

type Workloads = { readonly workloads?: Readonly<Record<string, AnyWorkload>> };

/** The workloads of Slipway's own chart, with their names. */
export const ownWorkloads = ({ workloads = {} }: Workloads): [string, WorkloadConfig][] =>
  Object.entries(workloads).flatMap(([each, given]): [string, WorkloadConfig][] =>
    given.kind === "chart" || given.kind === "manifests" || given.kind === "static" ? [] : [[each, given]],
  );

/** The workloads of one kind, with their names. */
export const workloadsOfKind = <K extends AnyWorkload["kind"]>(
  { workloads = {} }: Workloads,
  kind: K,
): [string, WorkloadOf<K>][] =>
  Object.entries(workloads).filter((entry): entry is [string, WorkloadOf<K>] => entry[1].kind === kind);
