import { AwsCluster, type AwsClusterArgs } from "../../../../components/clouds/aws/cluster";
import { isArm } from "../../../../components/clouds/aws/node-group";
import { eksAddons, eksVersions, nodeImage, nodeRelease } from "../../../../components/clouds/aws/versions";
import { scopeOf } from "../../../support/scope";
import { type ResourceRecord, type Simulation, simulate } from "../../../support/simulate";
import { network, statementsOf, world } from "./fixtures";

const nodes = { instanceTypes: ["m7g.large"], min: 2, max: 4, diskGb: 60, capacity: "onDemand" } as const;

const cluster = (over: Partial<AwsClusterArgs> = {}): Promise<Simulation> =>
  simulate(
    () => {
      const made = new AwsCluster("shop-dev-cluster", {
        scope: scopeOf(),
        version: "1.35",
        compute: "karpenter",
        network,
        publicAccess: [],
        access: [],
        logDays: 30,
        namespaces: ["shop"],
        systemNodes: nodes,
        workloadNodes: { ...nodes, capacity: "spot", instanceTypes: ["m7i.large"] },
        breakGlass: [],
        breakGlassSeconds: 3600,
        registry: { images: [], pushers: [], pullers: [] },
        ...over,
      });
      return {
        kubeconfig: made.kubeconfig,
        accessGroup: made.accessGroup,
        nodeRole: made.nodeRole,
        issuer: made.issuer,
        registry: made.registry,
      };
    },
    { existing: [...world.filter((each) => typeof each === "string"), ...developers] },
  );

const registry = {
  images: ["web", "worker"],
  pushers: ["arn:aws:iam::123456789012:role/developers"],
  pullers: ["444455556666"],
};
const developers = ["arn:aws:iam::123456789012:role/developers"];
const trust = (role: ResourceRecord): string => String(role.inputs.assumeRolePolicy);

describe("AwsCluster with Karpenter", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await cluster();
  });

  test("access goes through entries alone; whoever made the cluster gets nothing by that", () => {
    expect(made.one("eks/cluster:Cluster").inputs.accessConfig).toEqual({
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
  });

  test("two roles are always let in: the deployer, and break-glass with a second factor", () => {
    const entries = made.find("AccessEntry").map(({ name }) => name);
    expect(entries).toEqual(["shop-dev-cluster-access-deployer", "shop-dev-cluster-access-break-glass"]);
    expect(trust(made.one("Role", "shop-dev-break-glass"))).toContain("aws:MultiFactorAuthPresent");
    expect(trust(made.one("Role", "shop-dev-deployer"))).not.toContain("MultiFactor");
  });

  test("secrets are encrypted with the cluster's own rotated key", () => {
    const key = made.one("kms/key:Key");
    expect(key.inputs.enableKeyRotation).toBe(true);
    expect(made.one("eks/cluster:Cluster").inputs.encryptionConfig).toEqual({
      provider: { keyArn: key.outputs.arn },
      resources: ["secrets"],
    });
  });

  test("all five control-plane logs are on, in a group with a key and an end that is there first", () => {
    const eks = made.one("eks/cluster:Cluster");
    expect(eks.inputs.enabledClusterLogTypes).toHaveLength(5);
    const group = made.one("LogGroup");
    expect(group.inputs).toMatchObject({ name: "/aws/eks/shop-dev/cluster", retentionInDays: 30 });
    expect(made.waits(eks, group)).toBe(true);
  });

  test("with nobody allowed, the endpoint is private only", () => {
    expect(made.one("eks/cluster:Cluster").inputs.vpcConfig).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
  });

  test("the kubeconfig holds no credential: it logs in through the AWS CLI as the deployer", () => {
    const config = JSON.parse(String(made.outputs.kubeconfig)) as { users: { user: Record<string, unknown> }[] };
    expect(Object.keys(config.users[0]!.user)).toEqual(["exec"]);
    const exec = config.users[0]!.user.exec as { command: string; args: string[] };
    expect(exec.command).toBe("aws");
    expect(exec.args).toEqual(
      expect.arrayContaining(["get-token", "shop-dev", made.one("Role", "shop-dev-deployer").outputs.arn]),
    );
    expect(String(made.outputs.kubeconfig)).not.toMatch(/"token":|password|client-key/);
  });

  test("system nodes: a pinned release, tokens only from instance metadata, one hop, encrypted gp3", () => {
    expect(made.one("eks/nodeGroup:NodeGroup").inputs).toMatchObject({
      releaseVersion: nodeRelease,
      amiType: "BOTTLEROCKET_ARM_64",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
    });
    const template = made.one("LaunchTemplate");
    expect(template.inputs.metadataOptions).toMatchObject({ httpTokens: "required", httpPutResponseHopLimit: 1 });
    for (const { ebs } of template.inputs.blockDeviceMappings as { ebs: object }[]) {
      expect(ebs).toMatchObject({ volumeType: "gp3", encrypted: "true" });
    }
  });

  test("how many nodes there are just now is left to what scales them", () => {
    expect(made.one("eks/nodeGroup:NodeGroup").ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
  });

  test("nodes wait for networking and their rights; DNS and disks wait for nodes", () => {
    const group = made.one("eks/nodeGroup:NodeGroup");
    for (const addon of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]) {
      expect(made.waits(group, made.one("eks/addon:Addon", addon))).toBe(true);
    }
    for (const attachment of made.find("RolePolicyAttachment", "shop-dev-node"))
      expect(made.waits(group, attachment)).toBe(true);
    for (const addon of ["coredns", "aws-ebs-csi-driver"]) {
      expect(made.waits(made.one("eks/addon:Addon", addon), group)).toBe(true);
    }
  });

  test("each core add-on is pinned; the CNI enforces network policies", () => {
    for (const addon of made.find("eks/addon:Addon")) {
      expect(addon.inputs.addonVersion).toBe(eksAddons["1.35"][addon.inputs.addonName as "coredns"]);
    }
    const settings = JSON.parse(String(made.one("eks/addon:Addon", "vpc-cni").inputs.configurationValues)) as object;
    expect(settings).toMatchObject({ enableNetworkPolicy: "true" });
  });

  test("the CNI and the disk driver have identities of their own, and nodes not their rights", () => {
    for (const addon of ["vpc-cni", "aws-ebs-csi-driver"]) {
      expect(made.one("eks/addon:Addon", addon).inputs.podIdentityAssociations).toHaveLength(1);
    }
    const policies = made.find("RolePolicyAttachment", "shop-dev-node").map(({ inputs }) => String(inputs.policyArn));
    expect(policies.some((arn) => /CNI|EBSCSI/.test(arn))).toBe(false);
  });

  test("Karpenter's queue is called as the cluster, hears four kinds of news, and refuses plain HTTP", () => {
    expect(made.one("Queue").inputs).toMatchObject({ name: "shop-dev", sqsManagedSseEnabled: true });
    expect(made.find("EventRule")).toHaveLength(4);
    expect(String(made.one("QueuePolicy").inputs.policy)).toContain("aws:SecureTransport");
  });

  test("the handle: the group of nodes and pods, the nodes' role, the issuer", () => {
    expect(made.outputs).toMatchObject({ nodeRole: "shop-dev-node" });
    expect(made.outputs.accessGroup).toMatch(/^sg-/);
    expect(made.outputs.issuer).toMatch(/^https:\/\/oidc\.eks/);
  });
});

