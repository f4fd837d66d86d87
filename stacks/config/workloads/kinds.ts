import { z } from "zod";
import { cron, health, host, name, oneOf, path, whole } from "../fields";
import { common } from "./container";
import { resilience } from "./resilience";
import { rollout, workerRollout } from "./rollout";
import { scaling } from "./scaling";

/** What only those have that run on and can be several. */
const scaled = {
  scaling,
  readySeconds: whole(20, 3600, {
    description: "Seconds until a new version must be ready; after that it is rolled back.",
  }).default(600),
  metrics: z
    .strictObject({ port: whole(1024, 65535), path: path.default("/metrics") })
    .optional()
    .meta({ description: "Where Prometheus scrapes it." }),
};

const web = z.strictObject({
  kind: z.literal("web"),
  ...common,
  ...scaled,
  port: whole(1024, 65535, { description: "Port it listens on." }),
  health,
  hosts: z.array(host).default([]).meta({ description: "Public names it answers to." }),
  rollout,
  resilience,
  graceSeconds: whole(5, 600, { description: "Seconds to finish requests when stopped." }).default(30),
});

const worker = z.strictObject({
  kind: z.literal("worker"),
  ...common,
  ...scaled,
  rollout: workerRollout,
  graceSeconds: whole(5, 3600, { description: "Seconds to finish its work when stopped." }).default(60),
});

const cronJob = z.strictObject({
  kind: z.literal("cron"),
  ...common,
  schedule: cron,
  overlap: oneOf(["forbid", "replace"], { description: "What to do when the last run is still going." }).default(
    "forbid",
  ),
  timeoutSeconds: whole(30, 86400, { description: "Seconds until a run counts as failed." }).default(3600),
});

/** One workload: a web server, a queue worker, or a job on a schedule. */
export const workload = z.discriminatedUnion("kind", [web, worker, cronJob]);

export const workloadName = name("the name of a workload", 30);

export type WorkloadConfig = z.infer<typeof workload>;
