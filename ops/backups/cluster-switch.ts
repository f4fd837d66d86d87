import { Failed } from "../exit-codes";
import { besideName } from "./aws";
import { clusterAvailable, memberAvailable, membersOf } from "./cluster-parts";
import type { ClusterRestore, Restored } from "./cluster-restore";

/** AWS's word for what is renamed, and when it is there again. */
const available = { cluster: clusterAvailable, instance: memberAvailable } as const;

/**
 * Puts a restored cluster in the old one's place by renaming both and their members, as AWS describes it: addresses follow names, so
 * that nothing which uses them, and neither config nor state, has to be told. The old one is kept.
 * @returns the old one's new name
 * @throws Failed naming the renamings that are done, if one fails
 */
export async function switchPlaces(work: ClusterRestore, { cluster, members }: Restored): Promise<string> {
  const { aws, source, now, say } = work;
  const old = membersOf(aws, source).map(({ DBInstanceIdentifier }) => DBInstanceIdentifier);
  const kept = besideName(source.DBClusterIdentifier, "before", now);
  const done: string[] = [];
  const rename = async (kind: keyof typeof available, from: string, to: string) => {
    aws(`modify-db-${kind}`, `--db-${kind}-identifier`, from, `--new-db-${kind}-identifier`, to, "--apply-immediately");
    done.push(`${from} → ${to}`);
    say(`${from} becomes ${to}`);
    await available[kind](aws, to, say);
  };
  try {
    // The old cluster first: from here on nobody writes to what is given up.
    await rename("cluster", source.DBClusterIdentifier, kept);
    for (const [index, from] of old.entries()) {
      await rename("instance", from, besideName(source.DBClusterIdentifier, "before", now, `-${index + 1}`));
    }
    await rename("cluster", cluster.DBClusterIdentifier, source.DBClusterIdentifier);
    for (const [index, from] of members.entries()) await rename("instance", from, old[index]!);
  } catch (error) {
    const names = done.length === 0 ? "nothing was renamed" : `renamed so far: ${done.join(", ")}`;
    throw new Failed(
      `${error instanceof Error ? error.message : error}\nThe switch stopped; ${names}. Both clusters are there.`,
    );
  }
  return kept;
}
