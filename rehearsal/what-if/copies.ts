import { outputAt } from "../clouds/model";
import type { ResourceRecord } from "../engine/record";
import { type Graph, texts } from "../proofs/graph";

/** What a store could be restored from, and how old that is at worst. */
export interface Copies {
  /** Seconds; null: there is no copy. */
  readonly seconds: number | null;
  readonly how: string;
}

const none: Copies = { seconds: null, how: "nothing" };
const DAY = 86_400;

/**
 * Copies that the cloud keeps of a store in its own region, outside of any one zone. RDS writes its log away every five
 * minutes (RDS user guide, "Restoring a DB instance to a specified time"); ElastiCache takes its snapshots once a day; Atlas goes back to a minute ("Continuous Cloud Backups").
 */
export function ownCopies({ type, inputs }: ResourceRecord): Copies {
  if (inputs["pitEnabled"] === true) return { seconds: 60, how: "its backups, to a point a minute before" };
  const days = Number(inputs["backupRetentionPeriod"] ?? inputs["snapshotRetentionLimit"] ?? 0);
  if (!(days > 0)) return none;
  return type.startsWith("aws:elasticache/")
    ? { seconds: DAY, how: "its last daily snapshot" }
    : { seconds: 300, how: "its backups, to a point five minutes before" };
}

/** Kinds of copy that stand in another region, and the input that names what they are copies of. */
const kinds: readonly { readonly type: string; readonly source: string; readonly copies: Copies }[] = [
  {
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    source: "sourceDbInstanceArn",
    copies: { seconds: 300, how: "its backups there, minutes old" },
  },
  // S3 replicates most objects within 15 minutes, and promises it where replication time control is on.
  ...[
    "bucketReplicationConfig:BucketReplicationConfig",
    "bucketReplicationConfiguration:BucketReplicationConfiguration",
  ].map((name) => ({
    ...{ type: `aws:s3/${name}`, source: "bucket" },
    copies: { seconds: 900, how: "the bucket that it is replicated to" },
  })),
];

/** Copies in another region; what AWS Backup copies there once a day counts for all that its plan selects. */
export function copiesElsewhere(graph: Graph, store: ResourceRecord): Copies {
  const ids = ["id", "arn", "bucket"].map((output) => outputAt({ ...store, id: store.id ?? "" }, output));
  const own = kinds.find(({ type, source }) =>
    graph.ofType(type).some(({ inputs }) => inputs[source] !== undefined && ids.includes(inputs[source])),
  );
  if (own) return own.copies;
  const copying = graph
    .ofType("aws:backup/plan:Plan")
    .filter(({ inputs }) => texts(inputs, "rules[].copyActions[].destinationVaultArn").length > 0);
  const plans = new Set(copying.map(({ id }) => id));
  const selected = graph
    .ofType("aws:backup/selection:Selection")
    .filter(({ inputs }) => plans.has(String(inputs["planId"])))
    .some(({ inputs }) => texts(inputs, "resources[]").some((arn) => ids.includes(arn)));
  return selected ? { seconds: DAY, how: "what AWS Backup copies there once a day" } : none;
}
