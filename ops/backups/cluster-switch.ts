import { UsageError } from "../../rehearsal/stack-files";
import { besideName } from "./aws";
import { clusterAvailable, memberAvailable, membersOf } from "./cluster-parts";
import type { ClusterRestore, Restored } from "./cluster-restore";

/**
 * Puts a restored cluster in the old one's place by renaming both and their members, as AWS describes it: addresses follow names, so
 * that nothing which uses them, and neither config nor state, has to be told. The old one is kept.
 * @returns the old one's new name
 * @throws UsageError naming the renamings that are done, if one fails
 */
export async function switchPlaces(work: ClusterRestore, { cluster, members }: Restored): Promise<string> {
  const { aws, source, now, say } = work;
  const old = membersOf(aws, source).map(({ DBInstanceIdentifier }) => DBInstanceIdentifier);
  const kept = besideName(source.DBClusterIdentifier, "before", now);
  const done: string[] = [];
  const rename = async (from: string, to: string) => {
    aws("modify-db-cluster", "--db-cluster-identifier", from, "--new-db-cluster-identifier", to, "--apply-immediately");
    done.push(`${from} → ${to}`);
    say(`${from} becomes ${to}`);
    await clusterAvailable(aws, to, say);
  };
  const renameMember = async (from: string, to: string) => {
    aws(
      "modify-db-instance",
      "--db-instance-identifier",
      from,
      "--new-db-instance-identifier",
      to,
      "--apply-immediately",
    );
    done.push(`${from} → ${to}`);
    say(`${from} becomes ${to}`);
    await memberAvailable(aws, to, say);
  };
  try {
    // The old cluster first: from here on nobody writes to what is given up.
    await rename(source.DBClusterIdentifier, kept);
    for (const [index, from] of old.entries()) {
      await renameMember(from, besideName(source.DBClusterIdentifier, "before", now, `-${index + 1}`));
    }
    await rename(cluster.DBClusterIdentifier, source.DBClusterIdentifier);
    for (const [index, from] of members.entries()) await renameMember(from, old[index]!);
  } catch (error) {
    const names = done.length === 0 ? "nothing was renamed" : `renamed so far: ${done.join(", ")}`;
    throw new UsageError(
      `${error instanceof Error ? error.message : error}\nThe switch stopped; ${names}. Both clusters are there.`,
    );
  }
  return kept;
}
