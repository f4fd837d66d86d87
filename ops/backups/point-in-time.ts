import { UsageError } from "../../rehearsal/stack-files";
import { type Aws, awsOf, besideName, type CloudDatabase, momentOf, untilAvailable } from "./aws";

/** An instance of RDS, as the AWS CLI describes it: what a copy of it must have too. */
interface Instance {
  readonly DBInstanceIdentifier: string;
  readonly DBInstanceStatus: string;
  readonly DBInstanceClass: string;
  readonly LatestRestorableTime?: string;
  readonly MultiAZ: boolean;
  readonly DBSubnetGroup: { readonly DBSubnetGroupName: string };
  readonly VpcSecurityGroups: readonly { readonly VpcSecurityGroupId: string }[];
  readonly DBParameterGroups: readonly { readonly DBParameterGroupName: string }[];
  readonly Endpoint?: { readonly Address: string };
}

interface InstanceSnapshot {
  readonly DBSnapshotIdentifier: string;
  readonly SnapshotCreateTime?: string;
  readonly SnapshotType?: string;
}

const describe = (aws: Aws, id: string): Instance =>
  (aws("describe-db-instances", "--db-instance-identifier", id) as { DBInstances: Instance[] }).DBInstances[0]!;

/** What an instance can be restored to. */
export function instanceBackups(aws: Aws, id: string) {
  const { DBSnapshots: snapshots } = aws("describe-db-snapshots", "--db-instance-identifier", id) as {
    DBSnapshots: InstanceSnapshot[];
  };
  return { snapshots, restorable: { latest: describe(aws, id).LatestRestorableTime } };
}

export interface PointInTime {
  readonly database: CloudDatabase;
  /** `latest`, or a time. */
  readonly to: string;
  readonly now: Date;
  readonly env: NodeJS.ProcessEnv;
  readonly dryRun: boolean;
  readonly say: (line: string) => void;
}

/**
 * Restores an RDS instance to a moment, into a new instance beside it with the same class, network, group and parameters.
 * @returns its address; none in a dry run
 * @throws UsageError where it is no instance of RDS, the moment cannot be had, or the AWS CLI says no
 */
export async function restoreToPointInTime(options: PointInTime): Promise<string | undefined> {
  const { database, to, now, dryRun, say } = options;
  const { identifier } = database;
  const aws = awsOf(database, options.env);
  const source = describe(aws, identifier);
  const { LatestRestorableTime: latest } = source;
  const moment = momentOf(to, latest === undefined ? {} : { latest }, now);
  if ("snapshot" in moment) throw new UsageError(`"${to}" is no time: write latest, or like 2026-11-20T12:00:00Z.`);
  const target = besideName(identifier, "pit", now);
  say(`${identifier} can be restored up to ${source.LatestRestorableTime ?? "an unknown moment"}`);
  const args = [
    ...["--source-db-instance-identifier", identifier, "--target-db-instance-identifier", target],
    ...("latest" in moment ? ["--use-latest-restorable-time"] : ["--restore-time", moment.time]),
    ...[
      "--db-instance-class",
      source.DBInstanceClass,
      "--db-subnet-group-name",
      source.DBSubnetGroup.DBSubnetGroupName,
    ],
    ...["--vpc-security-group-ids", ...source.VpcSecurityGroups.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)],
    ...["--db-parameter-group-name", source.DBParameterGroups[0]!.DBParameterGroupName],
    ...["--no-publicly-accessible", "--copy-tags-to-snapshot", "--no-multi-az"],
  ];
  if (dryRun) {
    say(`would aws rds restore-db-instance-to-point-in-time ${args.join(" ")}`);
    return undefined;
  }
  aws("restore-db-instance-to-point-in-time", ...args);
  await untilAvailable(target, say, () => {
    const { DBInstanceStatus, Endpoint } = describe(aws, target);
    return DBInstanceStatus === "available" && !Endpoint ? "without an address yet" : DBInstanceStatus;
  });
  return describe(aws, target).Endpoint!.Address;
}
