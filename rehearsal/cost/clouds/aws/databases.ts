import { vcpusOf } from "../../../../stacks/plan/capacity/clouds/aws";
import type { Pricer } from "../../view";
import { HOURS, numberAt } from "./shared";

/** An RDS instance: hours, disk and backups, each twice where it stands in two zones. */
export const rdsInstance: Pricer = (record, bill, { book, usage }) => {
  const { engine, instanceClass, multiAz, storageType, replicateSourceDb } = record.inputs;
  const source = typeof replicateSourceDb === "string" ? "read replica, " : "";
  const copies = multiAz === true ? 2 : 1;
  const where = multiAz === true ? " in two zones" : "";
  const type = String(instanceClass);
  if (typeof engine === "string" && engine !== "postgres") {
    bill.miss(record, `prices of the engine ${engine} are not kept here`);
    return;
  }
  bill.add(record, {
    ...{ part: "databases", what: `${source}${type}${where}`, unit: "hours" },
    quantity: HOURS * copies,
    price: book.database(type.replace(/^db\./, "")),
  });
  const disk = numberAt(record, "allocatedStorage", 0);
  const most = Math.max(disk, numberAt(record, "maxAllocatedStorage", disk));
  const kind = typeof storageType === "string" ? storageType : "gp3";
  bill.add(record, {
    ...{ part: "databases", what: `${kind} disk${where}`, unit: "GB-months" },
    quantity: { least: disk * copies, expected: disk * copies, most: most * copies },
    price: book.service(`rds.${kind}.gb`),
  });
  // As much as the disk is free; what is kept is the data once and what each day changes.
  const days = numberAt(record, "backupRetentionPeriod", 0);
  const kept = days === 0 ? 0 : disk * usage.databaseFill * (1 + usage.dailyChange * days);
  bill.add(record, {
    ...{ part: "databases", what: `backups of ${days} days beyond the free size`, unit: "GB-months" },
    quantity: Math.max(0, kept - disk),
    price: book.service("rds.backup.gb"),
  });
};

/** An RDS Proxy is paid by the vCPUs of what it stands before, two at least ("Amazon RDS Proxy pricing"). */
export const databaseProxy: Pricer = (record, bill, { graph, book }) => {
  const target = graph.find("aws:rds/proxyTarget:ProxyTarget", "dbProxyName", record.inputs["name"] ?? "");
  const database = graph.find("aws:rds/instance:Instance", "identifier", target?.inputs["dbInstanceIdentifier"] ?? "");
  const type = String(database?.inputs["instanceClass"] ?? "").replace(/^db\./, "");
  const cores = vcpusOf(type);
  if (cores === undefined) {
    bill.miss(record, "the vCPUs of what it stands before are not known");
    return;
  }
  bill.add(record, {
    ...{ part: "databases", what: `proxy of ${Math.max(2, cores)} vCPUs`, unit: "vCPU-hours" },
    quantity: HOURS * Math.max(2, cores),
    price: book.service("rds.proxy.vcpu"),
  });
};

/** Backups that are copied to another region: the data once more, at the price of this region. */
export const copiedBackups: Pricer = (record, bill, { graph, book, usage }) => {
  const source = graph.find("aws:rds/instance:Instance", "arn", record.inputs["sourceDbInstanceArn"]);
  const days = numberAt(record, "retentionPeriod", 7);
  bill.add(record, {
    ...{ part: "databases", what: "backups in another region", unit: "GB-months" },
    quantity: source
      ? numberAt(source, "allocatedStorage", 0) * usage.databaseFill * (1 + usage.dailyChange * days)
      : 0,
    price: book.service("rds.backup.gb"),
  });
};

/** Valkey costs 20% less than Redis on the same nodes: AWS's own lists of 2026-10-02 show it for every type they share. */
const VALKEY = 0.8;

/** An ElastiCache replication group: hours of its nodes. */
export const replicationGroup: Pricer = (record, bill, { book }) => {
  const type = String(record.inputs["nodeType"]);
  const shards = numberAt(record, "numNodeGroups", 1);
  const nodes = numberAt(record, "numCacheClusters", shards * (1 + numberAt(record, "replicasPerNodeGroup", 0)));
  const price = book.cache(type.replace(/^cache\./, ""));
  const valkey = record.inputs["engine"] === "valkey";
  bill.add(record, {
    ...{ part: "caches", what: `${nodes} × ${type}${valkey ? " (Valkey)" : ""}`, unit: "hours" },
    quantity: HOURS * nodes,
    price: price && valkey ? { ...price, usd: Math.round(price.usd * VALKEY * 1e6) / 1e6 } : price,
  });
};
