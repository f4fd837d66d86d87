import { z } from "zod";
import { instanceClass } from "../../../components/in-cluster/sizes";
import { cidr, oneOf, whole } from "../fields";
import { bucketFields, mongodbFields, postgresFields, redisFields, size, storeName } from "../stores";
import type { CloudConfig, Tree } from "./cloud";

/** What stacks on any Kubernetes and on one VPS can be told alike: their stores and secrets are in the cluster itself. */

export const text = (pattern: RegExp, meta: { description?: string; allowed: string; mend: string }) =>
  z.string().regex(pattern).meta(meta);

export const region = text(/^[a-z][a-z0-9-]{1,30}$/, {
  description: "Where it stands: a name of your own, such as the data centre's.",
  allowed: "a name: a–z, 0–9 and -",
  mend: "write it like office or fsn1",
});

const host = text(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, {
  description: "Its name or address.",
  allowed: "a name or an IPv4 address",
  mend: "write it like db.example.com",
});

const secretName = (description: string) =>
  text(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
    description,
    allowed: "a secret of this stack (slipway:secrets)",
    mend: "declare it under secrets, and name it here",
  });

const addressOf = (port: number, holds: string) =>
  z
    .strictObject({
      host,
      readerHost: host.optional(),
      port: whole(1, 65535, { description: "Where it listens." }).default(port),
      cidrs: z
        .array(cidr)
        .min(1)
        .meta({ description: "Address ranges that it listens in: workloads are let out there." }),
      secret: secretName(`Secret of the stack with its login: a JSON object with ${holds}.`),
    })
    .meta({ description: "It is there already, at this address, and speaks TLS; Slipway makes nothing of it." });

export const bucketAddress = z.strictObject({
  endpoint: text(/^https:\/\/[a-z0-9.-]+$/, {
    description: "Server that speaks S3, without the bucket.",
    allowed: "an https address at port 443, without a path",
    mend: "write it like https://s3.example.com",
  }),
  region: z.string().min(1).default("us-east-1").meta({ description: "What the server calls its region." }),
  bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
    description: "Name of the bucket, which is there already.",
    allowed: "a bucket's name",
    mend: "write it like shop-backups",
  }),
  secret: secretName("Secret of the stack with its keys: a JSON object with accessKeyId and secretAccessKey."),
});

const machine = text(instanceClass, {
  description: "Instead of size: cores and GiB of each pod.",
  allowed: "cores x GiB",
  mend: "write it like 0.5x1",
});

const { replicas: _replicas, engine: _engine, version: _version, ...redisCommon } = redisFields;

const store = z.discriminatedUnion("kind", [
  z.strictObject({
    ...postgresFields,
    size,
    machine: machine.optional(),
    at: addressOf(5432, "username and password").optional(),
  }),
  z.strictObject({
    ...redisCommon,
    engine: oneOf(["valkey"], { description: "Valkey, which speaks what Redis speaks." }),
    version: oneOf(["8.1"], { description: "Version of Valkey." }),
    replicas: whole(0, 0, {
      description: "None: it is one pod, which another node takes over with its disk.",
      allowed: "0: a Valkey in the cluster has no replicas",
      mend: "write 0, or give one that is there already by `at`",
    }),
    size,
    memoryMb: whole(32, 262144, { description: "Instead of size: MiB that it may hold." }).optional(),
    at: addressOf(6379, "token").optional(),
  }),
  z.strictObject({
    ...mongodbFields,
    service: oneOf(["percona"], { description: "Who runs it: Percona's operator." }),
    version: oneOf(["8.0"], { description: "Major version of Percona Server for MongoDB." }),
    replicas: z.literal([0, 2, 4]).meta({
      description: "Members beside the first one: another is elected by itself.",
      allowed: "0, 2 or 4: an odd number of members elects",
      mend: "write 2, or 0 where one member is enough",
    }),
    storageGb: whole(1, 16384, { description: "GiB of each member's disk; it can grow, never shrink." }),
    size,
    machine: machine.optional(),
    at: addressOf(27017, "username and password").optional(),
  }),
  z.strictObject({ ...bucketFields, at: bucketAddress.meta({ description: "Where it is: no bucket is made here." }) }),
]);

export const stores = z
  .record(storeName, store)
  .default({})
  .meta({ description: "Data stores by name. A workload's `uses:` says which of them it may reach." });

/** What every cluster of one's own can be told. */
export const clusterFields = {
  entry: z
    .strictObject({
      address: host.meta({ description: "Address or name that people's names point to." }),
      takesAddress: z
        .boolean()
        .default(false)
        .meta({ description: "The gateway's Service asks for that very address (MetalLB)." }),
      annotations: z
        .record(z.string(), z.string())
        .default({})
        .meta({ description: "Of the gateway's Service, for what gives it an address." }),
    })
    .meta({ description: "How the gateway is reached from outside." }),
  backupsTo: bucketAddress
    .optional()
    .meta({ description: "Bucket outside of the cluster that backups go to: dumps, base backups, write-ahead logs." }),
};

/** The network, as far as policies must know it. */
export const networkFields = {
  cidr: cidr.meta({ description: "Range that pods have addresses of." }),
  nodesCidr: cidr.meta({
    description: "Range that nodes have addresses of: the API server listens there, on port 6443.",
  }),
};

/** Sizes in cores and GiB of a PostgreSQL's pods, and in MiB that a Valkey may hold. */
export const sizes = {
  postgres: { bySize: { small: "0.25x0.5", medium: "0.5x1", large: "1x4", xlarge: "4x16" }, key: "machine" },
  redis: { bySize: { small: "128", medium: "512", large: "2048", xlarge: "8192" }, key: "memoryMb" },
  mongodb: { bySize: { small: "0.25x1", medium: "0.5x2", large: "1x4", xlarge: "4x16" }, key: "machine" },
} as const satisfies CloudConfig["sizes"];

const redis = { engine: "valkey", version: "8.1", replicas: 0 };
const mongodb = { service: "percona", version: "8.0" };

/** What stores get over the presets of every cloud: one Valkey, whatever the environment; an odd number of MongoDBs. */
export const storePresets: NonNullable<CloudConfig["storePresets"]> = {
  dev: { redis, mongodb: { ...mongodb, replicas: 0, storageGb: 10 } },
  staging: { redis, mongodb: { ...mongodb, replicas: 2, storageGb: 20 } },
  prod: { redis, mongodb: { ...mongodb, replicas: 2, storageGb: 100 } },
};

export type { Tree };
