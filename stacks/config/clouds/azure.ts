import { z } from "zod";
import { azureCapabilities, computeKinds } from "../../../components/clouds/azure/options";
import { aksVersions } from "../../../components/clouds/azure/versions";
import type { Environment } from "../../../components/contracts/common";
import { cidr, networkCidr, oneOf, whole } from "../fields";
import { bucketFields, postgresFields, redisFields, size, storeName } from "../stores";
import { type CloudConfig, insteadOf, type Tree } from "./cloud";

/** What a stack on Azure can be told beyond what every stack can (`../schema.ts`). */

const text = (pattern: RegExp, meta: { description?: string; allowed: string; mend: string }) =>
  z.string().regex(pattern).meta(meta);

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const region = text(/^[a-z]+[a-z0-9]*$/, {
  description: "Region.",
  allowed: "an Azure region, in lower case and without spaces",
  mend: "write it like westeurope (see them with: az account list-locations --output table)",
});

const account = text(guid, {
  description:
    "Id of the subscription that this stack must be in; credentials that cannot see it stop before the first create.",
  allowed: "the id of an Azure subscription: 32 hex digits in five groups",
  mend: "write its id, not its name (see it with: az account show --query id)",
});

const vmSize = text(/^Standard_[A-Z]+\d+[a-z]*(?:_v\d+)?$/, {
  description: "Kind of machine.",
  allowed: "a size of Azure's virtual machines",
  mend: "write it like Standard_D4ds_v5",
});

const nodePool = (least: number) =>
  z.strictObject({
    vmSize,
    min: whole(least, 1000, { description: "Fewest nodes, of all zones together." }),
    max: whole(1, 1000, { description: "Most nodes, of all zones together." }),
    diskGb: whole(30, 2048, { description: "GiB of each node's disk." }),
  });

const inGroup = "/subscriptions/[0-9a-f-]{36}/resourceGroups/[\\w.()-]+/providers/Microsoft\\.Network/virtualNetworks";
const vnetId = new RegExp(`^${inGroup}/[\\w.-]+$`);
const subnetId = (description: string) =>
  text(new RegExp(`^${inGroup}/[\\w.-]+/subnets/[\\w.-]+$`), {
    description,
    allowed: "the full id of a subnet",
    mend: "write it like /subscriptions/…/virtualNetworks/main/subnets/nodes (see it with: az network vnet subnet show)",
  });

const adopt = z
  .strictObject({
    id: text(vnetId, {
      description: "The VNet's full id.",
      allowed: "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<name>",
      mend: "copy it from: az network vnet show --query id",
    }),
    cidr,
    subnetId: subnetId("Subnet for nodes, with service endpoints for Microsoft.Storage and Microsoft.KeyVault."),
    controlSubnetId: subnetId("Empty subnet for the cluster's API, delegated to Microsoft.ContainerService."),
    dataSubnetId: subnetId("Subnet for private endpoints of stores."),
    dataCidrs: z.array(cidr).min(1).meta({ description: "Ranges of that subnet." }),
    wayOut: oneOf(["natGateway", "routes"], {
      description: "How its nodes get out: a NAT gateway on their subnet, or routes, to a firewall for one.",
    }).default("natGateway"),
  })
  .meta({ description: "Use a VNet that is there already; Slipway makes private endpoints in it, and nothing else." });

/** What stands in the cluster alone: the network's own ranges must not meet it. */
const clusterRange = (description: string) =>
  text(/^(?:10|100|172|192)\.\d{1,3}\.\d{1,3}\.0\/(?:1[2-9]|2[0-4])$/, {
    description,
    allowed: "a private IPv4 range from /12 to /24",
    mend: "write it like 10.244.0.0/16, apart from network.cidr",
  });

const network = z
  .strictObject({
    cidr: networkCidr,
    zones: whole(1, 3, { description: "Zones that nodes are spread over." }),
    nat: oneOf(["none", "single"], { description: "Way out for nodes and pods: none, or a NAT gateway." }),
    podsCidr: clusterRange("Range of pods, inside the cluster alone: 256 addresses a node."),
    servicesCidr: clusterRange("Range of Services, inside the cluster alone."),
    adopt: adopt.optional(),
  })
  .meta({ description: "Network: VNet, subnets, way out." });

const principal = text(guid, {
  allowed: "the object id of a user, a group or a service principal in Entra ID",
  mend: "write it like 11111111-2222-3333-4444-555555555555 (see it with: az ad group show --group … --query id)",
});

const cluster = z
  .strictObject({
    version: oneOf(aksVersions, { description: "Kubernetes version; AKS picks the patch." }),
    compute: oneOf(computeKinds, {
      description: "Who brings workloads' nodes: a pool that AKS resizes, or node auto-provisioning (Karpenter).",
    }),
    publicAccess: z.array(cidr).meta({
      description:
        "Ranges that may reach the public endpoint, and the vault of secrets. Empty: both are reached from inside only.",
    }),
    access: z
      .array(
        z.strictObject({ principal, role: oneOf(["admin", "edit", "view"], { description: "What they may do." }) }),
      )
      .default([])
      .meta({ description: "Who gets into the cluster, beside whoever runs the program." }),
    systemNodes: nodePool(1).meta({ description: "Nodes of the platform itself." }),
    workloadNodes: nodePool(0).meta({ description: "Nodes of workloads, with pools." }),
    registry: z.boolean().meta({ description: "A Container Registry of the stack's own, which nodes may pull from." }),
    logDays: whole(30, 730, { description: "Days that control-plane logs are kept." }),
  })
  .meta({ description: "AKS cluster." });

