import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { isRecord, type Json, type Properties, valuesAt } from "../../../rehearsal/clouds/model";
import { dataHolders, differenceOf } from "../../../rehearsal/difference/difference";
import { rehearse } from "../../../rehearsal/rehearse";
import type { Report } from "../../../rehearsal/report/report";
import { type Raw, rawStack, root, web } from "../../support/configs";

const folder = mkdtempSync(join(tmpdir(), "slipway-edge-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIGEST = `@sha256:${"a".repeat(64)}`;
const dns = { zones: { "example.com": { dnssec: true }, "old.example.org": { adopt: "Z0123456789ABC" } } };
const cdn = {
  cache: ["/static/*"],
  buckets: { media: "/media/*" },
  errorPages: { "503": "/media/503.html" },
  blockCountries: ["KP"],
};
const firewall = { allow: ["198.51.100.0/28"], block: ["192.0.2.0/24"] };
const shop = web({ image: `ghcr.io/example/web:1.0.0${DIGEST}`, hosts: ["shop.example.com", "www.old.example.org"] });
const docs = { kind: "static", store: "pages", hosts: ["docs.example.com"] };

/** Rehearses prod with an edge. */
function prodWith(edge: Raw, workloads: Raw = { web: shop }): Promise<Report> {
  const config = rawStack({
    ...{ environment: "prod", acmeEmail: "ops@example.com", edge, workloads },
    cluster: { publicAccess: ["198.51.100.0/28"] },
    stores: { db: { kind: "postgres" }, media: { kind: "bucket" }, pages: { kind: "bucket" } },
  });
  const keys = Object.entries(config).map(([key, value]) => [`slipway:${key}`, value]);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    stringify({ name: "shop", runtime: "nodejs", main: join(root, "index.ts") }),
  );
  writeFileSync(join(folder, "Pulumi.prod.yaml"), stringify({ config: Object.fromEntries(keys) }));
  return rehearse({ folder, stack: "prod", env: {} });
}

const all = (report: Report, type: string): Properties[] =>
  report.resources.filter((each) => each.type === type).map(({ inputs }) => inputs);
const only = (report: Report, type: string, name: string): Properties => {
  const found = report.resources.filter((each) => each.type === type && each.name === `shop-prod-${name}`);
  expect(found.map((each) => each.name)).toEqual([`shop-prod-${name}`]);
  return found[0]!.inputs;
};
const mandatory = ({ findings }: Report) =>
  findings.filter(({ level }) => level === "mandatory").map(({ rule, name, message }) => `${rule} ${name}: ${message}`);
const object = (report: Report, kind: string): Properties | undefined =>
  report.resources.map(({ inputs }) => inputs).find((inputs) => inputs["kind"] === kind);

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const RECORD = "aws:route53/record:Record";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

let bare: Report;
let named: Report;
let full: Report;
/** Without the firewall. */
let calm: Report;
/** With one host less, and a firewall that refuses. */
let fewer: Report;
beforeAll(async () => {
  bare = await prodWith({});
  named = await prodWith({ dns });
  full = await prodWith({ dns, cdn, firewall }, { web: shop, docs });
  calm = await prodWith({ dns, cdn }, { web: shop, docs });
  const one = { ...shop, hosts: ["shop.example.com"] };
  fewer = await prodWith({ dns, cdn, firewall: { mode: "block", rules: ["common"] } }, { web: one, docs });
}, 240_000);

test("the policies find nothing that must not be", () => {
  for (const report of [bare, named, full, fewer]) expect(mandatory(report)).toEqual([]);
  // In prod a CDN asks for a firewall.
  expect(new Set(mandatory(calm).map((each) => each.split(" ")[0]))).toEqual(new Set(["cloudfront-waf"]));
});

test("external-dns: the gateway says where its names lead, and people are told of no record of theirs", async () => {
  const report = await prodWith(
    { externalDns: { zones: { "example.com": "Z0EXTERNAL" } } },
    { web: { ...shop, hosts: ["shop.example.com", "www.example.org"] } },
  );
  expect(mandatory(report)).toEqual([]);
  expect(all(report, RECORD)).toEqual([]);
  const { metadata } = object(report, "Gateway") as { metadata: { annotations: Record<string, string> } };
  expect(metadata.annotations["external-dns.alpha.kubernetes.io/target"]).toMatch(/\.elb\.eu-west-1\.amazonaws\.com$/);
  const values = only(report, "kubernetes:helm.sh/v3:Release", "external-dns-external-dns-release")["values"];
  expect(values).toMatchObject({ provider: { name: "aws" }, domainFilters: ["example.com"] });
  const policies = report.resources.filter(({ type, name }) => /[pP]olicy$/.test(type) && /external-dns/.test(name));
  expect(JSON.stringify(policies.map(({ inputs }) => inputs))).toContain("hostedzone/Z0EXTERNAL");
  const next = JSON.stringify(report.outputs["next"]);
  expect(next).toContain("point www.example.org");
  expect(next).not.toContain("point shop.example.com");
});

describe("names without a CDN", () => {
  test("lead to the load balancer, whose health Route 53 watches", () => {
    const records = all(named, RECORD).sort((one, other) => String(one["name"]).localeCompare(String(other["name"])));
    expect(records).toMatchObject([
      { name: "shop.example.com", type: "A", aliases: [{ evaluateTargetHealth: true }] },
      { name: "www.old.example.org", type: "A", zoneId: "Z0123456789ABC" },
    ]);
  });

  test("of the zone that is signed are signed by a key in us-east-1, of the kind that Route 53 takes", () => {
    const key = only(named, "aws:kms/key:Key", "zone-example-com-dnssec");
    expect(key).toMatchObject({
      ...{ region: "us-east-1", customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" },
      policy: expect.stringContaining("dnssec-route53.amazonaws.com"),
    });
    expect(all(named, "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec")).toMatchObject([{ signingStatus: "SIGNING" }]);
    expect(Object.keys(named.outputs["dnssec"] as Properties)).toEqual(["example.com"]);
    expect(JSON.stringify(named.outputs["next"])).toContain("DS record of example.com");
  });

  test("of the zone that was made are delegated by a person, and that zone alone", () => {
    expect(Object.keys(named.outputs["delegation"] as Properties)).toEqual(["example.com"]);
    const steps = valuesAt(named.outputs as Properties, "next[]").map(String);
    expect(steps.filter((step) => step.includes("registrar"))).toHaveLength(1);
    expect(steps.filter((step) => step.startsWith("point "))).toEqual([]);
  });

  test("are proved by records, by rights to nothing else", () => {
    const [issuer] = [object(named, "ClusterIssuer")!];
    expect(valuesAt(issuer, "spec.acme.solvers[]")).toMatchObject([
      { selector: { dnsZones: ["example.com"] }, dns01: { route53: { region: "eu-west-1" } } },
      { selector: { dnsZones: ["old.example.org"] }, dns01: { route53: { hostedZoneID: "Z0123456789ABC" } } },
      { http01: {} },
    ]);
    const rights = String(only(named, "aws:iam/rolePolicy:RolePolicy", "addon-cert-manager-policy")["policy"]);
    expect(rights).toContain('"route53:ChangeResourceRecordSetsRecordTypes":["TXT"]');
    expect(rights).toContain("hostedzone/Z0123456789ABC");
  });
});

describe("a CDN before the entry", () => {
  let distribution: Properties;
  beforeAll(() => {
    distribution = only(full, DISTRIBUTION, "edge-cdn");
  });

  test("speaks TLS 1.2 or newer to both sides, and sends plain HTTP to HTTPS: no redirect can come back", () => {
    expect(distribution).toMatchObject({
      aliases: ["shop.example.com", "www.old.example.org"],
      viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
      defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
    });
    const [origin] = valuesAt(distribution, "origins[]").filter(isRecord);
    expect(origin!["customOriginConfig"]).toMatchObject({
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    });
    // The gateway redirects what comes by its listener for HTTP alone, and only ever to HTTPS.
    const redirects = full.resources.filter(({ inputs }) => JSON.stringify(inputs).includes("RequestRedirect"));
    expect(redirects.map(({ inputs }) => valuesAt(inputs, "spec.parentRefs[].sectionName"))).toEqual([["http"]]);
    expect(
      redirects.flatMap(({ inputs }) => valuesAt(inputs, "spec.rules[].filters[].requestRedirect.scheme")),
    ).toEqual(["https"]);
  });

  test("keeps nothing but assets and the bucket's objects, and those for a year", () => {
    const disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    expect(distribution["defaultCacheBehavior"]).toMatchObject({ cachePolicyId: disabled, compress: true });
    const kept = valuesAt(distribution, "orderedCacheBehaviors[]").filter(isRecord);
    expect(kept.map(({ pathPattern, targetOriginId }) => [pathPattern, targetOriginId])).toEqual([
      ["/media/*", "media"],
      ["/static/*", "entry"],
    ]);
    for (const behavior of kept) expect(behavior["cachePolicyId"]).not.toBe(disabled);
    for (const name of ["assets", "objects"])
      expect(only(full, "aws:cloudfront/cachePolicy:CachePolicy", `edge-caching-${name}`)).toMatchObject({
        ...{ defaultTtl: 31_536_000, maxTtl: 31_536_000 },
        parametersInCacheKeyAndForwardedToOrigin: { enableAcceptEncodingBrotli: true, enableAcceptEncodingGzip: true },
      });
  });

  test("shows pages of its own, keeps no error, and serves where it may", () => {
    const errors = valuesAt(distribution, "customErrorResponses[]").filter(isRecord);
    expect(errors[0]).toMatchObject({ errorCode: 503, responseCode: 503, responsePagePath: "/media/503.html" });
    expect(errors.every(({ errorCachingMinTtl }) => errorCachingMinTtl === 0)).toBe(true);
    expect(distribution["restrictions"]).toEqual({
      geoRestriction: { restrictionType: "blacklist", locations: ["KP"] },
    });
  });

  test("is the only one that reaches the entry, and shows it a key that nobody sees", () => {
    const ways = all(full, INGRESS).filter(({ description }) => String(description).includes("CloudFront"));
    expect(ways).toMatchObject([{ fromPort: 443, prefixListId: expect.stringMatching(/^pl-/) }]);
    expect(all(full, INGRESS).filter(({ cidrIpv4 }) => cidrIpv4 === "0.0.0.0/0")).toEqual([]);
    const policy = object(full, "SecurityPolicy")!;
    expect(valuesAt(policy, "spec.apiKeyAuth.extractFrom[].headers[]")).toEqual(["x-slipway-origin-key"]);
    const [header] = valuesAt(distribution, "origins[].customHeaders[]").filter(isRecord);
    expect(header).toMatchObject({ name: "x-slipway-origin-key", value: expect.not.stringMatching(/^\w{40}$/) });
  });

  test("says who asked: clients are told apart by the last address that it wrote", () => {
    const clients = object(full, "ClientTrafficPolicy")!;
    expect(valuesAt(clients, "spec.clientIPDetection.xForwardedFor.numTrustedHops")).toEqual([1]);
    expect(valuesAt(object(named, "ClientTrafficPolicy")!, "spec.clientIPDetection")).toEqual([]);
  });

  test("trusts the gateway's certificate, in every environment", () => {
    expect(valuesAt(object(full, "ClusterIssuer")!, "spec.acme.server")).toEqual([
      "https://acme-v02.api.letsencrypt.org/directory",
    ]);
  });

  test("logs without cookies and query strings", () => {
    const fields = valuesAt(only(full, "aws:cloudwatch/logDelivery:LogDelivery", "edge-cdn-log"), "recordFields[]");
    expect(fields).toContain("c-ip");
    expect(fields.filter((field) => /cookie|query/i.test(String(field)))).toEqual([]);
  });

  test("needs certificates and firewall in us-east-1", () => {
    const types = ["aws:acm/certificate:Certificate", "aws:wafv2/webAcl:WebAcl", "aws:wafv2/ipSet:IpSet"];
    for (const type of types) expect(all(full, type).map(({ region }) => region)).not.toContain(undefined);
    expect(types.flatMap((type) => all(full, type)).every(({ region }) => region === "us-east-1")).toBe(true);
  });
});

describe("a firewall", () => {
  const acl = (report: Report): Json[] => valuesAt(only(report, "aws:wafv2/webAcl:WebAcl", "edge-firewall"), "rules[]");

  test("counts at first: what is on the block list is refused all the same", () => {
    expect(acl(full)).toMatchObject([
      { name: "allow-list", priority: 0, action: { allow: {} } },
      { name: "block-list", priority: 1, action: { block: {} } },
      { name: "rate", action: { count: {} }, statement: { rateBasedStatement: { limit: 2000 } } },
      { name: "reputation", overrideAction: { count: {} } },
      { name: "common", overrideAction: { count: {} } },
      { name: "badInputs", overrideAction: { count: {} } },
      { name: "sql", overrideAction: { count: {} } },
    ]);
  });

  test("refuses when it is told to, a flood with 429 and when to come back", () => {
    expect(acl(fewer)).toMatchObject([
      {
        name: "rate",
        action: {
          block: {
            customResponse: { responseCode: 429, responseHeaders: [{ name: "Retry-After", value: "300" }] },
          },
        },
      },
      { name: "common", overrideAction: { none: {} } },
    ]);
  });

  test("logs no credentials", () => {
    const logging = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
    const redacted = valuesAt(only(full, logging, "edge-firewall-logging"), "redactedFields[]");
    expect(redacted).toEqual(
      expect.arrayContaining([{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }]),
    );
  });
});

describe("a static site", () => {
  test("is its bucket behind the CDN, which nobody else reads", () => {
    const site = only(full, DISTRIBUTION, "edge-site-docs");
    expect(site).toMatchObject({
      ...{ aliases: ["docs.example.com"], defaultRootObject: "index.html" },
      customErrorResponses: [
        { errorCode: 403, responseCode: 200, responsePagePath: "/index.html" },
        { errorCode: 404, responseCode: 200, responsePagePath: "/index.html" },
      ],
    });
    expect(valuesAt(site, "origins[].originAccessControlId")).toHaveLength(1);
    const policy = String(only(full, "aws:s3/bucketPolicy:BucketPolicy", "store-pages-policy")["policy"]);
    expect(policy).toContain('"Service":"cloudfront.amazonaws.com"');
    expect(policy).toContain("arn:aws:cloudfront::111122223333:distribution/*");
    expect(Object.keys(full.outputs["sites"] as Properties)).toEqual(["docs"]);
  });
});

describe("turning it on and off", () => {
  /** What is replaced or deleted and holds something; both ways. */
  const lost = (one: Report, other: Report): string[] =>
    [differenceOf(one.resources, other.resources), differenceOf(other.resources, one.resources)].flatMap(
      ({ replaced, deleted }) => [
        ...replaced.map(({ type, name }) => `replaced ${type} ${name}`),
        // What the edge made for itself goes with it: its logs and their key, and the zone that config took out.
        ...deleted
          .filter(({ type, name }) => dataHolders.has(type) && !/-edge-logs|-zone-/.test(name))
          .map(({ type, name }) => `deleted ${type} ${name}`),
      ],
    );

  test("the zones, the CDN and the firewall replaces nothing", () => {
    expect(lost(bare, named)).toEqual([]);
    expect(lost(named, full)).toEqual([]);
    expect(lost(bare, full)).toEqual([]);
  });

  test("the firewall alone, or a host, replaces no more than the certificate", () => {
    expect(lost(full, calm)).toEqual([]);
    const replaced = lost(calm, fewer);
    expect(replaced.length).toBeGreaterThan(0);
    expect(replaced.filter((each) => !/^replaced aws:(acm|route53\/record)/.test(each))).toEqual([]);
  });
});
