import { z } from "zod";
import { name, oneOf, whole } from "../fields";
import { egress } from "./network";

const source = z
  .strictObject({
    repo: z
      .string()
      .regex(/^(?:https|oci):\/\/[^\s@?#]+$/)
      .meta({
        description: "Where it is published: an index or a registry, without the chart's own name.",
        allowed: "https://… or oci://…, without a login",
        mend: "write it like https://charts.example.com or oci://ghcr.io/example/charts",
      }),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/)
      .meta({
        description: "What it is called there.",
        allowed: "the name of a chart",
        mend: "write it like rabbitmq",
      }),
    version: z
      .string()
      .regex(/^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/)
      .meta({
        description: "Its version, exactly.",
        allowed: "one exact version, and no range",
        mend: "write it like 4.2.1, as the repository lists it",
      }),
  })
  .meta({ description: "Which chart. With `slipway:chartMirror` it comes from there, under the same name." });

/** A third-party chart. It gets a namespace to itself, as nothing is known of what it makes. */
export const chartWorkload = z.strictObject({
  kind: z.literal("chart"),
  chart: source,
  values: z
    .record(z.string(), z.json())
    .default({})
    .meta({ description: "Values of the chart. Nothing secret: they are kept in plain text." }),
  namespace: name("the name of a namespace", 63)
    .optional()
    .meta({ description: "Its own namespace, which Slipway makes. Default: <app>-<name of the workload>." }),
  podSecurity: oneOf(["restricted", "baseline", "privileged"], {
    description: "Pod Security level of its namespace. privileged needs an exemption from namespace-pod-security.",
  }).default("restricted"),
  readySeconds: whole(20, 3600, {
    description: "Seconds until everything in it must be ready; after that the release is taken back.",
  }).default(600),
  ports: z
    .array(whole(1, 65535))
    .default([])
    .meta({ description: "Ports of its pods for the workloads that name it in `calls`." }),
  podLabels: z.record(z.string().min(1), z.string()).optional().meta({
    description:
      "Labels of the pods that callers may reach. Default: app.kubernetes.io/instance with the workload's name, which charts set by custom.",
  }),
  internet: z.boolean().default(true).meta({ description: "May call out to the internet (HTTPS only)." }),
  egress,
  kubernetesApi: z
    .boolean()
    .default(false)
    .meta({ description: "May call the Kubernetes API, as operators do. What it may do there is its chart's matter." }),
});
