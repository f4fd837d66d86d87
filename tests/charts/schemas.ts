/** JSON Schemas for kubeconform, made at test time from what their owners publish; none is kept in the repository. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { unpackPypi } from "../e2e/tools/packages";
import { requireProgram, run } from "../e2e/tools/run";
import { cacheRoot } from "../e2e/tools/tools";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** The kinds of one API group that are not Kubernetes' own, and the Go module whose CRDs define them. */
interface CrdSource {
  readonly group: string;
  readonly module: string;
  readonly version: string;
  /** The CRD's file in the module, by the kind's plural. */
  readonly file: (plural: string) => string;
}

const CRD_SOURCES: readonly CrdSource[] = [
  {
    group: "argoproj.io",
    module: "github.com/argoproj/argo-rollouts",
    version: "v1.10.0",
    file: (plural) => `manifests/crds/${plural.replace("analysis", "analysis-").replace(/s$/, "")}-crd.yaml`,
  },
  {
    group: "autoscaling.k8s.io",
    module: "k8s.io/autoscaler/vertical-pod-autoscaler",
    version: "v1.8.1",
    file: () => "deploy/vpa-v1-crd-gen.yaml",
  },
  {
    group: "cert-manager.io",
    module: "github.com/cert-manager/cert-manager",
    version: "v1.21.2",
    file: (plural) => `deploy/crds/cert-manager.io_${plural}.yaml`,
  },
  {
    group: "external-secrets.io",
    module: "github.com/external-secrets/external-secrets",
    version: "v1.3.2",
    file: (plural) => `config/crds/bases/external-secrets.io_${plural}.yaml`,
  },
  {
    group: "gateway.envoyproxy.io",
    module: "github.com/envoyproxy/gateway",
    version: "v1.9.1",
    file: (plural) => `charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_${plural}.yaml`,
  },
  {
    group: "gateway.networking.k8s.io",
    module: "sigs.k8s.io/gateway-api",
    version: "v1.6.1",
    file: (plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`,
  },
  {
    group: "keda.sh",
    module: "github.com/kedacore/keda/v2",
    version: "v2.20.2",
    file: (plural) => `config/crd/bases/keda.sh_${plural}.yaml`,
  },
  {
    group: "monitoring.coreos.com",
    module: "github.com/prometheus-operator/prometheus-operator",
    version: "v0.85.0",
    file: (plural) => `example/prometheus-operator-crd/monitoring.coreos.com_${plural}.yaml`,
  },
];

const KUBERNETES_SCHEMAS = { package: "kubernetes-validate", packageVersion: "1.37.0" };

/** One kind of object, as `apiVersion` and `kind` name it. */
export interface Gvk {
  readonly apiVersion: string;
  readonly kind: string;
}

/** File name by which kubeconform's template `{{.ResourceKind}}{{.KindSuffix}}` finds a kind. */
function schemaFile({ apiVersion, kind }: Gvk): string {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const suffix = group === "" ? `-${version}` : `-${group!.split(".")[0]}-${version}`;
  return `${kind.toLowerCase()}${suffix}.json`;
}

/**
 * Writes the schema of each kind into `folder`.
 *
 * @param kubernetes version of Kubernetes, such as `1.34.0`
 * @throws Error for a kind that no source defines: nothing passes because nobody knew it
 */
export async function writeSchemas(kinds: readonly Gvk[], kubernetes: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const builtIn = await builtInFolder(kubernetes);
  for (const kind of kinds) {
    const own = join(builtIn, schemaFile(kind));
    const schema = existsSync(own) ? inlined(own, join(builtIn, "_definitions.json")) : await crdSchema(kind);
    writeFileSync(join(folder, schemaFile(kind)), JSON.stringify(schema));
  }
}

async function builtInFolder(kubernetes: string): Promise<string> {
  const target = join(cacheRoot(), KUBERNETES_SCHEMAS.package, KUBERNETES_SCHEMAS.packageVersion);
  const schemas = join(target, "kubernetes_validate", "kubernetes-json-schema");
  if (!existsSync(schemas)) await unpackPypi({ kind: "pypi", file: "", ...KUBERNETES_SCHEMAS }, target);
  return join(schemas, `v${kubernetes}-local-strict`);
}

/** kubeconform does not follow the `$ref`s of these files, so each is replaced by what it points to. */
function inlined(file: string, definitionsFile: string): Json {
  const definitions = readJson(definitionsFile)["$defs"] as JsonObject;
  const resolve = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(resolve);
    if (!isObject(node)) return node;
    if (typeof node["$ref"] === "string") return resolve(definitions[node["$ref"].split("/").at(-1)!]!);
    return mapValues(node, resolve);
  };
  const { $id: _, ...schema } = readJson(file);
  return resolve(schema);
}

async function crdSchema({ apiVersion, kind }: Gvk): Promise<Json> {
  const [group, version] = apiVersion.split("/");
  const source = CRD_SOURCES.find((candidate) => candidate.group === group);
  if (source === undefined) throw new Error(`No schema is known for ${apiVersion} ${kind}: add its CRD to schemas.ts`);
  const file = join(await goModule(source), source.file(`${kind.toLowerCase()}s`.replace(/ys$/, "ies")));
  const crd = parseAllDocuments(readFileSync(file, "utf8"))
    .map((document) => document.toJS())
    .find((document) => document?.spec.names.kind === kind);
  const versions: { name: string; schema: { openAPIV3Schema: JsonObject } }[] = crd.spec.versions;
  const served = versions.find((candidate) => candidate.name === version);
  if (served === undefined) throw new Error(`${source.module} ${source.version} has no ${apiVersion} ${kind}`);
  return strict(served.schema.openAPIV3Schema);
}

async function goModule(source: CrdSource): Promise<string> {
  await requireProgram("go", ["version"], "The CRDs come as Go modules. Install Go: https://go.dev/dl");
  const folder = join(cacheRoot(), "crds");
  mkdirSync(folder, { recursive: true });
  const out = await run("go", ["mod", "download", "-json", `${source.module}@${source.version}`], { cwd: folder });
  return (JSON.parse(out) as { Dir: string }).Dir;
}

/** A CRD's schema, with every key refused that it does not name: the API server would drop those silently. */
function strict(node: Json): Json {
  if (Array.isArray(node)) return node.map(strict);
  if (!isObject(node)) return node;
  const closed =
    isObject(node["properties"]) && node["type"] === "object" && node["additionalProperties"] === undefined;
  const open = node["x-kubernetes-preserve-unknown-fields"] === true;
  return { ...mapValues(node, strict), ...(closed && !open ? { additionalProperties: false } : {}) };
}

function readJson(file: string): JsonObject {
  return JSON.parse(readFileSync(file, "utf8"));
}

function isObject(node: Json | undefined): node is JsonObject {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function mapValues(node: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value)]));
}
