import type { Input, Output } from "@pulumi/pulumi";
import type { PodsIn } from "../contracts/network";
import type { MongodbHandle, PostgresHandle, RoleKind, SecretHandle, SslMode, StoreRoles } from "../contracts/stores";
import { databaseClients, imageName, mongodbClient } from "../helm/images";
import { chartRelease } from "../helm/release";
import { ownChart } from "../helm/source";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { WorkloadNamespace } from "../workloads/namespace";
import { secretStore } from "../workloads/secret-store";
import { type TrustSource, trustOf } from "../workloads/values/trust";

/** A server that roles are made in: somebody has a login that may. */
export type RoleServer = PostgresHandle | (MongodbHandle & Required<Pick<MongodbHandle, "secretId">>);

export interface RoleJobsArgs {
  /** Its own namespace, which is made here: the master's login is in no other. */
  readonly namespace: string;
  readonly partOf: string;
  readonly stores: readonly StoreRoles[];
  readonly handles: Readonly<Record<string, RoleServer>>;
  /** By the secret's name. */
  readonly logins: Readonly<Record<string, SecretHandle>>;
}

/** Seconds that a run has, waiting for its node and its secrets included. */
const DEADLINE = 600;

/**
 * Makes the roles of each database, by a Job that runs to its end before any workload's release, and again for each change
 * of roles or passwords. Nobody else in the cluster holds the master's login.
 */
export class RoleJobs extends BaseComponent {
  constructor(name: string, args: RoleJobsArgs, opts?: ComponentOpts) {
    super("slipway:roles:Jobs", name, opts);
    const { namespace, partOf, stores } = args;
    // A Job that is replaced may still end while the next one begins.
    const quota = { pods: 2 * stores.length + 2, storageGb: 1 };
    const own = new WorkloadNamespace(`${name}-namespace`, { namespace, partOf, quota }, { parent: this });
    for (const store of stores) {
      chartRelease(
        `${name}-${store.name}`,
        {
          chart: ownChart("roles"),
          releaseName: `roles-${store.name}`,
          namespace: own.namespace as Output<string>,
          values: { ...valuesOf(store, args) },
          timeoutSeconds: DEADLINE + 60,
        },
        this.child({ dependsOn: [own] }),
      );
    }
    this.registerOutputs({ namespace: own.namespace });
  }
}

/** As `charts/roles/values.schema.json` says them. */
interface RolesValues {
  readonly kind: RoleKind;
  readonly partOf: string;
  readonly store: string;
  readonly image: string;
  readonly secretStoreRef: object;
  readonly server: Readonly<Record<"host" | "port" | "database" | "cidrs", unknown>> & {
    readonly sslMode?: SslMode;
    readonly options?: string;
    readonly pods?: PodsIn;
    readonly ca?: TrustSource;
  };
  /** Id of the secret of the login that makes roles. */
  readonly master: Input<string>;
  readonly roles: readonly object[];
  readonly activeDeadlineSeconds: number;
}

function valuesOf({ name, version, roles }: StoreRoles, { partOf, handles, logins }: RoleJobsArgs): RolesValues {
  const handle = handles[name]!;
  const { kind, host, port, database, cidrs, pods, secretId } = handle;
  const ca = trustOf(handle);
  const own = handle.kind === "postgres" ? { sslMode: handle.sslMode ?? "require" } : { options: handle.options };
  return {
    kind,
    partOf,
    store: name,
    image: imageName(handle.kind === "postgres" ? databaseClients.postgres[version]! : mongodbClient),
    secretStoreRef: { ...secretStore },
    server: { host, port, database, ...own, cidrs, ...(ca && { ca }), ...(pods && { pods }) },
    master: secretId,
    roles: roles.map(({ role, access, secret }) => {
      const { id, version: changed } = logins[secret]!;
      return { name: role, access, secret: id, ...(changed !== undefined && { version: changed }) };
    }),
    activeDeadlineSeconds: DEADLINE,
  };
}
