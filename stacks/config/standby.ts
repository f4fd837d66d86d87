import { z } from "zod";
import { oneOf } from "./fields";

/** The other stack of a pair, as Pulumi calls it. */
const other = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,100}$/)
  .meta({ allowed: "a stack of this project, without organization and project", mend: "write it like prod" });

const states = ["serving", "following", "resting"] as const;

const now = oneOf(states, {
  description:
    "serving: its databases are its own, and names lead to it. following: its databases are copies of the other's, read only. resting: it has served, names lead away, and its data is kept for a look. `npm run ops -- failover` writes it.",
});

/** Two stacks in two regions, one of which stands by for the other. */
export const standby = z
  .discriminatedUnion("role", [
    z.strictObject({
      role: z.literal("primary").meta({ description: "It serves in quiet times, and owns what both share." }),
      other: other.meta({ description: "The stack that stands by for it." }),
      region: z
        .string()
        .regex(/^[a-z][a-z0-9-]{3,30}$/)
        .meta({
          description: "Where that is: buckets and secrets are copied there.",
          allowed: "a region of the stack's cloud",
          mend: "write it like eu-central-1",
        }),
      now: now.default("serving"),
    }),
    z.strictObject({
      role: z.literal("secondary").meta({ description: "It stands by." }),
      other: other.meta({ description: "The stack that it stands by for: what this file leaves out is as there." }),
      region: z
        .string()
        .regex(/^[a-z][a-z0-9-]{3,30}$/)
        .optional()
        .meta({
          description: "The primary's region. Default: as its file says.",
          allowed: "a region of the stack's cloud",
          mend: "write it like eu-west-1",
        }),
      mode: oneOf(["pilot-light", "warm"], {
        description:
          "Until it serves. pilot-light: network, stores, and a cluster without nodes. warm: that, the platform, and the fewest pods of what answers requests.",
      }).default("pilot-light"),
      now: now.default("following"),
    }),
  ])
  .optional()
  .meta({
    description: "Disaster recovery: a pair of stacks in two regions. See docs/guides/disaster-recovery.md.",
  });
