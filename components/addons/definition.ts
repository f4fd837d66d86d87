import type { Addon, AddonRelease } from "../contracts/addon";
import type { ChartKey } from "../helm/versions";

/** An add-on whose releases are pinned charts. */
export interface AddonDefinition extends Addon {
  readonly releases: readonly (AddonRelease & { readonly chart: ChartKey })[];
}

/** Namespaces that the cluster brings: add-ons may live there, but Slipway neither makes nor labels them. */
export const sharedNamespaces: ReadonlySet<string> = new Set(["kube-system"]);

/** What a controller of the platform bears and is given, whatever its chart calls it. */
export const controller = {
  /** Evicted last: without these, nothing else in the cluster is mended. */
  priorityClassName: "system-cluster-critical",
  /** The taint of nodes that are kept for the platform. */
  tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
} as const;

/** The securityContext of a container that the `restricted` Pod Security level accepts. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/**
 * Requests and limits of one container. Memory has a limit; CPU has none, as a limit would slow a controller down in
 * the very moment that it has much to do.
 *
 * @param cpu such as `50m`
 * @param memory requested, and the limit, unless `limit` says otherwise
 */
export function resources(cpu: string, memory: string, limit = memory): object {
  return { requests: { cpu, memory }, limits: { memory: limit } };
}

/** Spread over zones where there are several; never a reason not to run. */
export function spread(labels: Readonly<Record<string, string>>): readonly object[] {
  return [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: labels },
    },
  ];
}
