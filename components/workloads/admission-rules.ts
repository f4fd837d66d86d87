import { imageName, images } from "../helm/images";

/** What a stack's namespaces of workloads take; everything else follows from what the workload chart makes. */
export interface AdmissionLimits {
  /** Registries, or folders in them, that images may come from, such as `ghcr.io/acme`. Empty: any. */
  readonly registries: readonly string[];
  /** Whether images need a digest. */
  readonly digest: boolean;
}

/** One validation of a ValidatingAdmissionPolicy. */
export interface AdmissionRule {
  /** Named in every refusal: `[resources] …`. */
  readonly name: string;
  /** CEL: true where the object is good. */
  readonly expression: string;
  /** What must hold, in words. */
  readonly message: string;
}

/** Further names for the expressions, by their own. */
export const podVariables: Readonly<Record<string, string>> = {
  pod: [
    "object.kind == 'Pod' ? object.spec",
    ": object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec",
    ": object.spec.template.spec",
  ].join(" "),
  // Of a kind each: what is there from the start, and what a person may add later to look inside.
  started: "variables.pod.containers + variables.pod.?initContainers.orValue([])",
  added: "variables.pod.?ephemeralContainers.orValue([])",
  images: "variables.started.map(c, c.image) + variables.added.map(c, c.image)",
};

const text = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const list = (values: readonly string[]): string => `[${values.map(text).join(", ")}]`;
/** What Slipway itself puts beside a workload: a rollout's wait. Neither the stack's registries nor its digests hold for it. */
const isOwn = `i == ${text(imageName(images.kubectl))}`;
const each = (condition: string): string =>
  `variables.started.all(c, ${condition}) && variables.added.all(c, ${condition})`;

/** On pods and on what makes them, so that a release fails at once rather than when its pods do not come. */
export const podRules: readonly AdmissionRule[] = [
  {
    name: "resources",
    expression:
      "variables.started.all(c, ['cpu', 'memory'].all(r, r in c.?resources.requests.orValue({})) && " +
      "'memory' in c.?resources.limits.orValue({}))",
    message: "every container requests CPU and memory, and limits its memory",
  },
  {
    name: "read-only-root",
    expression: each("c.?securityContext.readOnlyRootFilesystem.orValue(false)"),
    message: "every container's root file system is read-only",
  },
  {
    name: "service-account-token",
    expression: "!variables.pod.?automountServiceAccountToken.orValue(true)",
    message: "the API server's token is not mounted (automountServiceAccountToken: false)",
  },
  {
    name: "service-account",
    expression: "!(variables.pod.?serviceAccountName.orValue('default') in ['', 'default'])",
    message: "the pod has a service account of its own, not the namespace's",
  },
  {
    name: "host-path",
    expression: "!variables.pod.?volumes.orValue([]).exists(v, has(v.hostPath))",
    message: "no volume is a folder of the node's",
  },
];

/** On pods of third-party charts too. */
export function imageRules({ registries, digest }: AdmissionLimits): readonly AdmissionRule[] {
  const own = registries.map((registry) => (registry.endsWith("/") ? registry : `${registry}/`));
  return [
    {
      name: "image-version",
      expression:
        "variables.images.all(i, i.matches('@sha256:[a-f0-9]{64}$') || (i.matches(':[^/]+$') && !i.endsWith(':latest')))",
      message: "every image has a tag other than latest, or a digest",
    },
    {
      name: "image-pull",
      expression: each("c.?imagePullPolicy.orValue('IfNotPresent') != 'Never'"),
      message: "images are fetched where a node does not have them (no imagePullPolicy: Never)",
    },
    ...(digest
      ? [
          {
            name: "image-digest",
            expression: `variables.images.all(i, ${isOwn} || i.matches('@sha256:[a-f0-9]{64}$'))`,
            message: "every image is named by its digest",
          },
        ]
      : []),
    ...(own.length > 0
      ? [
          {
            name: "image-registry",
            expression: `variables.images.all(i, ${isOwn} || ${list(own)}.exists(r, i.startsWith(r)))`,
            message: `images come from ${registries.join(", ")}`,
          },
        ]
      : []),
  ];
}

/** On Services: the gateway is the only way in. */
export const serviceRules: readonly AdmissionRule[] = [
  {
    name: "service-type",
    expression: "object.spec.?type.orValue('ClusterIP') == 'ClusterIP'",
    message: "a Service is of type ClusterIP: the gateway is the only way in",
  },
  {
    name: "service-external-addresses",
    expression: "object.spec.?externalIPs.orValue([]).size() == 0",
    message: "a Service has no external addresses",
  },
];
