import type { Manifest } from "../../../components/workloads/manifests";
import type { StackConfig } from "../../config/schema";
import { workloadsOfKind } from "../../config/workloads/kinds";
import { clusterKinds } from "../../config/workloads/objects";

/** Objects that config gives as they are. */
export interface ManifestsPlan {
  readonly name: string;
  /** In the order in which they are made. */
  readonly objects: readonly PlacedManifest[];
  /** Third-party charts that are released first. */
  readonly after: readonly string[];
}

export interface PlacedManifest {
  readonly manifest: Manifest;
  /** Undefined: it belongs to the cluster as a whole. */
  readonly namespace?: string;
}

/** Every workload of raw objects, in the order of config; the config check has refused what is no object. */
export const planManifests = (config: StackConfig): ManifestsPlan[] =>
  workloadsOfKind(config, "manifests").map(([name, { manifests, after, clusterKinds: named }]) => ({
    name,
    after,
    objects: manifests.map((given) => {
      const manifest = given as unknown as Manifest;
      const ofCluster = clusterKinds.has(manifest.kind) || named.includes(manifest.kind);
      return { manifest, ...(!ofCluster && { namespace: manifest.metadata.namespace ?? config.app }) };
    }),
  }));
