import * as organizations from "@pulumi/gcp/organizations";
import { Provider } from "@pulumi/gcp/provider";
import type { Input } from "@pulumi/pulumi";
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
import { hostPart } from "../../shared/naming";
import { addonRoles } from "./addon-rights";
import { GcpBucket } from "./bucket";
import { GcpCluster } from "./cluster";
import { GcpZone, zoneParts } from "./dns";
import { GcpEdge } from "./edge";
import { GcpEntry } from "./entry";
import { guardProject } from "./guard";
import { GcpIdentity } from "./identity";
import type { GcpKey } from "./key";
import { GcpKeyRing } from "./key-ring";
import { GcpNetwork } from "./network";
import type { GcpOptions } from "./options";
import { GcpPostgres } from "./postgres";
import { GcpRedis } from "./redis";
import { GcpSecret, NOT_SET, secretPrefix, secretsKey } from "./secret";

/** The class of disks: SSDs with a copy in the pod's zone, encrypted by Google. */
const DISK_CLASS = "balanced";

/** Google Cloud: everything is made through one provider, bound to the stack's project and region. */
export class GcpCloud implements Cloud<GcpOptions> {
  readonly name = "gcp";
  /** GKE brings its nodes' images itself. */
  readonly nodeImage = "";
  readonly provider: Provider;
  private readonly made: { ring?: GcpKeyRing; secretsKey?: GcpKey } = {};

  constructor(private readonly scope: Scope) {
    this.provider = new Provider(`${scope.name}-gcp`, { project: scope.account, region: scope.region });
  }

  guard(): Promise<void> {
    return guardProject(this.scope, this.provider);
  }

  network(args: NetworkArgs & GcpOptions["network"], opts?: CloudOpts): GcpNetwork {
    return new GcpNetwork(`${this.scope.name}-network`, { ...args, scope: this.scope }, this.with(opts));
  }

  adoptNetwork(adopted: AdoptedNetwork): NetworkHandle {
    const { publicSubnetIds, privateSubnetIds, dataSubnetIds, dataCidrs } = adopted;
    return {
      id: adopted.id,
      cidr: adopted.cidr,
      publicSubnetIds: [...publicSubnetIds],
      privateSubnetIds: [...privateSubnetIds],
      dataSubnetIds: [...dataSubnetIds],
      dataCidrs: [...dataCidrs],
    };
  }

  cluster(args: ClusterArgs & GcpOptions["cluster"], opts?: CloudOpts): GcpCluster {
    const { scope } = this;
    return new GcpCluster(`${scope.name}-cluster`, { ...args, scope, ring: this.ring(opts) }, this.with(opts));
  }

  postgres(name: string, args: PostgresArgs, placement: StorePlacement, opts?: CloudOpts): GcpPostgres {
    const keys = { ring: this.ring(opts), secretsKey: this.secretsKey(opts) };
    return new GcpPostgres(
      this.full(`store-${name}`),
      { ...args, ...keys, scope: this.scope, store: name, placement },
      this.with(opts),
    );
  }

  redis(name: string, args: RedisArgs, placement: StorePlacement, opts?: CloudOpts): GcpRedis {
    const keys = { ring: this.ring(opts), secretsKey: this.secretsKey(opts) };
    return new GcpRedis(
      this.full(`store-${name}`),
      { ...args, ...keys, scope: this.scope, placement },
      this.with(opts),
    );
  }

  bucket(name: string, args: BucketArgs, opts?: CloudOpts): GcpBucket {
    const { scope, provider } = this;
    return new GcpBucket(
      this.full(`store-${name}`),
      { ...args, scope, provider, ring: this.ring(opts) },
      this.with(opts),
    );
  }

  secret(name: string, value?: Input<string>, opts?: CloudOpts): GcpSecret {
    return new GcpSecret(
      `${this.scope.name}-secret-${name}`,
      { scope: this.scope, secretName: name, key: this.secretsKey(opts), value, first: NOT_SET },
      this.with(opts),
    );
  }

