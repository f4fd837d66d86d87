import { z } from "zod";
import { name } from "../fields";

/** Objects as they are, given to the API server by the Kubernetes provider. */
export const manifestsWorkload = z.strictObject({
  kind: z.literal("manifests"),
  manifests: z.array(z.record(z.string(), z.json())).default([]).meta({
    description: "The objects, in the order in which they are made: each waits for the one before.",
    allowed: "a list of Kubernetes objects",
    mend: "write each with apiVersion, kind and metadata.name",
  }),
  file: z.string().min(1).optional().meta({
    description:
      "Instead of `manifests`: a YAML file with one object a document; its path begins at the folder of Pulumi.yaml.",
    allowed: "the path of a YAML file",
    mend: "write it like manifests/extras.yaml",
  }),
  clusterKinds: z
    .array(
      z
        .string()
        .regex(/^[A-Z][A-Za-z0-9]{0,62}$/)
        .meta({ allowed: "a kind, as ClusterRole", mend: "write it as the object does" }),
    )
    .default([])
    .meta({ description: "Kinds among them that belong to no namespace; others of that sort are refused." }),
  namespaces: z
    .array(name("the name of a namespace", 63))
    .default([])
    .meta({ description: "Namespaces besides the stack's own that objects are in; others are refused." }),
  after: z
    .array(name("the name of a workload"))
    .default([])
    .meta({ description: "Workloads of kind chart that are released first: they bring definitions, or a webhook." }),
});
