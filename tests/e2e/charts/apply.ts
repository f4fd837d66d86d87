/** Makes objects of any kind on the API server, which is asked where each kind lives. */
import type { KubeApi, KubeObject } from "../cluster/api";

/** An object to be made. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Choices for {@link create}. */
export interface CreateOptions {
  /** Check the object, and make none. @default false */
  readonly dryRun?: boolean;
}

/**
 * Makes an object, strictly: a field that its definition does not know is an error, rather than dropped.
 *
 * @throws KubeError with the server's words; Error where no such kind is served.
 */
export async function create(api: KubeApi, manifest: Manifest, options: CreateOptions = {}): Promise<KubeObject> {
  const query = `?fieldValidation=Strict${options.dryRun ? "&dryRun=All" : ""}`;
  return api.create((await collectionOf(api, manifest)) + query, manifest);
}

/** The path of a kind's collection, in the object's namespace where it has one. */
export async function collectionOf(api: KubeApi, { apiVersion, kind, metadata }: Manifest): Promise<string> {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { resources } = JSON.parse(await api.text(root)) as {
    resources: { name: string; kind: string; namespaced: boolean }[];
  };
  const resource = resources.find((each) => each.kind === kind && !each.name.includes("/"));
  if (resource === undefined) throw new Error(`the API server has no ${kind} in ${apiVersion}`);
  return resource.namespaced
    ? `${root}/namespaces/${metadata.namespace ?? "default"}/${resource.name}`
    : `${root}/${resource.name}`;
}
