import * as aws from "@pulumi/aws";
import type { Output, Resource } from "@pulumi/pulumi";
import type { ClusterArgs, ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { ready } from "../../shared/ordering";
import { named } from "../../shared/tags";
import { ClusterAccess } from "./access";
import { CoreAddons } from "./core-addons";
import { AwsImageRegistry } from "./image-registry";
import { Interruptions } from "./interruptions";
import { AwsKey } from "./key";
import { kubeconfigOf } from "./kubeconfig";
import { AwsNodeGroup } from "./node-group";
import type { AwsOptions, NodeGroup } from "./options";
import { ServiceRole } from "./role";

export interface AwsClusterArgs extends ClusterArgs {
  readonly scope: Scope;
  readonly version: AwsOptions["cluster"]["version"];
  readonly compute: AwsOptions["cluster"]["compute"];
  readonly systemNodes: NodeGroup;
  readonly workloadNodes: NodeGroup;
  readonly breakGlass: readonly string[];
  readonly breakGlassSeconds: number;
  readonly registry: AwsOptions["cluster"]["registry"];
  readonly withoutNodes?: boolean;
}

const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];
const autoNodePolicies = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];
const autoClusterPolicies = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/**
 * An EKS cluster: secrets encrypted with its own key, all five control-plane logs, access entries only, pinned add-ons
 * and nodes. Workloads' pods run on what `compute` says; the platform's on a managed group (Auto Mode: on its own pool).
 */
export class AwsCluster extends BaseComponent implements ClusterHandle {
  readonly name: Output<string>;
  readonly endpoint: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly issuer: Output<string>;
  readonly accessGroup: Output<string>;
  readonly nodeRole: Output<string>;
  readonly compute: AwsOptions["cluster"]["compute"];
  readonly breakGlassArn: Output<string>;
  readonly registry?: Output<string>;

  constructor(
    private readonly logical: string,
    private readonly args: AwsClusterArgs,
    opts: ComponentOpts = {},
  ) {
    super("slipway:aws:Cluster", logical, opts);
    const auto = args.compute === "auto";
    const nodeRole = this.makeNodeRole(auto);
    const cluster = this.makeCluster(nodeRole, auto);
    const access = this.grantAccess(cluster);
    if (!auto) this.addNodes(cluster, nodeRole);
    if (args.compute === "fargate") this.addFargate(cluster);
    if (args.compute === "karpenter") {
      new Interruptions(`${logical}-interruptions`, { scope: args.scope }, { parent: this });
    }
    if (args.registry.images.length > 0) {
      const { scope, registry } = args;
      this.registry = new AwsImageRegistry(`${logical}-images`, { ...registry, scope }, { parent: this }).address;
    }

    this.compute = args.compute;
    this.name = cluster.name;
    this.endpoint = cluster.endpoint;
    this.issuer = cluster.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
    this.accessGroup = cluster.vpcConfig.clusterSecurityGroupId;
    this.nodeRole = nodeRole.roleName;
    this.breakGlassArn = access.breakGlassArn;
    this.kubeconfig = kubeconfigOf(cluster, access.deployerArn, args.scope.region);
    this.registerOutputs({ name: this.name, endpoint: this.endpoint, issuer: this.issuer });
  }

