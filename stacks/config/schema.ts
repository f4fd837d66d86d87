import { z } from "zod";
import { catalogue } from "../../components/addons/catalogue";
import type { CloudName } from "../../components/clouds/registry";
import type { AddonName } from "../../components/contracts/addon";
import { alarms } from "./alarms";
import { backups } from "./backups";
import { budget } from "./budget";
import type { CloudSections } from "./clouds/cloud";
import { cloudConfigs, cloudNames } from "./clouds/registry";
import { edge } from "./edge";
import { ephemeral, previews } from "./ephemeral";
import { envName, name, oneOf } from "./fields";
import { gitops } from "./gitops";
import { images } from "./images";
import { monitoring, secretName } from "./monitoring";
import { parity } from "./parity";
import { overrides, policy } from "./policy";
import { quota } from "./quota";
import { scalingPath } from "./scaling-path";
import { pullSecrets, secretSource } from "./secrets";
import { standby } from "./standby";
import { logs, services, traces } from "./telemetry";
import { usage } from "./usage";
import { workload, workloadName } from "./workloads/kinds";

export const environments = ["dev", "staging", "prod"] as const;
export const layers = ["all", "foundation", "platform", "workloads"] as const;

const addonName = oneOf(Object.keys(catalogue).sort() as [AddonName, ...AddonName[]], {
  description: "Name of an add-on.",
});

const joins = z
  .strictObject({
    foundation: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Stack that owns the foundation: org/project/stack." }),
    platform: z.string().min(1).optional().meta({ description: "Stack that owns the platform: org/project/stack." }),
  })
  .meta({ description: "Stacks that own the layers below this one." });

/** What every stack can be told, whatever its cloud. */
const common = {
  app: name("the app's name", 20).meta({ description: "Name of the whole: part of every resource's name." }),
  environment: oneOf(environments, {
    description: "Which preset, and how strict. The stack itself may be called anything.",
  }),
  owner: z.string().min(2).max(64).meta({ description: "Team that looks after it (a tag)." }),
  costCenter: z.string().min(1).max(64).meta({ description: "Who pays (a tag)." }),
  deployment: name("the deployment's name", 20).optional().meta({
    description: "What the layers of one deployment share, where several stacks own them. Default: the stack's name.",
  }),
  layer: oneOf(layers, { description: "What this stack owns: everything, or one layer of it." }).default("all"),
  joins: joins.default({}),
  ephemeral,
  previews,
  gitops,
  protect: z.boolean().meta({ description: "Stateful things cannot be deleted, and leave a last snapshot." }),
  backups: backups.optional(),
  standby,
  secrets: z
    .array(secretName)
    .default([])
    .meta({ description: "Secrets of the stack: a place in the cloud's secret manager for each." }),
  secretValues: z.record(secretName, z.string().min(1)).default({}).meta({
    description:
      "Values of secrets that are kept here, encrypted: pulumi config set --secret --path slipway:secretValues.<name> <value>. The others are put into the secret manager by people.",
  }),
  secretSource,
  pullSecrets,
  quota,
  variables: z
    .record(name("the name of a group of variables"), z.record(envName, z.string()))
    .default({})
    .meta({ description: "Groups of plain variables, which workloads share by naming them. Nothing secret." }),
  images: images.default({ registries: [], digest: false, signedBy: [] }),
  workloads: z.record(workloadName, workload).default({}).meta({ description: "What runs, by name." }),
  addons: z
    .partialRecord(addonName, z.boolean())
    .default({})
    .meta({ description: "Add-ons to switch on or off. What a stack needs is on by itself." }),
  monitoring,
  logs,
  traces,
  alarms,
  ...services,
  acmeEmail: z.email().optional().meta({
    description: "Address for Let's Encrypt. Needed where a workload has hosts.",
    mend: "write an e-mail address",
  }),
  edge,
  chartMirror: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Repository or folder that serves every chart instead of its own (air-gapped use)." }),
  usage,
  budget,
  policy: policy.default({ levels: {}, exemptions: [] }),
  overrides,
  parity,
  scalingPath,
};

/** A stack on one cloud: what every stack can be told, and that cloud's own sections. */
function stackOn<Name extends string, Sections extends CloudSections>(cloud: Name, sections: Sections) {
  const names = cloudNames.join(", ");
  return z.strictObject({
    // The first key that is read: it decides which schema the rest is held against.
    cloud: z.literal(cloud).meta({ description: "Cloud.", allowed: `one of ${names}`, mend: `choose one of ${names}` }),
    ...sections,
    ...common,
  });
}

type StackSchemas = {
  readonly [C in CloudName]: ReturnType<typeof stackOn<C, (typeof cloudConfigs)[C]["sections"]>>;
};

/** cloud → the schema of its stacks. */
export const stackSchemas = Object.fromEntries(
  cloudNames.map((name) => [name, stackOn(name, cloudConfigs[name].sections)]),
) as unknown as StackSchemas;

/** The config of a stack on one cloud. */
export type ConfigOf<C extends CloudName> = z.infer<StackSchemas[C]>;

/** A whole stack's config, checked and with every default filled in. */
export type StackConfig = { [C in CloudName]: ConfigOf<C> }[CloudName];

/** Paths whose values are secret, and so are never repeated in a message. */
const secretPaths = [["secretValues"], ["cluster", "kubeconfig"], ["cluster", "ssh", "privateKey"]] as const;

/** Whether what stands at a path is secret. */
export const isSecretPath = (path: readonly PropertyKey[]): boolean =>
  secretPaths.some((secret) => secret.every((key, index) => path[index] === key));
