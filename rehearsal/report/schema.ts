import { z } from "zod";
import { parts } from "../cost/report";
import type { Report } from "./report";

const said = (description: string) => z.string().meta({ description });
const urn = z.string().meta({ description: "The engine's name for a resource." });
const urns = z.array(urn);
const values = z.record(z.string(), z.unknown());
const count = z.number().int().nonnegative();

const resource = z
  .strictObject({
    ...{ urn, type: said("Type token, such as aws:ec2/vpc:Vpc."), name: said("Logical name.") },
    custom: z.boolean().meta({ description: "False for a component: it has no id, and lives in no cloud." }),
    external: z.boolean().meta({ description: "Read, and not owned by the stack." }),
    parent: urn.optional(),
    provider: urn.optional(),
    id: z.string().optional(),
    inputs: values.meta({
      description: "What the cloud is sent. Secrets are [secret], what is not known yet [unknown].",
    }),
    secretOutputs: z.array(z.string()),
    dependencies: urns.meta({ description: "What must be there before." }),
    propertyDependencies: z.record(z.string(), urns).meta({ description: "Which input takes outputs of what." }),
    ...{ protect: z.boolean(), retainOnDelete: z.boolean(), deleteBeforeReplace: z.boolean().optional() },
    ...{ ignoreChanges: z.array(z.string()), replaceOnChanges: z.array(z.string()) },
    ...{ additionalSecretOutputs: z.array(z.string()), aliases: z.array(z.string()) },
    customTimeouts: z.strictObject({ create: z.string(), update: z.string(), delete: z.string() }).optional(),
    ...{ deletedWith: urn.optional(), importId: z.string().optional(), onError: z.array(z.string()) },
  })
  .meta({ description: "One resource." });

const finding = z
  .strictObject({
    ...{ rule: z.string(), pack: z.string() },
    level: z
      .enum(["mandatory", "advisory", "remediate", "exempt"])
      .meta({ description: "mandatory stops a deployment." }),
    severity: z.enum(["critical", "high", "medium", "low"]),
    ...{ urn, type: z.string(), name: z.string(), message: z.string(), mend: z.string(), link: z.string() },
    reason: said("Why it is accepted, at level exempt.").optional(),
  })
  .meta({ description: "Something that a policy found." });

const configFinding = {
  level: z.enum(["error", "warning"]),
  path: said("Path in the stack's config, without slipway:."),
  ...{ message: z.string(), allowed: z.string(), mend: z.string() },
};

const capacity = z.strictObject({
  figures: z.array(
    z.strictObject({
      what: z.string(),
      most: z.number().meta({ description: "The most that may come to be needed." }),
      of: z.number().optional().meta({ description: "How much there is." }),
      because: z.string(),
    }),
  ),
  findings: z.array(
    z.strictObject({
      ...configFinding,
      check: z.enum(["nodes", "node-loss", "zone-loss", "addresses", "connections"]),
    }),
  ),
  unknown: z.array(said("What could not be counted.")),
});

const versions = z.strictObject({
  rows: z.array(
    z.strictObject({
      ...{ what: z.string(), version: z.string(), kubernetes: z.string().optional() },
      fits: z.enum(["yes", "untested", "refused"]),
      ends: said("Last day of support (UTC).").optional(),
      source: z.string(),
    }),
  ),
  findings: z.array(z.strictObject(configFinding)),
});

const range = z
  .strictObject({ least: z.number(), expected: z.number(), most: z.number() })
  .meta({ description: "Amounts are millionths of a US dollar." });
const cost = z
  .strictObject({
    ...{ currency: z.literal("USD"), region: z.string(), total: range },
    byPart: z.array(z.strictObject({ part: z.enum(parts), monthly: range })),
    lines: z.array(
      z.strictObject({
        ...{ resource: z.string(), part: z.enum(parts), what: z.string(), quantity: range, unit: z.string() },
        price: z.number().meta({ description: "US dollars a unit." }),
        source: z.string(),
        estimated: z.string().optional(),
        monthly: range,
      }),
    ),
    unpriced: z.array(z.strictObject({ resource: z.string(), type: z.string(), reason: z.string() })),
    savings: z.array(
      z.strictObject({ what: z.string(), how: z.string(), monthly: z.number(), price: z.string().optional() }),
    ),
    commitments: z.array(
      z.strictObject({ what: z.string(), before: z.number(), after: z.number(), source: z.string() }),
    ),
    assumptions: z.array(z.string()),
    sources: z.record(z.string(), z.strictObject({ what: z.string(), date: z.string() })),
    budget: z.number().optional(),
  })
  .meta({ description: "A month of it, by list prices." });

const costChange = { before: z.number(), after: z.number() };
const costDifference = z
  .strictObject({
    ...{ against: z.string(), ...costChange },
    byPart: z.array(z.strictObject({ part: z.enum(parts), ...costChange })),
    changes: z.array(z.strictObject({ resource: z.string(), ...costChange })),
  })
  .meta({ description: "Costs against another run or stack, in millionths of a US dollar a month." });

