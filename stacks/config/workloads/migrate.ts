import { z } from "zod";
import { whole } from "../fields";

const command = (description: string) => z.array(z.string().min(1)).min(1).meta({ description });

/** What brings a store up to date before a new version. */
export const migrate = z
  .strictObject({
    command: command("What brings the schema up to date."),
    dryRun: command("Tried first; where it fails, nothing is changed. Default: nothing.").optional(),
    backup: command(
      "Saves the store before it is changed, with what the image brings. Default: nothing; the store keeps its own.",
    ).optional(),
    rollback: command(
      "Takes the schema back. Never run by itself: a person starts it (docs/guides/rollouts.md).",
    ).optional(),
    timeoutSeconds: whole(30, 7200, { description: "Seconds until it counts as failed, all steps together." }).default(
      600,
    ),
    keepDays: whole(1, 90, { description: "Days that a run and its log are kept, failed or not." }).default(7),
  })
  .meta({ description: "Runs to its end before the new version starts; when it fails, the old version stays." });
