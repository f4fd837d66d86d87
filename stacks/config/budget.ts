import { z } from "zod";
import { whole } from "./fields";

/** What a stack may cost a month, and who hears of it. */
export const budget = z
  .strictObject({
    monthly: z
      .number()
      .positive()
      .meta({ description: "US dollars a month.", allowed: "US dollars, above 0", mend: "write it like 800" }),
    percents: z.array(whole(1, 1000)).min(1).max(4).default([80, 100]).meta({
      description: "Shares of it, in percent, at which the cloud tells somebody that they are spent.",
    }),
    forecast: whole(1, 1000, {
      description: "Share of it, in percent, at which a forecast for the month is told.",
    }).default(100),
    emails: z
      .array(z.email().meta({ allowed: "an e-mail address", mend: "write it like team@example.com" }))
      .min(1)
      .max(10)
      .meta({ description: "Who is told: e-mail addresses, at most ten." }),
  })
  .optional()
  .meta({
    description:
      "What the stack may cost a month: the rehearsal judges its expected costs by it (rule monthly-budget), and the cloud tells when it is spent. On AWS it counts what carries the app's tag Project, which has to be made a cost allocation tag once in Billing.",
  });
