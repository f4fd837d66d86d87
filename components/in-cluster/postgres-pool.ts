import * as k8s from "@pulumi/kubernetes";
import type { Resource } from "@pulumi/pulumi";
import type { Scope } from "../contracts/common";
import type { PoolArgs } from "../contracts/stores";
import { imageName, images } from "../helm/images";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import { clusterName, poolerLabels, poolerName, storesNamespace } from "./places";
import { POOL_PODS, poolSize } from "./sizes";

export interface RunPostgresPoolArgs extends PoolArgs {
  readonly scope: Scope;
  readonly store: string;
  /** Connections that the server takes. */
  readonly connections: number;
  /** The database's Cluster, which must be there before. */
  readonly cluster: Resource;
}

/** Clients that a pod of the pool takes. PgBouncer's own default is 100. */
const CLIENTS = 2000;

/**
 * PgBouncer before one PostgreSQL, by CloudNativePG's Pooler: the operator gives it the server's certificate, lets it look
 * passwords up by a function made for that (`auth_query`), checks the server's own certificate, and runs it without root.
 */
export class RunPostgresPool extends BaseComponent {
  constructor(
    name: string,
    { scope, store, percent, connections, cluster }: RunPostgresPoolArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:incluster:RunPostgresPool", name, opts);
    const labels = poolerLabels(store);
    const metadata = {
      name: poolerName(store),
      namespace: storesNamespace(scope.app),
      labels: { "app.kubernetes.io/name": store, "app.kubernetes.io/part-of": scope.app, ...managedLabel },
    };
    const { cpu, memory } = poolSize;
    const own = String(Math.max(1, Math.floor((connections * percent) / 100 / POOL_PODS)));
    const pooler = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Pooler",
        metadata,
        spec: {
          cluster: { name: clusterName(store) },
          type: "rw",
          instances: POOL_PODS,
          deploymentStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          pgbouncer: {
            poolMode: "transaction",
            parameters: {
              max_client_conn: String(CLIENTS),
              // A pool for each role, all of them together within the pod's share of the server's connections.
              default_pool_size: own,
              max_db_connections: own,
              // Statements that a driver has prepared follow it from connection to connection.
              max_prepared_statements: "200",
              // Seconds that a query waits for a connection before its client is told that there is none.
              query_wait_timeout: "30",
              client_tls_sslmode: "require",
              server_tls_sslmode: "verify-ca",
            },
          },
          template: {
            metadata: { labels: { "app.kubernetes.io/part-of": scope.app } },
            spec: {
              containers: [
                {
                  name: "pgbouncer",
                  image: imageName(images.pgbouncer),
                  resources: {
                    requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
                    limits: { memory: `${2 * memory}Mi` },
                  },
                },
              ],
              topologySpreadConstraints: [
                {
                  maxSkew: 1,
                  topologyKey: "kubernetes.io/hostname",
                  whenUnsatisfiable: "ScheduleAnyway",
                  labelSelector: { matchLabels: labels },
                },
              ],
            },
          },
        },
      },
      this.child({ dependsOn: [cluster] }),
    );
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
      this.child({ dependsOn: [pooler] }),
    );
    this.registerOutputs();
  }
}
