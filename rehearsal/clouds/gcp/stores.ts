import { CloudError, type Context, type Instance, isRecord, type Json, type TypeModel, text, valuesAt } from "../model";
import { located, named, protectedBy, to } from "./shared";

const sqlType = "gcp:sql/databaseInstance:DatabaseInstance";
const nameOfSql = { path: "instance", to: [`${sqlType}#name`], error: "NOT_FOUND" } as const;

function privateAddress(c: Context, salt: string): string {
  const hash = c.hash(4, salt);
  return `10.240.${Number.parseInt(hash.slice(0, 2), 16)}.${(Number.parseInt(hash.slice(2), 16) % 250) + 2}`;
}

const settingsOf = (c: Context) => (isRecord(c.inputs["settings"]) ? c.inputs["settings"] : {});

/** What Cloud SQL refuses: see "Create instances" and "Point-in-time recovery" in its documentation. */
function sqlAccepts(c: Context): void {
  const settings = settingsOf(c);
  const backup = isRecord(settings["backupConfiguration"]) ? settings["backupConfiguration"] : {};
  const days = Number(backup["transactionLogRetentionDays"] ?? 7);
  if (settings["edition"] !== "ENTERPRISE_PLUS" && days > 7) {
    throw new CloudError("INVALID_ARGUMENT", `${c.name} keeps logs for ${days} days: the Enterprise edition keeps 7`);
  }
  if (settings["availabilityType"] === "REGIONAL" && backup["pointInTimeRecoveryEnabled"] !== true) {
    throw new CloudError("INVALID_ARGUMENT", `${c.name} is regional, and has no point-in-time recovery`);
  }
  const [, cores, memory] = /^db-custom-(\d+)-(\d+)$/.exec(String(settings["tier"])) ?? [];
  if (memory === undefined) return;
  const perCore = Number(memory) / 1024 / Number(cores);
  if (Number(memory) % 256 !== 0 || perCore < 0.9 || perCore > 6.5) {
    throw new CloudError("INVALID_ARGUMENT", `${settings["tier"]}: 0.9 to 6.5 GiB a core, in steps of 256 MiB`);
  }
}

function sqlProtected(instance: Instance): void {
  protectedBy("deletionProtection", "instance")(instance);
  const [on] = valuesAt(instance.inputs, "settings.deletionProtectionEnabled");
  if (on === true)
    throw new CloudError("FAILED_PRECONDITION", `${instance.id} is protected by deletionProtectionEnabled`);
}

/** The backup that an instance leaves where it was told to take a last one. */
function lastBackup(instance: Instance): Instance | undefined {
  const [on] = valuesAt(instance.inputs, "settings.finalBackupConfig.enabled");
  if (on !== true) return undefined;
  const id = `${instance.id}-final`;
  const inputs: Record<string, Json> = { source: instance.id };
  return { type: "gcp:sql/backup:Backup", urn: `${instance.urn}-final-backup`, id, inputs, outputs: { ...inputs, id } };
}

/** Replicas are asked for from 5 GiB on (Memorystore, "About read replicas"). */
function redisAccepts(c: Context): void {
  const memory = Number(c.inputs["memorySizeGb"]);
  if (c.inputs["readReplicasMode"] === "READ_REPLICAS_ENABLED" && (memory < 5 || c.inputs["tier"] !== "STANDARD_HA")) {
    throw new CloudError("INVALID_ARGUMENT", `${c.name}: read replicas need STANDARD_HA and 5 GiB`);
  }
}

