import * as k8s from "@pulumi/kubernetes";
import { type Input, type Output, secret as pulumiSecret } from "@pulumi/pulumi";
import type { SecretHandle } from "../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import { secretStore } from "./secret-store";
import type { SecretInCluster, SecretReference, SecretStoreRef } from "./values/secrets";

/** HashiCorp Vault or OpenBao, by the login of a service account of the namespace. */
export interface VaultSource {
  readonly kind: "vault";
  /** `https://…`, without a path. */
  readonly server: string;
  /** Mount of the key-value engine, and its version. */
  readonly path: string;
  readonly version: "v1" | "v2";
  /** Role of the login by Kubernetes, and where that is mounted. */
  readonly role: string;
  readonly authPath: string;
  /** What the names of the stack's secrets begin with there. */
  readonly prefix: string;
  /** Key of each secret that holds the value. */
  readonly property: string;
}

/** A store of External Secrets that is there already: whatever that can read, such as 1Password or Doppler. */
export interface StoreSource {
  readonly kind: "store";
  readonly store: SecretStoreRef;
  readonly prefix: string;
  readonly property?: string;
}

/**
 * Where workloads' secrets come from:
 * - `secretManager`: the cloud's own, by the handles that it makes of each secret.
 * - `pulumi`: values of the stack's config, written into the cluster by the Kubernetes provider, never by Helm.
 * - `kubernetes`: Secrets that something else puts into the namespace, such as the controller of Sealed Secrets; each is
 *   called as the stack calls it, and holds its value under `value` (a pull secret: under `.dockerconfigjson`).
 * - `vault`, `store`: by External Secrets.
 */
export type SecretSource = { readonly kind: "secretManager" | "pulumi" | "kubernetes" } | VaultSource | StoreSource;

/** How a workload reads a secret. */
export interface WorkloadSecret {
  readonly reference: SecretReference | SecretInCluster;
  /** Changes with the value, where Slipway writes it. */
  readonly version?: Input<string>;
}

export interface WorkloadSecretsArgs {
  readonly namespace: Input<string>;
  readonly source: SecretSource;
  /** Names of secrets that workloads read. */
  readonly names: readonly string[];
  /** Names of secrets that hold a Docker config. */
  readonly pull: readonly string[];
  /** secretManager: what the cloud has made of each. */
  readonly handles: Readonly<Record<string, SecretHandle>>;
  /** pulumi: the values. */
  readonly values: Readonly<Record<string, Input<string>>>;
}

const DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";
const VAULT = "vault";
const VAULT_ACCOUNT = "vault-reader";

/**
 * The secrets of a stack as its workloads read them. What it makes depends on where they come from: nothing, Secrets
 * of its own, or the way to a store.
 */
export class WorkloadSecrets extends BaseComponent {
  /** Secret of the stack → how a workload reads it. */
  readonly secrets: Readonly<Record<string, WorkloadSecret>>;
  /** Names of the Secrets in the namespace that images are pulled with. */
  readonly pullSecrets: readonly Input<string>[];

  constructor(
    private readonly name: string,
    private readonly args: WorkloadSecretsArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:workloads:Secrets", name, opts);
    if (args.source.kind === "vault") this.vaultStore(args.source);
    this.secrets = Object.fromEntries(args.names.map((each) => [each, this.read(each)]));
    this.pullSecrets = args.pull.map((each) => this.pullSecret(each));
    this.registerOutputs();
  }

  private read(name: string): WorkloadSecret {
    const { source, handles, values } = this.args;
    switch (source.kind) {
      case "secretManager": {
        const { id, version, property } = handles[name]!;
        const reference = { secret: id, ...(property !== undefined && { property }) };
        return { reference, ...(version !== undefined && { version }) };
      }
      case "pulumi":
        return { reference: { kubernetesSecret: this.written(name, "value", values[name]!), key: "value" } };
      case "kubernetes":
        return { reference: { kubernetesSecret: name, key: "value" } };
      case "vault":
      case "store":
        return { reference: this.inStore(name, source) };
    }
  }

  private inStore(name: string, source: VaultSource | StoreSource): SecretReference {
    const store = source.kind === "store" ? source.store : ({ name: VAULT, kind: "SecretStore" } as const);
    const { prefix, property } = source;
    return { secret: `${prefix}${name}`, ...(property !== undefined && { property }), store };
  }

  /**
   * A Secret that never changes: another value makes another one, under another name. So pods that name it start with
   * the new value, those that still run keep the old one, and it goes when nobody names it any more.
   */
  private written(name: string, key: string, value: Input<string>, type = "Opaque"): Output<string> {
    const made = new k8s.core.v1.Secret(
      `${this.name}-${name}`,
      {
        metadata: { namespace: this.args.namespace, labels: managedLabel },
        type,
        immutable: true,
        stringData: { [key]: pulumiSecret(value) },
      },
      this.child(),
    );
    return made.metadata.name;
  }

  private pullSecret(name: string): Input<string> {
    const { source, values, namespace } = this.args;
    if (source.kind === "kubernetes") return name;
    if (source.kind === "pulumi") {
      return this.written(`pull-${name}`, ".dockerconfigjson", values[name]!, DOCKER_CONFIG);
    }
    const { reference } = this.read(name) as { reference: SecretReference };
    const { name: store, kind = "ClusterSecretStore" } = reference.store ?? secretStore;
    const target = `pull-${name}`;
    new k8s.apiextensions.CustomResource(
      `${this.name}-${target}`,
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: target, namespace, labels: managedLabel },
        spec: {
          refreshInterval: "1h",
          secretStoreRef: { name: store, kind },
          target: {
            name: target,
            creationPolicy: "Owner",
            template: { type: DOCKER_CONFIG, data: { ".dockerconfigjson": "{{ .config }}" } },
          },
          data: [
            {
              secretKey: "config",
              remoteRef: { key: reference.secret, ...(reference.property && { property: reference.property }) },
            },
          ],
        },
      },
      this.child(),
    );
    return target;
  }

  /** The login is the account's own token, which External Secrets asks for; no key of Vault's is kept anywhere. */
  private vaultStore({ server, path, version, role, authPath }: VaultSource): void {
    const { namespace } = this.args;
    const account = new k8s.core.v1.ServiceAccount(
      `${this.name}-vault-account`,
      {
        metadata: { name: VAULT_ACCOUNT, namespace, labels: managedLabel },
        automountServiceAccountToken: false,
      },
      this.child(),
    );
    new k8s.apiextensions.CustomResource(
      `${this.name}-vault`,
      {
        apiVersion: "external-secrets.io/v1",
        kind: "SecretStore",
        metadata: { name: VAULT, namespace, labels: managedLabel },
        spec: {
          provider: {
            vault: {
              server,
              path,
              version,
              auth: {
                kubernetes: { mountPath: authPath, role, serviceAccountRef: { name: account.metadata.name } },
              },
            },
          },
        },
      },
      this.child(),
    );
  }
}
