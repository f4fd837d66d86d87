import { z } from "zod";
import { cpu, cron, envName, health, host, image, memory, name, oneOf, path, whole } from "./fields";

/** Resources of one pod. The memory limit is always there: a leak must not take a node down. */
const resources = z
  .strictObject({
    cpu: cpu.meta({ description: "Cores requested." }),
    memory: memory.meta({ description: "Memory requested." }),
    cpuLimit: cpu.optional().meta({ description: "Most cores it may use. Default: no limit." }),
    memoryLimit: memory.optional().meta({ description: "Most memory it may use. Default: as requested." }),
  })
  .meta({ description: "What one pod asks for." });

const scaling = z
  .strictObject({
    min: whole(1, 1000, { description: "Fewest pods." }),
    max: whole(1, 1000, { description: "Most pods." }),
    cpu: whole(10, 95, { description: "Target CPU, % of what is requested." }).optional(),
    memory: whole(10, 95, { description: "Target memory, % of what is requested." }).optional(),
    up: z
      .strictObject({
        stabilizationSeconds: whole(0, 3600, { description: "Seconds to look back before growing." }),
        percent: whole(1, 1000, { description: "Most growth a minute, %." }),
      })
      .partial()
      .optional(),
    down: z
      .strictObject({
        stabilizationSeconds: whole(0, 3600, { description: "Seconds to look back before shrinking." }),
        percent: whole(1, 100, { description: "Most shrinking a minute, %." }),
      })
      .partial()
      .optional(),
  })
  .meta({ description: "How many pods, and what makes them more or fewer." });

const migrate = z
  .strictObject({
    command: z.array(z.string().min(1)).min(1).meta({ description: "What brings the schema up to date." }),
    timeoutSeconds: whole(30, 7200, { description: "Seconds until it counts as failed." }).default(600),
  })
  .meta({ description: "Runs to its end before the new version starts; when it fails, the old version stays." });

const common = {
  image,
  command: z.array(z.string().min(1)).optional().meta({ description: "Instead of the image's entry point." }),
  args: z.array(z.string()).optional().meta({ description: "Arguments of the command." }),
  env: z.record(envName, z.string()).default({}).meta({ description: "Plain variables. Nothing secret." }),
  secrets: z
    .record(envName, name("the name of a secret", 40))
    .default({})
    .meta({ description: "Variable → name of a secret of the stack (`secrets:`)." }),
  uses: z
    .array(name("the name of a store", 20))
    .default([])
    .meta({ description: "Stores it works with: gives it their addresses, secrets, network opening and rights." }),
  resources,
  internet: z.boolean().default(true).meta({ description: "May call out to the internet (HTTPS only)." }),
  calls: z
    .array(name("the name of a workload"))
    .default([])
    .meta({ description: "Web workloads of this stack that it calls." }),
  user: whole(1000, 65535, { description: "User id that it runs as." }).default(10001),
  migrate: migrate.optional(),
};

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
  graceSeconds: whole(5, 600, { description: "Seconds to finish requests when stopped." }).default(30),
});

const worker = z.strictObject({
  kind: z.literal("worker"),
  ...common,
  ...scaled,
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
