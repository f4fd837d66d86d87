import { z } from "zod";
import { atlasTiers, computeKinds, endpointServices } from "../../../components/clouds/aws/options";
import { eksVersions } from "../../../components/clouds/aws/versions";
import type { Environment } from "../../../components/contracts/common";
import { cidr, networkCidr, oneOf, whole } from "../fields";
import { bucketFields, mongodbFields, postgresFields, redisFields, size, storeName } from "../stores";
import type { CloudConfig, Tree } from "./cloud";

/** What a stack on AWS can be told beyond what every stack can (`../schema.ts`). */

const awsId = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`))
    .meta({ allowed: `an id beginning with ${prefix}-`, mend: `copy it from the console, like ${prefix}-0abc1234` });

const roleArn = z
  .string()
  .regex(/^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:(?:role|user)\/[\w+=,.@\-/]+$/)
  .meta({ allowed: "the ARN of an IAM role or user", mend: "write it like arn:aws:iam::111122223333:role/platform" });

const instanceType = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\d[a-z0-9-]*\.(?:\d*x?large|medium|small|micro|nano|metal(?:-\d+xl)?)$/)
  .meta({ allowed: "an EC2 instance type", mend: "write it like m7g.large" });

const nodeGroup = z.strictObject({
  instanceTypes: z.array(instanceType).min(1).meta({ description: "Machines to choose from." }),
  min: whole(0, 450, { description: "Fewest nodes." }),
  max: whole(1, 450, { description: "Most nodes." }),
  diskGb: whole(20, 1000, { description: "GiB of each node's data volume." }),
  capacity: oneOf(["onDemand", "spot"], { description: "Spot is cheaper and can be taken away." }),
});

const logDays = z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365]).meta({
  allowed: "1, 3, 5, 7, 14, 30, 60, 90, 180 or 365 days (CloudWatch's own steps)",
  mend: "choose one of CloudWatch's steps",
});

const adopt = z
  .strictObject({
    id: awsId("vpc"),
    cidr,
    publicSubnetIds: z.array(awsId("subnet")).default([]),
    privateSubnetIds: z.array(awsId("subnet")).min(1),
    dataSubnetIds: z.array(awsId("subnet")).min(1),
    dataCidrs: z.array(cidr).min(1).meta({ description: "Ranges of the data subnets." }),
  })
  .meta({ description: "Use a VPC that is there already; Slipway makes nothing in it." });

const network = z
  .strictObject({
    cidr: networkCidr,
    zones: whole(1, 3, { description: "Availability zones to spread over." }),
    nat: oneOf(["none", "single", "perZone"], {
      description: "Ways out for private subnets: none, one for all zones, or one in each.",
    }),
    flowLogDays: logDays.meta({ description: "Days that flow logs are kept." }),
    endpoints: z.array(oneOf(endpointServices)).default([]).meta({
      description: "Private paths to AWS services (interface endpoints). S3's gateway endpoint is always there.",
    }),
    adopt: adopt.optional(),
  })
  .meta({ description: "Network: VPC, subnets, ways out." });

const region = z
  .string()
  .regex(/^[a-z]{2}(?:-gov)?-[a-z]+-\d$/)
  .meta({ description: "Region.", allowed: "an AWS region", mend: "write it like eu-west-1" });

const account = z
  .string()
  .regex(/^\d{12}$/)
  .meta({
    description: "The account that this stack must be in; any other stops before the first create.",
    allowed: "an AWS account id: 12 digits, quoted",
    mend: 'write it in quotes, like "111122223333" (see it with: aws sts get-caller-identity)',
  });

const imageName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/)
  .meta({
    allowed: "a-z, 0-9, and single ., _ or - between them",
    mend: "write the last part of the image's name, like web",
  });

const registry = z
  .strictObject({
    images: z.array(imageName).meta({
      description:
        "Names of images: each gets a repository `<app>-<stack>/<name>`, scanned on push, with tags that never move. Empty: no registry.",
    }),
    pushers: z.array(roleArn).default([]).meta({
      description:
        "Who pushes beside the account's own administrators, such as the role of an application's CI; it also needs `ecr:GetAuthorizationToken`.",
    }),
    pullers: z
      .array(account)
      .default([])
      .meta({ description: "Other accounts that pull, such as prod's, so that what staging ran is what prod runs." }),
    copyTo: region.optional().meta({
      description:
        "Region that every image is copied to as it is pushed. ECR has one such setting in an account and region: ask for it in one stack of them.",
    }),
  })
  .meta({ description: "Registry of the stack's own images (ECR), which its nodes may pull from." });

const cluster = z
  .strictObject({
    version: oneOf(eksVersions, { description: "Kubernetes version." }),
    compute: oneOf(computeKinds, {
      description: "Who brings workloads' nodes: Karpenter, managed groups, Fargate, or EKS Auto Mode.",
    }),
    publicAccess: z
      .array(cidr)
      .meta({ description: "Ranges that may reach the public endpoint. Empty: the endpoint is private only." }),
    access: z
      .array(
        z.strictObject({
          principal: roleArn,
          role: oneOf(["admin", "edit", "view"], { description: "What they may do." }),
        }),
      )
      .default([])
      .meta({ description: "Who gets into the cluster, beside the break-glass role." }),
    breakGlass: z
      .array(roleArn)
      .default([])
      .meta({ description: "Who may take the break-glass role. Empty: anyone of the account with a second factor." }),
    systemNodes: nodeGroup.meta({ description: "Nodes of the platform itself." }),
    workloadNodes: nodeGroup.meta({ description: "Nodes of workloads, with managed compute." }),
    capacity: oneOf(["onDemand", "spot"], { description: "What Karpenter buys; spot falls back to on demand." }),
    architectures: z
      .array(oneOf(["amd64", "arm64"]))
      .min(1)
      .meta({ description: "Architectures that workloads' images are built for." }),
    maxCpu: whole(2, 10000, { description: "Most cores that Karpenter may buy: a cap on the bill." }),
    logDays: logDays.meta({ description: "Days that control-plane logs are kept." }),
    registry: registry.default({ images: [], pushers: [], pullers: [] }),
  })
  .meta({ description: "EKS cluster." });

/** A class in AWS's own words. */
const classOf = (service: "db" | "cache", allowed: string, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${service}\\.[a-z0-9]+\\.[a-z0-9]+$`))
    .meta({ allowed, mend: `write it like ${example}`, description: "Instead of size." });

