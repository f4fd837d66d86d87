import { z } from "zod";

/** Differences between this stack and another that somebody has explained; read by `npm run parity`. */
export const parity = z
  .array(
    z.strictObject({
      path: z.string().min(1).meta({
        description: "Path in this config; * stands for one name, and all below the path is meant too.",
      }),
      reason: z.string().min(10).meta({
        description: "Why it differs.",
        allowed: "a sentence of 10 characters or more",
        mend: "say why, for whoever reads it in a year",
      }),
      with: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "The one other stack that it is about. Default: all of them." }),
    }),
  )
  .default([])
  .meta({ description: "Differences from other stacks that are meant, each with its reason: npm run parity." });
