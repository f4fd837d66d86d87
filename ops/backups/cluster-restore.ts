import { UsageError } from "../../rehearsal/stack-files";
import { Failed } from "../exit-codes";
import { type Aws, besideName, type CloudDatabase, type Moment } from "./aws";
import {
  type Cluster,
  clusterAvailable,
  describeCluster,
  type Member,
  memberAvailable,
  membersOf,
  tagsOf,
} from "./cluster-parts";

export interface ClusterRestore {
  readonly aws: Aws;
  readonly service: CloudDatabase["service"];
  readonly source: Cluster;
  readonly moment: Moment;
  readonly now: Date;
  /** It takes the old one's place afterwards: as many members, of the same classes. @default one, to look at */
  readonly inPlace: boolean;
  readonly say: (line: string) => void;
}

const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined || value === "" ? [] : [`--${name}`, `${value}`];
const either = (name: string, value: boolean | undefined): readonly string[] =>
  value === undefined ? [] : [value ? `--${name}` : `--no-${name}`];

/** Name of the new cluster: it is found by it until it takes the old one's. */
export const restoredName = ({ source, now }: Pick<ClusterRestore, "source" | "now">): string =>
  besideName(source.DBClusterIdentifier, "pit", now);

/** The order that makes a new cluster of what the old one was, with its network, key, logs and tags. */
export function restoreOrder({ aws, service, source, moment, ...rest }: ClusterRestore): readonly string[] {
  const from =
    "snapshot" in moment
      ? [
          ...["restore-db-cluster-from-snapshot", "--snapshot-identifier", moment.snapshot],
          ...["--engine", source.Engine],
        ]
      : [
          ...["restore-db-cluster-to-point-in-time", "--source-db-cluster-identifier", source.DBClusterIdentifier],
          ...("time" in moment ? ["--restore-to-time", moment.time] : ["--use-latest-restorable-time"]),
        ];
  const { MinCapacity, MaxCapacity } = source.ServerlessV2ScalingConfiguration ?? {};
  const capacity =
    MinCapacity === undefined ? undefined : `MinCapacity=${MinCapacity},MaxCapacity=${MaxCapacity ?? MinCapacity}`;
  const groups = (source.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId);
  const logs = source.EnabledCloudwatchLogsExports ?? [];
  return [
    ...from,
    ...["--db-cluster-identifier", restoredName({ source, ...rest })],
    ...flag("db-subnet-group-name", source.DBSubnetGroup),
    ...(groups.length > 0 ? ["--vpc-security-group-ids", ...groups] : []),
    ...flag("port", source.Port),
    // The key that the store has now, whatever a snapshot was encrypted with.
    ...(source.StorageEncrypted ? flag("kms-key-id", source.KmsKeyId) : []),
    ...(source.StorageType?.endsWith("iopt1") ? flag("storage-type", source.StorageType) : []),
    ...flag("serverless-v2-scaling-configuration", capacity),
    ...(service === "rds" ? either("enable-iam-database-authentication", source.IAMDatabaseAuthenticationEnabled) : []),
    ...(logs.length > 0 ? ["--enable-cloudwatch-logs-exports", ...logs] : []),
    ...(service === "rds" ? either("copy-tags-to-snapshot", source.CopyTagsToSnapshot) : []),
    // What is only looked at is deleted by whoever looked.
    ...either("deletion-protection", rest.inPlace && (source.DeletionProtection ?? false)),
    ...tagsOf(aws, source.DBClusterArn),
  ];
}

/**
 * What a restore leaves at AWS's defaults, put right before there is a member that would start with them. The password is made
 * AWS's to keep again: a restored cluster has the one of that moment, which nobody knows any more.
 */
