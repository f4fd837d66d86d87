import type { Usage } from "../../../../stacks/config/usage";
import { vcpusOf } from "../../../../stacks/plan/capacity/clouds/aws";
import { isRecord, type Json } from "../../../clouds/model";
import type { ResourceRecord } from "../../../engine/record";
import type { Bill } from "../../bill";
import type { PriceBook } from "../../prices/book";
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

/** Price of an instance of Aurora by its cluster's kind of storage. */
const priceOf = (book: PriceBook, name: string, optimised: boolean) =>
  book.service(`aurora.${name}${optimised ? ".optimized" : ""}`);

const isOptimised = (cluster: ResourceRecord | undefined): boolean => cluster?.inputs["storageType"] === "aurora-iopt1";

/** The data of an Aurora, and what is read and written of it; its instances are paid by themselves. */
export const auroraCluster: Pricer = (record, bill, { book, usage }) => {
  const optimised = isOptimised(record);
  bill.add(record, {
    ...{ part: "databases", what: "Aurora storage", unit: "GB-months", quantity: usage.auroraGb },
    price: priceOf(book, "storage.gb", optimised),
  });
  if (!optimised) {
    bill.add(record, {
      ...{ part: "databases", what: "Aurora reads and writes", unit: "million", quantity: usage.auroraIos },
      price: book.service("aurora.io.1m"),
    });
  }
  // As much as the data is free.
  const days = numberAt(record, "backupRetentionPeriod", 1);
  bill.add(record, {
    ...{ part: "databases", what: `Aurora backups of ${days} days beyond the free size`, unit: "GB-months" },
    quantity: usage.auroraGb * usage.dailyChange * Math.max(0, days - 1),
    price: book.service("aurora.backup.gb"),
  });
};

/** An instance of Aurora: hours of its class, or of the units that it takes. */
export const auroraInstance: Pricer = (record, bill, { graph, book, usage }) => {
  const cluster = graph.find("aws:rds/cluster:Cluster", "clusterIdentifier", record.inputs["clusterIdentifier"]);
  const optimised = isOptimised(cluster);
  const type = String(record.inputs["instanceClass"]).replace(/^db\./, "");
  const capacity = cluster?.inputs["serverlessv2ScalingConfiguration"];
  if (type !== "serverless") {
    bill.add(record, {
      ...{ part: "databases", what: `Aurora ${type}`, unit: "hours", quantity: HOURS },
      price: priceOf(book, type, optimised),
    });
    return;
  }
  if (!isRecord(capacity)) {
    bill.miss(record, "the capacity of its cluster is not known");
    return;
  }
  const [min, max] = [Number(capacity["minCapacity"]), Number(capacity["maxCapacity"])];
  bill.add(record, {
    ...{ part: "databases", what: `Aurora capacity, ${min} to ${max} units`, unit: "ACU-hours" },
    quantity: { least: HOURS * min, expected: HOURS * (min + (max - min) * usage.load), most: HOURS * max },
    price: priceOf(book, "acu", optimised),
  });
};

/** A copied snapshot is kept as a backup is: the data that it holds. */
export const snapshotCopy: Pricer = (record, bill, { graph, book, usage }) => {
  const copy = record.inputs["targetDbSnapshotIdentifier"];
  const database = graph.find("aws:rds/instance:Instance", "snapshotIdentifier", copy);
  bill.add(record, {
    ...{ part: "databases", what: "the copied snapshot", unit: "GB-months" },
    quantity: database ? numberAt(database, "allocatedStorage", 0) * usage.databaseFill : 0,
    price: book.service("rds.backup.gb"),
  });
};

/** An RDS Proxy is paid by the vCPUs of what it stands before, two at least ("Amazon RDS Proxy pricing"). */
export const databaseProxy: Pricer = (record, bill, { graph, book, usage }) => {
  const target = graph.find("aws:rds/proxyTarget:ProxyTarget", "dbProxyName", record.inputs["name"] ?? "");
  const of = (type: string, output: string, input: string) => graph.find(type, output, target?.inputs[input] ?? "");
  const database =
    of("aws:rds/instance:Instance", "identifier", "dbInstanceIdentifier") ??
    of("aws:rds/clusterInstance:ClusterInstance", "clusterIdentifier", "dbClusterIdentifier");
  const type = String(database?.inputs["instanceClass"] ?? "").replace(/^db\./, "");
  if (type === "serverless") {
    const cluster = of("aws:rds/cluster:Cluster", "clusterIdentifier", "dbClusterIdentifier");
    proxyOfUnits(record, bill, cluster?.inputs["serverlessv2ScalingConfiguration"], book, usage);
    return;
  }
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

/** Before an Aurora that grows by itself it is paid by the units, eight at least. */
function proxyOfUnits(
  record: ResourceRecord,
  bill: Bill,
  capacity: Json | undefined,
  book: PriceBook,
  { load }: Pick<Usage, "load">,
): void {
  if (!isRecord(capacity)) {
    bill.miss(record, "the capacity of what it stands before is not known");
    return;
  }
  const [min, max] = ["minCapacity", "maxCapacity"].map((key) => Number(capacity[key])) as [number, number];
  const [least, expected, most] = [min, min + (max - min) * load, max].map((units) => HOURS * Math.max(8, units));
  bill.add(record, {
    ...{ part: "databases", what: "proxy of Aurora capacity", unit: "ACU-hours" },
    quantity: { least: least!, expected: expected!, most: most! },
    price: book.service("rds.proxy.acu"),
  });
}

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
