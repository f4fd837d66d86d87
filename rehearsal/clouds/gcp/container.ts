import { CloudError, type Context, isRecord, type TypeModel, text, valuesAt } from "../model";
import { located, protectedBy, to } from "./shared";

const project = (c: Context) => ({ project: c.account });

/** The subnet must have the secondary ranges that the cluster names. */
function knownRanges(c: Context): void {
  const policy = c.inputs["ipAllocationPolicy"];
  const subnet = c.find("gcp:compute/subnetwork:Subnetwork", "id", c.inputs["subnetwork"]);
  if (!isRecord(policy) || !subnet || Object.keys(subnet.inputs).length === 0) return;
  const known = valuesAt(subnet.inputs, "secondaryIpRanges[].rangeName");
  for (const key of ["clusterSecondaryRangeName", "servicesSecondaryRangeName"]) {
    const wanted = policy[key];
    if (wanted !== undefined && !known.includes(wanted)) {
      throw new CloudError("INVALID_ARGUMENT", `subnetwork of ${c.name} has no secondary range ${String(wanted)}`);
    }
  }
  if (policy["clusterSecondaryRangeName"] === policy["servicesSecondaryRangeName"]) {
    throw new CloudError("INVALID_ARGUMENT", `${c.name} has one range for pods and for services`);
  }
}

/** Autopilot sets these itself, and refuses to be told (provider's documentation of enable_autopilot). */
function autopilotAlone(c: Context): void {
  if (c.inputs["enableAutopilot"] !== true) return;
  const refused = [
    "removeDefaultNodePool",
    "initialNodeCount",
    "nodeConfig",
    "datapathProvider",
    "defaultMaxPodsPerNode",
  ];
  const given = refused.filter((key) => c.inputs[key] !== undefined);
  if (given.length > 0)
    throw new CloudError("INVALID_ARGUMENT", `${c.name} is Autopilot, and sets ${given.join(", ")}`);
}

function names(c: Context): void {
  if (!/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/.test(text(c.inputs, "name"))) {
    throw new CloudError("INVALID_ARGUMENT", `'${text(c.inputs, "name")}' is no name: 1 to 40 of a-z, 0-9 and '-'`);
  }
}

/** Clusters and their pools. */
export const container: Readonly<Record<string, TypeModel>> = {
  "gcp:container/cluster:Cluster": {
    id: located("clusters"),
    autoName: { property: "name", max: 40, lower: true },
    // The provider protects every cluster that does not say otherwise.
    defaults: { deletionProtection: true },
    references: [
      to.network("network"),
      to.subnet("subnetwork"),
      to.grantedKey("databaseEncryption.keyName"),
      to.account("nodeConfig.serviceAccount"),
      to.account("clusterAutoscaling.autoProvisioningDefaults.serviceAccount"),
    ],
    validate: (c) => {
      names(c);
      knownRanges(c);
      autopilotAlone(c);
    },
    outputs: (c) => ({
      ...project(c),
      endpoint: `10.${Number.parseInt(c.hash(2, "endpoint"), 16)}.0.2`,
      masterAuth: {
        ...(isRecord(c.inputs["masterAuth"]) && c.inputs["masterAuth"]),
        clusterCaCertificate: Buffer.from(`certificate of ${c.name}`).toString("base64"),
        clientCertificate: "",
        clientKey: "",
      },
      masterVersion: `${text(c.inputs, "minMasterVersion", "1.34")}.0-gke.1000`,
      selfLink: `https://container.googleapis.com/v1/${c.id}`,
      servicesIpv4Cidr: "",
    }),
    completes: ["masterAuth"],
    secrets: [],
    unique: { output: "id", error: "ALREADY_EXISTS" },
    inUse: "FAILED_PRECONDITION",
    beforeDelete: protectedBy("deletionProtection", "cluster"),
    replaceOn: [
      "name",
      "location",
      "network",
      "subnetwork",
      "networkingMode",
      "ipAllocationPolicy",
      "datapathProvider",
      "enableAutopilot",
      "defaultMaxPodsPerNode",
      "initialNodeCount",
      "nodeConfig",
    ],
  },
  "gcp:container/nodePool:NodePool": {
    id: (c) =>
      `projects/${c.account}/locations/${text(c.inputs, "location", c.region)}/clusters/${text(c.inputs, "cluster").split("/").at(-1)}/nodePools/${text(c.inputs, "name")}`,
    autoName: { property: "name", max: 40, lower: true },
    references: [to.cluster("cluster"), to.account("nodeConfig.serviceAccount")],
    validate: (c) => {
      const on = c.find("gcp:container/cluster:Cluster", "name", c.inputs["cluster"]);
      if (on?.inputs["enableAutopilot"] === true) {
        throw new CloudError("INVALID_ARGUMENT", `${c.name} is a pool of an Autopilot cluster, which has none`);
      }
    },
    outputs: (c) => ({
      ...project(c),
      instanceGroupUrls: [],
      managedInstanceGroupUrls: [],
      version: "1.34.0-gke.1000",
    }),
    replaceOn: ["name", "namePrefix", "cluster", "location", "initialNodeCount", "maxPodsPerNode"],
  },
};
