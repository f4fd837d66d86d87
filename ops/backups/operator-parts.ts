import { Failed } from "../exit-codes";
import { follow, type Patience } from "./follow";
import type { Kubectl } from "./kubectl";

/** A MongoDB of Percona's operator, as the stack's outputs name it. */
export interface Target {
  /** Full name of the stack, such as shop-prod. */
  readonly stack: string;
  readonly protect: boolean;
  readonly namespace: string;
  readonly cluster: string;
  /** Name of the bucket, as the operator calls it. */
  readonly storage: string;
  readonly database: string;
  /** Days that backups are kept which are taken here. */
  readonly safetyDays: number;
}

/** A backup, as its object says it (`PerconaServerMongoDBBackup`). */
export interface BackupObject {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly clusterName: string };
  readonly status?: {
    readonly state?: string;
    readonly completed?: string;
    readonly lastWriteAt?: string;
    readonly size?: string;
    readonly error?: string;
  };
}

/** The operator's own label of what asked for a backup: the name of its task. */
const TIER = "percona.com/backup-ancestor";
const SAFETY = "safety";

const tierOf = ({ metadata: { labels = {} } }: BackupObject): string => labels[TIER] ?? SAFETY;
const stamp = (now: Date): string => now.toISOString().slice(0, 19).replace(/\D/g, "");

/** Every backup of a MongoDB, the newest first. */
export async function backupsOf(kubectl: Kubectl, { namespace, cluster }: Target): Promise<readonly BackupObject[]> {
  const text = await kubectl.run(["--namespace", namespace, "get", "psmdb-backup", "--output", "json"]);
  return (JSON.parse(text) as { items: BackupObject[] }).items
    .filter(({ spec }) => spec.clusterName === cluster)
    .sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
}

const timeOf = ({ metadata, status }: BackupObject): string => status?.completed ?? metadata.creationTimestamp ?? "";

/** What is told of a backup. */
export const listed = (backup: BackupObject) => ({
  name: backup.metadata.name,
  tier: tierOf(backup),
  state: backup.status?.state ?? "new",
  completed: backup.status?.completed ?? "",
  size: backup.status?.size ?? "",
});

/**
 * The backup that is meant, by the rules of dumps: `latest` and times speak of no safety backup. A time goes to the very moment,
 * by the log of changes since the newest backup before it; so does `latest` where the latest moment is asked for.
 */
export function chosenBackup(
  backups: readonly BackupObject[],
  from: string,
  pointInTime: boolean,
): { readonly backup: BackupObject; readonly moment?: string } | undefined {
  const ready = backups.filter(({ status }) => status?.state === "ready");
  const named = ready.find(({ metadata: { name } }) => name === from);
  if (named) return { backup: named };
  const usual = ready.filter((backup) => tierOf(backup) !== SAFETY);
  const [newest] = usual;
  if (from === "latest") return newest && { backup: newest, ...(pointInTime && { moment: "latest" }) };
  const time = Date.parse(from);
  if (!/^\d{4}-\d{2}-\d{2}/.test(from) || Number.isNaN(time)) return undefined;
  const backup = usual.find(({ status }) => Date.parse(status?.lastWriteAt ?? status?.completed ?? "") < time);
  return backup && { backup, moment: new Date(time).toISOString().slice(0, 19).replace("T", " ") };
}

/** Names of safety backups that are older than config keeps them. */
export const expired = (backups: readonly BackupObject[], { safetyDays }: Target, now: Date): readonly string[] =>
  backups
    .filter((backup) => tierOf(backup) === SAFETY)
    .filter(
      ({ metadata: { creationTimestamp = "" } }) =>
        now.getTime() - Date.parse(creationTimestamp) > safetyDays * 86_400_000,
    )
    .map(({ metadata: { name } }) => name);