const zone = z.strictObject({ name: z.string(), gateway: z.boolean() });
const topology = z
  .strictObject({
    network: z.strictObject({ name: z.string(), cidr: z.string() }).optional(),
    zones: z.array(zone),
    entry: z.string().optional(),
    nodes: z.array(z.strictObject({ name: z.string(), kind: z.string(), min: z.number(), max: z.number() })),
    workloads: z.array(
      z.strictObject({
        ...{ name: z.string(), kind: z.string(), pods: z.tuple([z.number(), z.number()]).optional() },
        ...{ hosts: z.array(z.string()), calls: z.array(z.string()), uses: z.array(z.string()) },
      }),
    ),
    stores: z.array(
      z.strictObject({
        ...{ name: z.string(), kind: z.string(), size: z.string().optional() },
        ...{ standbys: z.number(), zones: z.array(z.string()) },
      }),
    ),
  })
  .meta({ description: "What the picture of the stack is drawn from." });

const proof = z.strictObject({
  ...{ proof: z.string(), question: z.string(), holds: z.boolean().optional(), seen: z.array(z.string()) },
  concerns: z.array(
    z.strictObject({
      level: z.enum(["broken", "weak"]),
      ...{ subject: z.string(), message: z.string(), mend: z.string() },
    }),
  ),
});

const changeFields = { urn, type: z.string(), name: z.string(), protect: z.boolean(), keys: z.array(z.string()) };
const change = z.strictObject(changeFields);
const difference = z
  .strictObject({
    ...{ created: z.array(change), deleted: z.array(change), updated: z.array(change) },
    replaced: z.array(
      z.strictObject({
        ...changeFields,
        follows: said("Name of the replaced resource that it follows.").optional(),
        behind: count.meta({ description: "Resources that are made after it." }),
        holdsData: z.boolean(),
      }),
    ),
  })
  .meta({ description: "Against an earlier run or a preview; of a state, what its config would change." });

const whatIf = z.strictObject({
  settings: z.array(said("path=value")),
  step: z.string().optional(),
  traffic: z
    .strictObject({
      factor: z.number(),
      pods: z.array(z.strictObject({ workload: z.string(), now: count, needed: count, after: count, most: count })),
      connections: z.array(
        z.strictObject({ store: z.string(), now: z.number(), after: z.number(), limit: z.number().optional() }),
      ),
      cores: z.strictObject({ now: z.number(), after: z.number(), limit: z.number().optional() }),
      limits: z.array(z.string()),
    })
    .optional(),
  cost: z.strictObject({ before: range, after: range }).optional(),
  outages: z
    .array(
      z.strictObject({
        ...{ kind: z.enum(["zone", "node", "region"]), name: z.string() },
        effects: z.array(
          z.strictObject({
            ...{ subject: z.string(), fate: z.enum(["serves", "moves", "away", "lost"]), message: z.string() },
            rpoSeconds: z
              .number()
              .nullable()
              .optional()
              .meta({ description: "Seconds of data lost; null: all of it." }),
          }),
        ),
      }),
    )
    .optional(),
});

/**
 * The documented form of `report.json`; `docs/reference/report.schema.json` is made from it. Nothing of a rehearsal loads
 * this: a test holds real reports against it, and the compiler holds it against {@link Report}.
 */
export const reportSchema = z
  .strictObject({
    version: z.literal(1).meta({ description: "Raised when a field changes its meaning or goes." }),
    ...{ project: z.string(), stack: z.string(), environment: z.string(), cloud: z.string(), region: z.string() },
    account: z.string(),
    mode: z.enum(["up", "preview", "state"]).meta({ description: "state: read from what is there." }),
    configFile: z.string(),
    counts: z.strictObject({
      ...{ resources: count, components: count, protected: count, byType: z.record(z.string(), count) },
    }),
    resources: z.array(resource),
    findings: z.array(finding),
    unused: z.array(said("An exemption or override that nothing needs.")),
    rendering: z.strictObject({ calls: count, seconds: z.number() }),
    capacity: capacity.optional(),
    cost: cost.optional(),
    costDifference: costDifference.optional(),
    versions: versions.optional(),
    alerts: z.array(
      z.strictObject({
        ...{ name: z.string(), severity: z.string(), summary: z.string(), runbook: z.string().optional() },
        from: said("Logical name of the resource that brings it."),
      }),
    ),
    outputs: values,
    order: z.strictObject({ create: urns, destroy: urns, steps: z.array(urns) }),
    topology,
    proofs: z.array(proof),
    difference: difference.optional(),
    whatIf: whatIf.optional(),
    seconds: z.number().meta({ description: "Wall time of the rehearsal, without what Helm took." }),
  })
  .meta({ title: "Report of a Slipway rehearsal" });

/** Keys that one of the two has and the other has not: there must be none. */
type Apart =
  | Exclude<keyof Report, keyof z.infer<typeof reportSchema>>
  | Exclude<keyof z.infer<typeof reportSchema>, keyof Report>;
const apart: Apart extends never ? true : Apart = true;
void apart;
