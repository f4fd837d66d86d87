/** Rules that several clouds have in the same words. */
import { type Problem, show } from "../../errors";

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Of each pool of nodes: at least no more than at most. */
export const poolBounds = ({
  cluster,
}: {
  readonly cluster?: { readonly systemNodes?: Bounds; readonly workloadNodes?: Bounds };
}): Problem[] =>
  (["systemNodes", "workloadNodes"] as const).flatMap((key) => {
    const pool = cluster?.[key];
    if (!pool || pool.min <= pool.max) return [];
    return [
      {
        path: `cluster.${key}.min`,
        given: `min ${pool.min}, max ${pool.max}`,
        allowed: "min at most max",
        mend: `raise max to ${pool.min}`,
      },
    ];
  });

/** A network of the stack's own has a way out. @param way what `network.nat` says for one */
export const wayOut =
  (way: string) =>
  ({ network }: { readonly network?: { readonly adopt?: object; readonly nat: string } }): Problem[] =>
    network && !network.adopt && network.nat === "none"
      ? [
          {
            path: "network.nat",
            given: show(network.nat),
            allowed: `${way}: nodes pull the platform's images from public registries`,
            mend: `write nat: ${way}, or adopt a network that has a way of its own`,
          },
        ]
      : [];
