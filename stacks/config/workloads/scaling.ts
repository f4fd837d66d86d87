import { z } from "zod";
import { whole } from "../fields";

/** How many pods of a web workload or a worker. */
export const scaling = z
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
