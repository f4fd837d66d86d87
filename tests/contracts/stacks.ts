import type { CloudName } from "../../components/clouds/registry";
import { merge } from "../../stacks/config/presets";
import { planners } from "../../stacks/plan/clouds/registry";
import { fileConfig, type Raw } from "../support/configs";

/** What a cloud says differently of the demonstration shop: the same app, stores and workloads on each. */
const differences: Readonly<Record<CloudName, Raw>> = {
  aws: {
    cluster: {
      registry: { images: ["web", "api"], pushers: ["arn:aws:iam::333333333333:role/developers"] },
    },
  },
  azure: {
    cloud: "azure",
    region: "germanywestcentral",
    account: "0d4a1f5e-6a0b-4c6e-9f2d-3b7c8e9a1b2c",
    network: {},
    cluster: { publicAccess: ["203.0.113.0/24"], registry: true },
    // Managed Redis has one replica; its sizes of disks are Azure's own.
    stores: { cache: { replicas: 1 } },
  },
  gcp: {
    cloud: "gcp",
    region: "europe-west3",
    account: "shop-project-1",
    network: {},
    cluster: { publicAccess: ["203.0.113.0/24"], registry: true },
    // Memorystore has a second replica from 5 GiB on.
    stores: { cache: { size: "large" } },
  },
  kubernetes: {
    cloud: "kubernetes",
    region: "office",
    account: "3b1e6c4a-0d5f-4a7e-9c2b-8f6d5e4c3b2a",
    cluster: {
      context: "office",
      nodes: { count: 3, cpu: 16, memoryGb: 64 },
      entry: { address: "203.0.113.10", takesAddress: true },
      backupsTo: { endpoint: "https://s3.example.com", bucket: "shop-backups", secret: "s3-keys" },
    },
    stores: {
      // A Valkey in the cluster has no copies.
      cache: { replicas: 0 },
      media: { at: { endpoint: "https://s3.example.com", bucket: "shop-media", secret: "s3-keys" } },
    },
    secrets: ["payments-key", "slack-webhook", "pagerduty-key", "s3-keys"],
  },
  vps: {
    cloud: "vps",
    region: "fsn1",
    account: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2vX0bqkq2Xv5n0m8xqkq1w3e4r5t6y7u8i9o0p1a2s",
    cluster: {
      // What the shop asks for in prod takes a big one.
      ...{ cpu: 16, memoryGb: 64, publicAccess: ["203.0.113.0/24"], ssh: { host: "203.0.113.10" } },
      backupsTo: { endpoint: "https://s3.example.com", bucket: "shop-backups", secret: "s3-keys" },
    },
    stores: {
      db: { replicas: 0 },
      cache: { replicas: 0 },
      media: { at: { endpoint: "https://s3.example.com", bucket: "shop-media", secret: "s3-keys" } },
    },
    backups: { stores: { db: {} } },
    // What no config says is smaller here.
    workloads: {
      orders: { scaling: { min: 2, max: 10, cpu: 70 } },
      reports: { resources: { cpu: "100m", memory: "256Mi" } },
    },
    secrets: ["payments-key", "slack-webhook", "pagerduty-key", "s3-keys"],
  },
};

/** What tells one target from another where all of them are held to the same. */
interface Own {
  /** What the types begin with that are its own. @default its name */
  readonly types?: string;
  /** The providers that these are made through. @default one, of its name */
  readonly providers?: RegExp;
  /** SDKs that its program loads besides those of every stack. @default one, of its name */
  readonly sdks?: readonly string[];
  /** Stores of the shop that are made, and so protected. @default all of them */
  readonly stores?: readonly string[];
}

const owns: Readonly<Partial<Record<CloudName, Own>>> = {
  azure: { types: "azure-native:", sdks: ["@pulumi/azure-native"] },
  // Its bucket is given by address.
  kubernetes: { providers: /^shop-prod-(?:platform-|workloads-)?kubernetes$/, sdks: [], stores: ["cache", "db"] },
  vps: {
    types: "kubernetes:",
    providers: /^shop-prod-(?:vps|platform-kubernetes|workloads-kubernetes)$/,
    sdks: ["@pulumi/command"],
    stores: ["cache", "db"],
  },
};

export function ownOf(cloud: CloudName): Required<Own> {
  const own = {
    ...{ types: `${cloud}:`, providers: new RegExp(`^shop-prod-${cloud}$`), sdks: [`@pulumi/${cloud}`] },
    ...{ stores: ["cache", "db", "media"], ...owns[cloud] },
  };
  return { ...own, stores: [...own.stores, ...Object.keys(documentsOn(cloud))].sort() };
}

/** A MongoDB beside the shop's stores, where the cloud has it. */
export const documentsOn = (cloud: CloudName): Raw =>
  "by" in planners[cloud].capabilities.mongodb ? { docs: { kind: "mongodb" } } : {};

/** Types of the clouds' own SDKs: what stands for a cluster is in every stack. */
export const foreignTypes = (cloud: CloudName): string[] =>
  ["aws:", "gcp:", "azure-native:"].filter((prefix) => prefix !== ownOf(cloud).types);

/** The stores that a cloud says differently, with some laid over them. */
export const storesOn = (cloud: CloudName, over: Raw): Raw => merge(differences[cloud]["stores"] ?? {}, over) as Raw;

/** Whether a cloud has a CDN. */
export const hasCdn = (cloud: CloudName): boolean => "by" in planners[cloud].capabilities.cdn;

/** What stands before the shop's entry, where the cloud has it: all that each of them has. */
export const edgeOn = (cloud: CloudName): Raw =>
  hasCdn(cloud)
    ? { edge: { dns: { zones: { "example.com": {} } }, cdn: { cache: ["/static/*"] }, firewall: { mode: "block" } } }
    : {};

/** What the shop says of AWS alone, which no other cloud takes. */
const ofAws = ["network", "cluster", "budget", "parity"];

/** The config of the demonstration shop on one cloud, as the engine hands it over. */
export function shopOn(cloud: CloudName, stack: "dev" | "prod", over: Raw = {}): Record<string, string> {
  const entries = Object.entries(fileConfig(`Pulumi.${stack}.yaml`)).filter(
    ([key]) => cloud === "aws" || !ofAws.includes(key.replace("slipway:", "")),
  );
  const base = Object.fromEntries(entries);
  const own = merge({ stores: documentsOn(cloud) }, { ...differences[cloud], ...over }) as Raw;
  const laid = Object.entries(own).map(([key, value]) => {
    const full = `slipway:${key}`;
    if (typeof value === "string") return [full, value];
    const under: unknown = base[full] === undefined ? {} : JSON.parse(base[full]);
    return [full, JSON.stringify(merge(under, value))];
  });
  return { ...base, ...Object.fromEntries(laid) };
}
