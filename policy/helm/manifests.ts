import { isDict, UNKNOWN } from "../read";
import type { Props, Resource } from "../rule";

/** Kinds that no rule judges and that are long: they are not even parsed. */
const PASSED_OVER = /^kind: *["']?(CustomResourceDefinition)\b/m;

/** Objects that belong to no namespace. */
const CLUSTER_WIDE =
  /^(Namespace|Node|PersistentVolume|StorageClass|PriorityClass|IngressClass|GatewayClass|RuntimeClass|APIService|CSIDriver|Cluster\w+|\w+WebhookConfiguration|CustomResourceDefinition)$/;

/** The type token that Pulumi has for objects of a kind. */
export const tokenOf = (apiVersion: string, kind: string): string =>
  `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;

/** Text that came from an unknown value is unknown. */
function withUnknowns(value: unknown): unknown {
  if (typeof value === "string") return value.includes(UNKNOWN) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withUnknowns);
  if (isDict(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknowns(item)]));
  return value;
}

/** The objects in YAML, with unknown values marked. */
export function objectsOf(yaml: string): readonly Props[] {
  // Loaded only where something was rendered: it is the one package that judging needs.
  const { parse } = require("yaml") as typeof import("yaml");
  return yaml
    .split(/^---.*$/m)
    .filter((text) => /\S/.test(text) && !PASSED_OVER.test(text))
    .flatMap((text) => objectsIn(withUnknowns(parse(text, { schema: "yaml-1.1", merge: true, logLevel: "silent" }))));
}

/** The same objects with another name in every text: parsing again would take a hundred times as long. */
export function renamed<T>(value: T, from: string, to: string): T {
  const visit = (each: unknown): unknown => {
    if (typeof each === "string") return each.replaceAll(from, to);
    if (Array.isArray(each)) return each.map(visit);
    if (!isDict(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key.replaceAll(from, to), visit(item)]));
  };
  return visit(value) as T;
}

/**
 * Objects as resources of the release: with its URN, and named `<release>/<Kind>/<name>`.
 * @param namespace of objects that name none
 */
export const manifestsOf = (
  objects: readonly Props[],
  release: Pick<Resource, "name" | "urn">,
  namespace: unknown,
): Resource[] => objects.map((object) => resourceOf(object, release, namespace));

/** A document may be empty, or a list of objects. */
function objectsIn(document: unknown): readonly Props[] {
  if (!isDict(document) || typeof document["kind"] !== "string") return [];
  const { items } = document;
  return document["kind"].endsWith("List") && Array.isArray(items) ? items.flatMap(objectsIn) : [document];
}

function resourceOf(object: Props, { name, urn }: Pick<Resource, "name" | "urn">, namespace: unknown): Resource {
  const { apiVersion, kind, ...rest } = object;
  const metadata = isDict(rest["metadata"]) ? rest["metadata"] : {};
  const placed = CLUSTER_WIDE.test(String(kind)) ? metadata : { namespace, ...metadata };
  return {
    type: tokenOf(String(apiVersion), String(kind)),
    name: `${name}/${String(kind)}/${String(metadata["name"])}`,
    urn,
    props: { ...rest, metadata: placed },
  };
}
