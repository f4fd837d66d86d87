import type { Micros, Range } from "./money";

/** What a line belongs to; the order is that of the report. */
export const parts = [
  "nodes",
  "cluster",
  "databases",
  "caches",
  "storage",
  "network",
  "load balancer",
  "edge",
  "logs and metrics",
  "keys and secrets",
  "messages",
  "outside",
] as const;
export type Part = (typeof parts)[number];

/** One line of a month's bill. */
export interface CostLine {
  /** Logical name of the resource that is paid for. */
  readonly resource: string;
  readonly part: Part;
  /** What is paid for: `2 × db.t3.medium`, `data through NAT`. */
  readonly what: string;
  /** How many units a month. */
  readonly quantity: Range;
  /** `hours`, `GB`, `GB-months`. */
  readonly unit: string;
  /** US dollars a unit, by the list. */
  readonly price: number;
  /** Where the price is from: an id of the report's `sources`. */
  readonly source: string;
  /** How it was worked out, where no list of this region has it: then it is an estimate. */
  readonly estimated?: string;
  readonly monthly: Range;
}

/** Something that costs money, whose price is not known here. Never counted as nothing. */
export interface Unpriced {
  readonly resource: string;
  readonly type: string;
  readonly reason: string;
}

export interface PriceSource {
  /** The publication. */
  readonly what: string;
  /** Its day, as 2026-10-02. */
  readonly date: string;
}

/** A way to pay less, with what it saves a month. */
export interface Saving {
  readonly what: string;
  /** What to write in the config, or to do. */
  readonly how: string;
  /** Expected, a month. */
  readonly monthly: Micros;
  /** What is given up for it. */
  readonly price?: string;
}

/** What a contract makes of a month. */
export interface CommitmentOption {
  readonly what: string;
  /** Of the lines that it is for, at their least: what always runs. */
  readonly before: Micros;
  readonly after: Micros;
  readonly source: string;
}

/** A month of one stack, by list prices without tax, credits, free tiers or contracts. Amounts in millionths of a dollar. */
export interface CostReport {
  readonly currency: "USD";
  readonly region: string;
  readonly total: Range;
  /** Each part that costs something, in the order of {@link parts}. */
  readonly byPart: readonly { readonly part: Part; readonly monthly: Range }[];
  /** Dearest first. */
  readonly lines: readonly CostLine[];
  readonly unpriced: readonly Unpriced[];
  /** Most first. */
  readonly savings: readonly Saving[];
  /** What contracts for a year would make of it. */
  readonly commitments: readonly CommitmentOption[];
  /** What was assumed of the use, a sentence each. */
  readonly assumptions: readonly string[];
  readonly sources: Readonly<Record<string, PriceSource>>;
  /** Dollars that may be spent a month, where the config says so. */
  readonly budget?: number;
}
