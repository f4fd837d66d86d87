import { z } from "zod";
import { K3S_SOURCE, k3sReleases } from "../../../components/clouds/vps/versions";
import type { Environment } from "../../../components/contracts/common";
import { cidr, oneOf, whole } from "../fields";
import type { CloudConfig, Tree } from "./cloud";
import { clusterFields, networkFields, region, storePresets, stores, text } from "./in-cluster";

/** What a stack on one VPS can be told beyond what every stack can (`../schema.ts`). */

const account = text(/^(?:ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa) [A-Za-z0-9+/]{40,}={0,3}$/, {
  description:
    "The machine that this stack must be on: its SSH host key. Any other machine at the address stops before the first create.",
  allowed: "a public host key: its kind and its text",
  mend: "see it with: ssh-keyscan -t ed25519 <host>, without the name; compare it with what the provider's console says",
});

const ssh = z
  .strictObject({
    host: text(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, {
      description: "Its name or address.",
      allowed: "a name or an IPv4 address",
      mend: "write it like 203.0.113.10",
    }),
    port: whole(1, 65535, { description: "Where SSH listens." }).default(22),
    user: text(/^[a-z_][a-z0-9_-]{0,31}$/, {
      description: "Root, or somebody who may become root without a password.",
      allowed: "a user's name",
      mend: "write it like root or debian",
    }).default("root"),
    privateKey: z.string().min(1).optional().meta({
      description:
        "A private key: pulumi config set --secret --path slipway:cluster.ssh.privateKey. Default: the agent and the keys of whoever runs this.",
    }),
  })
  .meta({ description: "The way to the host." });

const cluster = z
  .strictObject({
    version: oneOf(Object.keys(k3sReleases) as [keyof typeof k3sReleases], {
      description: "Kubernetes version: which k3s is installed.",
    }),
    ssh,
    publicAccess: z
      .array(cidr)
      .min(1)
      .meta({ description: "Ranges that may reach SSH and the API server; ports 80 and 443 are open to everybody." }),
    cpu: whole(1, 512, { description: "Cores of the machine." }),
    memoryGb: whole(2, 4096, { description: "GiB of memory of the machine." }),
    monthlyPrice: z
      .number()
      .min(0)
      .max(100_000)
      .optional()
      .meta({ description: "What the machine costs a month, US dollars." }),
    swapMb: whole(0, 65536, { description: "MiB of its swap file; 0: none." }),
    rebootAt: text(/^(?:[01]\d|2[0-3]):[0-5]\d$/, {
      description: "When it may restart for an update, by its own clock.",
      allowed: "a time",
      mend: "write it like 04:30",
    }),
    k3sSource: z
      .string()
      .min(8)
      .default(K3S_SOURCE)
      .meta({ description: "Where the releases of k3s are (air-gapped use)." }),
    ...clusterFields,
    entry: clusterFields.entry.optional().meta({ description: "Default: the host's own address." }),
  })
  .meta({ description: "The machine, and the k3s on it." });

const preset: Tree = {
  network: { cidr: "10.42.0.0/16", nodesCidr: "10.0.0.0/8" },
  cluster: { version: "1.35", cpu: 4, memoryGb: 8, swapMb: 2048, rebootAt: "04:30" },
  monitoring: { retentionDays: 7, storageGb: 10, scrapeSeconds: 60 },
};
const presets: Record<Environment, Tree> = { dev: preset, staging: preset, prod: preset };

/** One of each, and small: there is one node to run them on. */
const oneNode: Readonly<Record<string, Tree>> = {
  postgres: { size: "small", storageGb: 20, maxStorageGb: 40, multiZone: false, replicas: 0 },
  redis: { ...storePresets.prod["redis"], size: "small" },
  mongodb: { ...storePresets.prod["mongodb"], size: "small", replicas: 0, storageGb: 10 },
};

const pod = { cpu: "50m", memory: "128Mi" };
const few = { resources: pod, scaling: { min: 1, max: 2, cpu: 80 } };
const workloads: Readonly<Record<string, Tree>> = {
  web: few,
  worker: few,
  scheduler: { resources: pod },
  cron: { resources: pod },
  task: { resources: pod },
};

/** One VPS. Sizes leave room for workloads on 4 cores and 8 GiB. */
export const vpsConfig = {
  title: "one VPS",
  sections: {
    region,
    account,
    network: z.strictObject(networkFields).meta({ description: "k3s' own network." }),
    cluster,
    stores,
  },
  presets,
  storePresets: { dev: oneNode, staging: oneNode, prod: oneNode },
  workloadPresets: { dev: workloads, staging: workloads, prod: workloads },
  sizes: {
    postgres: { bySize: { small: "0.1x0.5", medium: "0.25x1", large: "0.5x2", xlarge: "1x4" }, key: "machine" },
    redis: { bySize: { small: "128", medium: "256", large: "512", xlarge: "1024" }, key: "memoryMb" },
    mongodb: { bySize: { small: "0.1x0.5", medium: "0.25x1", large: "0.5x2", xlarge: "1x4" }, key: "machine" },
  },
} as const satisfies CloudConfig;
