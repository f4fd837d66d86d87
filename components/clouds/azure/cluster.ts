import * as containerservice from "@pulumi/azure-native/containerservice";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { type Input, type Output, output, type ProviderResource, type Resource } from "@pulumi/pulumi";
import type { ClusterArgs, ClusterHandle } from "../../contracts/cluster";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { ready } from "../../shared/ordering";
import { named } from "../../shared/tags";
import { ClusterAccess } from "./access";
import { AzureControlLogs } from "./control-logs";
import { AzureImageRegistry } from "./image-registry";
import { AzureKey } from "./key";
import { kubeconfigOf } from "./kubeconfig";
import { controlIdentity } from "./names";
import { AzureNodePool, poolSettings } from "./node-pool";
import type { AzureOptions } from "./options";
import { type AzurePlace, at } from "./place";
import { assign } from "./roles";
import type { AzureVault } from "./vault";

export interface AzureClusterArgs extends Omit<ClusterArgs, "version"> {
  readonly place: AzurePlace;
  readonly options: AzureOptions["cluster"];
  /** The vault of keys: the cluster's API reaches it inside the network. */
  readonly keys: AzureVault;
  readonly tenantId: Input<string>;
  /** Object id of whoever runs the program. */
  readonly deployer: Input<string>;
  /** For asking what the cluster's certificates are. */
  readonly provider: ProviderResource;
}

/** Nights from Saturday on, UTC, in which AKS renews nodes and versions. */
const MAINTENANCE = {
  durationHours: 8,
  startTime: "00:00",
  schedule: { weekly: { dayOfWeek: "Saturday", intervalWeeks: 1 } },
};

/**
 * A private AKS cluster with its API in the network: secrets encrypted with a key of its own, sign-in by Entra ID alone, Azure's
 * roles inside it, workload identities, Cilium's network policies, logs of its control plane. Its pods' addresses are its own.
 */
export class AzureCluster extends BaseComponent implements ClusterHandle {
  readonly name: Output<string>;
  readonly endpoint: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly issuer: Output<string>;
  readonly accessGroup: Output<string>;
  readonly nodeRole: Output<string>;
  readonly compute: AzureOptions["cluster"]["compute"];
  readonly registry?: Output<string>;

  constructor(
    private readonly logical: string,
    private readonly args: AzureClusterArgs,
    opts: ComponentOpts = {},
  ) {
    super("slipway:azure:Cluster", logical, opts);
    const { place, options, access, logDays, deployer } = args;
    const { scope } = place;
    const control = this.identity("control", controlIdentity(scope));
    const nodes = this.identity("nodes", `${scope.name}-nodes`);
    const cluster = this.makeCluster(control, nodes);
    const { id } = cluster;
    this.maintain(cluster);
    new ClusterAccess(`${logical}-access`, { scope, access, deployer, cluster: id }, { parent: this });
    new AzureControlLogs(`${logical}-logs`, { place, cluster: id, days: logDays }, { parent: this });
    if (options.registry) {
      const reader = nodes.principalId;
      this.registry = new AzureImageRegistry(`${logical}-images`, { place, reader }, { parent: this }).address;
    }
    if (options.compute === "pools") this.addPool(cluster);

    const host = this.isPrivate ? cluster.privateFQDN : cluster.fqdn;
    this.compute = options.compute;
    this.name = cluster.name;
    this.endpoint = host;
    this.issuer = cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
    // Stores let in the subnet of nodes: no group decides it.
    this.accessGroup = output("");
    this.nodeRole = nodes.name;
    this.kubeconfig = kubeconfigOf({ host, given: this.given(cluster) });
    this.registerOutputs({ name: this.name, endpoint: this.endpoint, issuer: this.issuer });
  }

  private get isPrivate(): boolean {
    return this.args.publicAccess.length === 0;
  }

  private identity(what: string, resourceName: string): UserAssignedIdentity {
    const { place } = this.args;
    const name = `${this.logical}-${what}`;
    return new UserAssignedIdentity(
      name,
      { ...at(place), resourceName, tags: named(place.scope.tags, name) },
      this.child(),
    );
  }

  private subnet(index: 0 | 1): Output<string> {
    return output(this.args.network.privateSubnetIds).apply((ids) => ids[index]!);
  }

  /** What the control plane may: put nodes, balancers and its API into the network, act as nodes, and use its key. */
  private grants(control: UserAssignedIdentity, nodes: UserAssignedIdentity, key: AzureKey): Resource[] {
    const { place, keys } = this.args;
    const give = (what: string, role: Parameters<typeof assign>[2]["role"], on: Input<string>): Resource =>
      assign(`${this.logical}-${what}`, place.scope, { role, on, to: control.principalId }, this.child());
    return [
      give("nodes-subnet", "changeNetwork", this.subnet(0)),
      give("control-subnet", "changeNetwork", this.subnet(1)),
      give("nodes-identity", "assignIdentity", nodes.id),
      give("key-use", "useKey", key.id),
      // It makes the private endpoint by which the API reaches the vault.
      give("key-vault", "manageVault", keys.id),
    ];
  }

