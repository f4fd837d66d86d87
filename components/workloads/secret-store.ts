import type { SecretStoreRef } from "./values/secrets";

/** The External Secrets store of a stack, as the add-on makes it. */
export const secretStore: SecretStoreRef = { name: "slipway", kind: "ClusterSecretStore" };

/** A namespace with this label may read the stack's secrets through that store. */
export const secretsLabel: Readonly<Record<string, string>> = { "slipway/secrets": "true" };
