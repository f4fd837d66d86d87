import { z } from "zod";
import { whole } from "../fields";

/** What brings a store up to date before a new version. */
export const migrate = z
  .strictObject({
    command: z.array(z.string().min(1)).min(1).meta({ description: "What brings the schema up to date." }),
    timeoutSeconds: whole(30, 7200, { description: "Seconds until it counts as failed." }).default(600),
  })
  .meta({ description: "Runs to its end before the new version starts; when it fails, the old version stays." });
