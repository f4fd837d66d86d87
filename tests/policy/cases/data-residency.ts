import * as a from "../support/aws";
import * as z from "../support/azure";
import { type CaseTable, property, together } from "../support/cases";
import * as g from "../support/gcp";
import * as r from "../support/resources";

const { U } = r;
const arn = (service: string, region: string) => `arn:aws:${service}:${region}:111111111111:x`;
const copies = (destinationVaultArn: unknown) =>
  a.plan({
    rules: [
      { ruleName: "d", targetVaultName: "v", lifecycle: { deleteAfter: 35 }, copyActions: [{ destinationVaultArn }] },
    ],
  });
const images = (region: unknown) =>
  a.imageReplication({ replicationConfiguration: { rules: [{ destinations: [{ region, registryId: "1" }] }] } });
const replication = (bucket: unknown, ...others: readonly r.Case[number][]): r.Case => [
  r.resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "subject", {
    rules: [{ status: "Enabled", destination: { bucket } }],
  }),
  ...others,
];

/** The cases are judged with slipway:policy.regions [eu-west-1, europe-west1, "West Europe"]. */
export const dataResidency: CaseTable = {
  "aws-region-allowed": together(property(a.table, "region", ["us-east-1"], ["eu-west-1"]), {
    pass: [a.table({}, { region: "eu-west-1" }), r.rds({ region: "eu-west-1" }, { region: "us-east-1" })],
    fail: [a.table({}, { region: "us-east-1" }), r.rds({ region: "us-east-1" }, { region: "eu-west-1" })],
    unknown: [a.table({}, { region: U })],
  }),
  "dynamodb-replica-regions": property(
    a.table,
    "replicas",
    [[{ regionName: "us-east-1" }], [{ regionName: U }, { regionName: "eu-west-2" }]],
    [[{ regionName: "eu-west-1" }], [{ regionName: U }]],
  ),
  "secret-replica-regions": property(r.secret, "replicas", [[{ region: "us-east-1" }]], [[{ region: "eu-west-1" }]]),
  "backup-copy-region": {
    pass: [a.plan(), copies(arn("backup", "eu-west-1"))],
    fail: [copies(arn("backup", "us-east-1"))],
    unknown: [copies(U), a.plan({ rules: U })],
  },
  "rds-source-region": together(
    property(r.rds, "replicateSourceDb", [arn("rds", "us-east-1")], ["primary", arn("rds", "eu-west-1")]),
    property(r.rdsCluster, "replicationSourceIdentifier", [arn("rds", "us-east-1")]),
    property(a.backupsReplication, "sourceDbInstanceArn", [arn("rds", "us-east-1")]),
  ),
  "ecr-replication-regions": { pass: [images("eu-west-1")], fail: [images("us-east-1")], unknown: [images(U)] },
  "log-destination-region": together(
    property(a.logFilter, "destinationArn", [arn("lambda", "us-east-1")], [arn("lambda", "eu-west-1")]),
    property(a.flowLog, "logDestination", [arn("logs", "us-east-1")], ["arn:aws:s3:::flow-logs"]),
  ),
  "bucket-replication-known": {
    pass: [replication("arn:aws:s3:::copy", ...r.bucket({ bucket: "copy" })), replication(undefined)],
    fail: [replication("arn:aws:s3:::copy"), replication("arn:aws:s3:::copy", ...r.bucket({ bucket: "other" }))],
    unknown: [replication(U)],
  },
  "gcp-location-allowed": together(
    property(g.bucket, "location", ["US", "EU", "us-central1"], ["EUROPE-WEST1"]),
    property(g.sql, "region", ["us-central1"]),
    property(g.instance, "zone", ["europe-west10-a"], ["europe-west1-c"]),
  ),
  "gcp-secret-replication": together(
    property(g.secret, "replication.userManaged.replicas", [[{ location: "us-central1" }]], [[{ location: U }]]),
    {
      pass: [],
      fail: [g.secret({ replication: { userManaged: undefined, auto: {} } })],
      unknown: [g.secret({ replication: { userManaged: undefined, auto: U } })],
    },
  ),
  "gcp-sql-backup-location": property(g.sql, "settings.backupConfiguration.location", ["us", "eu"], ["europe-west1"]),
  "gcp-log-bucket-location": property(g.logBucket, "location", ["global", "us-central1"]),
  "azure-location-allowed": together(
    property(z.storage, "location", ["eastus", "East US"], ["West Europe", "westeurope"]),
    property(z.redis, "location", ["northeurope"]),
  ),
  "azure-cosmos-locations": property(
    z.cosmos,
    "locations",
    [[{ locationName: "West Europe" }, { locationName: "East US" }]],
    [[{ locationName: U }]],
  ),
  "azure-registry-replication": property(z.replication, "location", ["eastus"], ["westeurope"]),
};
