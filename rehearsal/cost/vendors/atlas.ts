import { valuesAt } from "../../clouds/model";
import { objectAt, texts } from "../../proofs/graph";
import type { Bill } from "../bill";
import type { Price } from "../prices/book";
import list from "../prices/mongodbatlas/aws.json";
import type { PriceSource } from "../report";
import type { Pricer } from "../view";

/** Where MongoDB's prices are from. */
export const atlasSources: Readonly<Record<string, PriceSource>> = list.sources;

const HOURS = 730;
/** Members that the list's prices are of. */
const LISTED = 3;
const HOME = "us-east-1";

const SPECS = "replicationSpecs[].regionConfigs[]";

interface Listed {
  readonly usd: number;
  readonly source: string;
}
const tiers: Readonly<Record<string, Readonly<Record<string, Listed>>>> = list.tiers;
const endpoints: Readonly<Record<string, { readonly hour: number; readonly unit: number }>> = list.endpoints;

/** `EU_WEST_1` → `eu-west-1`. */
const awsRegion = (region: string): string => region.toLowerCase().replaceAll("_", "-");

/** Dollars an hour of a whole replica set, default disk and all; the price of another region where its own is not known. */
function priceOf(tier: string, region: string, members: number): Price | undefined {
  const own = tiers[region]?.[tier];
  const listed = own ?? tiers[HOME]?.[tier];
  if (!listed) return undefined;
  const said = [
    ...(own ? [] : [`the price of AWS ${HOME}; other regions cost more`]),
    ...(members === LISTED ? [] : [`of ${members} members by that of ${LISTED}`]),
  ];
  const usd = (listed.usd * members) / LISTED;
  return { usd, source: listed.source, ...(said.length > 0 && { estimated: said.join("; ") }) };
}

/** A MongoDB Atlas cluster, of either type of resource that makes one. */
const cluster: Pricer = (record, bill) => {
  const { inputs } = record;
  const spec = texts(inputs, `${SPECS}.electableSpecs.instanceSize`)[0];
  const tier = spec ?? String(inputs["providerInstanceSizeName"] ?? objectAt(inputs, "electableSpecs")["instanceSize"]);
  const region = awsRegion(texts(inputs, `${SPECS}.regionName`)[0] ?? HOME);
  const members = Number(valuesAt(inputs, `${SPECS}.electableSpecs.nodeCount`)[0] ?? LISTED);
  const price = priceOf(tier, region, members);
  const hours = { part: "databases", unit: "hours" } as const;
  bill.add(record, { ...hours, what: `MongoDB Atlas ${tier}`, quantity: HOURS, price });
  if (price && inputs["encryptionAtRestProvider"] === "AWS") {
    const usd = price.usd * list.ownKeyShare;
    bill.add(record, {
      ...{ ...hours, what: "MongoDB Atlas: encryption with a key of one's own", quantity: HOURS },
      price: { ...price, usd, source: "atlas-endpoints" },
    });
  }
  const most = texts(inputs, `${SPECS}.autoScaling.computeMaxInstanceSize`)[0];
  if (most !== undefined) scaled(record, bill, { from: price, tier: most, to: priceOf(most, region, members) });
  if (valuesAt(inputs, `${SPECS}.electableSpecs.diskSizeGb`).length > 0)
    bill.miss(record, `no list price of a disk of another size than that of ${tier}`);
};

/** What it costs more while it has been scaled up: nothing is expected of that. */
function scaled(
  record: Parameters<Pricer>[0],
  bill: Bill,
  { from, tier, to }: { readonly from: Price | undefined; readonly tier: string; readonly to: Price | undefined },
): void {
  bill.add(record, {
    ...{ part: "databases", what: `MongoDB Atlas scaled up to ${tier}`, unit: "hours" },
    quantity: { least: 0, expected: 0, most: HOURS },
    price: from && to && { ...to, usd: to.usd - from.usd },
  });
}

/** A project's private endpoint: hours of it, and units of what goes through it; a unit is a GB in an hour. */
const endpoint: Pricer = (record, bill, { usage }) => {
  const own = endpoints[awsRegion(String(record.inputs["region"]))];
  const priced = (usd: number | undefined): Price | undefined =>
    usd === undefined ? undefined : { usd, source: "atlas-endpoints" };
  const what = "MongoDB Atlas: private endpoint";
  bill.add(record, { part: "network", what, unit: "hours", quantity: HOURS, price: priced(own?.hour) });
  bill.add(record, {
    ...{ part: "network", what: `${what}, data`, unit: "units" },
    ...{ quantity: usage.endpointGb, price: priced(own?.unit) },
  });
};

/** Resource types of MongoDB Atlas that cost money. */
export const atlasPricers: Readonly<Record<string, Pricer>> = {
  "mongodbatlas:index/cluster:Cluster": cluster,
  "mongodbatlas:index/advancedCluster:AdvancedCluster": cluster,
  "mongodbatlas:index/privateLinkEndpoint:PrivateLinkEndpoint": endpoint,
  "mongodbatlas:index/cloudBackupSchedule:CloudBackupSchedule": (record, bill) =>
    bill.miss(record, "no list price of its snapshots, which Atlas bills by their size"),
};

const free = [
  "cloudProviderAccess",
  "databaseUser:",
  "encryptionAtRest:",
  "maintenanceWindow:",
  "privateLinkEndpointService:",
  "project",
];
const freeTypes = new RegExp(`^mongodbatlas:index/(?:${free.join("|")})`, "i");

/** Whether a resource of Atlas's is free by itself. */
export const atlasFree = (type: string): boolean => freeTypes.test(type);
