import { CloudError, type Context, isRecord, type TypeModel, text } from "../model";
import { arn, tagsOf, to, withArn } from "./shared";

function endpoint(c: Context): string {
  return `https://${c.hash(32).toUpperCase()}.gr7.${c.region}.eks.amazonaws.com`;
}

/** What belongs to a cluster is named `<cluster>:<own name>`. */
function inCluster(property: string): (c: Context) => string {
  return (c) => `${text(c.inputs, "clusterName")}:${text(c.inputs, property)}`;
}

function clusterVpc(c: Context): string {
  const vpcConfig = c.inputs["vpcConfig"];
  const first = isRecord(vpcConfig) && Array.isArray(vpcConfig["subnetIds"]) ? vpcConfig["subnetIds"][0] : undefined;
  return text(c.find("aws:ec2/subnet:Subnet", "id", first)?.outputs ?? {}, "vpcId");
}

/** EKS wants subnets in two zones at least. */
function twoZones(c: Context): void {
  const vpcConfig = c.inputs["vpcConfig"];
  const ids = isRecord(vpcConfig) && Array.isArray(vpcConfig["subnetIds"]) ? vpcConfig["subnetIds"] : [];
  const zones = ids.map((id) => c.find("aws:ec2/subnet:Subnet", "id", id)?.inputs["availabilityZone"]);
  if (zones.length > 0 && zones.every((zone) => zone !== undefined) && new Set(zones).size < 2) {
    throw new CloudError("InvalidParameterException", `subnets of ${c.name} must be in at least two zones`);
  }
}

