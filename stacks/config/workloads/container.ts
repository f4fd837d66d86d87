import { z } from "zod";
import { cpu, envName, image, memory, name, oneOf, whole } from "../fields";
import { watched } from "../monitoring";
import { migrate } from "./migrate";
import { egress } from "./network";
import { permission } from "./permissions";
import { placement } from "./placement";
import { probes } from "./probes";
import { files, tmp, volumes } from "./storage";

/** Resources of one pod. The memory limit is always there: a leak must not take a node down. */
const resources = z
  .strictObject({
    cpu: cpu.meta({ description: "Cores requested." }),
    memory: memory.meta({ description: "Memory requested." }),
    cpuLimit: cpu.optional().meta({ description: "Most cores it may use. Default: no limit." }),
    memoryLimit: memory.optional().meta({ description: "Most memory it may use. Default: as requested." }),
  })
  .meta({ description: "What one pod asks for." });

const command = z.array(z.string().min(1)).optional().meta({ description: "Instead of the image's entry point." });
const args = z.array(z.string()).optional().meta({ description: "Arguments of the command." });
const env = z.record(envName, z.string()).default({}).meta({ description: "Plain variables. Nothing secret." });
const variables = z
  .array(name("the name of a group of variables"))
  .default([])
  .meta({ description: "Groups of `slipway:variables` that it gets. Its own `env` wins." });

/** What the image was built from; without a monitoring stack nobody reads it. */
const commit = z
  .strictObject({
    id: z
      .string()
      .regex(/^[0-9a-f]{7,64}$/)
      .meta({
        description: "Its hash.",
        allowed: "7 to 64 hexadecimal digits",
        mend: "write what `git rev-parse HEAD` prints, in quotes",
      }),
    madeAt: z.iso.datetime({ offset: true }).meta({
      description: "When it was made.",
      allowed: "a time with its offset",
      mend: "write what `git show --no-patch --format=%cI` prints, in quotes",
    }),
  })
  .optional()
  .meta({ description: "The commit that the image was built from: lead times of delivery are counted from it." });

const extra = {
  name: name("the name of a container"),
  image,
  command,
  args,
  env,
  variables,
  inherits: z.array(envName).default([]).meta({
    description: "Variables of the workload, plain or secret, that this container gets too.",
  }),
  resources: resources.default({ cpu: "50m", memory: "64Mi" }),
};

const init = z
  .array(z.strictObject(extra))
  .default([])
  .meta({ description: "Containers that run to their end, in this order, before the workload starts." });

const sidecars = z
  .array(z.strictObject({ ...extra, probes }))
  .default([])
  .meta({ description: "Containers beside the workload: ready before it starts, ended after it; of jobs too." });

/** What every kind of workload can be told. */
export const common = {
  image,
  pullPolicy: oneOf(["ifNotPresent", "always"], {
    description: "When a node asks the registry: for an image it does not have, or at each start.",
  }).default("ifNotPresent"),
  command,
  args,
  env,
  variables,
  secrets: z
    .record(envName, name("the name of a secret", 40))
    .default({})
    .meta({ description: "Variable → name of a secret of the stack (`secrets:`)." }),
  files,
  tmp,
  volumes,
  init,
  sidecars,
  uses: z
    .array(name("the name of a store", 20))
    .default([])
    .meta({ description: "Stores it works with: gives it their addresses, secrets, network opening and rights." }),
  access: z
    .record(
      name("the name of a store", 20),
      oneOf(["readOnly", "readWrite", "owner"], { description: "What it may do there." }),
    )
    .default({})
    .meta({
      description:
        "PostgreSQL → what the workload's role may do in it: readOnly, readWrite, or owner, who changes the schema too. " +
        "Default: readWrite. What runs under `migrate` is an owner always.",
    }),
  pool: z
    .record(name("the name of a store", 20), whole(1, 5000, { description: "Connections." }))
    .default({})
    .meta({
      description:
        "Store → connections that one pod holds open at most, for the capacity check. Assumed where it says nothing: 10.",
    }),
  commit,
  resources,
  internet: z.boolean().default(true).meta({ description: "May call out to the internet (HTTPS only)." }),
  egress,
  calls: z
    .array(name("the name of a workload"))
    .default([])
    .meta({ description: "Web workloads of this stack that it calls." }),
  user: whole(1000, 65535, { description: "User id that it runs as." }).default(10001),
  ...placement,
  permissions: z
    .array(permission)
    .default([])
    .meta({ description: "What it may do at the Kubernetes API, in its own namespace. Without any it has no token." }),
  values: z.record(z.string(), z.json()).default({}).meta({
    description:
      "Values of the chart (charts/workload/values.yaml), laid over what the other keys make of it. Nothing secret.",
    allowed: "a map: key of the chart → value",
    mend: "write it as in charts/workload/values.yaml",
  }),
  migrate: migrate.optional(),
  ...watched,
};
