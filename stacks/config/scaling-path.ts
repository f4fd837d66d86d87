import { z } from "zod";

/** What a stack would change to carry more: rehearsed by `--step`, never deployed by itself. */
export const scalingPath = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(60).meta({ description: "Name of the step, such as 5k." }),
      note: z.string().min(1).optional().meta({ description: "When it is due, such as 1,000 to 5,000 requests/s." }),
      set: z
        .record(z.string().min(1), z.unknown())
        .meta({ description: "Path in this config → its new value: { stores.db.size: large }." }),
    }),
  )
  .default([])
  .meta({
    description:
      "How the stack is to grow, step by step, each on top of those before it. Nothing of it is deployed: `npm run rehearse -- <stack> --step <name>` shows what a step would change and cost.",
  });
