import { spawnSync } from "node:child_process";
import { Failed } from "../exit-codes";

/** How far a copy is behind what it copies. */
export interface Lag {
  /** Seconds, at the moment that it was measured. */
  readonly seconds: number;
  /** What was written up to then is in the copy. */
  readonly upTo: Date;
}

/** What the commands ask of a cloud's region, and of its names: AWS, by its CLI and the caller's own credentials. */
export interface Region {
  /** State of a database, in the cloud's own word. @throws Failed where the region does not answer */
  databaseState(identifier: string): string;
  /** None where nobody has measured it in the last quarter of an hour. */
  lag(identifier: string, now: Date): Lag | undefined;
  /** Has a health check count as failed for as long as the program says the same. @throws Failed */
  leadAway(healthCheck: string): void;
}

/** Seconds for a connection and for an answer: a region that is lost is not waited for. */
const PATIENCE = ["--cli-connect-timeout", "10", "--cli-read-timeout", "20"];

/** Minutes within which a measure of CloudWatch counts; it makes one a minute. */
const MEASURED = 15;

export function regionOf(region: string, env: NodeJS.ProcessEnv): Region {
  const aws = (...args: string[]): unknown => {
    const call = [...args, "--region", region, "--output", "json", ...PATIENCE];
    const { status, stdout, stderr, error } = spawnSync("aws", call, {
      ...{ env: { AWS_MAX_ATTEMPTS: "2", ...env }, encoding: "utf8", maxBuffer: 2 ** 24, timeout: 60_000 },
    });
    const said = error ? `the AWS CLI could not be run (${error.message})` : stderr.trim();
    if (error || status !== 0) throw new Failed(`aws ${args.slice(0, 2).join(" ")} in ${region}: ${said}`);
    return stdout.trim() === "" ? {} : JSON.parse(stdout);
  };
  return {
    databaseState: (identifier) => {
      const { DBInstances } = aws("rds", "describe-db-instances", "--db-instance-identifier", identifier) as {
        DBInstances: readonly { readonly DBInstanceStatus: string }[];
      };
      return DBInstances[0]?.DBInstanceStatus ?? "gone";
    },
    lag: (identifier, now) => {
      const from = new Date(now.getTime() - MEASURED * 60_000);
      const { Datapoints } = aws(
        ...["cloudwatch", "get-metric-statistics", "--namespace", "AWS/RDS", "--metric-name", "ReplicaLag"],
        ...["--dimensions", `Name=DBInstanceIdentifier,Value=${identifier}`, "--statistics", "Maximum"],
        ...["--period", "60", "--start-time", from.toISOString(), "--end-time", now.toISOString()],
      ) as { Datapoints: readonly { readonly Timestamp: string; readonly Maximum: number }[] };
      // RDS says -1 where nothing is replicated.
      const [last] = Datapoints.filter(({ Maximum }) => Maximum >= 0).sort(
        (one, other) => Date.parse(other.Timestamp) - Date.parse(one.Timestamp),
      );
      if (last === undefined) return undefined;
      return { seconds: last.Maximum, upTo: new Date(Date.parse(last.Timestamp) - last.Maximum * 1000) };
    },
    leadAway: (healthCheck) => {
      aws("route53", "update-health-check", "--health-check-id", healthCheck, "--inverted");
    },
  };
}
