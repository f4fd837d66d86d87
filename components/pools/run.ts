import type { Input, Output } from "@pulumi/pulumi";
import type { PostgresHandle, SecretHandle } from "../contracts/stores";
import { imageName, images } from "../helm/images";
import { chartRelease } from "../helm/release";
import { ownChart } from "../helm/source";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { poolRelease } from "../shared/pool-place";
import { WorkloadNamespace } from "../workloads/namespace";
import { secretStore } from "../workloads/secret-store";

/** A pool that Slipway runs in the cluster, before a PostgreSQL outside of it. */
export interface OwnPool {
  /** Name of the store. */
  readonly store: string;
  /** Connections to the server that all of its pods may hold together. */
  readonly connections: number;
  /** Who comes by it, and the name of the secret of each login. At least one. */
  readonly logins: readonly { readonly role: string; readonly secret: string }[];
}

export interface RunPoolsArgs {
  /** Its own namespace, which is made here: nobody else reads every workload's login. */
  readonly namespace: string;
  readonly partOf: string;
  readonly pools: readonly OwnPool[];
  readonly handles: Readonly<Record<string, PostgresHandle>>;
  /** By the secret's name. */
  readonly logins: Readonly<Record<string, SecretHandle>>;
  /** Namespaces whose pods come by them. */
  readonly from: readonly string[];
}

/** Pods of each: two, so that one can go while the other serves. */
const PODS = 2;

/** Seconds that a release has: an image is pulled, and secrets are fetched. */
const DEADLINE = 300;

/**
 * PgBouncer by a chart of Slipway's own, where the cloud has no pool before its databases: it logs in as those who come by it do, whose
 * logins it is given, and checks who the server is. The master's password is none of them.
 */
export class RunPools extends BaseComponent {
  constructor(name: string, args: RunPoolsArgs, opts?: ComponentOpts) {
    super("slipway:pools:RunPools", name, opts);
    const { namespace, partOf, pools } = args;
    // Pods that come to their end are there for up to a minute beside those that take their place.
    const quota = { pods: 2 * PODS * pools.length, storageGb: 1 };
    const own = new WorkloadNamespace(`${name}-namespace`, { namespace, partOf, quota }, { parent: this });
    for (const pool of pools) {
      chartRelease(
        `${name}-${pool.store}`,
        {
          chart: ownChart("pool"),
          releaseName: poolRelease(pool.store),
          namespace: own.namespace as Output<string>,
          values: { ...valuesOf(pool, args) },
          timeoutSeconds: DEADLINE,
        },
        this.child({ dependsOn: [own] }),
      );
    }
    this.registerOutputs({ namespace: own.namespace });
  }
}

/** As `charts/pool/values.schema.json` says them. */
interface PoolValues {
  readonly partOf: string;
  readonly store: string;
  readonly image: string;
  readonly exporterImage: string;
  readonly secretStoreRef: object;
  readonly server: object;
  readonly connections: number;
  readonly certificate: Input<string>;
  readonly certificateVersion?: Input<string>;
  readonly logins: readonly object[];
  readonly from: readonly string[];
  readonly replicas: number;
}

function valuesOf({ store, connections, logins: roles }: OwnPool, args: RunPoolsArgs): PoolValues {
  const { host, port, database, cidrs, ca, pool, sslMode = "require" } = args.handles[store]!;
  const certificate = pool?.certificate;
  if (certificate === undefined) throw new Error(`${store}: its pool has no certificate to show`);
  const { id, version } = certificate;
  return {
    ...{ partOf: args.partOf, store, secretStoreRef: { ...secretStore }, from: args.from, replicas: PODS },
    ...{ image: imageName(images.pgbouncer), exporterImage: imageName(images.pgbouncerExporter) },
    server: { host, port, database, sslMode, ...(ca !== undefined && { ca }), cidrs },
    connections: Math.max(1, Math.floor(connections / PODS)),
    certificate: id,
    ...(version !== undefined && { certificateVersion: version }),
    logins: roles.map(({ role, secret }) => {
      const login = args.logins[secret]!;
      return { name: role, secret: login.id, ...(login.version !== undefined && { version: login.version }) };
    }),
  };
}