/** Clusters and what runs in them. */
export const eks: Readonly<Record<string, TypeModel>> = {
  "aws:eks/cluster:Cluster": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 100 },
    references: [
      to.roleArn("roleArn"),
      to.subnet("vpcConfig.subnetIds[]"),
      to.securityGroup("vpcConfig.securityGroupIds[]"),
      to.keyArn("encryptionConfig.provider.keyArn"),
      to.roleArn("computeConfig.nodeRoleArn"),
    ],
    validate: twoZones,
    outputs: (c) => ({
      ...withArn("eks", () => `cluster/${c.id}`)(c),
      endpoint: endpoint(c),
      certificateAuthority: { data: Buffer.from(`certificate of ${c.name}`).toString("base64") },
      identities: [
        { oidcs: [{ issuer: `https://oidc.eks.${c.region}.amazonaws.com/id/${c.hash(32, "oidc").toUpperCase()}` }] },
      ],
      vpcConfig: {
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        ...(isRecord(c.inputs["vpcConfig"]) && c.inputs["vpcConfig"]),
        clusterSecurityGroupId: `sg-0${c.hash(16, "sg")}`,
        vpcId: clusterVpc(c),
      },
      kubernetesNetworkConfig: {
        serviceIpv4Cidr: "172.20.0.0/16",
        ipFamily: "ipv4",
        ...(isRecord(c.inputs["kubernetesNetworkConfig"]) && c.inputs["kubernetesNetworkConfig"]),
      },
      ...{ status: "ACTIVE", platformVersion: "eks.1", clusterId: "", createdAt: c.now.toISOString() },
      version: c.inputs["version"] ?? "1.34",
    }),
    completes: ["vpcConfig", "kubernetesNetworkConfig"],
    unique: { output: "name", error: "ResourceInUseException" },
    replaceOn: ["name", "roleArn", "encryptionConfig", "bootstrapSelfManagedAddons"],
    inUse: "ResourceInUseException",
    beforeDelete: (cluster) => {
      if (cluster.inputs["deletionProtection"] === true) {
        throw new CloudError("InvalidRequestException", `cluster ${cluster.id} has deletion protection`);
      }
    },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    id: inCluster("nodeGroupName"),
    autoName: { property: "nodeGroupName", max: 63 },
    references: [
      to.cluster("clusterName"),
      to.roleArn("nodeRoleArn"),
      to.subnet("subnetIds[]"),
      { path: "launchTemplate.id", to: ["aws:ec2/launchTemplate:LaunchTemplate"], error: "InvalidRequestException" },
    ],
    outputs: (c) => ({
      ...withArn("eks", () => `nodegroup/${c.id.replace(":", "/")}/${c.hash(8)}`)(c),
      status: "ACTIVE",
      resources: [
        { autoscalingGroups: [{ name: `eks-${text(c.inputs, "nodeGroupName")}` }], remoteAccessSecurityGroupId: "" },
      ],
      amiType: c.inputs["amiType"] ?? "AL2023_x86_64_STANDARD",
      capacityType: c.inputs["capacityType"] ?? "ON_DEMAND",
    }),
    replaceOn: [
      "clusterName",
      "nodeGroupName",
      "nodeRoleArn",
      "subnetIds",
      "amiType",
      "capacityType",
      "diskSize",
      "instanceTypes",
    ],
  },
  "aws:eks/addon:Addon": {
    id: inCluster("addonName"),
    references: [
      to.cluster("clusterName"),
      to.roleArn("serviceAccountRoleArn"),
      to.roleArn("podIdentityAssociations[].roleArn"),
    ],
    outputs: (c) => ({
      ...withArn("eks", () => `addon/${c.id.replace(":", "/")}/${c.hash(8)}`)(c),
      addonVersion: c.inputs["addonVersion"] ?? "v1.0.0-eksbuild.1",
      createdAt: c.now.toISOString(),
      modifiedAt: c.now.toISOString(),
    }),
    replaceOn: ["clusterName", "addonName"],
  },
  "aws:eks/accessEntry:AccessEntry": {
    id: inCluster("principalArn"),
    references: [
      to.cluster("clusterName"),
      { ...to.roleArn("principalArn"), except: /:user\/|:root$|:role\/aws-reserved\// },
    ],
    outputs: (c) => ({
      accessEntryArn: arn(c, "eks", `access-entry/${text(c.inputs, "clusterName")}/${c.hash(12)}`),
      type: c.inputs["type"] ?? "STANDARD",
      userName: c.inputs["userName"] ?? text(c.inputs, "principalArn"),
      ...{ createdAt: c.now.toISOString(), modifiedAt: c.now.toISOString(), tagsAll: tagsOf(c.inputs) },
    }),
    replaceOn: ["clusterName", "principalArn", "type"],
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    id: (c) => ["clusterName", "principalArn", "policyArn"].map((key) => text(c.inputs, key)).join("#"),
    references: [
      to.cluster("clusterName"),
      {
        path: "principalArn",
        to: ["aws:eks/accessEntry:AccessEntry#principalArn"],
        error: "ResourceNotFoundException",
      },
    ],
    outputs: (c) => ({ associatedAt: c.now.toISOString(), modifiedAt: c.now.toISOString() }),
    replaceOn: ["clusterName", "principalArn", "policyArn", "accessScope"],
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: (c) => `a-${c.hash(17)}`,
    references: [to.cluster("clusterName"), to.roleArn("roleArn")],
    outputs: (c) => ({
      associationArn: arn(c, "eks", `podidentityassociation/${text(c.inputs, "clusterName")}/${c.id}`),
      associationId: c.id,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["clusterName", "namespace", "serviceAccount"],
  },
  "aws:eks/fargateProfile:FargateProfile": {
    id: inCluster("fargateProfileName"),
    autoName: { property: "fargateProfileName", max: 100 },
    references: [to.cluster("clusterName"), to.roleArn("podExecutionRoleArn"), to.subnet("subnetIds[]")],
    outputs: (c) => ({
      ...withArn("eks", () => `fargateprofile/${c.id.replace(":", "/")}/${c.hash(8)}`)(c),
      status: "ACTIVE",
    }),
    replaceOn: ["clusterName", "fargateProfileName", "podExecutionRoleArn", "subnetIds", "selectors"],
  },
};
