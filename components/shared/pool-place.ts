import type { PodsIn } from "../contracts/network";

/*
 * What a pool that Slipway runs itself is called: known before it runs, so that a database's handle names it in the foundation.
 */

/** The namespace of a stack's pools, and of the logins that come by them. */
export const poolsNamespace = (app: string): string => `${app}-pools`;

/** Name of a store's pool: of its release, and of its Service. */
export const poolRelease = (store: string): string => `pool-${store}`;

/** Where workloads find it. */
export const poolAddress = (app: string, store: string): string =>
  `${poolRelease(store)}.${poolsNamespace(app)}.svc.cluster.local`;

/** Its pods, as network policies name them. charts/pool says the same. */
export const poolPodsIn = (app: string, store: string): PodsIn => ({
  namespace: poolsNamespace(app),
  labels: { "app.kubernetes.io/name": "pool", "app.kubernetes.io/instance": poolRelease(store) },
});
