import { z } from "zod";
import { oneOf } from "./fields";

const level = oneOf(["disabled", "advisory", "mandatory", "remediate"]);
const byEnvironment = z.strictObject({
  dev: level.optional(),
  staging: level.optional(),
  prod: level.optional(),
});
const names = z.array(z.string().min(1)).optional();

/** A day, as YAML readers hand it over: some add the time at which it begins. */
const day = (what: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T00:00:00(\.0+)?Z| 00:00:00 \+0000 UTC)?$/)
    .meta({
      description: what,
      allowed: "a day, as 2027-03-31",
      mend: 'write the last day on which it holds: "2027-03-31"',
    });
const reason = (what: string) =>
  z.string().min(10).meta({
    description: what,
    allowed: "a sentence of 10 characters or more",
    mend: "say why, for whoever reads it in a year",
  });

const exemption = z.strictObject({
  rule: z.string().min(1).meta({ description: "Name of the rule." }),
  resource: z.string().min(1).meta({
    description:
      "Name of the resource; * stands for anything. What a release renders is called `<release>/<Kind>/<name>`, and the release's name stands for all of it.",
  }),
  reason: reason("Why the rule does not hold here."),
  owner: z.string().min(2).meta({ description: "Who answers for it." }),
  expires: day("Last day on which it holds (UTC). After that it is an error."),
});

/** How strict the policies are; `policy/settings.ts` reads the same where the program does not run. */
export const policy = z
  .strictObject({
    levels: z
      .record(
        z.string(),
        z.union([level, byEnvironment]).meta({
          allowed: "disabled, advisory, mandatory or remediate; or { dev, staging, prod } → one of them",
          mend: "choose one of them",
        }),
      )
      .default({})
      .meta({
        description: "Rule or pack → enforcement level, or a level for each environment.",
        allowed: "a map: rule or pack → a level, or { dev, staging, prod } → a level",
      }),
    exemptions: z.array(exemption).default([]).meta({ description: "Findings that are accepted." }),
    requiredTags: names.meta({ description: "Tags that everything must carry." }),
    requiredLabels: names.meta({ description: "Labels that every object must carry." }),
    regions: names.meta({
      description: "Regions that data may be kept in, its copies and backups too; left out: not judged.",
    }),
    registries: names.meta({
      description: "Registries, or folders in them, that images may come from, as ghcr.io/acme; left out: not judged.",
    }),
    maxPods: z.number().int().positive().optional().meta({ description: "Most pods of an autoscaler. Default: 50." }),
    rpoHours: z.number().positive().optional().meta({
      description: "Hours of data that may be lost at worst; left out: not judged.",
    }),
    monthlyBudget: z.number().positive().optional().meta({
      description: "US dollars that the stack may cost a month; left out: not judged.",
    }),
  })
  .meta({ description: "How strict the policies are." });

/** What may be replaced or deleted although it is protected. */
export const overrides = z
  .array(
    z.strictObject({
      resource: z
        .string()
        .regex(/^[^*]+$/)
        .meta({ description: "Logical name of the one resource, as a preview shows it.", allowed: "a name without *" }),
      action: oneOf(["replace", "delete"], { description: "What may be done to it." }),
      reason: reason("Why it may go."),
      expires: day("Last day on which it holds (UTC). After that it is an error."),
    }),
  )
  .default([])
  .meta({
    description:
      "Written permissions to replace or delete one protected resource each. Deploy once to lift its protection, then make the change, then take the entry out.",
  });

export type Override = z.infer<typeof overrides>[number];
