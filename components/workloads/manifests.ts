import { CustomResource, type CustomResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";

/** A Kubernetes object as somebody wrote it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

export interface ManifestsWorkloadArgs {
  /** The system that they are part of. */
  readonly partOf: string;
  /** What they are called together. */
  readonly workload: string;
  readonly objects: readonly {
    readonly manifest: Manifest;
    /** None: it belongs to the cluster as a whole. */
    readonly namespace?: Input<string>;
  }[];
}

/**
 * Objects as they are, one resource each, in the order in which they are given: each waits for the one before. Their
 * types are those of the SDK's own classes, so that policies see no difference.
 */
export class ManifestsWorkload extends BaseComponent {
  constructor(name: string, { partOf, workload, objects }: ManifestsWorkloadArgs, opts?: ComponentOpts) {
    super("slipway:workloads:Manifests", name, opts);
    const labels = { "app.kubernetes.io/name": workload, "app.kubernetes.io/part-of": partOf, ...managedLabel };
    let last: readonly Resource[] = [];
    for (const { manifest, namespace } of objects) {
      const { kind, metadata } = manifest;
      const place = metadata.namespace === undefined ? [] : [metadata.namespace];
      const made = new KubernetesObject(
        [name, kind.toLowerCase(), ...place, metadata.name].join("-"),
        {
          ...manifest,
          metadata: {
            ...metadata,
            ...(namespace !== undefined && { namespace }),
            labels: { ...labels, ...metadata.labels },
          },
        },
        this.child({ dependsOn: last }),
      );
      last = [made];
    }
    this.registerOutputs({});
  }
}

/**
 * Any object of Kubernetes. The SDK's `apiextensions.CustomResource` would give those of the core group another type
 * (`kubernetes:v1:ConfigMap`) than its own classes do (`kubernetes:core/v1:ConfigMap`), which no policy knows.
 */
class KubernetesObject extends CustomResource {
  constructor(
    name: string,
    object: Readonly<Record<string, unknown>> & Pick<Manifest, "apiVersion" | "kind">,
    opts?: CustomResourceOptions,
  ) {
    const { apiVersion, kind } = object;
    super(
      `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`,
      name,
      { ...object },
      opts,
    );
  }
}
