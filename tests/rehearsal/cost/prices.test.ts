import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type PriceBook, priceBook } from "../../../rehearsal/cost/prices/book";
import { root } from "../../support/configs";

const folder = join(root, "rehearsal/cost/prices/aws");
const regions = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));
const bookOf = (region: string): PriceBook => {
  const book = priceBook("aws", region);
  if (!book) throw new Error(`there are no prices of ${region}`);
  return book;
};

/**
 * Prices as others quote AWS's lists, apart from where the files here took them: region, what, dollars, who quotes it, and
 * when. A price that changes here fails; one that AWS changes is found when the quotes are renewed.
 */
const quotes: readonly (readonly [region: string, what: string, usd: number, quoted: string, date: string])[] = [
  ["us-east-1", "machine m7g.large", 0.0816, "aws/karpenter-provider-aws zz_generated.pricing_aws.go", "2026-07-20"],
  [
    "us-east-1",
    "machine t3.medium",
    0.0416,
    "infracost eks_node_group_test.golden: 91.10 for 2,190 hours",
    "2026-08-21",
  ],
  [
    "us-east-1",
    "machine m5.xlarge",
    0.192,
    "infracost eks_node_group_test.golden: 420.48 for 2,190 hours",
    "2026-08-21",
  ],
  [
    "us-east-1",
    "machine t3.large",
    0.0832,
    "AWS Price List AmazonEC2 20260921194712, row in an estimator's test",
    "2026-09-21",
  ],
  [
    "us-east-1",
    "database t3.large",
    0.145,
    "infracost db_instance_test.golden: postgres 105.85 for 730 hours",
    "2026-05-03",
  ],
  [
    "us-east-1",
    "cache m6g.12xlarge",
    3.557,
    "AWS Price List API AmazonElastiCache NodeUsage:cache.m6g.12xlarge",
    "2026-10-02",
  ],
  [
    "us-east-1",
    "cache t4g.micro",
    0.016,
    "AWS Price List API AmazonElastiCache NodeUsage:cache.t4g.micro",
    "2026-10-02",
  ],
  ["us-east-1", "eks.cluster", 0.1, "infracost eks_cluster_test.golden: 73.00 for 730 hours", "2025-07-07"],
  ["us-east-1", "nat.gb", 0.045, "infracost nat_gateway_test.golden: 4.50 for 100 GB", "2024-07-01"],
  ["us-east-1", "nlb.lcu", 0.006, "infracost lb_test.golden: 4.38 a unit for 730 hours", "2024-07-01"],
  [
    "us-east-1",
    "rds.proxy.vcpu",
    0.015,
    "AWS RDS Proxy pricing: 2 vCPUs of a db.t4g.micro 21.90 a month",
    "2026-08-17",
  ],
  ["us-east-1", "aurora.r7g.large", 0.276, "AWS pricing pages, two cost tables", "2025-01-01"],
  ["eu-west-2", "aurora.acu", 0.14, "AWS Price List eu-west-2, a service's hosting costs", "2026-10-06"],
  ["eu-west-2", "rds.proxy.vcpu", 0.017, "AWS Price List eu-west-2, a service's hosting costs", "2026-10-06"],
  ["us-east-1", "rds.gp3.gb", 0.115, "infracost db_instance_test.golden: two zones 92.00 for 400 GB", "2026-05-03"],
  ["us-east-1", "kms.key", 1, "infracost kms_key_test.golden", "2024-07-01"],
  ["us-east-1", "secret.month", 0.4, "infracost secretsmanager_secret_test.golden", "2024-07-01"],
  ["us-east-1", "waf.acl", 5, "infracost wafv2_web_acl_test.golden", "2024-07-01"],
  ["us-east-1", "cdn.gb", 0.085, "infracost cloudfront_distribution_test.golden: 870.40 for 10,240 GB", "2024-07-01"],
  ["eu-west-1", "machine m6i.large", 0.107, "AWS Price List eu-west-1, an architecture's estimate", "2026-09-18"],
  [
    "eu-west-1",
    "machine t3.micro",
    0.0114,
    "AWS Price List eu-west-1 EU-BoxUsage:t3.micro, SKU DXH6X4VVFUT4EUU5",
    "2026-09-01",
  ],
  ["eu-west-1", "database m6g.large", 0.176, "AWS Price List eu-west-1: two zones 0.352", "2026-09-18"],
  ["eu-west-1", "database t4g.micro", 0.017, "AWS Price List eu-west-1, a comparison of clouds", "2026-09-27"],
  ["eu-west-1", "cache t4g.small", 0.034, "AWS Price List eu-west-1: Valkey 0.0272, a fifth less", "2026-03-23"],
  ["eu-west-1", "cache t4g.micro", 0.017, "AWS Price List eu-west-1: Valkey 0.0136, a fifth less", "2026-03-23"],
  ["eu-west-1", "nat.hour", 0.048, "AWS Price List AmazonEC2 20260925174521 EU-NatGateway-Hours", "2026-09-25"],
  ["eu-west-1", "nat.gb", 0.048, "AWS Price List API SKU DTH8595YVPFXV226", "2026-05-01"],
  ["eu-west-1", "alb.hour", 0.0252, "AWS Price List AWSELB eu-west-1, a deployment's estimate", "2026-03-23"],
  ["eu-west-1", "endpoint.hour", 0.011, "AWS Price List API SKU H37WJ97MHYGDXG2A", "2026-05-01"],
  ["eu-west-1", "rds.gp3.gb", 0.127, "AWS Price List eu-west-1, a deployment's estimate", "2026-03-23"],
  ["eu-west-1", "ebs.gp3.gb", 0.088, "AWS Price List eu-west-1, an architecture's estimate", "2026-09-18"],
  ["eu-west-1", "snapshot.gb", 0.05, "AWS Price List API EU-EBS:SnapshotUsage", "2026-05-01"],
  ["eu-west-1", "ipv4.hour", 0.005, "AWS Price List API SKU CNZ4XSXPRJXGA4ZF", "2026-05-01"],
  ["eu-central-1", "machine t4g.small", 0.0192, "AWS Pricing API eu-central-1, a server's estimate", "2026-08-26"],
  ["eu-west-2", "nlb.hour", 0.02646, "AWS Price List AWSELB 20260911124544 EUW2-LoadBalancerUsage", "2026-09-11"],
];

