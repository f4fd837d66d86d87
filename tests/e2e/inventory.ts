/** What stands in a cluster, by name, for "nothing is left over". */
import type { KubeApi, KubeObject } from "./cluster/api";

/** Kinds that a cluster makes and drops by itself. */
const passing = new Set(["Event", "Lease", "Endpoints", "EndpointSlice", "ControllerRevision", "ComponentStatus"]);

/** Made by the cluster in every namespace. */
const everywhere = /^(ConfigMap .*\/kube-root-ca\.crt|ServiceAccount .*\/default)$/;

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** On what the API server makes by itself, such as the APIService of each definition. */
const automatic = "kube-aggregator.kubernetes.io/automanaged";

/** `<kind> <namespace>/<name>` of every object of every kind that the API server knows, sorted. */
export async function inventory(api: KubeApi): Promise<string[]> {
  const groups = JSON.parse(await api.text("/apis")) as { groups: { preferredVersion: { groupVersion: string } }[] };
  const roots = ["/api/v1", ...groups.groups.map((group) => `/apis/${group.preferredVersion.groupVersion}`)];
  const found = await Promise.all(roots.map((root) => objectsBelow(api, root)));
  return [...new Set(found.flat())].filter((name) => !everywhere.test(name)).sort();
}

async function objectsBelow(api: KubeApi, root: string): Promise<string[]> {
  const { resources } = JSON.parse(await api.text(root)) as { resources: ApiResource[] };
  const listed = resources.filter(
    ({ name, kind, verbs }) => verbs.includes("list") && !/\//.test(name) && !passing.has(kind),
  );
  const found = await Promise.all(
    listed.map(async ({ name, kind }) =>
      (await api.list(`${root}/${name}`))
        .filter(({ metadata }) => metadata.labels?.[automatic] === undefined)
        .map((object) => label(kind, object)),
    ),
  );
  return found.flat();
}

function label(kind: string, { metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ""}${metadata.name}`;
}