const dbClass = classOf("db", "an RDS instance class", "db.t4g.medium");
const cacheClass = classOf("cache", "an ElastiCache node type", "cache.t4g.small");

/** DocumentDB's classes, or Atlas's tiers: which of both is a check's to say. */
const documentClass = z
  .string()
  .regex(/^(?:db\.[a-z0-9]+\.[a-z0-9]+|M\d{2,3})$/)
  .meta({
    allowed: "an instance class of DocumentDB, or a tier of Atlas",
    mend: "write it like db.r6g.large, or M30",
    description: "Instead of size.",
  });

const atlasId = (what: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{24}$/)
    .meta({ allowed: `the id of ${what}: 24 of 0–9 and a–f`, mend: "copy it from its settings in Atlas, in quotes" });

const atlas = z
  .strictObject({
    organization: atlasId("an organization").optional().meta({
      description: "Organization (its id) in which the store gets a project of its own.",
    }),
    project: atlasId("a project").optional().meta({
      description:
        "Instead: a project (its id) that is there, with nothing of another stack in it, and no private endpoint in the region.",
    }),
    apiKey: z
      .string()
      .regex(/^[\w/+=.@:-]{1,200}$/)
      .meta({
        description:
          "Secret of the account's Secrets Manager (its name or ARN), made beforehand, that holds the key of Atlas's API as JSON: public_key and private_key, or client_id and client_secret of a service account.",
        allowed: "the name or the ARN of a secret",
        mend: "write it like atlas/api-key",
      }),
    maxInstanceClass: oneOf(atlasTiers, {
      description: "Atlas scales members between their own tier and this one. Default: it does not.",
    }).optional(),
    ownKey: z.boolean().optional().meta({
      description:
        "Disks and backups are encrypted with a KMS key of the stack's own too, which costs 15% more. Default: true with organization; a project that is there says so itself.",
    }),
  })
  .optional()
  .meta({ description: "What MongoDB Atlas alone is told, with service: atlas." });

/** From the smallest that is not shared with others on. */
const atlasSizes: Readonly<Record<string, string>> = { small: "M10", medium: "M30", large: "M40", xlarge: "M50" };

/** Aurora's own unit: 2 GiB of memory, and what goes with it. */
const units = (description: string) =>
  z.number().min(0.5).max(256).multipleOf(0.5).meta({
    description,
    allowed: "units from 0.5 to 256, by half ones",
    mend: "write it like 0.5 or 8",
  });

const aurora = z
  .strictObject({
    capacity: z
      .strictObject({
        min: units("Fewest units of each instance: what it costs when nobody asks anything."),
        max: units("Most units of each instance."),
      })
      .optional()
      .meta({ description: "Serverless v2: instances grow and shrink within this. Default: instances of the class." }),
    io: oneOf(["standard", "optimized"], {
      description: "optimized: reads and writes cost nothing by themselves, storage and instances more.",
    }).default("standard"),
  })
  .optional()
  .meta({
    description:
      "Aurora PostgreSQL instead of RDS: storage over three zones that grows by itself. `aurora: {}` is enough. `multiZone` is one more instance, which takes over; `storageGb` and `maxStorageGb` mean nothing then.",
  });

/** Aurora has no small burstable classes ("Supported DB engines for DB instance classes", Amazon Aurora User Guide). */
const auroraSizes: Readonly<Record<string, string>> = {
  small: "db.t4g.medium",
  medium: "db.t4g.large",
  large: "db.r7g.large",
  xlarge: "db.r7g.xlarge",
};

