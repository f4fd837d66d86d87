import { UsageError } from "../../rehearsal/stack-files";
import { keeperOf, pathOf } from "../cluster/objects";
import { deployed, history } from "../cluster/releases";
import type { CommandSpec, Flags } from "../command";
import { versionText } from "../stack/images";

/** Before each tag, among the labels of an object: no chart of ours writes there, so Helm leaves them alone. */
const PREFIX = "tag.slipway/";

export const tag: CommandSpec<Flags> = {
  usage: "tag <workload> [tags...]",
  description:
    "Shows a workload's tags, such as the colour that serves, or sets some: colour=blue sets one, colour- takes it away. They are labels of its object in the cluster; pods do not change.",
  effect: (_flags, [, ...tags]) => (tags.length > 0 ? "changes" : "reads"),
  examples: ["tag web --stack prod", "tag web colour=blue ticket=OPS-12 --stack dev", "tag web colour- --stack dev"],
  run: async ({ cluster, config }, [workload = "", ...tags]) => {
    const changes = Object.fromEntries(tags.map(parsed));
    const { ask, send } = await cluster();
    const keeper = await keeperOf(ask, config.namespace, workload);
    if (!keeper)
      throw new UsageError(
        `${config.name} runs no workload "${workload}" that could be tagged; there are ${Object.keys(config.workloads).join(", ")}.`,
      );
    let { labels = {} } = keeper.object.metadata;
    if (tags.length > 0) {
      const changed = (await send("PATCH", pathOf(keeper.kind, config.namespace, workload), {
        metadata: { labels: changes },
      })) as typeof keeper.object;
      labels = changed.metadata.labels ?? {};
    }
    const own = Object.entries(labels).flatMap(([key, value]) =>
      key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value] as const] : [],
    );
    const release = deployed(await history(ask, config.namespace, workload));
    const version = release ? `${versionText(release.image ?? "?")}, revision ${release.revision}` : "not released";
    return {
      succeeded: true,
      summary: `${workload} of ${config.name} (${version}): ${own.map(([key, value]) => `${key}=${value}`).join(", ") || "no tags"}`,
      ...{ workload, tags: Object.fromEntries(own), image: release?.image, revision: release?.revision },
    };
  },
};

/** @throws UsageError where Kubernetes would not take it as a label */
function parsed(text: string): readonly [string, string | null] {
  const [, gone] = /^([a-zA-Z0-9][\w.-]{0,40})-$/.exec(text) ?? [];
  if (gone !== undefined) return [PREFIX + gone, null];
  const [, key, value] = /^([a-zA-Z0-9][\w.-]{0,40})=([a-zA-Z0-9](?:[\w.-]{0,61}[a-zA-Z0-9])?)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new UsageError(
      `"${text}" is no tag: write colour=blue, or colour- to take it away; letters, digits, ".", "-" and "_", 63 at most.`,
    );
  }
  return [PREFIX + key, value];
}