function settings(id: string, source: Cluster): readonly string[] {
  return [
    ...["modify-db-cluster", "--db-cluster-identifier", id],
    ...flag("db-cluster-parameter-group-name", source.DBClusterParameterGroup),
    ...flag("backup-retention-period", source.BackupRetentionPeriod),
    ...flag("preferred-backup-window", source.PreferredBackupWindow),
    ...flag("preferred-maintenance-window", source.PreferredMaintenanceWindow),
    ...(source.MasterUserSecret
      ? ["--manage-master-user-password", ...flag("master-user-secret-kms-key-id", source.MasterUserSecret.KmsKeyId)]
      : []),
    "--apply-immediately",
  ];
}

function memberOrder({ aws, service, source }: ClusterRestore, cluster: string, id: string, like: Member) {
  return [
    ...["create-db-instance", "--db-instance-identifier", id, "--db-cluster-identifier", cluster],
    ...["--engine", source.Engine, "--db-instance-class", like.DBInstanceClass],
    ...flag("promotion-tier", like.PromotionTier),
    ...flag("ca-certificate-identifier", like.CACertificateIdentifier),
    ...flag("preferred-maintenance-window", like.PreferredMaintenanceWindow),
    ...either("auto-minor-version-upgrade", like.AutoMinorVersionUpgrade),
    ...either("copy-tags-to-snapshot", like.CopyTagsToSnapshot),
    ...(service === "rds" ? ["--no-publicly-accessible"] : []),
    ...(like.PerformanceInsightsEnabled
      ? ["--enable-performance-insights", ...flag("performance-insights-kms-key-id", like.PerformanceInsightsKMSKeyId)]
      : []),
    ...tagsOf(aws, like.DBInstanceArn),
  ];
}

/** A restored cluster, and its members in the order of those of the old one. */
export interface Restored {
  readonly cluster: Cluster;
  readonly members: readonly string[];
}

/** Makes the new cluster beside the old one, with its settings and members, and proves that it is like it. @throws Failed */
export async function restoreBeside(work: ClusterRestore): Promise<Restored> {
  const { aws, source, now, inPlace, say } = work;
  const id = restoredName(work);
  const all = membersOf(aws, source);
  if (all.length === 0)
    throw new UsageError(`${source.DBClusterIdentifier} has no member: nobody knows of what class.`);
  aws(...restoreOrder(work));
  await clusterAvailable(aws, id, say);
  aws(...settings(id, source));
  await clusterAvailable(aws, id, say);
  const members: string[] = [];
  for (const [index, like] of (inPlace ? all : all.slice(0, 1)).entries()) {
    const member = besideName(source.DBClusterIdentifier, "pit", now, `-${index + 1}`);
    aws(...memberOrder(work, id, member, like));
    members.push(member);
  }
  for (const member of members) await memberAvailable(aws, member, say);
  await clusterAvailable(aws, id, say);
  const cluster = describeCluster(aws, id)!;
  prove(source, cluster, members);
  return { cluster, members };
}

/** What can be seen from outside: AWS says what a cluster is, not what lies in it. @throws Failed naming what differs */
function prove(source: Cluster, cluster: Cluster, members: readonly string[]): void {
  const there = new Set((cluster.DBClusterMembers ?? []).map(({ DBInstanceIdentifier }) => DBInstanceIdentifier));
  const differs = [
    ...(
      ["Engine", "StorageEncrypted", "KmsKeyId", "DBSubnetGroup", "DBClusterParameterGroup", "Port"] as const
    ).flatMap((key) => (cluster[key] === source[key] ? [] : [`${key} is ${cluster[key]}, not ${source[key]}`])),
    ...members.filter((member) => !there.has(member)).map((member) => `${member} is no member of it`),
    ...(cluster.DBClusterMembers?.some(({ IsClusterWriter }) => IsClusterWriter) ? [] : ["no member writes"]),
    ...(source.MasterUserSecret && !cluster.MasterUserSecret ? ["its password is not AWS's to keep"] : []),
  ];
  if (differs.length === 0) return;
  throw new Failed(
    `${cluster.DBClusterIdentifier} is there, and is not like ${source.DBClusterIdentifier}: ${differs.join("; ")}. ` +
      `${source.DBClusterIdentifier} is as it was.`,
  );
}
