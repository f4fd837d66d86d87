import { type Problem, show } from "../errors";
import { isTree } from "../presets";
import { type WorkloadOf, workloadsOfKind } from "../workloads/kinds";
import { clusterKinds } from "../workloads/objects";
import { type Check, missing } from "./check";

type Manifests = WorkloadOf<"manifests">;
type Given = Manifests["manifests"][number];

const filled = (value: unknown): boolean => isTree(value) && Object.keys(value).length > 0;

/** Where an object is, in config or in its file. */
const placeOf = (name: string, { file }: Manifests, index: number): string =>
  `workloads.${name}.${file === undefined ? "manifests" : "file"}[${index}]`;

const nothingGiven: Check = ({ config }) =>
  workloadsOfKind(config, "manifests").flatMap(([name, { manifests, file }]) =>
    manifests.length > 0
      ? []
      : [
          {
            path: `workloads.${name}.${file === undefined ? "manifests" : "file"}`,
            given: file === undefined ? "nothing" : `${file}, without any object`,
            allowed: "one object or more, in manifests or in a file",
            mend: "add an object, or remove the workload",
          },
        ],
  );

/** What makes an object one: the API server would not even know where to look for it. */
function shapeOf(path: string, { apiVersion, kind, metadata }: Given): Problem[] {
  const name = isTree(metadata) ? metadata.name : undefined;
  const labels = isTree(metadata) ? metadata.labels : undefined;
  const text = (field: string, value: unknown, pattern: RegExp, like: string): Problem[] =>
    typeof value === "string" && pattern.test(value)
      ? []
      : [{ path: `${path}.${field}`, given: show(value), allowed: like, mend: `write ${field}: ${like}` }];
  return [
    ...text("apiVersion", apiVersion, /^(?:[a-z0-9.-]+\/)?v[a-z0-9]+$/, "a version of the API, as v1 or apps/v1"),
    ...text("kind", kind, /^[A-Z][A-Za-z0-9]*$/, "a kind, as ConfigMap"),
    ...text("metadata.name", name, /^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?$/, "the object's name"),
    ...(labels === undefined || isTree(labels)
      ? []
      : [{ path: `${path}.metadata.labels`, given: show(labels), allowed: "a map", mend: "write label: value" }]),
    ...(kind === "List"
      ? [
          {
            ...{ path: `${path}.kind`, given: "a List", allowed: "one object" },
            mend: "write each of its items as an object of its own",
          },
        ]
      : []),
  ];
}

/** Where an object may be: in the stack's namespace, or where config says in so many words. */
function scopeOf(path: string, { kind, metadata }: Given, app: string, allowed: Manifests): Problem[] {
  const namespace = isTree(metadata) ? metadata.namespace : undefined;
  const ofCluster = clusterKinds.has(String(kind));
  if (ofCluster && !allowed.clusterKinds.includes(String(kind))) {
    return [
      {
        path: `${path}.kind`,
        given: `${show(kind)}, which belongs to no namespace`,
        allowed: `kinds of the namespace${listed(allowed.clusterKinds)}`,
        mend: `write clusterKinds: [${kind}] beside it, if it must be there for the whole cluster`,
      },
    ];
  }
  if (namespace === undefined || namespace === app) return [];
  if (ofCluster || allowed.clusterKinds.includes(String(kind))) {
    return [
      {
        ...{ path: `${path}.metadata.namespace`, given: show(namespace) },
        ...{ allowed: `none: ${show(kind)} belongs to no namespace`, mend: "remove it" },
      },
    ];
  }
  if (allowed.namespaces.includes(String(namespace))) return [];
  return [
    {
      path: `${path}.metadata.namespace`,
      given: show(namespace),
      allowed: `${app}, the stack's own${listed(allowed.namespaces)}`,
      mend: `leave it out, or write namespaces: [${namespace}] beside it`,
    },
  ];
}

const listed = (names: readonly string[]): string => (names.length > 0 ? `, or ${names.join(", ")}` : "");

/** Config is plain text, in the repository and in the stack's state. */
const noSecret = (path: string, { kind, data, stringData }: Given): Problem[] =>
  kind === "Secret" && (filled(data) || filled(stringData))
    ? [
        {
          path,
          given: "a Secret with its values (not shown)",
          allowed: "no values of secrets in config or in its files",
          mend: "put the value into the secret manager, and write an ExternalSecret; or a SealedSecret",
        },
      ]
    : [];

const objects: Check = ({ config }) =>
  workloadsOfKind(config, "manifests").flatMap(([name, workload]) =>
    workload.manifests.flatMap((object, index) => {
      const path = placeOf(name, workload, index);
      const shape = shapeOf(path, object);
      return [
        ...shape,
        ...(shape.length > 0 ? [] : scopeOf(path, object, config.app ?? "", workload)),
        ...noSecret(path, object),
      ];
    }),
  );

/** Two owners of one object would undo each other's changes. */
const once: Check = ({ config }) => {
  const seen = new Map<string, string>();
  return workloadsOfKind(config, "manifests").flatMap(([name, workload]) =>
    workload.manifests.flatMap((object, index): Problem[] => {
      const path = placeOf(name, workload, index);
      const { namespace = config.app, name: own } = isTree(object.metadata) ? object.metadata : {};
      const key = [String(object.apiVersion).replace(/\/?v[^/]*$/, ""), object.kind, namespace, own].join(" ");
      const first = seen.get(key);
      seen.set(key, path);
      if (first === undefined || own === undefined) return [];
      return [
        {
          ...{ path, given: `${show(object.kind)} ${show(own)}, as in ${first}` },
          ...{ allowed: "each object once", mend: "take it away from one of them, or rename it" },
        },
      ];
    }),
  );
};

const afterCharts: Check = ({ config, names }) => {
  const charts = workloadsOfKind(config, "chart").map(([name]) => name);
  return workloadsOfKind(config, "manifests").flatMap(([name, { after }]) =>
    after.flatMap((chart, index): Problem[] => {
      const path = `workloads.${name}.after[${index}]`;
      if (charts.includes(chart)) return [];
      if (!names.workloads.includes(chart)) return [missing(path, chart, charts, "workload", "workloads")];
      const kind = config.workloads?.[chart]?.kind;
      if (kind === undefined) return [];
      return [
        {
          ...{ path, given: `${show(chart)}, a ${kind}` },
          ...{ allowed: "workloads of kind chart", mend: "remove it: only charts bring definitions" },
        },
      ];
    }),
  );
};

/** Raw objects. */
export const manifestChecks: readonly Check[] = [nothingGiven, objects, once, afterCharts];