describe("AwsCluster by other compute", () => {
  test("managed: a second group for workloads, on its own kind of machine", async () => {
    const made = await cluster({ compute: "managed" });
    expect(made.find("eks/nodeGroup:NodeGroup").map(({ name }) => name)).toEqual([
      "shop-dev-cluster-system",
      "shop-dev-cluster-workloads",
    ]);
    expect(made.one("eks/nodeGroup:NodeGroup", "workloads").inputs).toMatchObject({
      amiType: "BOTTLEROCKET_x86_64",
      capacityType: "SPOT",
    });
    expect(made.find("Queue")).toEqual([]);
  });

  test("fargate: a profile for each namespace of workloads, and the issuer known to IAM", async () => {
    const made = await cluster({ compute: "fargate", namespaces: ["shop", "jobs"] });
    expect(made.find("FargateProfile").map(({ inputs }) => inputs.selectors)).toEqual([
      [{ namespace: "shop" }],
      [{ namespace: "jobs" }],
    ]);
    expect(made.one("OpenIdConnectProvider").inputs).toMatchObject({ clientIdLists: ["sts.amazonaws.com"] });
    expect(made.find("eks/nodeGroup:NodeGroup")).toHaveLength(1);
  });

  test("auto: AWS runs nodes, disks and load balancers; all three are on, and there is nothing of ours", async () => {
    const made = await cluster({ compute: "auto" });
    expect(made.one("eks/cluster:Cluster").inputs).toMatchObject({
      computeConfig: { enabled: true, nodePools: ["general-purpose", "system"] },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
      bootstrapSelfManagedAddons: false,
    });
    expect(made.find("eks/nodeGroup:NodeGroup")).toEqual([]);
    expect(made.find("eks/addon:Addon")).toEqual([]);
    const policies = made
      .find("RolePolicyAttachment", "cluster-role")
      .map(({ inputs }) => String(inputs.policyArn).split("/").at(-1));
    expect(policies).toEqual(expect.arrayContaining(["AmazonEKSComputePolicy", "AmazonEKSNetworkingPolicy"]));
  });
});

