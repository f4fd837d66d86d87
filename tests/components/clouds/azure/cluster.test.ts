import { roles } from "../../../../components/clouds/azure/roles";
import { Graph } from "../../../../rehearsal/proofs/graph";
import { singlePoints } from "../../../../rehearsal/proofs/single-points";
import type { Simulation } from "../../../support/simulate";
import { clusterArgs, foundation, networkArgs, onAzure, subscription } from "./fixtures";

const clusterType = "containerservice:ManagedCluster";
const roleId = (name: keyof typeof roles): string =>
  `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[name]}`;

describe("the network", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await onAzure((cloud) => cloud.network(networkArgs), { protect: true });
  });

  test("has subnets for nodes, for the cluster's API and for stores, made one after the other", () => {
    const subnets = made.find("Subnet").map(({ inputs }) => [inputs.subnetName, inputs.addressPrefix]);
    expect(subnets).toEqual([
      ["nodes", "10.10.0.0/20"],
      ["control", "10.10.32.0/20"],
      ["data", "10.10.16.0/20"],
    ]);
    for (const { inputs } of made.find("Subnet")) expect(inputs.defaultOutboundAccess).toBe(false);
    expect(made.waits(made.one("Subnet", "control"), made.one("Subnet", "nodes"))).toBe(true);
    expect(made.waits(made.one("Subnet", "data"), made.one("Subnet", "control"))).toBe(true);
    expect(made.one("VirtualNetwork").protect).toBe(true);
  });

  test("goes out by one fixed address, and reaches storage and secrets inside Azure", () => {
    expect(made.one("Subnet", "nodes").inputs).toMatchObject({
      natGateway: { id: made.one("NatGateway").id },
      serviceEndpoints: [{ service: "Microsoft.Storage" }, { service: "Microsoft.KeyVault" }],
    });
    expect(made.one("NatGateway").inputs).toMatchObject({
      publicIpAddresses: [{ id: made.one("PublicIPAddress").id }],
    });
  });

  test("lets nodes and the cluster's API reach stores on their ports, and nobody anything else", () => {
    expect(made.one("NetworkSecurityGroup").inputs.securityRules).toEqual([
      expect.objectContaining({
        access: "Allow",
        sourceAddressPrefixes: ["10.10.0.0/20", "10.10.32.0/20"],
        destinationPortRanges: ["5432", "6432", "10000", "443"],
      }),
      expect.objectContaining({ access: "Deny", sourceAddressPrefix: "*", destinationPortRange: "*" }),
    ]);
    // Without it the rules do not hold for private endpoints.
    expect(made.one("Subnet", "data").inputs).toMatchObject({ privateEndpointNetworkPolicies: "Enabled" });
  });

  test("has no way out when none is asked for", async () => {
    const closed = await onAzure((cloud) => cloud.network({ ...networkArgs, nat: "none" }));
    expect(closed.find("NatGateway")).toEqual([]);
    expect(closed.one("Subnet", "nodes").inputs.natGateway).toBeUndefined();
  });

  test("is refused where ranges meet", async () => {
    const wrong = { ...networkArgs, controlCidr: "10.10.0.0/24" };
    await expect(onAzure((cloud) => cloud.network(wrong))).rejects.toThrow(/NetcfgSubnetRangesOverlap/);
  });
});

