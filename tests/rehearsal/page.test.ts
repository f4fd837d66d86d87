import { htmlOf } from "../../rehearsal/report/page/page";
import { makeReport, type Report } from "../../rehearsal/report/report";
import { fileConfig } from "../support/configs";
import { simulate } from "../support/simulate";

const main = require("../../index") as () => Promise<object>;

let report: Report;
let page: string;
beforeAll(async () => {
  const config = fileConfig("Pulumi.prod.yaml");
  const account = config["slipway:account"]!;
  const run = await simulate(main, {
    ...{ stack: "prod", config, region: "eu-west-1", account },
    existing: [`arn:aws:iam::${account}:role/developers`],
  });
  report = makeReport({
    ...{ run, config, account, project: "shop", stack: "prod", mode: "up", configFile: "f", region: "eu-west-1" },
    ...{ findings: [], placeholders: [], seconds: 1 },
  });
  page = htmlOf(report);
});

test("the topology says what stands where, and who uses what", () => {
  const { network, zones, entry, workloads, stores, nodes } = report.topology;
  expect(network).toEqual({ name: "shop-prod-network", cidr: "10.30.0.0/16" });
  expect(zones).toEqual(["a", "b", "c"].map((zone) => ({ name: `eu-west-1${zone}`, gateway: true })));
  expect(entry).toBe("shop-prod-entry");
  expect(nodes).toMatchObject([{ min: 3, max: 6 }]);
  const byName = Object.fromEntries(workloads.map((workload) => [workload.name, workload]));
  expect(Object.keys(byName).sort()).toEqual(["api", "orders", "reports", "web"]);
  expect(byName["web"]).toMatchObject({ kind: "web", pods: [3, 20], calls: ["api"], uses: [] });
  expect(byName["api"]).toMatchObject({ uses: ["db", "cache", "media"], hosts: ["api.shop.example.com"] });
  expect(byName["reports"]?.pods).toBeUndefined();
  const zoned = stores.map(({ name, standbys, zones: where }) => [name, standbys, where.length]);
  expect(zoned).toEqual([
    ["db", 1, 3],
    ["db-replica-1", 0, 3],
    ["cache", 2, 3],
    ["media", 0, 0],
  ]);
});

test("the picture draws each of them once, and an arrow for each use and call", () => {
  const nodes = [...page.matchAll(/data-key="([^"]+)"/g)].map(([, key]) => key);
  expect(nodes.sort()).toEqual(
    [
      ...["internet", "entry", "zone eu-west-1a", "zone eu-west-1b", "zone eu-west-1c"],
      ...["web", "api", "orders", "reports"].map((name) => `workload ${name}`),
      ...["db", "db-replica-1", "cache", "media"].map((name) => `store ${name}`),
    ].sort(),
  );
  const arrows = [...page.matchAll(/data-from="([^"]+)" data-to="([^"]+)"/g)].map(([, from, to]) => `${from} → ${to}`);
  expect(arrows).toEqual(expect.arrayContaining(["internet → entry", "workload web → workload api"]));
  expect(arrows).toContain("workload api → store media");
  expect(new Set(arrows).size).toBe(arrows.length);
});

test("nothing is fetched: no address in what a browser loads, and a policy that forbids it", () => {
  expect(page).toContain("default-src 'none'");
  const loads = [...page.matchAll(/<(?:script|link|img|iframe|object|embed)[^>]*(?:src|href)="([^"]+)"/g)];
  expect(loads.map(([, address]) => address)).toEqual(["data:,"]);
  expect(page).not.toMatch(/@import|url\(http/);
});

test("every section has its heading and its link; every resource is a leaf of the tree", () => {
  const links = [...page.matchAll(/<a href="#([a-z-]+)">/g)].map(([, id]) => id);
  expect(links).toEqual(["topology-section", "proofs", "findings", "alerts", "resources", "order", "outputs"]);
  for (const id of links) expect(page).toContain(`id="${id}-title"`);
  expect(page.match(/class="leaf"/g)).toHaveLength(report.counts.resources);
});

test("what comes from outside can't become markup", () => {
  const evil = '"><script>alert(1)</script>';
  const finding = {
    ...{ rule: evil, pack: "p", level: "mandatory", severity: "high", urn: "u", type: "t", name: evil },
  };
  const html = htmlOf({
    ...report,
    ...{ project: evil, outputs: { note: evil } },
    findings: [{ ...finding, message: evil, mend: evil, link: evil } as Report["findings"][number]],
    topology: { ...report.topology, workloads: [{ name: evil, kind: evil, hosts: [evil], calls: [], uses: [] }] },
  });
  expect(html).not.toContain("<script>alert");
  expect(html.match(/<script>/g)).toHaveLength(1);
});
