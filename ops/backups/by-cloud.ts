import { UsageError } from "../../rehearsal/stack-files";
import { Refused } from "../exit-codes";
import { type Aws, awsOf, besideName, type CloudDatabase, momentOf, untilAvailable } from "./aws";
import { type Cluster, describeCluster, describeSnapshot, snapshotsOf, tagsOf } from "./cluster-parts";
import { type ClusterRestore, restoreBeside, restoredName, restoreOrder } from "./cluster-restore";
import { switchPlaces } from "./cluster-switch";
import { type Context, type Done, type Keeper, planned } from "./context";
import { instanceBackups, restoreToPointInTime } from "./point-in-time";

/** Backups by AWS itself, of a database that it runs: snapshots, and its log of changes. */
export const byCloud = (database: CloudDatabase): Keeper => {
  const work = database.kind === "cluster" ? ofCluster(database) : ofInstance(database);
  return {
    ...work,
    drill: ({ store }) => {
      throw new UsageError(
        `${store} is AWS's to back up, and no drill restores it: restore ${store} --point-in-time is one.`,
      );
    },
  };
};

type Own = Omit<Keeper, "drill">;

function ofInstance(database: CloudDatabase): Own {
  return {
    list: async ({ store, flags, say }) => {
      const { snapshots, restorable } = instanceBackups(awsOf(database, process.env), database.identifier);
      if (!flags.json) {
        say(`${store} can be restored to any moment up to ${restorable.latest ?? "an unknown one"}. Snapshots of it:`);
        for (const { DBSnapshotIdentifier: name, SnapshotCreateTime: at, SnapshotType: type } of snapshots) {
          say(snapshotLine(name, at, type));
        }
      }
      return { snapshots, restorable, succeeded: true };
    },
    backup: async ({ store }) => {
      throw new UsageError(`${store} is an instance of RDS: aws rds create-db-snapshot takes a snapshot of it.`);
    },
    restore: async ({ stack, store, flags, say }, from) => {
      if (flags.inPlace || flags.into !== undefined) {
        throw new UsageError(
          "--point-in-time makes an instance of its own: it goes with neither --in-place nor --into.",
        );
      }
      const { dryRun = false } = flags;
      const made = await restoreToPointInTime({
        ...{ database, to: from, now: new Date(), env: process.env, dryRun, say },
      });
      if (made === undefined) return { succeeded: true };
      say(`${made} holds what ${store} was. Its login is that of ${store} at that moment. Copy back what is missing:`);
      say(`  pg_dump --host ${made} … | psql --host ${stack.hosts[store]} …`);
      say(`and delete it when you are done: Pulumi does not know of it.`);
      return { succeeded: true, address: made };
    },
  };
}

function ofCluster(database: CloudDatabase): Own {
  const reach = (): { aws: Aws; source: Cluster } => {
    const aws = awsOf(database, process.env);
    const source = describeCluster(aws, database.identifier);
    if (!source)
      throw new UsageError(`${database.region} has no cluster ${database.identifier}: it was renamed or deleted.`);
    return { aws, source };
  };
  return {
    list: async ({ flags, store, say }) => {
      const { aws, source } = reach();
      const snapshots = snapshotsOf(aws, database.identifier);
      if (!flags.json) {
        say(`${store} can be restored to any moment ${windowOf(source)}, and to:`);
        for (const { DBClusterSnapshotIdentifier: name, SnapshotCreateTime: at, SnapshotType: type } of snapshots) {
          say(snapshotLine(name, at, type));
        }
      }
      const { EarliestRestorableTime: earliest, LatestRestorableTime: latest } = source;
      return { snapshots, restorable: { earliest, latest }, succeeded: true };
    },
    backup: async ({ flags, say }) => {
      const { aws, source } = reach();
      const order = snapshotOrder(aws, source, new Date());
      if (flags.dryRun) return planned([`aws ${database.service} ${order.join(" ")}`], say);
      return { backup: await snapshot(aws, order, say), succeeded: true };
    },
    restore: async (context, from) => restore(context, from, { ...reach(), database }),
  };
}

const snapshotLine = (name: string, at = "", type = ""): string => `${name.padEnd(60)} ${at} ${type}`;