describe("the cluster", () => {
  const developers = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  let made: Simulation;
  beforeAll(async () => {
    made = await onAzure(
      (cloud) => {
        const { kubeconfig, nodeRole, issuer } = foundation(cloud, {
          access: [{ principal: developers, role: "edit" }],
        }).cluster;
        return { kubeconfig, nodeRole, issuer };
      },
      { protect: true },
    );
  });

  test("is private, with its API in the network, Entra ID alone, encrypted secrets, and Cilium's policies", () => {
    const { inputs, protect } = made.one(clusterType);
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({
      ...{ resourceName: "shop-dev", disableLocalAccounts: true, aadProfile: { managed: true, enableAzureRBAC: true } },
      apiServerAccessProfile: {
        ...{ enablePrivateCluster: true, enableVnetIntegration: true, privateDNSZone: "system" },
        subnetId: made.one("Subnet", "control").id,
      },
      securityProfile: {
        workloadIdentity: { enabled: true },
        azureKeyVaultKms: {
          ...{ enabled: true, keyVaultNetworkAccess: "Private" },
          keyVaultResourceId: made.one("keyvault:Vault", "shop-dev-keys").id,
          keyId: made.one("keyvault:Key", "cluster-key").outputs.keyUriWithVersion,
        },
      },
      oidcIssuerProfile: { enabled: true },
      networkProfile: {
        ...{ networkPluginMode: "overlay", networkDataplane: "cilium", networkPolicy: "cilium" },
        ...{ outboundType: "userAssignedNATGateway", podCidr: "10.244.0.0/16" },
      },
      autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
    });
    expect((inputs.apiServerAccessProfile as object) ?? {}).not.toHaveProperty("authorizedIPRanges");
  });

  test("its public endpoint is for the ranges that are named", async () => {
    const open = await onAzure((cloud) => foundation(cloud, { publicAccess: ["203.0.113.0/24"] }));
    expect(open.one(clusterType).inputs).toMatchObject({
      apiServerAccessProfile: { enablePrivateCluster: false, authorizedIPRanges: ["203.0.113.0/24"] },
    });
  });

  test("its control plane may do five things, and its nodes pull images alone", () => {
    const principal = (name: string) => made.one("UserAssignedIdentity", name).outputs.principalId;
    const given = (to: unknown) =>
      made.find("RoleAssignment").flatMap(({ inputs }) => (inputs.principalId === to ? [inputs.roleDefinitionId] : []));
    expect(given(principal("shop-dev-cluster-control")).sort()).toEqual(
      [
        roleId("changeNetwork"),
        roleId("changeNetwork"),
        roleId("assignIdentity"),
        roleId("useKey"),
        roleId("manageVault"),
      ].sort(),
    );
    expect(given(principal("shop-dev-cluster-nodes"))).toEqual([roleId("pullImages")]);
  });

  test("a person's role is bound to this cluster alone", () => {
    const own = made.find("RoleAssignment").filter(({ inputs }) => inputs.principalId === developers);
    expect(own.map(({ inputs }) => inputs.roleDefinitionId)).toEqual([roleId("editCluster"), roleId("findCluster")]);
    for (const { inputs } of own) expect(inputs.scope).toBe(made.one(clusterType).id);
  });

  test("pools are resized within their bounds over the zones, have no public addresses, and run no foreign pod", () => {
    const [system] = made.one(clusterType).inputs.agentPoolProfiles as [object];
    const alike = {
      ...{ enableAutoScaling: true, minCount: 2, maxCount: 6, availabilityZones: ["1", "2"] },
      enableNodePublicIP: false,
    };
    expect(system).toMatchObject({ ...alike, mode: "System", nodeLabels: { "slipway/nodes": "system" } });
    expect(made.one("AgentPool").inputs).toMatchObject({ ...alike, mode: "User" });
    expect(String(made.one("AgentPool").inputs.agentPoolName)).toMatch(/^[a-z0-9]{1,12}$/);
  });

  test("what can't change in a pool stands in its name, so that the new one comes before the old one goes", async () => {
    const bigger = { ...clusterArgs.workloadNodes, vmSize: "Standard_D8ds_v5" };
    const [more, other] = [
      await onAzure((cloud) => foundation(cloud, { workloadNodes: { ...clusterArgs.workloadNodes, max: 9 } })),
      await onAzure((cloud) => foundation(cloud, { workloadNodes: bigger })),
    ];
    const name = made.one("AgentPool").inputs.agentPoolName;
    expect(more.one("AgentPool").inputs.agentPoolName).toBe(name);
    expect(other.one("AgentPool").inputs.agentPoolName).not.toBe(name);
  });

  test("node auto-provisioning has no pool but the system's, which keeps its size", async () => {
    const auto = await onAzure((cloud) => foundation(cloud, { compute: "autoProvisioning" }));
    expect(auto.find("AgentPool")).toEqual([]);
    const { inputs } = auto.one(clusterType);
    expect(inputs).toMatchObject({ nodeProvisioningProfile: { mode: "Auto" } });
    expect((inputs.agentPoolProfiles as object[])[0]).not.toHaveProperty("enableAutoScaling");
  });

  test("the registry has no administrator, asks who pulls, and tidies up", () => {
    expect(made.one("Registry").inputs).toMatchObject({
      ...{ adminUserEnabled: false, anonymousPullEnabled: false },
      policies: { retentionPolicy: { status: "enabled", days: 14 } },
    });
  });

  test("the kubeconfig holds no credential", () => {
    const text = String(made.outputs.kubeconfig);
    expect(text).toContain("kubelogin");
    expect(text).toContain("certificate-authority-data");
    expect(text).not.toMatch(/token:|password|client-key/);
    expect(made.outputs.issuer).toMatch(/^https:\/\//);
  });

  test("a destroy takes pools before the cluster, and both before the way out and the rights that they need", () => {
    const cluster = made.one(clusterType);
    expect(made.waits(made.one("AgentPool"), cluster)).toBe(true);
    const before = [
      ...["NatGateway", "VirtualNetwork"].map((type) => made.one(type)),
      ...made.find("RoleAssignment", "shop-dev-cluster-key"),
      made.one("RoleAssignment", "nodes-subnet"),
    ];
    for (const first of before) {
      expect(`${first.name}: ${made.waits(cluster, first)}`).toBe(`${first.name}: true`);
    }
  });

  test("the rehearsal says that its one gateway stands in one zone", () => {
    const { concerns } = singlePoints.look(new Graph(made));
    const gateways = concerns.filter(({ subject }) => subject === "NAT gateway of 1");
    expect(gateways.map(({ message }) => message)).toEqual([expect.stringMatching(/is the way out of 2 too/)]);
    expect(gateways[0]!.mend).toMatch(/this cloud gives a network one gateway/);
  });

  test("is refused where its nodes have no way out", async () => {
    const program = (cloud: Parameters<Parameters<typeof onAzure>[0]>[0]) => {
      const network = cloud.network({ ...networkArgs, nat: "none" });
      cloud.cluster({ ...clusterArgs, network });
    };
    await expect(onAzure(program)).rejects.toThrow(/InvalidSubnetNATGateway/);
  });
});
