import { z } from "zod";
import { host, name } from "./fields";

/** What makes a stack an environment on demand: `ops env create` writes it, and `ops env reap` takes the stack away. */
export const ephemeral = z
  .strictObject({
    of: name("a deployment's full name", 32).meta({
      description: "Full name of the deployment whose cluster it shares: <app>-<stack>.",
    }),
    until: z.iso.datetime().meta({
      description: "When its time is up.",
      allowed: "a moment in UTC",
      mend: "write it like 2026-11-23T18:00:00Z",
    }),
  })
  .optional()
  .meta({
    description:
      "An environment on demand (npm run ops -- env create): a workloads layer in a namespace of its own, called <app>-<stack>. Its databases and caches are scratch: they live in that namespace, and go with it.",
  });

/** What a stack gives to the environments on demand that share its cluster. */
export const previews = z
  .strictObject({
    domain: host.meta({
      description:
        "The gateway answers to every name below it. In an environment a workload's host is <workload>-<name>.<domain>.",
    }),
  })
  .optional()
  .meta({ description: "Environments on demand that share this stack's cluster may have public names." });
