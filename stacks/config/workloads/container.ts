import { z } from "zod";
import { cpu, envName, image, memory, name, whole } from "../fields";
import { migrate } from "./migrate";

/** Resources of one pod. The memory limit is always there: a leak must not take a node down. */
const resources = z
  .strictObject({
    cpu: cpu.meta({ description: "Cores requested." }),
    memory: memory.meta({ description: "Memory requested." }),
    cpuLimit: cpu.optional().meta({ description: "Most cores it may use. Default: no limit." }),
    memoryLimit: memory.optional().meta({ description: "Most memory it may use. Default: as requested." }),
  })
  .meta({ description: "What one pod asks for." });

/** What every kind of workload can be told. */
export const common = {
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
  pool: z
    .record(name("the name of a store", 20), whole(1, 5000, { description: "Connections." }))
    .default({})
    .meta({
      description:
        "Store → connections that one pod holds open at most, for the capacity check. Assumed where it says nothing: 10.",
    }),
  resources,
  internet: z.boolean().default(true).meta({ description: "May call out to the internet (HTTPS only)." }),
  calls: z
    .array(name("the name of a workload"))
    .default([])
    .meta({ description: "Web workloads of this stack that it calls." }),
  user: whole(1000, 65535, { description: "User id that it runs as." }).default(10001),
  migrate: migrate.optional(),
};
