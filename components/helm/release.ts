import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { ClusterProvider } from "./cluster-provider";
import { chartSource } from "./source";
import type { ChartKey, ChartPin } from "./versions";

export interface ChartReleaseArgs {
  /** A pinned chart by its key, one that config pins, or a chart of Slipway's own by its folder. */
  readonly chart: ChartKey | ChartPin | { readonly path: string };
  /** The name that `helm list` shows; the chart's objects are called after it. */
  readonly releaseName: Input<string>;
  /** A namespace that is there already: Slipway owns namespaces, so that they carry their labels. */
  readonly namespace: Input<string>;
  /** No secret belongs in here: values are kept in plain text in the cluster. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Seconds until everything must be ready; after that Helm takes the release back. */
  readonly timeoutSeconds: number;
  /** Repository or folder that serves pinned charts instead of their own repositories. @default their own */
  readonly mirror?: string;
  /** Leave out the definitions in the chart's `crds/` folder, where another release brings them. @default false */
  readonly skipCrds?: boolean;
}

/** The type that releases are, by which a component's provider is found. */
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Revisions that Helm keeps to go back to; each is a Secret of up to 1 MB. */
const HISTORY = 5;

/**
 * The only way Slipway makes a Helm release: atomic (a failed install is removed, a failed upgrade rolled back), with a
 * time-out, and waiting for Jobs too. Through a {@link ClusterProvider} it says why it failed. A function, as a component
 * around each release would only cost time.
 */
export function chartRelease(name: string, args: ChartReleaseArgs, opts?: CustomResourceOptions): k8s.helm.v3.Release {
  const { chart, version, repo } =
    typeof args.chart === "object" && "path" in args.chart
      ? { chart: args.chart.path, version: undefined, repo: undefined }
      : chartSource(args.chart, args.mirror);
  const provider = opts?.provider ?? opts?.parent?.getProvider(RELEASE);
  const failures = provider instanceof ClusterProvider ? provider.failures : undefined;
  failures?.add(args.releaseName);
  return new k8s.helm.v3.Release(
    name,
    {
      name: args.releaseName,
      namespace: args.namespace,
      createNamespace: false,
      chart,
      ...(version === undefined ? {} : { version }),
      ...(repo === undefined ? {} : { repositoryOpts: { repo } }),
      values: args.values,
      atomic: true,
      cleanupOnFail: true,
      waitForJobs: true,
      // Helm would fetch and parse the API's schema for each release, and then leave the check to the API server all the
      // same, as any since 1.27 makes it (k8s.io/kubectl/pkg/validation, paramVerifyingSchema).
      disableOpenapiValidation: true,
      timeout: args.timeoutSeconds,
      skipCrds: args.skipCrds ?? false,
      maxHistory: HISTORY,
    },
    failures ? { ...opts, hooks: { onError: [failures.hook] } } : opts,
  );
}
