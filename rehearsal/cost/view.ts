import type { StackConfig } from "../../stacks/config/schema";
import type { Usage } from "../../stacks/config/usage";
import type { PodGroup } from "../../stacks/plan/capacity/input";
import type { ResourceRecord } from "../engine/record";
import type { Graph } from "../proofs/graph";
import type { Bill } from "./bill";
import type { Commitment } from "./commitments";
import type { PriceBook } from "./prices/book";
import type { CostLine, Saving } from "./report";

/** Pods of one workload, and whether they may stand on machines that can be taken away. */
export interface PaidPods extends PodGroup {
  readonly spot: boolean;
}

/** What prices are put to. */
export interface CostView {
  readonly graph: Graph;
  readonly book: PriceBook;
  readonly usage: Usage;
  /** dev, staging or prod; none for a program that is no stack of Slipway's. */
  readonly environment?: string;
  /** Pods of the stack's own workloads. */
  readonly pods: readonly PaidPods[];
  /** Where an autoscaler buys machines: cores that it may buy, and architectures of the images. */
  readonly autoscaler?: {
    readonly maxCores: number;
    readonly architectures: readonly string[];
    readonly spot: boolean;
  };
}

/** Puts a resource of one type on the bill. */
export type Pricer = (record: ResourceRecord, bill: Bill, view: CostView) => void;

/** How one cloud's resources become lines of a bill. */
export interface CloudCosts {
  /** Folder of the price files. */
  readonly prices: string;
  /** Resource types → who prices them. */
  readonly pricers: Readonly<Record<string, Pricer>>;
  /** Whether resources of a type are free by themselves. A type that is neither is listed as unpriced. */
  readonly free: (type: string) => boolean;
  /** What belongs to no single resource. */
  readonly whole: (bill: Bill, view: CostView) => void;
  /** Ways to pay less. */
  readonly savings: (view: CostView, lines: readonly CostLine[]) => Saving[];
  readonly commitments: readonly Commitment[];
  /**
   * What config says of the price of everything together, where no list has it. @default lists price it
   * @param host logical name of what is paid for
   */
  readonly flat?: (config: StackConfig, host: string) => CostLine | undefined;
}