const windowOf = ({ EarliestRestorableTime, LatestRestorableTime }: Cluster): string =>
  `from ${EarliestRestorableTime ?? "an unknown one"} to ${LatestRestorableTime ?? "an unknown one"}`;

const snapshotOrder = (aws: Aws, source: Cluster, now: Date): readonly string[] => [
  ...["create-db-cluster-snapshot", "--db-cluster-identifier", source.DBClusterIdentifier],
  ...["--db-cluster-snapshot-identifier", besideName(source.DBClusterIdentifier, "safety", now)],
  ...tagsOf(aws, source.DBClusterArn),
];

async function snapshot(aws: Aws, order: readonly string[], say: (line: string) => void): Promise<string> {
  const name = order[order.indexOf("--db-cluster-snapshot-identifier") + 1]!;
  aws(...order);
  await untilAvailable(name, say, () => describeSnapshot(aws, name)?.Status);
  return name;
}

interface Reached {
  readonly aws: Aws;
  readonly source: Cluster;
  readonly database: CloudDatabase;
}

async function restore({ stack, store, flags, say }: Context, from: string, reached: Reached): Promise<Done> {
  const { aws, source, database } = reached;
  const { inPlace = false, dryRun = false, into, jobs, yes } = flags;
  if (into !== undefined || jobs !== undefined) {
    throw new UsageError("AWS restores a cluster as a whole: that goes with neither --into nor --jobs.");
  }
  const { EarliestRestorableTime: earliest, LatestRestorableTime: latest } = source;
  const now = new Date();
  const moment = momentOf(from, { earliest, latest }, now);
  if ("snapshot" in moment) {
    const found = describeSnapshot(aws, moment.snapshot);
    if (!found || (inPlace && found.DBClusterIdentifier !== source.DBClusterIdentifier)) {
      throw new UsageError(
        `"${from}" is no snapshot ${found ? `of ${store} but of ${found.DBClusterIdentifier}` : "and no time"}. ` +
          `See what there is: npm run ops -- restore ${store} --stack ${flags.stack} --point-in-time --list`,
      );
    }
  }
  if (inPlace && stack.pooled.includes(store)) {
    throw new UsageError(
      `${store} has a pool, which keeps to the cluster that it was made for: take \`pool\` out of config and run pulumi up, restore, and put it back.`,
    );
  }
  say(`${source.DBClusterIdentifier} can be restored to any moment ${windowOf(source)}`);
  const work: ClusterRestore = { ...reached, ...{ service: database.service, moment, now, inPlace, say } };
  const steps = [
    ...(inPlace ? [`aws ${database.service} ${snapshotOrder(aws, source, now).join(" ")}`] : []),
    `aws ${database.service} ${restoreOrder(work).join(" ")}`,
    `give ${restoredName(work)} the parameters, backups and ${inPlace ? "members" : "one member"} of ${source.DBClusterIdentifier}, and prove it`,
    ...(inPlace ? [`rename ${source.DBClusterIdentifier} and what was restored: the old one is kept`] : []),
  ];
  if (dryRun) return planned(steps, say);
  if (inPlace && (stack.protect || source.DeletionProtection) && yes !== stack.name) {
    throw new Refused(
      `${stack.name} is protected, and --in-place takes its ${store} out of use. Say that you mean it: --yes ${stack.name}`,
    );
  }
  const backup = inPlace ? await snapshot(aws, snapshotOrder(aws, source, now), say) : undefined;
  const restored = await restoreBeside(work);
  const address = restored.cluster.Endpoint ?? "";
  if (!inPlace) {
    say(
      `${address} holds what ${store} was. Its login is in the secret that AWS keeps for it. Copy back what is missing,`,
    );
    say(`and delete it when you are done, its member first: Pulumi does not know of it.`);
    return { steps, address, succeeded: true };
  }
  const kept = await switchPlaces(work, restored);
  say(
    `${store} is what it was; the old one is ${kept}, and ${backup} holds the same. Its password is a new one: tell the stack`,
  );
  say(`  pulumi refresh --stack ${flags.stack} && pulumi up --stack ${flags.stack}`);
  say(`Delete ${kept} and its members when you are sure: Pulumi does not know of it.`);
  return { steps, address: stack.hosts[store] ?? "", ...(backup !== undefined && { backup }), succeeded: true };
}
