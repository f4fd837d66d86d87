import { z } from "zod";
import { computeKinds, gcpCapabilities } from "../../../components/clouds/gcp/options";
import { gkeVersions } from "../../../components/clouds/gcp/versions";
import type { Environment } from "../../../components/contracts/common";
import { cidr, oneOf, whole } from "../fields";
import { bucketFields, postgresFields, redisFields, size, storeName } from "../stores";
import { type CloudConfig, insteadOf, type Tree } from "./cloud";

/** What a stack on Google Cloud can be told beyond what every stack can (`../schema.ts`). */

const text = (pattern: RegExp, meta: { description?: string; allowed: string; mend: string }) =>
  z.string().regex(pattern).meta(meta);

const region = text(/^[a-z]+-[a-z]+\d+$/, {
  description: "Region.",
  allowed: "a Google Cloud region",
  mend: "write it like europe-west1",
});

const account = text(/^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
  description:
    "Id of the project that this stack must be in; credentials that cannot see it stop before the first create.",
  allowed: "the id of a Google Cloud project: 6 to 30 of a–z, 0–9 and -",
  mend: "write its id, not its name or number (see it with: gcloud projects list)",
});

const machineType = text(/^[a-z]\d[a-z]?-(?:standard|highmem|highcpu|medium|small|micro)(?:-\d+)?$/, {
  description: "Kind of machine.",
  allowed: "a Compute Engine machine type with balanced persistent disks",
  mend: "write it like e2-standard-4",
});

const nodePool = z.strictObject({
  machineType,
  min: whole(0, 1000, { description: "Fewest nodes, of all zones together." }),
  max: whole(1, 1000, { description: "Most nodes, of all zones together." }),
  diskGb: whole(20, 1000, { description: "GiB of each node's boot disk." }),
  capacity: oneOf(["onDemand", "spot"], { description: "Spot is cheaper and can be taken away." }),
});

const networkName = /^projects\/[a-z0-9.:-]+\/global\/networks\/[a-z0-9-]+$/;
const subnetName = /^projects\/[a-z0-9.:-]+\/regions\/[a-z0-9-]+\/subnetworks\/[a-z0-9-]+$/;
const rangeName = (description: string) =>
  text(/^[a-z][a-z0-9-]{0,62}$/, { description, allowed: "a range's name", mend: "write it like pods" });

const adopt = z
  .strictObject({
    id: text(networkName, {
      description: "The network's full name.",
      allowed: "projects/<project>/global/networks/<name>",
      mend: "write it like projects/acme-net/global/networks/main",
    }),
    cidr,
    subnetId: text(subnetName, {
      description: "Full name of the subnet for nodes.",
      allowed: "projects/<project>/regions/<region>/subnetworks/<name>",
      mend: "write it like projects/acme-net/regions/europe-west1/subnetworks/nodes",
    }),
    podsRange: rangeName("Secondary range of that subnet for pods."),
    servicesRange: rangeName("Secondary range of that subnet for services."),
    dataCidrs: z.array(cidr).min(1).meta({ description: "Ranges of private services access, where stores are." }),
  })
  .meta({
    description: "Use a network that is there already, with private services access; Slipway makes nothing in it.",
  });