  private makeCluster(nodeRole: ServiceRole, auto: boolean): aws.eks.Cluster {
    const { scope, network, publicAccess, version, logDays } = this.args;
    const logGroup = `/aws/eks/${scope.name}/cluster`;
    const key = new AwsKey(
      `${this.logical}-key`,
      {
        scope,
        description: `Secrets and logs of cluster ${scope.name}`,
        services: ["eks", "logs"],
        logGroups: [logGroup],
      },
      { parent: this },
    );
    // Made before the cluster: EKS would make it itself, without a key and kept for ever.
    const logs = new aws.cloudwatch.LogGroup(
      `${this.logical}-logs`,
      { name: logGroup, retentionInDays: logDays, kmsKeyId: key.arn, tags: this.tags("logs") },
      this.child({ dependsOn: [key] }),
    );
    const role = new ServiceRole(
      `${this.logical}-role`,
      {
        scope,
        description: `Control plane of ${scope.name}`,
        service: "eks",
        policies: ["AmazonEKSClusterPolicy", ...(auto ? autoClusterPolicies : [])],
        actions: auto ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
      },
      { parent: this },
    );
    return new aws.eks.Cluster(
      this.logical,
      {
        name: scope.name,
        version,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: network.privateSubnetIds,
          endpointPrivateAccess: true,
          endpointPublicAccess: publicAccess.length > 0,
          publicAccessCidrs: publicAccess.length > 0 ? [...publicAccess] : undefined,
        },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        bootstrapSelfManagedAddons: false,
        encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        upgradePolicy: { supportType: "STANDARD" },
        zonalShiftConfig: { enabled: true },
        deletionProtection: scope.protect,
        ...(auto && autoMode(nodeRole)),
        tags: this.tags(),
      },
      this.child({
        protect: scope.protect,
        // Its name is fixed, and what reaches into its security group must go before it does.
        deleteBeforeReplace: true,
        dependsOn: [logs, ...role.attachments],
        customTimeouts: { create: "40m", update: "90m", delete: "40m" },
      }),
    );
  }

  private makeNodeRole(auto: boolean): ServiceRole {
    const { scope } = this.args;
    return new ServiceRole(
      `${scope.name}-node`,
      {
        scope,
        description: `Nodes of ${scope.name}`,
        service: "ec2",
        policies: auto ? autoNodePolicies : nodePolicies,
      },
      { parent: this },
    );
  }

  private grantAccess(cluster: aws.eks.Cluster): ClusterAccess {
    const { scope, access, breakGlass, breakGlassSeconds } = this.args;
    return new ClusterAccess(
      `${this.logical}-access`,
      { scope, clusterName: cluster.name, access, breakGlass, breakGlassSeconds },
      { parent: this },
    );
  }

  private addNodes(cluster: aws.eks.Cluster, nodeRole: ServiceRole): void {
    const { scope, version, network, compute, systemNodes, workloadNodes, withoutNodes } = this.args;
    const addons = new CoreAddons(
      `${this.logical}-addon`,
      { scope, clusterName: cluster.name, version },
      { parent: this },
    );
    // EKS calls an add-on degraded whose pods have no node to run on, and a group of none cannot be told to grow later:
    // how many there are is left to others.
    if (withoutNodes) return;
    // Nodes join over the network's routes: without its NAT they never become ready.
    const before: Resource[] = [...ready(network), ...addons.first, ...nodeRole.attachments];
    const make = (role: "system" | "workloads", group: NodeGroup): AwsNodeGroup =>
      new AwsNodeGroup(
        `${this.logical}-${role}`,
        {
          scope,
          clusterName: cluster.name,
          version,
          nodeRoleArn: nodeRole.arn,
          subnetIds: network.privateSubnetIds,
          group,
          role,
        },
        { parent: this, dependsOn: before },
      );
    const system = make("system", systemNodes);
    if (compute === "managed") make("workloads", workloadNodes);
    addons.addRest([system]);
  }

  /** Workloads' namespaces run on Fargate. It has no Pod Identity agent, so identities go through the OIDC issuer. */
  private addFargate(cluster: aws.eks.Cluster): void {
    const { scope, network, namespaces } = this.args;
    const role = new ServiceRole(
      `${this.logical}-fargate`,
      {
        scope,
        description: `Fargate pods of ${scope.name}`,
        service: "eks-fargate-pods",
        policies: ["AmazonEKSFargatePodExecutionRolePolicy"],
      },
      { parent: this },
    );
    new aws.iam.OpenIdConnectProvider(
      `${this.logical}-issuer`,
      {
        url: cluster.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? ""),
        clientIdLists: ["sts.amazonaws.com"],
        tags: this.tags("issuer"),
      },
      this.child(),
    );
    for (const namespace of namespaces) {
      new aws.eks.FargateProfile(
        `${this.logical}-fargate-${namespace}`,
        {
          clusterName: cluster.name,
          podExecutionRoleArn: role.arn,
          subnetIds: network.privateSubnetIds,
          selectors: [{ namespace }],
          tags: this.tags(`fargate-${namespace}`),
        },
        this.child({ dependsOn: [...role.attachments] }),
      );
    }
  }

  private tags(what?: string): Record<string, string> {
    return named(this.args.scope.tags, what ? `${this.logical}-${what}` : this.logical);
  }
}

/** Auto Mode: AWS runs nodes, disks and load balancers itself; all three go on together. */
function autoMode(nodeRole: ServiceRole): Partial<aws.eks.ClusterArgs> {
  return {
    computeConfig: { enabled: true, nodePools: ["general-purpose", "system"], nodeRoleArn: nodeRole.arn },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    storageConfig: { blockStorage: { enabled: true } },
  };
}
