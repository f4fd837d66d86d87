import * as k8s from "@pulumi/kubernetes";
import type { Output } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel, type PodSecurity, podSecurityLabels } from "../shared/labels";
import { secretsLabel } from "./secret-store";

/** What a namespace's pods may take together. */
export interface NamespaceQuota {
  /** Cores requested. @default unlimited */
  readonly cpu?: number;
  /** GiB of memory requested. @default unlimited */
  readonly memoryGb?: number;
  readonly pods: number;
  /** GiB of disks. */
  readonly storageGb: number;
}

/** A priority that differs from the cluster's own: `high` pushes others out where there is no room, `low` waits. */
export type WorkloadPriority = "low" | "high";

export interface WorkloadNamespaceArgs {
  /** Its name in the cluster. */
  readonly namespace: string;
  /** The system whose workloads live here. */
  readonly partOf: string;
  /** What its pods must meet. @default "restricted" */
  readonly podSecurity?: PodSecurity;
  /** Its pods are part of the service mesh. @default false */
  readonly mesh?: boolean;
  /** @default none */
  readonly quota?: NamespaceQuota;
  /** Priorities that its workloads ask for: a PriorityClass `<namespace>-<priority>` for each. @default none */
  readonly priorities?: readonly WorkloadPriority[];
}

/** Kubernetes' own default is 0, and its system classes begin at two thousand million. */
const priorities = {
  high: { value: 100_000, preemptionPolicy: "PreemptLowerPriority", description: "Pushes others out." },
  low: { value: -1000, preemptionPolicy: "Never", description: "Waits, and is pushed out first." },
} as const;

/**
 * The namespace of a system's workloads: pods must meet a Pod Security level, nothing is let in or out that no
 * policy opens, pods that bring no service account get one without a token, and together they take no more of the
 * cluster than their quota.
 */
export class WorkloadNamespace extends BaseComponent {
  readonly namespace: Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: WorkloadNamespaceArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:workloads:Namespace", name, opts);
    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: args.namespace,
          labels: {
            ...this.labels,
            ...secretsLabel,
            ...podSecurityLabels(args.podSecurity ?? "restricted"),
            ...(args.mesh ? { "istio.io/dataplane-mode": "ambient" } : {}),
          },
        },
      },
      this.child(),
    );
    this.namespace = namespace.metadata.name;
    this.denyAll();
    if (args.quota) this.limit(args.quota);
    for (const priority of args.priorities ?? []) this.priorityClass(priority);
    this.registerOutputs({ namespace: this.namespace });
  }

  private get labels(): Readonly<Record<string, string>> {
    const { namespace, partOf } = this.args;
    return { "app.kubernetes.io/name": namespace, "app.kubernetes.io/part-of": partOf, ...managedLabel };
  }

  private denyAll(): void {
    new k8s.networking.v1.NetworkPolicy(
      `${this.name}-default-deny`,
      {
        metadata: { name: "default-deny", namespace: this.namespace, labels: this.labels },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      this.child(),
    );
  }

  /** A quota refuses pods that request nothing, so what is not the chart's gets modest requests and limits. */
  private limit({ cpu, memoryGb, pods, storageGb }: NamespaceQuota): void {
    new k8s.core.v1.ResourceQuota(
      `${this.name}-quota`,
      {
        metadata: { name: "quota", namespace: this.namespace, labels: this.labels },
        spec: {
          hard: {
            ...(cpu !== undefined && { "requests.cpu": String(cpu) }),
            ...(memoryGb !== undefined && { "requests.memory": `${memoryGb}Gi` }),
            pods: String(pods),
            "requests.storage": `${storageGb}Gi`,
            // The gateway is the one way in.
            "services.loadbalancers": "0",
            "services.nodeports": "0",
          },
        },
      },
      this.child(),
    );
    new k8s.core.v1.LimitRange(
      `${this.name}-limits`,
      {
        metadata: { name: "limits", namespace: this.namespace, labels: this.labels },
        spec: {
          limits: [
            {
              type: "Container",
              defaultRequest: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
              default: { memory: "256Mi", "ephemeral-storage": "1Gi" },
            },
          ],
        },
      },
      this.child(),
    );
  }

  private priorityClass(priority: WorkloadPriority): void {
    new k8s.scheduling.v1.PriorityClass(
      `${this.name}-priority-${priority}`,
      { metadata: { name: `${this.args.namespace}-${priority}`, labels: this.labels }, ...priorities[priority] },
      this.child(),
    );
  }
}