/** Databases, caches and buckets. */
export const stores: Readonly<Record<string, TypeModel>> = {
  [sqlType]: {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 80, lower: true },
    required: ["databaseVersion"],
    // The provider protects every instance that does not say otherwise.
    defaults: { deletionProtection: true },
    references: [
      to.peered("settings.ipConfiguration.privateNetwork"),
      to.grantedKey("encryptionKeyName"),
      { path: "masterInstanceName", to: [`${sqlType}#name`], error: "NOT_FOUND" },
    ],
    validate: sqlAccepts,
    outputs: (c) => ({
      connectionName: `${c.account}:${text(c.inputs, "region", c.region)}:${text(c.inputs, "name")}`,
      privateIpAddress: privateAddress(c, "sql"),
      firstIpAddress: privateAddress(c, "sql"),
      publicIpAddress: "",
      project: c.account,
      selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${c.account}/instances/${text(c.inputs, "name")}`,
      serviceAccountEmailAddress: `p${c.hash(12, "agent")}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
      serverCaCerts: [{ cert: "-----BEGIN CERTIFICATE-----", commonName: "", sha1Fingerprint: c.hash(40, "ca") }],
      instanceType: c.inputs["masterInstanceName"] === undefined ? "CLOUD_SQL_INSTANCE" : "READ_REPLICA_INSTANCE",
    }),
    secrets: ["serverCaCerts"],
    replaceOn: ["name", "region", "encryptionKeyName", "masterInstanceName"],
    inUse: "FAILED_PRECONDITION",
    beforeDelete: sqlProtected,
    leaves: lastBackup,
  },
  "gcp:sql/database:Database": {
    id: (c) => `projects/${c.account}/instances/${text(c.inputs, "instance")}/databases/${text(c.inputs, "name")}`,
    autoName: named,
    references: [nameOfSql],
    outputs: (c) => ({ charset: "UTF8", collation: "en_US.UTF8", project: c.account }),
    replaceOn: ["name", "instance"],
  },
  "gcp:sql/user:User": {
    id: (c) => `${text(c.inputs, "name")}//${text(c.inputs, "instance")}`,
    autoName: named,
    references: [nameOfSql],
    outputs: (c) => ({ project: c.account, host: "" }),
    secrets: ["password"],
    replaceOn: ["name", "instance", "type", "host"],
  },
  "gcp:redis/instance:Instance": {
    id: located("instances"),
    autoName: { property: "name", max: 40, lower: true },
    required: ["memorySizeGb"],
    defaults: { tier: "BASIC", authEnabled: false, transitEncryptionMode: "DISABLED" },
    references: [to.peered("authorizedNetwork"), to.grantedKey("customerManagedKey")],
    validate: redisAccepts,
    outputs: (c) => ({
      host: privateAddress(c, "redis"),
      port: c.inputs["transitEncryptionMode"] === "SERVER_AUTHENTICATION" ? 6378 : 6379,
      readEndpoint: privateAddress(c, "redis-read"),
      readEndpointPort: 6378,
      authString: c.inputs["authEnabled"] === true ? `redis-auth-${c.hash(24, "auth")}` : "",
      serverCaCerts: [{ cert: "-----BEGIN CERTIFICATE-----", serialNumber: "1", sha1Fingerprint: c.hash(40, "ca") }],
      currentLocationId: `${c.region}-a`,
      project: c.account,
      createTime: c.now.toISOString(),
    }),
    secrets: ["authString"],
    replaceOn: [
      "name",
      "region",
      "tier",
      "authorizedNetwork",
      "connectMode",
      "customerManagedKey",
      "transitEncryptionMode",
      "locationId",
    ],
    beforeDelete: protectedBy("deletionProtection", "instance"),
  },
  "gcp:storage/bucket:Bucket": {
    id: (c) => text(c.inputs, "name"),
    autoName: named,
    required: ["location"],
    references: [to.grantedKey("encryption.defaultKmsKeyName")],
    outputs: (c) => ({
      url: `gs://${text(c.inputs, "name")}`,
      selfLink: `https://www.googleapis.com/storage/v1/b/${text(c.inputs, "name")}`,
      project: c.account,
    }),
    unique: { output: "name", error: "ALREADY_EXISTS" },
    replaceOn: ["name", "location", "project"],
  },
};
