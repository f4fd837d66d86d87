import * as k8s from "@pulumi/kubernetes";
import { type Input, interpolate, type Output, output, secret as pulumiSecret } from "@pulumi/pulumi";
import type { Scope } from "../contracts/common";
import type { SecretHandle } from "../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel, podSecurityLabels } from "../shared/labels";
import { secretsLabel } from "../workloads/secret-store";
import { SECRET_VALUE, storesNamespace } from "./places";

/** The account that External Secrets reads the namespace as. */
export const READER = "secrets-reader";

/** What a secret holds until somebody says more, so that pods that ask for it start. */
const NOT_SET = "not set yet";

const labels = (app: string) => ({ "app.kubernetes.io/part-of": app, ...managedLabel });

/**
 * The namespace of a stack's stores and secrets, which stands in for a secret manager: External Secrets copies from it what
 * each namespace of workloads is to see, and nobody else is let in. The cluster must encrypt Secrets at rest by itself.
 */
export class StoresNamespace extends BaseComponent {
  readonly namespace: Output<string>;

  constructor(
    private readonly name: string,
    private readonly scope: Scope,
    opts?: ComponentOpts,
  ) {
    super("slipway:incluster:Namespace", name, opts);
    const { app } = scope;
    const place = storesNamespace(app);
    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: place,
          labels: {
            ...{ "app.kubernetes.io/name": place, ...labels(app), ...podSecurityLabels("restricted") },
            // What runs a store here may ask for a secret by another name.
            ...secretsLabel,
          },
        },
      },
      this.child({ protect: scope.protect }),
    );
    this.namespace = namespace.metadata.name;
    this.traffic();
    this.reader();
    this.registerOutputs({ namespace: this.namespace });
  }

  /** Nothing comes in but from where stores are used, watched, backed up and run; out they may go but to the node's metadata. */
  private traffic(): void {
    const { app } = this.scope;
    const from = [app, `${app}-roles`, `${app}-backups`, "monitoring", "cnpg-system", "psmdb-system"].map((name) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
    }));
    new k8s.networking.v1.NetworkPolicy(
      `${this.name}-traffic`,
      {
        metadata: { name: "stores", namespace: this.namespace, labels: labels(app) },
        spec: {
          podSelector: {},
          policyTypes: ["Ingress", "Egress"],
          ingress: [{ from: [{ podSelector: {} }, ...from] }],
          egress: [
            { to: [{ namespaceSelector: {} }, { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }] },
          ],
        },
      },
      this.child(),
    );
  }

  private reader(): void {
    const metadata = { name: READER, namespace: this.namespace, labels: labels(this.scope.app) };
    const account = new k8s.core.v1.ServiceAccount(
      `${this.name}-reader`,
      { metadata, automountServiceAccountToken: false },
      this.child(),
    );
    const role = new k8s.rbac.v1.Role(
      `${this.name}-reader`,
      { metadata, rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] }] },
      this.child(),
    );
    new k8s.rbac.v1.RoleBinding(
      `${this.name}-reader`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: this.namespace }],
      },
      this.child(),
    );
  }
}

export interface NamespaceSecretArgs {
  readonly scope: Scope;
  readonly namespace: Input<string>;
  /** Its name in the namespace. */
  readonly secretName: string;
  /** Its value, which follows what is given here. @default people set it, and it is left alone */
  readonly value?: Input<string>;
}

/**
 * A Secret of the stack. Its value is under `value`; where that is a JSON object of texts, each stands under its own name too, so
 * that a login is given as one value and read by its parts.
 */
export class NamespaceSecret extends BaseComponent implements SecretHandle {
  readonly id: Output<string>;
  readonly property = SECRET_VALUE;
  readonly version?: Output<string>;

  constructor(name: string, { scope, namespace, secretName, value }: NamespaceSecretArgs, opts?: ComponentOpts) {
    super("slipway:incluster:Secret", name, opts);
    const given = value !== undefined;
    const made = new k8s.core.v1.Secret(
      name,
      {
        metadata: { name: secretName, namespace, labels: labels(scope.app) },
        stringData: pulumiSecret(output(value ?? NOT_SET).apply(entriesOf)),
      },
      this.child({
        additionalSecretOutputs: ["stringData", "data"],
        ...(!given && { ignoreChanges: ["stringData", "data"] }),
      }),
    );
    this.id = made.metadata.name;
    if (given) this.version = interpolate`${made.metadata.resourceVersion}`;
    this.registerOutputs({ id: this.id });
  }
}

/** Names that a Secret's entries may have. */
const ENTRY = /^[A-Za-z0-9._-]{1,63}$/;

/** The entries of a secret's Secret. */
export function entriesOf(value: string): Record<string, string> {
  return { ...partsOf(value), [SECRET_VALUE]: value };
}

function partsOf(value: string): Record<string, string> {
  if (!value.startsWith("{")) return {};
  try {
    const read = JSON.parse(value) as Record<string, unknown>;
    const entries = Object.entries(read).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && ENTRY.test(entry[0]),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
