import { z } from "zod";
import { kubernetesVersions } from "../../../components/clouds/kubernetes/versions";
import type { Environment } from "../../../components/contracts/common";
import { oneOf, whole } from "../fields";
import type { CloudConfig, Tree } from "./cloud";
import { clusterFields, networkFields, region, sizes, storePresets, stores, text } from "./in-cluster";

/** What a stack on a cluster of one's own can be told beyond what every stack can (`../schema.ts`). */

const account = text(/^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|any)$/, {
  description:
    "The cluster that this stack must be in: the UID of its namespace kube-system. A kubeconfig of any other stops before the first create. `any`, in dev, for clusters that are made anew.",
  allowed: "a UID, or any",
  mend: "see it with: kubectl get namespace kube-system --output jsonpath='{.metadata.uid}'",
});

const network = z.strictObject(networkFields).meta({ description: "The cluster's own network." });

const nodes = z
  .strictObject({
    count: whole(1, 1000, { description: "Nodes that are there." }),
    cpu: whole(1, 512, { description: "Cores of each." }),
    memoryGb: whole(1, 4096, { description: "GiB of memory of each." }),
  })
  .meta({ description: "The cluster's nodes: whether all of it fits is reckoned from them. Slipway makes none." });

const cluster = z
  .strictObject({
    version: oneOf(kubernetesVersions, { description: "Its Kubernetes version." }),
    kubeconfig: z.string().min(1).optional().meta({
      description: "The kubeconfig itself: pulumi config set --secret --path slipway:cluster.kubeconfig",
      secret: true,
    }),
    context: z.string().min(1).max(253).optional().meta({
      description: "Instead: a context of the kubeconfig of whoever runs this (KUBECONFIG, or ~/.kube/config).",
    }),
    storageClass: text(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/, {
      description: "The StorageClass of every disk: one that the cluster has.",
      allowed: "the name of a StorageClass",
      mend: "see them with: kubectl get storageclass",
    }),
    nodes,
    ...clusterFields,
  })
  .meta({ description: "The cluster, which is there already." });

/** As kind has them. */
const preset: Tree = {
  network: { cidr: "10.244.0.0/16", nodesCidr: "172.18.0.0/16" },
  cluster: { version: "1.35", storageClass: "standard" },
};
const presets: Record<Environment, Tree> = { dev: preset, staging: preset, prod: preset };

/** A cluster of one's own. */
export const kubernetesConfig = {
  title: "any Kubernetes",
  sections: { region, account, network, cluster, stores },
  presets,
  storePresets,
  sizes,
} as const satisfies CloudConfig;
