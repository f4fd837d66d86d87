import { ConfigError, type Problem } from "../../../../stacks/config/errors";
import { parseConfig } from "../../../../stacks/config/load";
import { zoneOf } from "../../../../stacks/plan/edge";
import { type Raw, rawStack, web } from "../../../support/configs";

function problemsOf(over: Raw): readonly Problem[] {
  try {
    parseConfig(rawStack({ acmeEmail: "ops@example.com", ...over }), "Pulumi.test.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const dns = { zones: { "example.com": {} } };
const workloads = { web: web({ hosts: ["shop.example.com"] }) };
const stores = { media: { kind: "bucket" }, db: { kind: "postgres" } };
const site = { kind: "static", store: "media", hosts: ["docs.example.com"] };

const ingress = (given: Raw, more: Raw = {}): Raw => ({
  workloads: { web: web({ hosts: ["shop.example.com"], ingress: given, ...more }) },
});
const limits = (given: Raw): Raw => ingress({ limits: given });

test("two workloads share a host by their paths", () => {
  const api = web({ hosts: ["shop.example.com"], ingress: { paths: ["/api"] } });
  expect(problemsOf({ workloads: { ...workloads, api } })).toEqual([]);
  expect(problemsOf({ workloads: { ...workloads, api: web({ hosts: ["shop.example.com"] }) } })).toMatchObject([
    { path: "workloads.api.hosts[0]" },
  ]);
});

test("what is right is taken", () => {
  expect(problemsOf({ edge: { dns, cdn: { buckets: { media: "/m/*" } }, firewall: {} }, workloads, stores })).toEqual(
    [],
  );
  expect(problemsOf({ edge: { dns, cdn: {} }, workloads: { ...workloads, site }, stores })).toEqual([]);
  expect(problemsOf({ edge: { dns: { zones: {} } }, workloads })).toEqual([]);
});

describe("what is refused", () => {
  test.each<[what: string, over: Raw, path: string, words: RegExp]>([
    [
      "a host outside every zone, with a CDN",
      { edge: { dns, cdn: {} }, workloads: { web: web({ hosts: ["shop.example.org"] }) } },
      "workloads.web.hosts[0]",
      /zone of edge\.dns: example\.com/,
    ],
    ["a firewall without a CDN", { edge: { firewall: {} } }, "edge.cdn", /the firewall stands at it/],
    ["a site without a CDN", { edge: { dns }, workloads: { site }, stores }, "edge.cdn", /static site/],
    [
      "records that are shared, with a CDN",
      { edge: { dns: { ...dns, routing: { policy: "latency" } }, cdn: {} }, workloads },
      "edge.dns.routing",
      /two distributions/,
    ],
    [
      "a bucket that is none",
      { edge: { dns, cdn: { buckets: { db: "/db/*" } } }, stores },
      "edge.cdn.buckets.db",
      /a bucket of this stack/,
    ],
    [
      "a store that is not there",
      { edge: { dns, cdn: {} }, workloads: { site: { ...site, store: "medai" } }, stores },
      "workloads.site.store",
      /did you mean "media"/,
    ],
    [
      "two lists of countries",
      { edge: { dns, cdn: { allowCountries: ["DE"], blockCountries: ["FR"] } } },
      "edge.cdn.blockCountries",
      /one of/,
    ],
    [
      "a name of a site and of a workload",
      { edge: { dns, cdn: {} }, workloads: { ...workloads, site: { ...site, hosts: ["shop.example.com"] } }, stores },
      "workloads.site.hosts[0]",
      /a name of its own/,
    ],
    ["ingress without hosts", { workloads: { web: web({ ingress: {} }) } }, "workloads.web.ingress", /with hosts/],
    [
      "sizes of what never ends",
      ingress({ maxBodyMb: 1 }, { resilience: { webSockets: true } }),
      "workloads.web.ingress.maxBodyMb",
      /streams cannot be taken whole/,
    ],
    [
      "one rewrite of several paths",
      ingress({ paths: ["/a", "/b"], rewrite: "/" }),
      "workloads.web.ingress.rewrite",
      /one path other than/,
    ],
    [
      "users that nobody knows",
      ingress({ basicAuth: "preview-users" }),
      "workloads.web.ingress.basicAuth",
      /secret of this stack/,
    ],
    [
      "users that are not fetched",
      { ...ingress({ basicAuth: "preview-users" }), secrets: ["preview-users"], secretSource: { kind: "kubernetes" } },
      "workloads.web.ingress.basicAuth",
      /External Secrets fetches/,
    ],
    ["a class that says nothing", limits({ api: {} }), "workloads.web.ingress.limits.api", /how often/],
    ["a quota without a Redis", limits({ api: { perHour: 100 } }), "edge.quotas", /counted by all pods/],
    [
      "a quota in a database",
      { ...limits({ api: { perHour: 100 } }), edge: { quotas: { store: "db" } }, stores },
      "edge.quotas.store",
      /a redis of this stack/,
    ],
    [
      "more classes than there is room for",
      limits(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`c${index}`, { perSecond: 1 }]))),
      "workloads.web.ingress.limits",
      /at most 8/,
    ],
    [
      "a header that Envoy would read as a command",
      ingress({ headers: { csp: "default-src %REQ(x)%" } }),
      "workloads.web.ingress.headers.csp",
      /without %/,
    ],
    [
      "names that a CDN's zones already have",
      { edge: { dns, cdn: {}, externalDns: { zones: { "example.net": "Z1" } } } },
      "edge.externalDns",
      /with a CDN/,
    ],
    [
      "records with two writers",
      { edge: { dns, externalDns: { zones: { "example.com": "Z1" } } } },
      "edge.externalDns.zones.example.com",
      /one writer/,
    ],
    [
      "zones of another's without a login",
      { edge: { externalDns: { provider: "cloudflare", zones: { "example.net": "z1" } } } },
      "edge.externalDns.secret",
      /API token of cloudflare/,
    ],
    [
      "a login that nobody knows",
      { edge: { externalDns: { provider: "ns1", zones: { "example.net": "z1" }, secret: "ns1-key" } } },
      "edge.externalDns.secret",
      /secret of this stack/,
    ],
    [
      "a login beside an identity",
      { edge: { externalDns: { zones: { "example.net": "Z1" }, secret: "a-token" } }, secrets: ["a-token"] },
      "edge.externalDns.secret",
      /has an identity/,
    ],
    [
      "a signature under another's zone",
      { edge: { dns: { zones: { "example.com": { adopt: "Z0123456789ABC", dnssec: true } } } } },
      "edge.dns.zones.example.com.dnssec",
      /whoever made the zone/,
    ],
    ["no zone at all", { edge: { externalDns: { zones: {} } } }, "edge.externalDns.zones", /at least one zone/],
    [
      "external-dns that is told no zones",
      { addons: { "external-dns": true } },
      "edge.externalDns",
      /zones that external-dns may write in/,
    ],
    ["a country in words", { edge: { dns, cdn: { allowCountries: ["Germany"] } } }, "edge.cdn.allowCountries[0]", /DE/],
  ])("%s", (_, over, path, words) => {
    const found = problemsOf(over);
    expect(found.map((problem) => problem.path)).toEqual([path]);
    expect(Object.values(found[0]!).join(" ")).toMatch(words);
  });

  test("zones of a cloud whose identities external-dns is not given", () => {
    const gcp = { cloud: "gcp", region: "europe-west1", account: "acme-shop" };
    const [found] = problemsOf({ ...gcp, edge: { externalDns: { zones: { "example.net": "z" } } } });
    expect([found?.path, found?.allowed]).toEqual([
      "edge.externalDns.provider",
      expect.stringContaining("Cloudflare, DNSimple, Linode or NS1"),
    ]);
    const elsewhere = { provider: "cloudflare", zones: { "example.net": "z" }, secret: "token" };
    expect(problemsOf({ ...gcp, edge: { externalDns: elsewhere }, secrets: ["token"] })).toEqual([]);
  });

  test("all of it on a cloud that has none", () => {
    const found = problemsOf({
      ...{ cloud: "kubernetes", region: "office", account: "3b1e6c4a-0d5f-4a7e-9c2b-8f6d5e4c3b2a" },
      ...{
        cluster: {
          context: "office",
          nodes: { count: 3, cpu: 16, memoryGb: 64 },
          entry: { address: "203.0.113.10", takesAddress: true },
        },
        edge: { dns, cdn: {}, firewall: {} },
        workloads: { site },
      },
      stores: {
        media: { kind: "bucket", at: { endpoint: "https://s3.example.com", bucket: "shop-media", secret: "s3" } },
      },
      secrets: ["s3"],
    });
    expect(found.map(({ path }) => path)).toEqual(["edge.dns", "edge.cdn", "edge.firewall", "workloads.site.kind"]);
    expect(found.every(({ given }) => given === "a service that kubernetes lacks here")).toBe(true);
  });

  const gcp = { cloud: "gcp", region: "europe-west1", account: "acme-shop" };
  const azure = { cloud: "azure", region: "westeurope", account: "11111111-2222-3333-4444-555555555555" };
  const zone = (adopt: string): Raw => ({ edge: { dns: { zones: { "example.com": { adopt } } } }, workloads });

  test.each<[what: string, over: Raw, path: string, words: RegExp]>([
    [
      "names of two stacks on Google Cloud",
      { ...gcp, edge: { dns: { ...dns, routing: { policy: "latency" } } }, workloads },
      "edge.dns.routing",
      /one record set/,
    ],
    [
      "names of two stacks on Azure",
      { ...azure, edge: { dns: { ...dns, routing: { policy: "weighted", weight: 1 } } }, workloads },
      "edge.dns.routing",
      /Traffic Manager/,
    ],
    [
      "a pattern that their CDNs do not know",
      { ...gcp, edge: { dns, cdn: { cache: ["/*.css"] } }, workloads },
      "edge.cdn.cache[0]",
      /\* at the end, after a \//,
    ],
    [
      "pages for errors that no bucket holds, on Google Cloud",
      {
        ...gcp,
        edge: { dns, cdn: { buckets: { media: "/m/*" }, errorPages: { "503": "/503.html" } } },
        workloads,
        stores,
      },
      "edge.cdn.errorPages.503",
      /all of them in one bucket/,
    ],
    [
      "a part of a rule set, on Azure",
      { ...azure, edge: { dns, cdn: {}, firewall: { rules: ["sql"] } }, workloads },
      "edge.firewall.rules",
      /one rule set/,
    ],
    [
      "rules that are sold apart, on Google Cloud",
      { ...gcp, edge: { dns, cdn: {}, firewall: { rules: ["reputation"] } }, workloads },
      "edge.firewall.rules",
      /Cloud Armor Enterprise/,
    ],
    [
      "a bucket behind Front Door",
      { ...azure, edge: { dns, cdn: { buckets: { media: "/m/*" } } }, workloads, stores },
      "edge.cdn.buckets",
      /cannot show who it is/,
    ],
    [
      "pages for errors on Azure",
      { ...azure, edge: { dns, cdn: { errorPages: { "503": "/503.html" } } }, workloads },
      "edge.cdn.errorPages",
      /the workloads' own/,
    ],
    [
      "a reach on Azure",
      { ...azure, edge: { dns, cdn: { reach: "most" } }, workloads },
      "edge.cdn.reach",
      /everywhere/,
    ],
    [
      "logs for a week, on Azure",
      { ...azure, edge: { dns, cdn: { logDays: 7 } }, workloads },
      "edge.cdn.logDays",
      /30 to 730/,
    ],
    [
      "a site on Azure",
      { ...azure, edge: { dns, cdn: {} }, workloads: { site }, stores },
      "workloads.site.kind",
      /kind web/,
    ],
    [
      "gRPC through Front Door",
      { ...azure, edge: { dns, cdn: {} }, ...ingress({ protocol: "grpc" }) },
      "workloads.web.ingress.protocol",
      /carries none/,
    ],
    [
      "a zone's bare name",
      { ...gcp, ...zone("example-com") },
      "edge.dns.zones.example.com.adopt",
      /projects\/<project>/,
    ],
    [
      "a zone of another subscription",
      {
        ...azure,
        ...zone(
          "/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/dns/providers/Microsoft.Network/dnszones/example.com",
        ),
      },
      "edge.dns.zones.example.com.adopt",
      /own subscription/,
    ],
  ])("%s", (_, over, path, words) => {
    const found = problemsOf(over);
    expect(found.map((problem) => problem.path)).toEqual([path]);
    expect(Object.values(found[0]!).join(" ")).toMatch(words);
  });
});

test("a name lies in the longest of the zones that hold it", () => {
  const zones = ["example.com", "eu.example.com"];
  expect(
    ["a.eu.example.com", "a.example.com", "example.com", "badexample.com"].map((host) => zoneOf(host, zones)),
  ).toEqual(["eu.example.com", "example.com", "example.com", undefined]);
});
