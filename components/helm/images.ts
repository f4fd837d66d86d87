import type { ImageValues } from "../workloads/values/container";

/** Images that Slipway itself names; those of charts are the charts' own. */
export const images = {
  /**
   * `kubectl` and a shell, of the Kubernetes project (its Dockerfile: build/server-image/kubectl). It may be one minor
   * version from the API server's, so it serves 1.34 to 1.36.
   */
  kubectl: { repository: "registry.k8s.io/kubectl", tag: "v1.35.0" },
  /** argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi v0.15.0, 2026-06-26: the plugin on Alpine. */
  gatewayApiPlugin: {
    repository: "ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi",
    tag: "v0.15.0",
  },
} as const satisfies Readonly<Record<string, ImageValues>>;

/** An image as it is written in a pod. */
export const imageName = ({ repository, tag }: { readonly repository: string; readonly tag: string }): string =>
  `${repository}:${tag}`;
