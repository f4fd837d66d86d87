import type { Input } from "@pulumi/pulumi";

/** One secret, or one property of a secret that is JSON. */
export interface SecretReference {
  /** Key or ARN in the secret manager. */
  readonly secret: Input<string>;
  /** @default the whole secret */
  readonly property?: string;
  /** Where it is read from. @default `secretStoreRef` */
  readonly store?: SecretStoreRef;
}

/** One key of a Kubernetes Secret that is in the namespace already, or will be: the pod waits for it. */
export interface SecretInCluster {
  /** Name of the Secret. */
  readonly kubernetesSecret: Input<string>;
  readonly key: string;
}

/**
 * A variable put together in the cluster, such as a database's URL: each `{part}` of `format` is replaced by the secret
 * or plain part of that name. Every placeholder needs a part, and every part a placeholder.
 */
export interface ComposedSecret {
  /** Such as `postgresql://{username}:{password}@{host}:{port}/{name}`; no `{{`. */
  readonly format: string;
  readonly secrets: Readonly<Record<string, SecretReference>>;
  /** @default none */
  readonly plain?: Readonly<Record<string, Input<string> | Input<number>>>;
  /** How secret parts are escaped; plain parts never are. @default "url" */
  readonly escape?: "url" | "none";
}

export interface SecretStoreRef {
  readonly name: string;
  /** @default "ClusterSecretStore" */
  readonly kind?: "ClusterSecretStore" | "SecretStore";
}
