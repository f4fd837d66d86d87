/** What tables share: stores as every prod has them, and why some figures are held elsewhere or not at all. */

export const POSTGRES = { engine: "postgres", multiAz: true, storageEncrypted: true, deletionProtection: true };

export const REDIS = {
  engine: "redis",
  engineVersion: "7.1",
  transitEncryptionEnabled: true,
  automaticFailoverEnabled: true,
};

/** Figures of what stands before the gateway. */
export const EDGE = "the edge has no word for it yet in this stack: the gateway does TLS, redirects and hosts alone";

/** Figures of a pipeline. */
export const PIPELINE =
  "it is a step of the application's own pipeline, which is not here; of Slipway's part of it the rows beside this one are held";

/** Commands that a person gives. */
export const OPS =
  "it is a command, not a part of the stack: `npm run ops` has status, backup, restore and drill, kubectl's plugin of Argo Rollouts the rest";

export const VPS = "there is no stack of it yet: one VPS is not among the clouds that Slipway can do";

export const IN_CLUSTER =
  "there are no stores in the cluster yet: staging has them beside it, on RDS and ElastiCache, of the least size";

export const AKS = "there is no stack of it yet: Azure is not among the clouds that Slipway can do";
