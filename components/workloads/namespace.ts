import * as k8s from "@pulumi/kubernetes";
import type { Output } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel, podSecurityLabels } from "../shared/labels";
import { secretsLabel } from "./secret-store";

export interface WorkloadNamespaceArgs {
  /** Its name in the cluster. */
  readonly namespace: string;
  /** The system whose workloads live here. */
  readonly partOf: string;
  /** Its pods are part of the service mesh. @default false */
  readonly mesh?: boolean;
}

/**
 * The namespace of a system's workloads: pods must meet Pod Security `restricted`, nothing is let in or out that no
 * policy opens, and pods that bring no service account get one without a token.
 */
export class WorkloadNamespace extends BaseComponent {
  readonly namespace: Output<string>;

  constructor(name: string, args: WorkloadNamespaceArgs, opts?: ComponentOpts) {
    super("slipway:workloads:Namespace", name, opts);
    const labels = {
      "app.kubernetes.io/name": args.namespace,
      "app.kubernetes.io/part-of": args.partOf,
      ...managedLabel,
    };
    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: args.namespace,
          labels: {
            ...labels,
            ...secretsLabel,
            ...podSecurityLabels("restricted"),
            ...(args.mesh ? { "istio.io/dataplane-mode": "ambient" } : {}),
          },
        },
      },
      this.child(),
    );
    this.namespace = namespace.metadata.name;
    new k8s.networking.v1.NetworkPolicy(
      `${name}-default-deny`,
      {
        metadata: { name: "default-deny", namespace: this.namespace, labels },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      this.child(),
    );
    this.registerOutputs({ namespace: this.namespace });
  }
}
