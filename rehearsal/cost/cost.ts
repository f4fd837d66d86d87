import type { StackConfig } from "../../stacks/config/schema";
import { type Usage, usage as usageSchema } from "../../stacks/config/usage";
import { capacityInput } from "../../stacks/plan/capacity/input";
import { plannerOf } from "../../stacks/plan/clouds/registry";
import type { ResourceRecord } from "../engine/record";
import { Graph } from "../proofs/graph";
import { Bill } from "./bill";
import { costsByCloud } from "./clouds/registry";
import { optionsOf } from "./commitments";
import { always, micros, sumOf } from "./money";
import { priceBook } from "./prices/book";
import { type CostLine, type CostReport, parts } from "./report";
import { atlasFree, atlasPricers, atlasSources } from "./vendors/atlas";
import type { CostView, PaidPods, Pricer } from "./view";

export interface CostArgs {
  readonly cloud: string;
  readonly region: string;
  readonly resources: readonly ResourceRecord[];
  /** None for a program that is no stack of Slipway's: then the defaults of the use are assumed. */
  readonly config?: StackConfig;
}

/** What a month of a stack costs by list prices. None where nothing of its cloud is priced here. Pure but for the price file. */
export function costOf({ cloud, region, resources, config }: CostArgs): CostReport | undefined {
  const costs = costsByCloud[cloud];
  if (!costs) return undefined;
  const usage = config?.usage ?? usageSchema.parse({});
  const graph = new Graph({ resources, outputs: {}, secretOutputs: [] });
  const bill = new Bill(region);
  const pricers: Readonly<Record<string, Pricer>> = { ...costs.pricers, ...atlasPricers };
  const free = (type: string): boolean => costs.free(type) || atlasFree(type);
  let view: CostView | undefined;
  const book = priceBook(costs.prices, region);
  if (book) {
    const seen: CostView = { graph, book, usage, ...podsOf(config) };
    view = seen;
    for (const record of graph.all) {
      const pricer = pricers[record.type];
      if (pricer) pricer(record, bill, seen);
      else if (!free(record.type)) bill.miss(record, "its price is not modelled");
    }
    costs.whole(bill, seen);
  } else if (costs.flat) {
    const host = resources.find(({ type }) => !costs.free(type));
    const line = config && host && costs.flat(config, host.name);
    if (line) bill.lines.push(line);
    else if (host) bill.miss(host, "config says no price (cluster.monthlyPrice)");
  } else
    for (const record of graph.all)
      if (pricers[record.type] || !free(record.type)) bill.miss(record, `no prices of ${region} are kept here`);
  const lines = [...bill.lines, ...outside(usage)].sort((a, b) => b.monthly.expected - a.monthly.expected);
  const used = new Set(lines.map(({ source }) => source));
  return {
    ...{ currency: "USD", region, lines, unpriced: bill.unpriced },
    savings: view ? costs.savings(view, lines) : [],
    // Contracts with the cloud make nothing cheaper that is bought of others.
    commitments: optionsOf(
      lines.filter(({ source }) => !(source in atlasSources)),
      costs.commitments,
    ),
    total: sumOf(lines.map(({ monthly }) => monthly)),
    byPart: parts.flatMap((part) => {
      const own = lines.filter((line) => line.part === part);
      return own.length > 0 ? [{ part, monthly: sumOf(own.map(({ monthly }) => monthly)) }] : [];
    }),
    ...(config?.budget && { budget: config.budget.monthly }),
    assumptions: costs.flat ? [] : assumptionsOf(usage),
    sources: Object.fromEntries(
      Object.entries({ ...book?.file.sources, ...atlasSources }).filter(([id]) => used.has(id)),
    ),
  };
}

function podsOf(config: StackConfig | undefined): Pick<CostView, "pods" | "autoscaler" | "environment"> {
  if (!config) return { pods: [] };
  const { pods, maxCores } = capacityInput(config);
  const { architectures, capacity } = plannerOf(config.cloud).traits(config.cluster);
  return {
    environment: config.environment,
    pods: pods.map((group): PaidPods => {
      const workload = config.workloads[group.name];
      return { ...group, spot: !workload || !("spot" in workload) || workload.spot !== "never" };
    }),
    ...(maxCores !== undefined && { autoscaler: { maxCores, architectures, spot: capacity === "spot" } }),
  };
}

/** What the config says is paid elsewhere. */
function outside({ outside }: Usage): CostLine[] {
  return Object.entries(outside).map(([name, usd]) => ({
    ...{ resource: name, part: "outside", what: "paid elsewhere", unit: "months", price: usd, source: "config" },
    ...{ quantity: always(1), monthly: always(micros(usd)) },
  }));
}

function assumptionsOf(usage: Usage): string[] {
  return [
    `pods at ${Math.round(usage.load * 100)}% of the way from their fewest to their most; nodes run ${usage.nodeHours} hours a month`,
    `${usage.requests} million requests, ${usage.internetGb} GB to the internet, ${usage.natGb} GB through each NAT gateway, ${usage.zoneGb} GB between zones each way`,
    `${usage.bucketGb} GB in each bucket, ${usage.logGb} GB into each log group, databases' disks ${Math.round(usage.databaseFill * 100)}% full`,
  ];
}
