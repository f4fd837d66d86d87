import type { PodsIn } from "../contracts/network";
import type { StoreSpec } from "../contracts/stores";
import { physicalName } from "../shared/naming";

/*
 * What things of a stack are called that run in the cluster: known before they are made, so that a handle can be given in the
 * foundation for what the platform runs.
 */

/** The entry of a stack's secret that holds its value. */
export const SECRET_VALUE = "value";

/** Ports that stores in the cluster listen on. */
export const storePorts = { postgres: 5432, redis: 6379, mongodb: 27017 } as const;

/** The namespace of stores and secrets. */
export const storesNamespace = (app: string): string => `${app}-stores`;

/** The Secret with a store's login. */
export const loginOf = (store: string): string => `${store}-login`;

/** The Secret with the users of a cache. */
export const usersOf = (store: string): string => `${store}-users`;

/** The Secret with a store's certificate. */
export const certificateOf = (store: string): string => `${store}-tls`;

/** The Secret of CloudNativePG with the authority of a store: `ca.crt`, and the key that only the operator reads. */
export const authorityOf = (store: string): string => `${clusterName(store)}-ca`;

/** What CloudNativePG adds to a cluster's name is short; Services of over 63 characters are refused. */
export const clusterName = (store: string): string => physicalName([store], 50);

/** Names of a PostgreSQL's Services: CloudNativePG's own. */
export const postgresHost = (app: string, store: string, reads: boolean): string =>
  `${clusterName(store)}-${reads ? "ro" : "rw"}.${storesNamespace(app)}.svc.cluster.local`;

/** Name of a PostgreSQL's pool, and of its Service: no store's Cluster has it, as those end with the store's own name. */
export const poolerName = (store: string): string => `${clusterName(store)}-pooler-rw`;

/** CloudNativePG's own label of a pool's pods. They carry that of their Cluster too. */
export const poolerLabels = (store: string): Readonly<Record<string, string>> => ({
  "cnpg.io/poolerName": poolerName(store),
});

/** Where workloads find a PostgreSQL's pool. */
export const poolHost = (app: string, store: string): string =>
  `${poolerName(store)}.${storesNamespace(app)}.svc.cluster.local`;

/** Its pods, as network policies name them. */
export const poolPods = (app: string, store: string): PodsIn => ({
  namespace: storesNamespace(app),
  labels: poolerLabels(store),
});

/** A database by its stack and its name, as its backups lie in the bucket: `<app>-<stack>/<store>`. */
export const originForm = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]{0,19})$/;

/** Where a stack's databases keep base backups and logs in the bucket. */
export const archivePath = (bucket: string, stack: string): string => `s3://${bucket}/point-in-time/${stack}`;

/** Names that a Redis answers to, and that its certificate is for: the first is the one in handles. */
export const redisHost = (app: string, store: string): string => `${store}.${storesNamespace(app)}.svc.cluster.local`;

/** The one replica set of a MongoDB, and what its clients are told: they ask one member for the others. */
export const MONGODB_SET = "rs0";
/** Name of the bucket of backups, as the operator of a MongoDB calls it. */
export const MONGODB_STORAGE = "bucket";
export const MONGODB_OPTIONS = `replicaSet=${MONGODB_SET}`;

/** What Percona's operator adds to a cluster's name is short; names of over 63 characters are refused. */
export const mongodbName = (store: string): string => physicalName([store], 45);

/** Name of a MongoDB's Service, and of its members below it: the operator's own, and in its certificates. */
export const mongodbHost = (app: string, store: string): string =>
  `${mongodbName(store)}-${MONGODB_SET}.${storesNamespace(app)}.svc.cluster.local`;

/** The Secret of Percona's operator with the authority of a store under `ca.crt`. */
export const mongodbAuthorityOf = (store: string): string => `${mongodbName(store)}-ssl`;

/** How a store's pods are told from others. */
export function podsOf(
  app: string,
  { kind, name }: { readonly kind: Exclude<StoreSpec["kind"], "bucket">; readonly name: string },
): PodsIn {
  const labels: Readonly<Record<Exclude<StoreSpec["kind"], "bucket">, Readonly<Record<string, string>>>> = {
    postgres: { "cnpg.io/cluster": clusterName(name) },
    mongodb: {
      "app.kubernetes.io/name": "percona-server-mongodb",
      "app.kubernetes.io/instance": mongodbName(name),
    },
    redis: { "app.kubernetes.io/name": "store", "app.kubernetes.io/instance": name },
  };
  return { namespace: storesNamespace(app), labels: labels[kind] };
}

/** Where a store is that runs in the cluster; undefined for one that is given by its address, and for a bucket. */
export function inCluster(
  app: string,
  store: StoreSpec,
): { readonly pods: PodsIn; readonly caSecret: string; readonly poolPods: PodsIn } | undefined {
  if (store.kind === "bucket" || store.args.at) return undefined;
  const { kind, name } = store;
  const caSecret = { postgres: authorityOf, redis: certificateOf, mongodb: mongodbAuthorityOf }[kind](name);
  return { pods: podsOf(app, store), caSecret, poolPods: poolPods(app, name) };
}
