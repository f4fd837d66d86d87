import { objectAt, texts } from "../../proofs/graph";
import type { Price } from "../prices/book";
import type { PriceSource } from "../report";
import type { Pricer } from "../view";

/** Where MongoDB's prices are from. */
export const atlasSources: Readonly<Record<string, PriceSource>> = {
  atlas: {
    what: "MongoDB's documentation, Atlas billing, invoice breakdown: an M30 of three nodes on AWS at default settings, $0.54 an hour",
    date: "2025-01-01",
  },
};

const HOURS = 730;

/** Dollars an hour of a whole replica set of three nodes, default disk and all. Only what MongoDB's documentation gives. */
const tiers: Readonly<Record<string, number>> = { M30: 0.54 };

const priceOf = (tier: string): Price | undefined => {
  const usd = tiers[tier];
  return usd === undefined
    ? undefined
    : { usd, source: "atlas", estimated: "the price of AWS us-east-1; other regions cost more" };
};

/** A MongoDB Atlas cluster, of either type of resource that makes one. */
const cluster: Pricer = (record, bill) => {
  const { inputs } = record;
  const [spec] = texts(inputs, "replicationSpecs[].regionConfigs[].electableSpecs.instanceSize");
  const tier = spec ?? String(inputs["providerInstanceSizeName"] ?? objectAt(inputs, "electableSpecs")["instanceSize"]);
  const price = priceOf(tier);
  bill.add(record, { part: "databases", what: `MongoDB Atlas ${tier}`, quantity: HOURS, unit: "hours", price });
};

/** Resource types of MongoDB Atlas that cost money. */
export const atlasPricers: Readonly<Record<string, Pricer>> = {
  "mongodbatlas:index/cluster:Cluster": cluster,
  "mongodbatlas:index/advancedCluster:AdvancedCluster": cluster,
};
