import { z } from "zod";
import { oneOf, whole } from "../fields";

const count = (description: string) =>
  z.union([z.number().int().min(0).max(1000), z.string().regex(/^(?:100|[1-9]?\d)%$/)]).meta({
    description,
    allowed: "a number of pods, or a percentage in quotes",
    mend: 'write it like 1 or "25%"',
  });

const step = z.strictObject({
  weight: whole(1, 100, { description: "% of the traffic for the new version." }),
  watchSeconds: whole(10, 86_400, { description: "Seconds that it is watched before the next step." }),
});

const gates = z
  .strictObject({
    restarts: whole(0, 100, { description: "Most restarts of the new version's containers in 5 minutes." }).default(0),
    errorPercent: z.number().min(0).max(100).default(1).meta({
      description: "Most of its answers that may be errors (5xx), %. 100: not watched.",
      allowed: "a number from 0 to 100",
      mend: "write a percentage like 0.5",
    }),
    p95Milliseconds: whole(1, 600_000, {
      description: "95% of its answers come within. Default: not watched.",
    }).optional(),
    smoke: z
      .strictObject({
        command: z.array(z.string().min(1)).min(1).meta({
          description: "Run in the new version's image, with its variables and PREVIEW_URL, before it gets traffic.",
        }),
        timeoutSeconds: whole(5, 3600, { description: "Seconds until it counts as failed." }).default(300),
      })
      .optional()
      .meta({ description: "A job that must succeed before the first traffic. Default: none." }),
  })
  .meta({ description: "What the new version must meet; where it does not, traffic goes back by itself." });

const progressive = {
  promotion: oneOf(["automatic", "byHand"], {
    description: "Whether the next step comes by itself after its watch, or when a person says so.",
  }).default("automatic"),
  retireSeconds: whole(30, 86_400, {
    description: "Seconds that the pods of the version that no longer serves stay.",
  }).default(600),
  gates: gates.prefault({}),
};

const rolling = z.strictObject({
  strategy: z.literal("rolling"),
  maxSurge: count("Pods above the wanted number while it goes on. Default: 25%.").optional(),
  maxUnavailable: count("Pods below the wanted number while it goes on. Default: 0.").optional(),
});

const blueGreen = z.strictObject({
  strategy: z.literal("blueGreen"),
  steps: z
    .array(step)
    .min(1)
    .default([
      { weight: 10, watchSeconds: 300 },
      { weight: 50, watchSeconds: 600 },
      { weight: 100, watchSeconds: 900 },
    ])
    .meta({ description: "How traffic moves to the second colour, which is as big as the first; ends with 100." }),
  ...progressive,
});

const canary = z.strictObject({
  strategy: z.literal("canary"),
  steps: z
    .array(step)
    .min(1)
    .default([
      { weight: 5, watchSeconds: 300 },
      { weight: 25, watchSeconds: 600 },
      { weight: 50, watchSeconds: 600 },
    ])
    .meta({ description: "How traffic, and pods with it, move to the new version; all of it after the last." }),
  ...progressive,
});

/** How a new version takes over. Traffic can be divided where it comes through the gateway. */
export const rollout = z.discriminatedUnion("strategy", [rolling, blueGreen, canary]).optional().meta({
  description:
    "How a new version takes over. Blue-green and canary need `hosts`, and switch Argo Rollouts on. Default: rolling.",
});

/** How a worker's new version takes over. */
export const workerRollout = rolling.optional().meta({ description: "How a new version takes over." });

export type RolloutConfig = NonNullable<z.infer<typeof rollout>>;
export type ProgressiveConfig = Exclude<RolloutConfig, { strategy: "rolling" }>;