describe("AwsCluster's options", () => {
  test("an allow-list opens the public endpoint to it alone", async () => {
    const made = await cluster({ publicAccess: ["203.0.113.0/24"] });
    expect(made.one("eks/cluster:Cluster").inputs.vpcConfig).toMatchObject({
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    });
  });

  test.each([
    ["admin", "AmazonEKSClusterAdminPolicy"],
    ["edit", "AmazonEKSEditPolicy"],
    ["view", "AmazonEKSViewPolicy"],
  ] as const)("%s is let in with %s", async (role, policy) => {
    const made = await cluster({ access: [{ principal: developers[0]!, role }] });
    const association = made.one("AccessPolicyAssociation", `access-${role}-`);
    expect(association.inputs.policyArn).toMatch(new RegExp(`${policy}$`));
    expect(association.inputs.principalArn).toBe(developers[0]);
  });

  test("break-glass can be kept to named people", async () => {
    const made = await cluster({ breakGlass: developers });
    expect(trust(made.one("Role", "break-glass"))).toContain("role/developers");
    expect(trust(made.one("Role", "break-glass"))).not.toContain(":root");
  });

  test.each([true, false])("protect %s: the engine's and EKS's own protection", async (protect) => {
    const made = await cluster({ scope: scopeOf({ protect }) });
    const eks = made.one("eks/cluster:Cluster");
    expect(eks.protect).toBe(protect);
    expect(eks.inputs.deletionProtection).toBe(protect);
    expect(made.one("kms/key:Key").protect).toBe(protect);
  });
});

describe("pins", () => {
  test("every Kubernetes version has every add-on, each an exact build", () => {
    const names = eksVersions.map((version) => Object.keys(eksAddons[version]).sort());
    for (const each of names) expect(each).toEqual(names[0]);
    for (const version of eksVersions) {
      for (const pin of Object.values(eksAddons[version])) expect(pin).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
      expect(eksAddons[version]["kube-proxy"]).toContain(`v${version}.`);
    }
  });

  test("Karpenter's nodes and managed ones run the same release", () => {
    expect(nodeRelease.startsWith(nodeImage.split("@v")[1]!)).toBe(true);
  });

  test.each([
    [["m7g.large"], true],
    [["t4g.medium", "c7gn.xlarge"], true],
    [["m7i.large"], false],
    [["m7g.large", "m7i.large"], false],
    [["g5.xlarge"], false],
  ])("%j is arm64: %s", (types, expected) => {
    expect(isArm(types)).toBe(expected);
  });
});

describe("a registry of the stack's own", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await cluster({ registry: { ...registry, copyTo: "eu-west-1" } });
  });
  const repositories = () => made.find("ecr/repository:Repository");

  test("none is made where no image is named", async () => {
    const without = await cluster();
    expect(without.find("aws:ecr/")).toEqual([]);
    expect(without.outputs.registry).toBeUndefined();
  });

  test("a repository for each image: scanned, tags fixed, one key, and old images go", () => {
    expect(made.outputs.registry).toBe("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-dev");
    expect(repositories().map(({ inputs }) => inputs.name)).toEqual(["shop-dev/web", "shop-dev/worker"]);
    const key = made.one("kms/key:Key", "images-key").outputs.arn;
    for (const repository of repositories()) {
      expect(repository.inputs).toMatchObject({
        ...{ imageScanningConfiguration: { scanOnPush: true }, imageTagMutability: "IMMUTABLE", forceDelete: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key }],
      });
    }
    const rules = made
      .find("ecr/lifecyclePolicy:LifecyclePolicy")
      .map(({ inputs }) => JSON.parse(String(inputs.policy)) as { rules: { selection: object }[] });
    expect(rules).toHaveLength(2);
    expect(rules[0]!.rules.map(({ selection }) => selection)).toEqual([
      { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
    ]);
  });

  test("nodes pull by their role; CI pushes, another account pulls, and nobody else is named", () => {
    const attached = made.find("RolePolicyAttachment", "shop-dev-node").map(({ inputs }) => String(inputs.policyArn));
    expect(attached.some((arn) => arn.endsWith("/AmazonEC2ContainerRegistryPullOnly"))).toBe(true);
    const [push, pull] = statementsOf(made.one("RepositoryPolicy", "images-web-access"));
    expect(push).toMatchObject({ Sid: "Push", Principal: { AWS: registry.pushers } });
    expect(push!.Action).toContain("ecr:PutImage");
    expect(pull).toMatchObject({ Sid: "Pull", Principal: { AWS: ["arn:aws:iam::444455556666:root"] } });
    expect(pull!.Action).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]);
  });

  test("copies in another region are under the same rules, which are there before the first", () => {
    const template = made.one("RepositoryCreationTemplate");
    const copy = made.one("ReplicationConfiguration");
    expect(copy.inputs.replicationConfiguration).toEqual({
      rules: [
        {
          destinations: [{ region: "eu-west-1", registryId: "123456789012" }],
          repositoryFilters: [{ filter: "shop-dev/", filterType: "PREFIX_MATCH" }],
        },
      ],
    });
    expect(template.inputs).toMatchObject({ prefix: "shop-dev", imageTagMutability: "IMMUTABLE" });
    expect(template.provider).toContain("images-copy-aws");
    expect(made.waits(copy, template)).toBe(true);
    expect(made.waits(template, made.one("RolePolicy", "images-copies-policy"))).toBe(true);
  });

  test("in a protected stack images outlive a destroy, which is refused", async () => {
    const kept = await cluster({ registry, scope: scopeOf({ protect: true }) });
    for (const { inputs, protect } of kept.find("ecr/repository:Repository")) {
      expect([inputs.forceDelete, protect]).toEqual([false, true]);
    }
  });
});