const sku = text(/^Standard_(?:B\d+m?s|[DE]\d+[a-z]*(?:_v\d+)?)$/, {
  description: "Instead of size.",
  allowed: "a compute size of flexible servers",
  mend: "write it like Standard_D2ds_v5",
});

/** Sizes of disk that flexible servers have, in GiB. Source: "Storage in Azure Database for PostgreSQL". */
const diskSteps = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384] as const;

const redisSku = text(/^(?:Balanced_B|MemoryOptimized_M|ComputeOptimized_X)\d+$/, {
  description: "Instead of size.",
  allowed: "a SKU of Azure Managed Redis",
  mend: "write it like Balanced_B5",
});

const { engine: _engine, version: _version, replicas: _replicas, ...redisCommon } = redisFields;

const store = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...postgresFields,
      storageGb: z.literal([...diskSteps]).meta({
        description: "GiB of disk at first.",
        allowed: `${diskSteps.join(", ")} (Azure's own steps)`,
        mend: "take the next step up",
      }),
      maxStorageGb: whole(32, 65536, {
        description:
          "More than storageGb: the disk grows by itself, in Azure's steps and without an end. Else it does not.",
      }),
      backupDays: whole(7, 35, { description: "Days of automated backups, and of point-in-time recovery." }),
      size,
      sku: sku.optional(),
    }),
    z.strictObject({
      ...redisCommon,
      engine: oneOf(["redis"], { description: "Azure Managed Redis." }),
      version: oneOf(["7.4"], { description: "Version of Redis." }),
      replicas: whole(0, 1, { description: "1: a replica in another zone takes over by itself; it is not read from." }),
      size,
      sku: redisSku.optional(),
    }),
    z.strictObject(bucketFields),
  ])
  .meta({ elsewhere: { mongodb: insteadOf(azureCapabilities.mongodb) } });

const stores = z
  .record(storeName, store)
  .meta({ description: "Data stores by name. A workload's `uses:` says which of them it may reach." });

const pool = (size: string, min: number, max: number, diskGb: number): Tree => ({ vmSize: size, min, max, diskGb });
const ranges = { podsCidr: "10.244.0.0/16", servicesCidr: "10.245.0.0/16" };

const presets: Record<Environment, Tree> = {
  dev: {
    network: { cidr: "10.10.0.0/16", zones: 2, nat: "single", ...ranges },
    cluster: {
      ...{ version: "1.35", compute: "pools", publicAccess: [], registry: false, logDays: 30 },
      systemNodes: pool("Standard_D2ds_v5", 2, 4, 64),
      workloadNodes: pool("Standard_D4ds_v5", 1, 4, 64),
    },
  },
  staging: {
    network: { cidr: "10.20.0.0/16", zones: 2, nat: "single", ...ranges },
    cluster: {
      ...{ version: "1.35", compute: "pools", publicAccess: [], registry: true, logDays: 30 },
      systemNodes: pool("Standard_D4ds_v5", 2, 4, 128),
      workloadNodes: pool("Standard_D4ds_v5", 2, 6, 128),
    },
  },
  prod: {
    network: { cidr: "10.30.0.0/16", zones: 3, nat: "single", ...ranges },
    cluster: {
      ...{ version: "1.35", compute: "pools", publicAccess: [], registry: true, logDays: 90 },
      systemNodes: pool("Standard_D4ds_v5", 3, 6, 128),
      workloadNodes: pool("Standard_D8ds_v5", 3, 12, 128),
    },
  },
};

const redisHere = { engine: "redis", version: "7.4" };

/** Azure. Sizes are compute sizes of flexible servers, and SKUs of Managed Redis (1, 3, 6 and 12 GB). */
export const azureConfig = {
  title: "Azure",
  sections: { region, account, network, cluster, stores: stores.default({}) },
  presets,
  storePresets: {
    dev: { redis: redisHere, postgres: { storageGb: 32, maxStorageGb: 64 } },
    staging: { redis: redisHere, postgres: { storageGb: 64, maxStorageGb: 256 } },
    prod: { redis: redisHere, postgres: { storageGb: 128, maxStorageGb: 1024 } },
  },
  sizes: {
    postgres: {
      bySize: {
        small: "Standard_B2s",
        medium: "Standard_D2ds_v5",
        large: "Standard_E2ds_v5",
        xlarge: "Standard_E4ds_v5",
      },
      key: "sku",
    },
    redis: {
      bySize: { small: "Balanced_B1", medium: "Balanced_B3", large: "Balanced_B5", xlarge: "Balanced_B10" },
      key: "sku",
    },
  },
} as const satisfies CloudConfig;
