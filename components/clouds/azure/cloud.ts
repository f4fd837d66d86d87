import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { Provider } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { type Input, interpolate, type Output, output, type ResourceTransformation } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AddonIdentity, AddonSettings, CloudFacts } from "../../contracts/addon";
import type { Cloud, CloudOpts } from "../../contracts/cloud";
import type { ClusterArgs, ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import type { EdgeArgs, EdgeHandle, ZoneArgs, ZoneHandle } from "../../contracts/edge";
import type { EntryHandle } from "../../contracts/entry";
import type { IdentityArgs, IdentityHandle } from "../../contracts/identity";
import type { AdoptedNetwork, NetworkArgs, NetworkHandle } from "../../contracts/network";
import type { BucketArgs, PostgresArgs, RedisArgs, StorePlacement } from "../../contracts/stores";
import type { ComponentOpts } from "../../shared/base-component";
import { hostPart, physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { addonRoles } from "./addon-rights";
import { AzureBucket } from "./bucket";
import { AzureCluster } from "./cluster";
import { AzureZone, zoneParts } from "./dns";
import { AzureEdge } from "./edge";
import { AzureEntry } from "./entry";
import { guardSubscription } from "./guard";
import { AzureIdentity } from "./identity";
import { groupName, idInGroup, secretsVault } from "./names";
import { AzureNetwork } from "./network";
import type { AzureOptions } from "./options";
import type { AzurePlace } from "./place";
import { AzurePostgres } from "./postgres";
import { AzurePrivateEndpoint, AzurePrivateZone, type LinkService } from "./private-link";
import { RolePropagation } from "./propagation";
import { AzureRedis } from "./redis";
import { AzureSecret, secretPrefix } from "./secret";
import { AzureVault } from "./vault";

/** The class of disks: SSDs with three copies in the pod's zone, encrypted by Azure. */
const DISK_CLASS = "premium";

/** What several things of a stack share, made with the first that needs it. */
interface Shared {
  group?: ResourceGroup;
  network?: NetworkHandle;
  /** Ranges from which people reach the cluster, and so the vault of secrets. */
  ranges?: readonly string[];
  keys?: AzureVault;
  secrets?: AzureVault;
  readonly zones: Partial<Record<LinkService, AzurePrivateZone>>;
}

/** Azure: everything is made through one provider, bound to the stack's subscription and region, in a group of the stack's own. */
export class AzureCloud implements Cloud<AzureOptions> {
  readonly name = "azure";
  /** AKS brings its nodes' images itself. */
  readonly nodeImage = "";
  readonly provider: Provider;
  readonly transformations: ResourceTransformation[];
  private readonly made: Shared = { zones: {} };

  constructor(private readonly scope: Scope) {
    this.provider = new Provider(`${scope.name}-azure`, { subscriptionId: scope.account, location: scope.region });
    this.transformations = [new RolePropagation(scope.name).transformation];
  }

  guard(): Promise<void> {
    return guardSubscription(this.scope, this.provider);
  }

  network(args: NetworkArgs & AzureOptions["network"], opts?: CloudOpts): AzureNetwork {
    const place = this.founded(opts);
    const network = new AzureNetwork(this.full("network"), { ...args, place }, this.with(opts));
    this.made.network = network;
    return network;
  }

  adoptNetwork(adopted: AdoptedNetwork): NetworkHandle {
    const { publicSubnetIds, privateSubnetIds, dataSubnetIds, dataCidrs } = adopted;
    const network: NetworkHandle = {
      id: adopted.id,
      cidr: adopted.cidr,
      publicSubnetIds: [...publicSubnetIds],
      privateSubnetIds: [...privateSubnetIds],
      dataSubnetIds: [...dataSubnetIds],
      dataCidrs: [...dataCidrs],
    };
    this.made.network = network;
    return network;
  }

  cluster(args: ClusterArgs & AzureOptions["cluster"], opts?: CloudOpts): AzureCluster {
    const { network, publicAccess, access, logDays, namespaces, ...options } = args;
    this.made.ranges = publicAccess;
    const place = this.founded(opts);
    const who = { tenantId: this.client("tenantId"), deployer: this.client("objectId") };
    return new AzureCluster(
      this.full("cluster"),
      {
        ...{ network, publicAccess, access, logDays, namespaces, options, place, provider: this.provider },
        ...{ ...who, keys: this.keys(opts) },
      },
      this.with(opts),
    );
  }

  postgres(store: string, args: PostgresArgs, placement: StorePlacement, opts?: CloudOpts): AzurePostgres {
    const vaults = { keys: this.keys(opts), secrets: this.secrets(opts) };
    const where = { place: this.place, store, placement, zone: this.privateZone("postgres", opts) };
    return new AzurePostgres(
      this.full(`store-${store}`),
      { ...args, ...vaults, ...where, tenantId: this.client("tenantId") },
      this.with(opts),
    );
  }

  redis(store: string, args: RedisArgs, placement: StorePlacement, opts?: CloudOpts): AzureRedis {
    const vaults = { keys: this.keys(opts), secrets: this.secrets(opts) };
    const where = { place: this.place, store, placement, zone: this.privateZone("redis", opts) };
    return new AzureRedis(
      this.full(`store-${store}`),
      { ...args, ...vaults, ...where, provider: this.provider },
      this.with(opts),
    );
  }

  bucket(store: string, args: BucketArgs, opts?: CloudOpts): AzureBucket {
    return new AzureBucket(
      this.full(`store-${store}`),
      { ...args, place: this.place, store, keys: this.keys(opts), subnets: [this.nodesSubnet] },
      this.with(opts),
    );
  }

  secret(name: string, value?: Input<string>, opts?: CloudOpts): AzureSecret {
    return new AzureSecret(
      this.full(`secret-${name}`),
      { place: this.place, vault: this.secrets(opts), secretName: name, value },
      this.with(opts),
    );
  }

  identity(name: string, args: IdentityArgs, opts?: CloudOpts): AzureIdentity | undefined {
    if (args.grants.length === 0) return undefined;
    return new AzureIdentity(
      this.full(`workload-${name}`),
      { ...args, place: this.place, tenantId: this.client("tenantId"), vault: this.secretsId },
      this.with(opts),
    );
  }

  entry(
    _network: NetworkHandle,
    cluster: ClusterHandle,
    { behindCdn = false, ...opts }: CloudOpts & { readonly behindCdn?: boolean } = {},
  ): EntryHandle {
    const { place, provider } = this;
    return new AzureEntry(this.full("entry"), { place, cluster, provider, behindCdn }, this.with(opts));
  }

  zone(args: ZoneArgs, opts?: CloudOpts): ZoneHandle {
    if (args.adopt !== undefined) return { name: args.name, id: args.adopt };
    const place = this.founded(opts);
    return new AzureZone(this.full(`zone-${hostPart(args.name)}`), { ...args, place }, this.with(opts));
  }

  edge(args: EdgeArgs, opts?: CloudOpts): EdgeHandle {
    return new AzureEdge(this.full("edge"), { ...args, place: this.place }, this.with(opts));
  }

  dnsChallenge(zone: ZoneHandle): Readonly<Record<string, unknown>> {
    const { resourceGroupName, zoneName: hostedZoneName } = zoneParts(zone);
    const subscriptionID = this.scope.account;
    return { azureDNS: { subscriptionID, resourceGroupName, hostedZoneName, environment: "AzurePublicCloud" } };
  }

  storageClass() {
    return { name: DISK_CLASS, provisioner: "disk.csi.azure.com", parameters: { skuName: "Premium_LRS" } };
  }

  facts(cluster: ClusterHandle, network: NetworkHandle): CloudFacts {
    const { region, account, name, tags } = this.scope;
    return {
      cloud: "azure",
      region,
      account,
      stackName: name,
      tags,
      clusterName: cluster.name,
      clusterEndpoint: cluster.endpoint,
      networkId: network.id,
      nodeSubnets: [],
      accessGroup: cluster.accessGroup,
      nodeRole: cluster.nodeRole,
      secretPrefix: secretPrefix(this.scope),
      secretStore: {
        azurekv: {
          authType: "WorkloadIdentity",
          vaultUrl: `https://${secretsVault(this.scope)}.vault.azure.net`,
          // The store itself shows the account's token; the account's annotations say which identity it is.
          serviceAccountRef: { name: "external-secrets", namespace: "external-secrets" },
        },
      },
      controllerEnv: [],
      diskClass: DISK_CLASS,
      objectStore: { kind: "azure" },
    };
  }

  addonIdentity(
    addon: string,
    namespace: string,
    identity: AddonIdentity,
    cluster: ClusterHandle,
    _facts: CloudFacts,
    settings: AddonSettings,
    opts?: CloudOpts,
  ): IdentityHandle | undefined {
    const roles = addonRoles(identity, settings, this.secretsId);
    if (roles.length === 0) return undefined;
    const { serviceAccount } = identity;
    const tenantId = this.client("tenantId");
    return new AzureIdentity(
      this.full(`addon-${addon}`),
      { place: this.place, cluster, namespace, serviceAccount, tenantId, vault: this.secretsId, roles },
      this.with(opts),
    );
  }

  /** The stack's group; in a stack that joins a foundation it is there already. */
  private get place(): AzurePlace {
    return { scope: this.scope, group: this.made.group?.name ?? groupName(this.scope) };
  }

  private founded(opts?: CloudOpts): AzurePlace {
    const { scope } = this;
    this.made.group ??= new ResourceGroup(
      this.full("group"),
      {
        resourceGroupName: groupName(scope),
        location: scope.region,
        tags: named(scope.tags, this.full("group")),
      },
      { ...opts, provider: this.provider, protect: scope.protect },
    );
    return this.place;
  }

  private client(what: "tenantId" | "objectId"): Output<string> {
    return getClientConfigOutput({ provider: this.provider })[what];
  }

  private get nodesSubnet(): Output<string> {
    return output(this.joined.privateSubnetIds).apply((ids) => ids[0]!);
  }

  private get joined(): NetworkHandle {
    if (!this.made.network) throw new Error("stores on Azure need the network, which is made or adopted before them");
    return this.made.network;
  }

  private privateZone(service: LinkService, opts?: CloudOpts): AzurePrivateZone {
    this.made.zones[service] ??= new AzurePrivateZone(
      this.full(`zone-${service}`),
      { place: this.place, service, network: this.joined },
      this.with(opts),
    );
    return this.made.zones[service];
  }

  /** The vault of keys, closed to all but Azure's own services and the cluster's API. */
  private keys(opts?: CloudOpts): AzureVault {
    if (this.made.keys) return this.made.keys;
    const name = this.full("keys");
    // Its name is taken for days after it was deleted, so that it has a random end.
    const end = new random.RandomId(`${name}-end`, { byteLength: 4 }, { parent: opts?.parent });
    const keys = new AzureVault(
      name,
      {
        place: this.place,
        tenantId: this.client("tenantId"),
        vaultName: interpolate`${physicalName([this.scope.name], 15)}-${end.hex}`,
        purgeProtected: true,
      },
      this.with(opts),
    );
    new AzurePrivateEndpoint(
      `${name}-endpoint`,
      {
        ...{ place: this.place, network: this.joined, service: "vault", target: keys.id },
        zone: this.privateZone("vault", opts),
      },
      this.with(opts),
    );
    this.made.keys = keys;
    return keys;
  }

  /** The vault of secrets: its name is known to the layers above; the nodes' subnet reaches it, and who reaches the cluster. */
  private secrets(opts?: CloudOpts): AzureVault {
    this.made.secrets ??= new AzureVault(
      this.full("secrets"),
      {
        place: this.place,
        tenantId: this.client("tenantId"),
        vaultName: secretsVault(this.scope),
        reachedFrom: { subnets: [this.nodesSubnet], ranges: this.made.ranges ?? [] },
        purgeProtected: this.scope.protect || this.scope.environment !== "dev",
      },
      this.with(opts),
    );
    return this.made.secrets;
  }

  /** Full id of the vault of secrets; in a stack that joins a foundation it is there already. */
  private get secretsId(): Input<string> {
    const { scope } = this;
    return this.made.secrets?.id ?? idInGroup(scope, `Microsoft.KeyVault/vaults/${secretsVault(scope)}`);
  }

  private full(name: string): string {
    return `${this.scope.name}-${name}`;
  }

  private with(opts: CloudOpts = {}): ComponentOpts {
    return { ...opts, provider: this.provider };
  }
}
