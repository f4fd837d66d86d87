import type { Simulation } from "../../../support/simulate";
import { clusterArgs, foundation, networkArgs, onGcp, project } from "./fixtures";

describe("the network", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await onGcp((cloud) => cloud.network(networkArgs), { protect: true });
  });

  test("has one regional subnet with ranges for pods and services, flow logs, and Google's APIs inside", () => {
    expect(made.one("compute/network:Network").inputs).toMatchObject({ autoCreateSubnetworks: false });
    expect(made.one("Subnetwork").inputs).toMatchObject({
      ipCidrRange: "10.10.128.0/20",
      privateIpGoogleAccess: true,
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.10.0.0/17" },
        { rangeName: "services", ipCidrRange: "10.10.144.0/20" },
      ],
      logConfig: { flowSampling: 0.5 },
    });
  });

  test("goes out by one fixed address, from that subnet alone", () => {
    expect(made.one("RouterNat").inputs).toMatchObject({
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: [made.one("Address").outputs.selfLink],
      subnetworks: [{ name: made.one("Subnetwork").id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
    });
  });

  test("lets nothing in by itself", () => {
    const rules = made.find("Firewall").map(({ inputs }) => inputs);
    expect(rules).toEqual([expect.objectContaining({ denies: [{ protocol: "all" }], direction: "INGRESS" })]);
  });

  test("keeps a range for stores, peered, and left to go with the network", () => {
    expect(made.one("GlobalAddress").inputs).toMatchObject({
      ...{ purpose: "VPC_PEERING", address: "10.10.160.0", prefixLength: 20 },
    });
    expect(made.one("Connection").inputs).toMatchObject({ deletionPolicy: "ABANDON" });
    expect(made.one("compute/network:Network").protect).toBe(true);
  });

  test("has no way out when none is asked for", async () => {
    const closed = await onGcp((cloud) => cloud.network({ ...networkArgs, nat: "none" }));
    expect(closed.find("RouterNat")).toEqual([]);
  });
});

describe("the cluster", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await onGcp(
      (cloud) => {
        const access = [{ principal: "group:dev@example.com", role: "edit" as const }];
        const { kubeconfig, nodeRole } = foundation(cloud, { access }).cluster;
        return { kubeconfig, nodeRole };
      },
      { protect: true },
    );
  });

  test("is private and regional, with encrypted secrets, Workload Identity and network policies", () => {
    const { inputs, protect } = made.one("container/cluster:Cluster");
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({
      ...{ name: "shop-dev", location: "europe-west3", deletionProtection: true, removeDefaultNodePool: true },
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      masterAuthorizedNetworksConfig: { cidrBlocks: [] },
      databaseEncryption: { state: "ENCRYPTED", keyName: made.one("CryptoKey", "cluster-key").id },
      workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
      datapathProvider: "ADVANCED_DATAPATH",
      releaseChannel: { channel: "REGULAR" },
      ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
    });
  });

  test("its public endpoint is for the ranges that are named", async () => {
    const open = await onGcp((cloud) => foundation(cloud, { publicAccess: ["203.0.113.0/24"] }));
    expect(open.one("container/cluster:Cluster").inputs).toMatchObject({
      privateClusterConfig: { enablePrivateEndpoint: false },
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] },
    });
  });

  test("its nodes act as an account that may write logs and pull images, and pods never act as them", () => {
    const account = made.one("serviceaccount/account:Account", "shop-dev-node");
    for (const { inputs } of made.find("container/nodePool:NodePool")) {
      expect(inputs.nodeConfig).toMatchObject({
        serviceAccount: account.outputs.email,
        workloadMetadataConfig: { mode: "GKE_METADATA" },
        shieldedInstanceConfig: { enableSecureBoot: true },
      });
    }
    const member = `serviceAccount:${String(account.outputs.email)}`;
    const granted = [...made.find("projects/iAMMember:IAMMember"), ...made.find("RepositoryIamMember")]
      .filter(({ inputs }) => inputs.member === member)
      .map(({ inputs }) => inputs.role);
    expect(granted).toEqual(["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"]);
  });

  test("pools grow over all zones within their bounds, are repaired and upgraded, and workloads' may be spot", () => {
    const [system, workloads] = made.find("container/nodePool:NodePool").map(({ inputs }) => inputs);
    expect(system).toMatchObject({
      autoscaling: { totalMinNodeCount: 2, totalMaxNodeCount: 6, locationPolicy: "BALANCED" },
      management: { autoRepair: true, autoUpgrade: true },
      nodeLocations: ["europe-west3-a", "europe-west3-b"],
      nodeConfig: { spot: false },
    });
    expect(workloads).toMatchObject({ nodeConfig: { spot: true, labels: { "slipway/nodes": "workloads" } } });
  });

  test("a role in the cluster is bound to this cluster alone", () => {
    const { inputs } = made.one("projects/iAMMember:IAMMember", "access-edit");
    expect(inputs).toMatchObject({ role: "roles/container.developer", member: "group:dev@example.com" });
    expect(JSON.stringify(inputs.condition)).toContain(`projects/${project}/locations/europe-west3/clusters/shop-dev`);
  });

  test("the registry scans, fixes tags, tidies up and has a key of its own", () => {
    expect(made.one("Repository").inputs).toMatchObject({
      ...{ format: "DOCKER", dockerConfig: { immutableTags: true } },
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      kmsKeyName: made.one("CryptoKey", "images-key").id,
    });
    expect((made.one("Repository").inputs.cleanupPolicies as unknown[]).length).toBe(2);
  });

  test("the kubeconfig holds no credential", () => {
    const text = String(made.outputs.kubeconfig);
    expect(text).toContain("gke-gcloud-auth-plugin");
    expect(text).not.toMatch(/token|password|client-key/);
  });

  test("a destroy takes pools before the cluster, and both before the way out and the rights that they need", () => {
    const cluster = made.one("container/cluster:Cluster");
    for (const pool of made.find("container/nodePool:NodePool")) expect(made.waits(pool, cluster)).toBe(true);
    const before = ["RouterNat", "Connection", "compute/network:Network"].map((type) => made.one(type));
    for (const first of [...before, ...made.find("CryptoKeyIAMMember", "cluster-key")]) {
      expect(`${first.name}: ${made.waits(cluster, first)}`).toBe(`${first.name}: true`);
    }
  });

  test("Autopilot has no pools, and is told nothing that it decides itself", async () => {
    const auto = await onGcp((cloud) => foundation(cloud, { compute: "autopilot" }));
    const { inputs } = auto.one("container/cluster:Cluster");
    expect(auto.find("container/nodePool:NodePool")).toEqual([]);
    expect(inputs).toMatchObject({
      enableAutopilot: true,
      clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: expect.stringContaining("@") } },
    });
    expect(inputs.datapathProvider).toBeUndefined();
  });

  test("is refused where the subnet lacks its ranges", async () => {
    const wrong = { ...clusterArgs.ranges, pods: "podz" };
    await expect(onGcp((cloud) => foundation(cloud, { ranges: wrong }))).rejects.toThrow(/no secondary range podz/);
  });
});
