/** The definitions of custom resources that charts bring, without the rest of them. */
import { parseAllDocuments } from "yaml";
import { chartSource } from "../../../components/helm/source";
import type { ChartKey } from "../../../components/helm/versions";
import type { KubeApi } from "../cluster/api";
import { waitFor } from "../cluster/process";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";
import { create, type Manifest } from "./apply";
import type { ChartRepository } from "./repository";

/** Makes the definitions that the pinned charts bring, and waits until they are served. */
export async function createDefinitions(
  api: KubeApi,
  repository: ChartRepository,
  keys: readonly ChartKey[],
): Promise<void> {
  for (const key of keys) {
    const { chart } = chartSource(key, repository.folder);
    const text = await run(toolPath("helm"), ["template", key, chart, "--include-crds"]);
    for (const document of text.split(/^---$/m)) {
      // The rest is not read at all: definitions are long, and so is what comes with them.
      if (!/^kind: CustomResourceDefinition$/m.test(document)) continue;
      await define(api, parseAllDocuments(document)[0]!.toJS() as Manifest);
    }
  }
}

async function define(api: KubeApi, definition: Manifest): Promise<void> {
  const { metadata } = await create(api, definition);
  await waitFor(`the definition of ${metadata.name}`, 20, async () => {
    const { status } = await api.get(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`);
    const conditions = (status as { conditions?: { type: string; status: string }[] }).conditions;
    return conditions?.some(({ type, status }) => type === "Established" && status === "True") || undefined;
  });
}