/** Asks for a backup; deleted, it is deleted from the bucket too. */
export const backupObject = ({ namespace, cluster, storage }: Target, now: Date) => ({
  apiVersion: "psmdb.percona.com/v1",
  kind: "PerconaServerMongoDBBackup",
  metadata: {
    ...{ name: `${cluster}-safety-${stamp(now)}`, namespace, finalizers: ["percona.com/delete-backup"] },
    labels: { [TIER]: SAFETY, "percona.com/cluster": cluster },
  },
  spec: { clusterName: cluster, storageName: storage, compressionType: "gzip" },
});

/** Asks for a restore in place; `moment` as the operator writes it, UTC: `2026-11-20 12:00:00`, or `latest`. */
export const restoreObject = (
  { namespace, cluster, storage }: Target,
  backupName: string,
  moment: string | undefined,
  now: Date,
) => ({
  apiVersion: "psmdb.percona.com/v1",
  kind: "PerconaServerMongoDBRestore",
  metadata: { name: `${cluster}-restore-${stamp(now)}`, namespace },
  spec: {
    ...{ clusterName: cluster, storageName: storage, backupName },
    ...(moment !== undefined && {
      pitr: moment === "latest" ? { type: "latest" } : { type: "date", date: moment },
    }),
  },
});

export const create = (kubectl: Kubectl, object: { readonly metadata: { readonly namespace: string } }) =>
  kubectl.run(["--namespace", object.metadata.namespace, "create", "--filename", "-"], JSON.stringify(object));

/** What has not ended by then is given up on: the operator goes on with it. */
const PATIENCE: Patience = { hours: 12, looksMs: { first: 200, most: 5000 } };

/** Waits for the end that the operator says of its object. @returns whether it went well @throws Failed after hours */
export async function until(
  kubectl: Kubectl,
  { namespace }: Target,
  kind: "psmdb-backup" | "psmdb-restore",
  name: string,
  say: (line: string) => void,
): Promise<boolean> {
  let status: BackupObject["status"];
  const look = async (): Promise<string> => {
    const text = await kubectl.run(["--namespace", namespace, "get", kind, name, "--output", "json"]);
    status = (JSON.parse(text) as BackupObject).status;
    return status?.state ?? "";
  };
  const state = await follow(name, PATIENCE, say, look, (each) => ["ready", "error", "rejected"].includes(each));
  if (state === undefined)
    throw new Failed(`${name} has not ended after ${PATIENCE.hours} hours; the operator goes on with it.`);
  if (state === "ready") return true;
  say(`${name}: ${status?.error ?? "it does not say why"}`);
  return false;
}

/** Counts documents by collection, as JSON on the last line. */
const COUNT = (database: string): string =>
  `const d = db.getSiblingDB(${JSON.stringify(database)}); print(JSON.stringify(Object.fromEntries(d.getCollectionInfos({ type: "collection" }).map(({ name }) => name).filter((name) => !name.startsWith("system.")).map((name) => [name, d.getCollection(name).countDocuments({})]))))`;

/** Logs in as who may read everything, by what the operator puts beside the server; passwords are in no argument of kubectl. */
const SHELL = `u() { cat "/etc/users-secret/MONGODB_DATABASE_ADMIN_$1"; }; exec mongosh --quiet --tls --tlsCAFile /etc/mongodb-ssl/ca.crt --tlsAllowInvalidHostnames "mongodb://$(u USER):$(u PASSWORD)@localhost:27017/?authSource=admin&replicaSet=rs0&readPreference=primaryPreferred" --eval "$1"`;

/** Documents of each collection of the store's database, by its first member. */
export async function counted(
  kubectl: Kubectl,
  { namespace, cluster, database }: Target,
): Promise<Readonly<Record<string, number>>> {
  const text = await kubectl.run([
    ...["--namespace", namespace, "exec", `${cluster}-rs0-0`, "--container", "mongod", "--"],
    ...["bash", "-c", SHELL, "count", COUNT(database)],
  ]);
  try {
    return JSON.parse(text.trim().split("\n").pop() ?? "") as Record<string, number>;
  } catch {
    throw new Failed(`${cluster} could not be counted: ${text.slice(0, 300)}`);
  }
}
