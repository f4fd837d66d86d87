import * as k8s from "@pulumi/kubernetes";
import type { Output } from "@pulumi/pulumi";
import { chartRelease } from "../helm/release";
import type { ChartPin } from "../helm/versions";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel, type PodSecurity } from "../shared/labels";
import { type NamespaceQuota, WorkloadNamespace } from "./namespace";
import { type NamespaceNetwork, namespaceTraffic } from "./namespace-network";

export interface ChartWorkloadArgs {
  /** The name that `helm list` shows. */
  readonly releaseName: string;
  /** The system that it is part of. */
  readonly partOf: string;
  readonly chart: ChartPin;
  /** No secret belongs in here: values are kept in plain text in the cluster. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Its own namespace, which is made here. */
  readonly namespace: string;
  readonly podSecurity: PodSecurity;
  readonly network: NamespaceNetwork;
  /** What its pods may take together. @default no quota */
  readonly quota?: NamespaceQuota;
  /** Seconds until everything must be ready. */
  readonly timeoutSeconds: number;
  /** The public setting `chartMirror`. @default the chart's own repository */
  readonly chartMirror?: string;
}

/**
 * A third-party chart as a workload: a release in a namespace to itself, with a Pod Security level, a quota, and no
 * traffic in or out that is not said. What the chart makes inside is its own; the policies judge it once it is rendered.
 */
export class ChartWorkload extends BaseComponent {
  /** Known before the release is there. */
  readonly namespace: Output<string>;
  /** Status of the release. */
  readonly status: Output<k8s.types.output.helm.v3.ReleaseStatus>;

  constructor(name: string, args: ChartWorkloadArgs, opts?: ComponentOpts) {
    super("slipway:workloads:Chart", name, opts);
    const { partOf, podSecurity, quota } = args;
    const own = new WorkloadNamespace(
      `${name}-namespace`,
      { namespace: args.namespace, partOf, podSecurity, quota },
      { parent: this },
    );
    this.namespace = own.namespace;
    const labels = { "app.kubernetes.io/name": args.namespace, "app.kubernetes.io/part-of": partOf, ...managedLabel };
    const traffic = new k8s.networking.v1.NetworkPolicy(
      `${name}-traffic`,
      {
        metadata: { name: "traffic", namespace: own.namespace, labels },
        spec: namespaceTraffic(args.network),
      },
      this.child(),
    );
    const release = chartRelease(
      name,
      {
        chart: args.chart,
        releaseName: args.releaseName,
        namespace: own.namespace,
        values: args.values,
        timeoutSeconds: args.timeoutSeconds,
        mirror: args.chartMirror,
      },
      this.child({ dependsOn: [own, traffic] }),
    );
    this.status = release.status;
    this.registerOutputs({ namespace: this.namespace, status: this.status });
  }
}