  identity(name: string, args: IdentityArgs, opts?: CloudOpts): GcpIdentity | undefined {
    if (args.grants.length === 0) return undefined;
    const { namespace, serviceAccount, grants } = args;
    return new GcpIdentity(
      this.full(`workload-${name}`),
      { scope: this.scope, namespace, serviceAccount, grants },
      this.with(opts),
    );
  }

  entry(
    _network: NetworkHandle,
    _cluster: ClusterHandle,
    { behindCdn = false, ...opts }: CloudOpts & { readonly behindCdn?: boolean } = {},
  ): EntryHandle {
    return new GcpEntry(`${this.scope.name}-entry`, { scope: this.scope, behindCdn }, this.with(opts));
  }

  zone(args: ZoneArgs, opts?: CloudOpts): ZoneHandle {
    if (args.adopt !== undefined) return { name: args.name, id: args.adopt };
    return new GcpZone(this.full(`zone-${hostPart(args.name)}`), { ...args, scope: this.scope }, this.with(opts));
  }

  edge(args: EdgeArgs, opts?: CloudOpts): EdgeHandle {
    return new GcpEdge(this.full("edge"), { ...args, scope: this.scope, provider: this.provider }, this.with(opts));
  }

  dnsChallenge({ id }: ZoneHandle): Readonly<Record<string, unknown>> {
    const { project, managedZone } = zoneParts(id);
    return { cloudDNS: { project, hostedZoneName: managedZone } };
  }

  storageClass() {
    return { name: DISK_CLASS, provisioner: "pd.csi.storage.gke.io", parameters: { type: "pd-balanced" } };
  }

  facts(cluster: ClusterHandle, network: NetworkHandle): CloudFacts {
    const { region, account, name, tags } = this.scope;
    return {
      cloud: "gcp",
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
      secretStore: { gcpsm: { projectID: account } },
      controllerEnv: [{ name: "GOOGLE_CLOUD_PROJECT", value: account }],
      diskClass: DISK_CLASS,
      objectStore: { kind: "gcs" },
    };
  }

  addonIdentity(
    addon: string,
    namespace: string,
    identity: AddonIdentity,
    _cluster: ClusterHandle,
    facts: CloudFacts,
    settings: AddonSettings,
    opts?: CloudOpts,
  ): IdentityHandle | undefined {
    const { scope, provider } = this;
    const { number } = organizations.getProjectOutput({ projectId: scope.account }, { provider });
    const roles = addonRoles(identity, facts, settings, number);
    const rights = identity.rights?.(settings) ?? [];
    const grants = rights.flatMap((right) =>
      right.kind === "useBucket" ? [{ kind: "bucket", bucket: right.bucket, mode: "readWrite" } as const] : [],
    );
    const zones = rights.flatMap((right) => (right.kind === "proveNames" ? right.zones : []));
    if (roles.length + grants.length + zones.length === 0) return undefined;
    const { serviceAccount } = identity;
    return new GcpIdentity(
      this.full(`addon-${addon}`),
      { scope, namespace, serviceAccount, roles, grants, zones },
      this.with(opts),
    );
  }

  /** The ring of the stack's keys, made with the first of them. */
  private ring(opts?: CloudOpts): GcpKeyRing {
    this.made.ring ??= new GcpKeyRing(this.scope, this.with(opts));
    return this.made.ring;
  }

  private secretsKey(opts?: CloudOpts): GcpKey {
    this.made.secretsKey ??= secretsKey(this.scope, this.ring(opts), this.with(opts));
    return this.made.secretsKey;
  }

  private full(name: string): string {
    return `${this.scope.name}-${name}`;
  }

  private with(opts: CloudOpts = {}): ComponentOpts {
    return { ...opts, provider: this.provider };
  }
}