const network = z
  .strictObject({
    cidr: text(/^(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\/(?:1[6-9]|20)$/, {
      description: "Address range of the network: half of it is for pods, the rest for nodes, services and stores.",
      allowed: "a private IPv4 range from /16 to /20 (10.x.x.x, 172.16–31.x.x or 192.168.x.x)",
      mend: "write it like 10.20.0.0/16, and keep it apart from other networks you may peer with",
    }),
    zones: whole(1, 3, { description: "Zones that nodes are spread over." }),
    nat: oneOf(["none", "regional"], {
      description: "Way out for nodes and pods: none, or Cloud NAT, which serves every zone.",
    }),
    flowLogs: z
      .boolean()
      .meta({ description: "Sample and log connections (kept as long as the project's log bucket says)." }),
    adopt: adopt.optional(),
  })
  .meta({ description: "Network: VPC, ranges, way out." });

const principal = text(/^(?:user|group|serviceAccount|domain|principal|principalSet):.+$/, {
  allowed: "a member as IAM writes it",
  mend: "write it like group:platform@example.com",
});

const cluster = z
  .strictObject({
    version: oneOf(gkeVersions, { description: "Kubernetes version; GKE picks the patch." }),
    compute: oneOf(computeKinds, {
      description: "Who brings nodes: pools that GKE resizes, or Autopilot, which hides nodes.",
    }),
    publicAccess: z
      .array(cidr)
      .meta({ description: "Ranges that may reach the public endpoint. Empty: the endpoint is private only." }),
    access: z
      .array(
        z.strictObject({ principal, role: oneOf(["admin", "edit", "view"], { description: "What they may do." }) }),
      )
      .default([])
      .meta({ description: "Who gets into the cluster, beside those that the project lets in." }),
    zones: z
      .array(text(/^[a-f]$/, { allowed: "the letter of a zone", mend: "write it like b" }))
      .min(1)
      .max(3)
      .optional()
      .meta({
        description:
          "Letters of the zones of nodes, where a region has no a, b and c. Default: as many as network.zones.",
      }),
    systemNodes: nodePool.meta({ description: "Nodes of the platform itself, with pools." }),
    workloadNodes: nodePool.meta({ description: "Nodes of workloads, with pools." }),
    registry: z.boolean().meta({ description: "An Artifact Registry of the stack's own, which nodes may pull from." }),
  })
  .meta({ description: "GKE cluster." });

const tier = text(/^db-(?:custom-\d+-\d+|f1-micro|g1-small)$/, {
  description: "Instead of size.",
  allowed: "a Cloud SQL tier of the Enterprise edition",
  mend: "write it like db-custom-2-7680",
});

const { engine: _engine, version: _version, ...redisCommon } = redisFields;

const store = z
  .discriminatedUnion("kind", [
    z.strictObject({ ...postgresFields, size, tier: tier.optional() }),
    z.strictObject({
      ...redisCommon,
      engine: oneOf(["redis"], { description: "Memorystore for Valkey takes no password, so Redis it is." }),
      version: oneOf(["7.0", "7.2"], { description: "Version of Redis." }),
      size,
      memoryGb: whole(1, 300, { description: "Instead of size; from 5 GiB on, replicas can be read from." }).optional(),
    }),
    z.strictObject(bucketFields),
  ])
  .meta({ elsewhere: { mongodb: insteadOf(gcpCapabilities.mongodb) } });

const stores = z
  .record(storeName, store)
  .meta({ description: "Data stores by name. A workload's `uses:` says which of them it may reach." });

const pool = (machine: string, min: number, max: number, diskGb: number, capacity = "onDemand"): Tree => ({
  ...{ machineType: machine, min, max, diskGb, capacity },
});

const presets: Record<Environment, Tree> = {
  dev: {
    network: { cidr: "10.10.0.0/16", zones: 2, nat: "regional", flowLogs: true },
    cluster: {
      ...{ version: "1.35", compute: "pools", publicAccess: [], registry: false },
      systemNodes: pool("e2-standard-2", 2, 4, 50),
      workloadNodes: pool("e2-standard-4", 1, 4, 50, "spot"),
    },
  },
  staging: {
    network: { cidr: "10.20.0.0/16", zones: 2, nat: "regional", flowLogs: true },
    cluster: {
      ...{ version: "1.35", compute: "pools", publicAccess: [], registry: true },
      systemNodes: pool("e2-standard-4", 2, 4, 60),
      workloadNodes: pool("n2d-standard-4", 2, 6, 60),
    },
  },
  prod: {
    network: { cidr: "10.30.0.0/16", zones: 3, nat: "regional", flowLogs: true },
    cluster: {
      ...{ version: "1.35", compute: "pools", publicAccess: [], registry: true },
      systemNodes: pool("n2d-standard-4", 3, 6, 80),
      workloadNodes: pool("n2d-standard-8", 3, 12, 80),
    },
  },
};

const redisHere = { redis: { engine: "redis", version: "7.2" } };

/** Google Cloud. Sizes are of the Enterprise edition of Cloud SQL, and GiB of Memorystore. */
export const gcpConfig = {
  title: "Google Cloud",
  sections: { region, account, network, cluster, stores: stores.default({}) },
  presets,
  storePresets: { dev: redisHere, staging: redisHere, prod: redisHere },
  sizes: {
    postgres: {
      bySize: {
        small: "db-custom-1-3840",
        medium: "db-custom-2-7680",
        large: "db-custom-2-13312",
        xlarge: "db-custom-4-26624",
      },
      key: "tier",
    },
    redis: { bySize: { small: "1", medium: "2", large: "6", xlarge: "13" }, key: "memoryGb" },
  },
} as const satisfies CloudConfig;
