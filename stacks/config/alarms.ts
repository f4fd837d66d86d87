import { z } from "zod";
import { name } from "./fields";
import { secretName } from "./monitoring";

/** Whom the cloud itself tells when the cluster cannot. */

const of = <K extends string>(kind: K, target: z.ZodRawShape) => ({ kind: z.literal(kind), ...target });

const description = "Secret whose value is in secretValues";

const target = z.discriminatedUnion("kind", [
  z.strictObject({ ...of("email", {}), address: z.email().meta({ description: "Whom; AWS asks them to confirm." }) }),
  z.strictObject({
    ...of("webhook", {}),
    secret: secretName.meta({ description: `${description}: a URL (https) that confirms a subscription of SNS.` }),
  }),
  z.strictObject({
    ...of("pagerduty", {}),
    secret: secretName.meta({ description: `${description}: the key of an integration "Amazon CloudWatch".` }),
  }),
]);

export const alarms = z
  .strictObject({
    to: z
      .record(name("the name of who is told", 20), target)
      .default({})
      .meta({ description: "Who is told, by a name of your own. Empty: there are no alarms." }),
  })
  .default({ to: {} })
  .meta({
    description:
      "Alarms of the cloud itself, for what must be seen while the cluster is down: stores, ways out, control plane, failed backups, an entry with nothing behind it, and a cluster that no longer reports.",
  });
