import { spawnSync } from "node:child_process";
import { UsageError } from "../../rehearsal/stack-files";

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

export interface PointInTime {
  /** The database's address: it names the instance and the region. */
  readonly host: string;
  /** `latest`, or a time. */
  readonly to: string;
  readonly now: Date;
  readonly env: NodeJS.ProcessEnv;
  readonly dryRun: boolean;
  readonly say: (line: string) => void;
  /** Milliseconds between two looks at the new instance. @default 15000 */
  readonly patience?: number;
}

/** Hours after which a restore that has not ended is given up on: RDS goes on with it. */
const PATIENCE_HOURS = 4;

/**
 * Restores an RDS instance to a moment, into a new instance beside it with the same class, network, group and parameters.
 * @returns its address; none in a dry run
 * @throws UsageError where it is no instance of RDS, the moment cannot be had, or the AWS CLI says no
 */
export async function restoreToPointInTime(options: PointInTime): Promise<string | undefined> {
  const { host, to, now, dryRun, say, patience = 15_000 } = options;
  const [, identifier, region] = /^([a-z0-9-]+)\.[^.]+\.([a-z0-9-]+)\.rds\.amazonaws\.com(?:\.cn)?$/.exec(host) ?? [];
  if (identifier === undefined || region === undefined) {
    throw new UsageError(`${host} is no instance of RDS: only the cloud's own databases restore to a point in time.`);
  }
  if (/^[a-z0-9-]+\.cluster-/.test(host)) {
    throw new UsageError(
      `${identifier} is an Aurora, which this command restores no moment of yet. Make a cluster of that moment beside it: ` +
        `aws rds restore-db-cluster-to-point-in-time --region ${region} --source-db-cluster-identifier ${identifier} ` +
        `--db-cluster-identifier ${identifier}-then --restore-to-time ${to === "latest" ? "2026-11-20T12:00:00Z" : to}; ` +
        "then an instance in it: aws rds create-db-instance.",
    );
  }
  const aws = (...args: string[]) => call(["rds", ...args, "--region", region, "--output", "json"], options.env);
  const describe = (id: string) =>
    (aws("describe-db-instances", "--db-instance-identifier", id) as { DBInstances: Instance[] }).DBInstances[0]!;
  const source = describe(identifier);
  const moment = momentOf(to, source.LatestRestorableTime, now);
  const target = `${identifier}-pit-${now.toISOString().slice(0, 16).replace(/\D/g, "")}`;
  say(`${identifier} can be restored up to ${source.LatestRestorableTime ?? "an unknown moment"}`);
  const args = [
    ...["--source-db-instance-identifier", identifier, "--target-db-instance-identifier", target],
    ...(moment === undefined ? ["--use-latest-restorable-time"] : ["--restore-time", moment]),
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
  const until = Date.now() + PATIENCE_HOURS * 3_600_000;
  for (let last = ""; Date.now() < until; ) {
    const { DBInstanceStatus: status, Endpoint } = describe(target);
    if (status !== last) say(`${target}: ${status}`);
    last = status;
    if (status === "available" && Endpoint) return Endpoint.Address;
    if (/failed|incompatible/.test(status))
      throw new UsageError(`${target} is ${status}: see it in the console of RDS.`);
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
  throw new UsageError(`${target} is not there after ${PATIENCE_HOURS} hours; RDS goes on with it.`);
}

/** As RDS wants it; none for the latest. */
function momentOf(to: string, latest: string | undefined, now: Date): string | undefined {
  if (to === "latest") return undefined;
  const time = Date.parse(to);
  if (Number.isNaN(time)) throw new UsageError(`"${to}" is no time: write latest, or like 2026-11-20T12:00:00Z.`);
  const end = latest === undefined ? now.getTime() : Date.parse(latest);
  if (time > end) throw new UsageError(`${to} is later than ${latest ?? now.toISOString()}, the latest that there is.`);
  return new Date(time).toISOString();
}

function call(args: readonly string[], env: NodeJS.ProcessEnv): unknown {
  const { status, stdout, stderr, error } = spawnSync("aws", args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error) throw new UsageError(`The AWS CLI could not be run (${error.message}): https://docs.aws.amazon.com/cli`);
  if (status !== 0) throw new UsageError(`aws ${args.slice(0, 2).join(" ")}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}