const store = z.discriminatedUnion("kind", [
  z.strictObject({ ...postgresFields, size, instanceClass: dbClass.optional(), aurora }),
  z.strictObject({ ...redisFields, size, nodeType: cacheClass.optional() }),
  z.strictObject({
    ...mongodbFields,
    service: oneOf(["documentdb", "atlas"], {
      description:
        "Who runs it: Amazon DocumentDB, which speaks what MongoDB speaks; or MongoDB itself (Atlas), reached by a private endpoint.",
    }),
    version: oneOf(["5.0", "7.0", "8.0"], {
      description: "Version: DocumentDB 5.0 or 8.0; MongoDB of Atlas 7.0 or 8.0 (its preset).",
    }),
    size,
    instanceClass: documentClass.optional(),
    storageGb: whole(10, 4096, {
      description: "Atlas: GiB of each member's disk. Default: what comes with the tier, and it grows by itself.",
    }).optional(),
    atlas,
  }),
  z.strictObject({
    ...bucketFields,
    copyTo: region
      .optional()
      .meta({ description: "Region of a second bucket that every object is copied to as it is written." }),
  }),
]);

const stores = z
  .record(storeName, store)
  .meta({ description: "Data stores by name. A workload's `uses:` says which of them it may reach." });

/** RDS takes a subnet group of two zones at least, and EKS too: so dev has two, and keeps its one NAT. */
const presets: Record<Environment, Tree> = {
  dev: {
    network: { cidr: "10.10.0.0/16", zones: 2, nat: "single", flowLogDays: 7 },
    cluster: {
      version: "1.35",
      compute: "karpenter",
      publicAccess: [],
      systemNodes: { instanceTypes: ["t4g.large"], min: 2, max: 3, diskGb: 40, capacity: "onDemand" },
      workloadNodes: { instanceTypes: ["t4g.large"], min: 1, max: 3, diskGb: 40, capacity: "spot" },
      capacity: "spot",
      architectures: ["amd64", "arm64"],
      maxCpu: 32,
      logDays: 7,
    },
  },
  staging: {
    network: { cidr: "10.20.0.0/16", zones: 2, nat: "single", flowLogDays: 30 },
    cluster: {
      version: "1.35",
      compute: "karpenter",
      publicAccess: [],
      systemNodes: { instanceTypes: ["m7g.large"], min: 2, max: 4, diskGb: 60, capacity: "onDemand" },
      workloadNodes: { instanceTypes: ["m7g.large"], min: 2, max: 6, diskGb: 60, capacity: "onDemand" },
      capacity: "spot",
      architectures: ["amd64", "arm64"],
      maxCpu: 64,
      logDays: 30,
    },
  },
  prod: {
    network: { cidr: "10.30.0.0/16", zones: 3, nat: "perZone", flowLogDays: 90 },
    cluster: {
      version: "1.35",
      compute: "karpenter",
      publicAccess: [],
      systemNodes: { instanceTypes: ["m7g.large"], min: 3, max: 6, diskGb: 80, capacity: "onDemand" },
      workloadNodes: { instanceTypes: ["m7g.xlarge"], min: 3, max: 12, diskGb: 80, capacity: "onDemand" },
      capacity: "onDemand",
      architectures: ["amd64", "arm64"],
      maxCpu: 200,
      logDays: 90,
    },
  },
};

const mongodb = { service: "documentdb", version: "5.0" };

/** Fewer than three members elect nobody. */
const servicePreset = { atlas: { version: "8.0", replicas: 2 } };

/** AWS. Sizes are Graviton classes: cheaper for the same work. */
export const awsConfig = {
  title: "AWS",
  sections: { region, account, network, cluster, stores: stores.default({}) },
  presets,
  storePresets: { dev: { mongodb }, staging: { mongodb }, prod: { mongodb } },
  servicePresets: { dev: servicePreset, staging: servicePreset, prod: servicePreset },
  sizes: {
    postgres: {
      bySize: { small: "db.t4g.small", medium: "db.t4g.medium", large: "db.m7g.large", xlarge: "db.m7g.xlarge" },
      key: "instanceClass",
      bySizeWith: { aurora: auroraSizes },
    },
    redis: {
      bySize: {
        small: "cache.t4g.micro",
        medium: "cache.t4g.small",
        large: "cache.m7g.large",
        xlarge: "cache.m7g.xlarge",
      },
      key: "nodeType",
    },
    // The smallest class that there is, and then those that do not run on credits.
    mongodb: {
      bySize: { small: "db.t4g.medium", medium: "db.r6g.large", large: "db.r6g.xlarge", xlarge: "db.r6g.2xlarge" },
      key: "instanceClass",
      bySizeWith: { atlas: atlasSizes },
    },
  },
} as const satisfies CloudConfig;
