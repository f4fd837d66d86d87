import type { KubeApi } from "../cluster/api";
import { waitFor } from "../cluster/process";
import { inventory } from "../inventory";

/** What no destroy takes along, and why. */
const left = [
  // Helm keeps definitions, so that a mistaken uninstall takes nobody's objects with it.
  /^CustomResourceDefinition /,
  // Hooks of Envoy Gateway's own chart, which Helm does not count as the release's: a role for an account that is gone.
  /^ClusterRole(Binding)? envoy-gateway-gateway-helm-certgen:envoy-gateway-system$/,
];

/** What stands in a cluster after a destroy, once its controllers have caught up, without what is known to stay. */
export async function emptied(api: KubeApi, before: readonly string[]): Promise<readonly string[]> {
  let now: readonly string[] = [];
  const look = async () => {
    now = (await inventory(api)).filter((name) => !left.some((known) => known.test(name)));
    if (now.length === before.length) return true;
    // Each look asks for every kind there is.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return undefined;
  };
  await waitFor("an empty cluster", 30, look).catch(() => {});
  return now;
}
