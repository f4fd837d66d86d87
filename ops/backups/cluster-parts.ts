import { UsageError } from "../../rehearsal/stack-files";
import { type Aws, untilAvailable } from "./aws";

/** A cluster of Aurora or DocumentDB, as the AWS CLI describes it: what another of its kind must have too. */
export interface Cluster {
  readonly DBClusterIdentifier: string;
  readonly DBClusterArn: string;
  readonly Status: string;
  readonly Engine: string;
  readonly EngineVersion: string;
  readonly Endpoint?: string;
  readonly Port?: number;
  readonly EarliestRestorableTime?: string;
  readonly LatestRestorableTime?: string;
  readonly DeletionProtection?: boolean;
  readonly StorageEncrypted?: boolean;
  readonly KmsKeyId?: string;
  readonly StorageType?: string;
  readonly DBSubnetGroup?: string;
  readonly DBClusterParameterGroup?: string;
  readonly BackupRetentionPeriod?: number;
  readonly PreferredBackupWindow?: string;
  readonly PreferredMaintenanceWindow?: string;
  readonly CopyTagsToSnapshot?: boolean;
  readonly IAMDatabaseAuthenticationEnabled?: boolean;
  readonly EnabledCloudwatchLogsExports?: readonly string[];
  readonly VpcSecurityGroups?: readonly { readonly VpcSecurityGroupId: string }[];
  readonly ServerlessV2ScalingConfiguration?: { readonly MinCapacity?: number; readonly MaxCapacity?: number };
  readonly MasterUserSecret?: { readonly KmsKeyId?: string };
  readonly DBClusterMembers?: readonly { readonly DBInstanceIdentifier: string; readonly IsClusterWriter: boolean }[];
}

/** A member: it holds nothing, and is made anew. */
export interface Member {
  readonly DBInstanceIdentifier: string;
  readonly DBInstanceArn: string;
  readonly DBInstanceStatus: string;
  readonly DBInstanceClass: string;
  readonly PromotionTier?: number;
  readonly AutoMinorVersionUpgrade?: boolean;
  readonly CopyTagsToSnapshot?: boolean;
  readonly CACertificateIdentifier?: string;
  readonly PreferredMaintenanceWindow?: string;
  readonly PerformanceInsightsEnabled?: boolean;
  readonly PerformanceInsightsKMSKeyId?: string;
}

/** Where an answer of AWS's says that there is no such thing. */
const missing = (error: unknown): boolean => error instanceof UsageError && /NotFound/.test(error.message);

function orMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (missing(error)) return undefined;
    throw error;
  }
}

export const describeCluster = (aws: Aws, id: string): Cluster | undefined =>
  orMissing(
    () => (aws("describe-db-clusters", "--db-cluster-identifier", id) as { DBClusters: Cluster[] }).DBClusters[0],
  );

export const describeMember = (aws: Aws, id: string): Member | undefined =>
  orMissing(
    () => (aws("describe-db-instances", "--db-instance-identifier", id) as { DBInstances: Member[] }).DBInstances[0],
  );

/** Members of a cluster, its writer first. */
export function membersOf(aws: Aws, { DBClusterMembers = [] }: Cluster): readonly Member[] {
  return [...DBClusterMembers]
    .sort((a, b) => Number(b.IsClusterWriter) - Number(a.IsClusterWriter))
    .flatMap(({ DBInstanceIdentifier }) => describeMember(aws, DBInstanceIdentifier) ?? []);
}

export interface Snapshot {
  readonly DBClusterSnapshotIdentifier: string;
  readonly DBClusterSnapshotArn: string;
  readonly DBClusterIdentifier: string;
  readonly SnapshotCreateTime?: string;
  readonly SnapshotType?: string;
  readonly Status: string;
}

/** A cluster's snapshots, the newest first: those that AWS takes each day, and those that people took. */
export const snapshotsOf = (aws: Aws, cluster: string): readonly Snapshot[] =>
  [
    ...(aws("describe-db-cluster-snapshots", "--db-cluster-identifier", cluster) as { DBClusterSnapshots: Snapshot[] })
      .DBClusterSnapshots,
  ].sort((a, b) => (b.SnapshotCreateTime ?? "").localeCompare(a.SnapshotCreateTime ?? ""));

export const describeSnapshot = (aws: Aws, id: string): Snapshot | undefined =>
  orMissing(
    () =>
      (
        aws("describe-db-cluster-snapshots", "--db-cluster-snapshot-identifier", id) as {
          DBClusterSnapshots: Snapshot[];
        }
      ).DBClusterSnapshots[0],
  );

/** Tags that people gave, as the CLI takes them: AWS's own cannot be given. */
export function tagsOf(aws: Aws, arn: string): readonly string[] {
  const { TagList } = aws("list-tags-for-resource", "--resource-name", arn) as {
    TagList: { Key: string; Value: string }[];
  };
  const own = TagList.filter(({ Key }) => !Key.startsWith("aws:"));
  return own.length === 0 ? [] : ["--tags", ...own.map((tag) => JSON.stringify(tag))];
}

type Say = (line: string) => void;

export const clusterAvailable = (aws: Aws, id: string, say: Say): Promise<void> =>
  untilAvailable(id, say, () => describeCluster(aws, id)?.Status);

export const memberAvailable = (aws: Aws, id: string, say: Say): Promise<void> =>
  untilAvailable(id, say, () => describeMember(aws, id)?.DBInstanceStatus);