  private makeCluster(control: UserAssignedIdentity, nodes: UserAssignedIdentity): containerservice.ManagedCluster {
    const { place, keys, network, publicAccess, options, tenantId } = this.args;
    const { scope } = place;
    const key = new AzureKey(`${this.logical}-key`, { place, vault: keys }, { parent: this });
    const { version, compute, zones, ranges, systemNodes, wayOut } = options;
    const system = { pool: systemNodes, role: "system", zones, subnetId: this.subnet(0) } as const;
    return new containerservice.ManagedCluster(
      this.logical,
      {
        ...at(place),
        resourceName: scope.name,
        dnsPrefix: scope.name,
        nodeResourceGroup: `${scope.name}-nodes`,
        kubernetesVersion: version,
        sku: { name: "Base", tier: scope.environment === "dev" ? "Free" : "Standard" },
        identity: { type: "UserAssigned", userAssignedIdentities: [control.id] },
        identityProfile: {
          kubeletidentity: { resourceId: nodes.id, clientId: nodes.clientId, objectId: nodes.principalId },
        },
        // AKS refuses pools that are resized beside nodes that it brings itself.
        agentPoolProfiles: [{ name: "system", ...poolSettings({ ...system, scaled: compute === "pools" }) }],
        nodeProvisioningProfile:
          compute === "autoProvisioning" ? { mode: "Auto", defaultNodePools: "Auto" } : { mode: "Manual" },
        networkProfile: {
          networkPlugin: "azure",
          networkPluginMode: "overlay",
          networkDataplane: "cilium",
          networkPolicy: "cilium",
          loadBalancerSku: "standard",
          outboundType: wayOut === "natGateway" ? "userAssignedNATGateway" : "userDefinedRouting",
          podCidr: ranges.pods,
          serviceCidr: ranges.services,
          dnsServiceIP: ranges.dns,
        },
        apiServerAccessProfile: {
          enableVnetIntegration: true,
          subnetId: this.subnet(1),
          enablePrivateCluster: this.isPrivate,
          ...(this.isPrivate
            ? { privateDNSZone: "system", enablePrivateClusterPublicFQDN: false }
            : { authorizedIPRanges: [...publicAccess] }),
          disableRunCommand: true,
        },
        aadProfile: { managed: true, enableAzureRBAC: true, tenantID: tenantId },
        enableRBAC: true,
        disableLocalAccounts: true,
        oidcIssuerProfile: { enabled: true },
        securityProfile: {
          workloadIdentity: { enabled: true },
          azureKeyVaultKms: {
            enabled: true,
            keyId: key.versionUri,
            keyVaultNetworkAccess: "Private",
            keyVaultResourceId: keys.id,
          },
          imageCleaner: { enabled: true, intervalHours: 168 },
        },
        storageProfile: { diskCSIDriver: { enabled: true }, fileCSIDriver: { enabled: true } },
        autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
        tags: named(scope.tags, this.logical),
      },
      this.child({
        protect: scope.protect,
        // Its name is fixed, so a replacement has to wait until the old one is gone.
        deleteBeforeReplace: true,
        // Nodes join over the network's way out, which must outlive them.
        dependsOn: [...ready(network), ...this.grants(control, nodes, key)],
        customTimeouts: { create: "60m", update: "90m", delete: "60m" },
      }),
    );
  }

  private maintain(cluster: containerservice.ManagedCluster): void {
    for (const configName of ["aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"]) {
      new containerservice.MaintenanceConfiguration(
        `${this.logical}-${configName === "aksManagedAutoUpgradeSchedule" ? "upgrades" : "node-upgrades"}`,
        {
          resourceGroupName: this.args.place.group,
          resourceName: cluster.name,
          configName,
          maintenanceWindow: MAINTENANCE,
        },
        this.child(),
      );
    }
  }

  private addPool(cluster: containerservice.ManagedCluster): void {
    const { place, options } = this.args;
    new AzureNodePool(
      `${this.logical}-workloads`,
      {
        place,
        cluster: cluster.name,
        pool: options.workloadNodes,
        role: "workloads",
        zones: options.zones,
        subnetId: this.subnet(0),
        scaled: true,
      },
      { parent: this },
    );
  }

  private given(cluster: containerservice.ManagedCluster): Output<string> {
    const { place, provider } = this.args;
    const handedOut = containerservice.listManagedClusterUserCredentialsOutput(
      { resourceGroupName: place.group, resourceName: cluster.name },
      { provider, parent: this },
    );
    return handedOut.apply(({ kubeconfigs }) => kubeconfigs[0]?.value ?? "");
  }
}