const priceOf = (region: string, what: string): number | undefined => {
  const book = bookOf(region);
  const [kind, type = ""] = what.split(" ");
  if (kind === "machine") return book.machine(type)?.usd;
  if (kind === "database") return book.database(type)?.usd;
  if (kind === "cache") return book.cache(type)?.usd;
  return book.service(what)?.usd;
};

test.each(quotes)("%s: %s costs $%d, as quoted by %s of %s", (region, what, usd, quoted, date) => {
  expect(quoted.length).toBeGreaterThan(10);
  expect(Date.parse(date)).toBeLessThan(Date.parse("2026-11-21"));
  // Half a percent: some quotes are monthly amounts that were rounded to cents.
  const found = priceOf(region, what) ?? Number.NaN;
  expect(Math.abs(found / usd - 1)).toBeLessThan(0.005);
});

test("at least twenty prices are checked", () => {
  expect(quotes.length).toBeGreaterThanOrEqual(20);
});

describe.each(regions)("the prices of %s", (region) => {
  const { file } = bookOf(region);
  const groups = [...file.machines, ...file.databases, ...file.caches];
  const sources = [...groups, ...Object.values(file.services), file.spotShare].map(({ source }) => source);

  test("name the file's own region, and a dated source for each", () => {
    expect(file.region).toBe(region);
    for (const source of sources) {
      const known = file.sources[source];
      expect(known?.what.length ?? 0).toBeGreaterThan(20);
      expect(known?.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
    expect(Object.keys(file.sources).sort()).toEqual([...new Set(sources)].sort());
  });

  test("are above nothing and below what anything costs", () => {
    const all = groups.flatMap(({ prices }) => Object.values(prices).flatMap((sizes) => Object.values(sizes)));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((usd) => !(usd > 0.001 && usd < 20))).toEqual([]);
    expect(Object.values(file.services).filter(({ usd }) => !(usd > 0.0001 && usd < 10))).toEqual([]);
    expect(file.spotShare.share).toBeGreaterThan(0.1);
    expect(file.spotShare.share).toBeLessThan(0.9);
  });

  test("follow the sizes of a family: what does not was read from another contract", () => {
    const units: Readonly<Record<string, number>> = {
      ...{ nano: 1 / 32, micro: 1 / 16, small: 1 / 8, medium: 1 / 4, large: 1 / 2, xlarge: 1, "2xlarge": 2 },
      ...{ "4xlarge": 4, "8xlarge": 8, "12xlarge": 12, "16xlarge": 16 },
    };
    for (const { prices } of groups)
      for (const [family, sizes] of Object.entries(prices)) {
        const each = Object.entries(sizes).map(([size, usd]) => usd / (units[size] ?? Number.NaN));
        expect([family, Math.max(...each) / Math.min(...each) < 1.1]).toEqual([family, true]);
      }
  });
});

test("nothing is guessed: what no list has is undefined", () => {
  const book = bookOf("eu-west-1");
  expect(book.machine("x99.large")).toBeUndefined();
  expect(book.machine("m7g.huge")).toBeUndefined();
  expect(book.database("")).toBeUndefined();
  expect(book.service("teapot.hour")).toBeUndefined();
  expect(priceBook("aws", "mars-north-1")).toBeUndefined();
  expect(priceBook("aws", "../aws/eu-west-1")).toBeUndefined();
});
