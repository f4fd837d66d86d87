import type { Commitment } from "../../commitments";

/**
 * One year, nothing paid beforehand. Shares of the list price in us-east-1, by infracost's golden files at 95ba4f49
 * (2026-08-21): EC2 t3.medium 19.05 of 30.37, RDS MySQL db.t3.large 69.86 of 99.28, ElastiCache cache.m6g.12xlarge 1,772.44
 * of 2,596.61 dollars a month. Other types and regions are near to that; Compute Savings Plans save less and bind less.
 */
export const awsCommitments: readonly Commitment[] = [
  { part: "nodes", what: "nodes reserved for a year", share: 0.627, source: "infracost, us-east-1, t3.medium" },
  {
    part: "databases",
    what: "databases reserved for a year",
    share: 0.704,
    source: "infracost, us-east-1, db.t3.large",
  },
  {
    part: "caches",
    what: "caches reserved for a year",
    share: 0.683,
    source: "infracost, us-east-1, cache.m6g.12xlarge",
  },
];
