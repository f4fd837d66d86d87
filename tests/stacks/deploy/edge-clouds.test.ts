import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { isRecord, type Properties, valuesAt } from "../../../rehearsal/clouds/model";
import { dataHolders, differenceOf } from "../../../rehearsal/difference/difference";
import { rehearse } from "../../../rehearsal/rehearse";
import type { Report } from "../../../rehearsal/report/report";
import { type Raw, rawStack, root, web } from "../../support/configs";

const folder = mkdtempSync(join(tmpdir(), "slipway-edge-clouds-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIGEST = `@sha256:${"a".repeat(64)}`;
const shop = web({ image: `ghcr.io/example/web:1.0.0${DIGEST}`, hosts: ["shop.example.com", "www.old.example.org"] });

/** What one cloud says otherwise of the same stack. */
interface Place {
  readonly config: Raw;
  /** Id of a zone that is there already. */
  readonly adopt: string;
}

const places: Readonly<Record<"gcp" | "azure", Place>> = {
  gcp: {
    config: { cloud: "gcp", region: "europe-west3", account: "shop-project-1" },
    adopt: "projects/names-of-all/managedZones/old-example-org",
  },
  azure: {
    config: { cloud: "azure", region: "germanywestcentral", account: "0d4a1f5e-6a0b-4c6e-9f2d-3b7c8e9a1b2c" },
    adopt:
      "/subscriptions/0d4a1f5e-6a0b-4c6e-9f2d-3b7c8e9a1b2c/resourceGroups/names/providers/Microsoft.Network/dnszones/old.example.org",
  },
};

/** Rehearses prod of one cloud with an edge. */
function prodOn(cloud: keyof typeof places, edge: Raw, workloads: Raw = { web: shop }): Promise<Report> {
  const config = rawStack({
    ...{ environment: "prod", acmeEmail: "ops@example.com", edge, workloads },
    cluster: { publicAccess: ["198.51.100.0/28"] },
    stores: { db: { kind: "postgres" }, media: { kind: "bucket" }, pages: { kind: "bucket" } },
    ...places[cloud].config,
  });
  const keys = Object.entries(config).map(([key, value]) => [`slipway:${key}`, value]);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    stringify({ name: "shop", runtime: "nodejs", main: join(root, "index.ts") }),
  );
  writeFileSync(join(folder, "Pulumi.prod.yaml"), stringify({ config: Object.fromEntries(keys) }));
  return rehearse({ folder, stack: "prod", env: {} });
}

const zonesOf = (cloud: keyof typeof places) => ({
  zones: { "example.com": {}, "old.example.org": { adopt: places[cloud].adopt } },
});

const all = (report: Report, type: string): Properties[] =>
  report.resources
    .filter((each) => each.type === type)
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ inputs }) => inputs);
const mandatory = ({ findings }: Report) =>
  findings.filter(({ level }) => level === "mandatory").map(({ rule, name, message }) => `${rule} ${name}: ${message}`);
const object = (report: Report, kind: string): Properties | undefined =>
  report.resources.map(({ inputs }) => inputs).find((inputs) => inputs["kind"] === kind);

/** What is replaced, or deleted and holds something; both ways. The zone that config took out goes. */
const lost = (one: Report, other: Report): string[] =>
  [differenceOf(one.resources, other.resources), differenceOf(other.resources, one.resources)].flatMap(
    ({ replaced, deleted }) => [
      ...replaced.map(({ type, name }) => `replaced ${type} ${name}`),
      ...deleted
        .filter(({ type, name }) => dataHolders.has(type) && !/-zone-/.test(name))
        .map(({ type, name }) => `deleted ${type} ${name}`),
    ],
  );

const bare: Partial<Record<string, Report>> = {};
const named: Partial<Record<string, Report>> = {};
/** With CDN and firewall. */
const full: Partial<Record<string, Report>> = {};
/** With one host less, and a firewall that refuses. */
const fewer: Partial<Record<string, Report>> = {};
const cdnOf: Readonly<Record<keyof typeof places, Raw>> = {
  gcp: {
    ...{ cache: ["/static/*"], buckets: { media: "/media/*" }, errorPages: { "503": "/media/503.html" } },
    blockCountries: ["KP", "IR"],
  },
  azure: { cache: ["/static/*"], allowCountries: ["DE"] },
};
const docs = { kind: "static", store: "pages", hosts: ["docs.example.com"] };
const sitesOf: Readonly<Record<keyof typeof places, Raw>> = { gcp: { docs }, azure: {} };
const firewall = { allow: ["198.51.100.0/28"], block: ["192.0.2.0/24"] };
const strict = { mode: "block", ...firewall };
beforeAll(async () => {
  for (const cloud of ["gcp", "azure"] as const) {
    const [dns, cdn, sites] = [zonesOf(cloud), cdnOf[cloud], sitesOf[cloud]];
    bare[cloud] = await prodOn(cloud, {});
    named[cloud] = await prodOn(cloud, { dns });
    full[cloud] = await prodOn(cloud, { dns, cdn, firewall }, { web: shop, ...sites });
    const one = { ...shop, hosts: ["shop.example.com"] };
    fewer[cloud] = await prodOn(cloud, { dns, cdn, firewall: strict }, { web: one, ...sites });
  }
}, 400_000);

const only = (report: Report, type: string, name: string): Properties => {
  const found = report.resources.filter((each) => each.type === type && each.name === `shop-prod-${name}`);
  expect(found.map((each) => each.name)).toEqual([`shop-prod-${name}`]);
  return found[0]!.inputs;
};

describe("names", () => {
  test("on Google Cloud lead to the entry, in the zone that was made and in the one of another project", () => {
    const records = all(named["gcp"]!, "gcp:dns/recordSet:RecordSet");
    expect(records).toMatchObject([
      { name: "shop.example.com.", type: "A", project: "shop-project-1" },
      { name: "www.old.example.org.", type: "A", project: "names-of-all", managedZone: "old-example-org" },
    ]);
    expect(new Set(records.map(({ rrdatas }) => String(rrdatas))).size).toBe(1);
  });

  test("on Azure lead to the entry, in the zone that was made and in the one of another group", () => {
    expect(all(named["azure"]!, "azure-native:dns:RecordSet")).toMatchObject([
      { zoneName: "example.com", relativeRecordSetName: "shop", recordType: "A", resourceGroupName: "shop-prod" },
      { zoneName: "old.example.org", relativeRecordSetName: "www", recordType: "A", resourceGroupName: "names" },
    ]);
  });

  test.each([
    ["gcp", [{ cloudDNS: { project: "shop-project-1" } }, { cloudDNS: { hostedZoneName: "old-example-org" } }]],
    ["azure", [{ azureDNS: { hostedZoneName: "example.com" } }, { azureDNS: { resourceGroupName: "names" } }]],
  ] as const)("on %s are proved by records", (cloud, solvers) => {
    const issuer = object(named[cloud]!, "ClusterIssuer")!;
    const [one, other] = solvers;
    expect(valuesAt(issuer, "spec.acme.solvers[]")).toMatchObject([
      { selector: { dnsZones: ["example.com"] }, dns01: one },
      { selector: { dnsZones: ["old.example.org"] }, dns01: other },
      { http01: {} },
    ]);
  });

  test("are proved by who may change these zones, and nothing else", () => {
    const granted = all(named["gcp"]!, "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember");
    expect(granted.map(({ role }) => role)).toEqual(["roles/dns.admin", "roles/dns.admin"]);
    expect(granted.map(({ managedZone }) => managedZone)).toContain("old-example-org");
    const assigned = all(named["azure"]!, "azure-native:authorization:RoleAssignment").filter(({ scope }) =>
      /dnszones/i.test(String(scope)),
    );
    expect(assigned).toHaveLength(2);
    const [account] = named["azure"]!.resources.filter(({ name }) => name.includes("cert-manager-release"));
    expect(valuesAt(account!.inputs, "values.podLabels")).toMatchObject([{ "azure.workload.identity/use": "true" }]);
  });

  test.each(["gcp", "azure"] as const)("on %s of the zone that was made are delegated by a person", (cloud) => {
    const { outputs } = named[cloud]!;
    expect(Object.keys(outputs["delegation"] as Properties)).toEqual(["example.com"]);
    const steps = valuesAt(outputs as Properties, "next[]").map(String);
    expect(steps.filter((step) => step.includes("registrar"))).toHaveLength(1);
    expect(steps.filter((step) => step.startsWith("point "))).toEqual([]);
  });
});

describe("a CDN on Google Cloud", () => {
  const SERVICE = "gcp:compute/backendService:BackendService";
  const BUCKET = "gcp:compute/backendBucket:BackendBucket";
  const idOf = (type: string, name: string): string =>
    full["gcp"]!.resources.find((each) => each.type === type && each.name === `shop-prod-${name}`)!.id!;

  test("fetches from the entry by its own name, over HTTPS, and shows it a key that nobody sees", () => {
    const service = only(full["gcp"]!, SERVICE, "edge-origin");
    expect(service).toMatchObject({ protocol: "HTTPS", loadBalancingScheme: "EXTERNAL_MANAGED" });
    expect(service["enableCdn"]).toBeUndefined();
    expect(JSON.stringify(service["customRequestHeaders"])).not.toMatch(/x-slipway-origin-key: \w{40}/);
    expect(all(full["gcp"]!, "gcp:compute/globalNetworkEndpoint:GlobalNetworkEndpoint")).toMatchObject([
      { fqdn: "origin-shop-prod.example.com", port: 443 },
    ]);
    const origin = all(full["gcp"]!, "gcp:dns/recordSet:RecordSet").filter(({ name }) => /^origin-/.test(String(name)));
    expect(origin).toMatchObject([{ name: "origin-shop-prod.example.com.", type: "A" }]);
  });

  test("keeps assets and a bucket's objects for a year, and nothing else", () => {
    expect(only(full["gcp"]!, SERVICE, "edge-origin-assets")).toMatchObject({
      ...{ enableCdn: true, cdnPolicy: { cacheMode: "CACHE_ALL_STATIC", clientTtl: 31_536_000 } },
    });
    expect(only(full["gcp"]!, BUCKET, "edge-bucket-media")).toMatchObject({
      cdnPolicy: { cacheMode: "FORCE_CACHE_ALL", defaultTtl: 31_536_000 },
    });
    expect(all(full["gcp"]!, SERVICE).filter(({ enableCdn }) => enableCdn)).toHaveLength(1);
    const [entry] = valuesAt(only(full["gcp"]!, "gcp:compute/uRLMap:URLMap", "edge-cdn"), "pathMatchers[]");
    expect(entry).toMatchObject({
      defaultService: idOf(SERVICE, "edge-origin"),
      pathRules: [
        { paths: ["/media/*"], service: idOf(BUCKET, "edge-bucket-media") },
        { paths: ["/static/*"], service: idOf(SERVICE, "edge-origin-assets") },
      ],
      defaultCustomErrorResponsePolicy: {
        errorService: idOf(BUCKET, "edge-bucket-media"),
        errorResponseRules: [{ matchResponseCodes: ["503"], path: "/media/503.html" }],
      },
    });
  });

  test("reads buckets as the project's load balancers do, and they stay closed to all others", () => {
    const granted = all(full["gcp"]!, "gcp:storage/bucketIAMMember:BucketIAMMember").filter(({ member }) =>
      /@https-lb\.iam/.test(String(member)),
    );
    expect(granted).toMatchObject([{ role: "roles/storage.objectViewer" }, { role: "roles/storage.objectViewer" }]);
    for (const bucket of all(full["gcp"]!, "gcp:storage/bucket:Bucket"))
      expect(bucket["publicAccessPrevention"]).toBe("enforced");
  });

  test("serves a site: its first page at the root, and wherever there is none", () => {
    const matchers = valuesAt(only(full["gcp"]!, "gcp:compute/uRLMap:URLMap", "edge-cdn"), "pathMatchers[]");
    expect(matchers[1]).toMatchObject({
      name: "site-docs",
      routeRules: [
        { matchRules: [{ fullPathMatch: "/" }], routeAction: { urlRewrite: { pathPrefixRewrite: "/index.html" } } },
        { matchRules: [{ prefixMatch: "/assets/" }] },
      ],
      defaultCustomErrorResponsePolicy: { errorResponseRules: [{ path: "/index.html", overrideResponseCode: 200 }] },
    });
    const steps = valuesAt(full["gcp"]!.outputs as Properties, "next[]").map(String);
    expect(steps.filter((step) => step.includes("invalidate-cdn-cache"))).toHaveLength(1);
  });

  test("speaks TLS 1.2 or newer, with certificates that records prove, and sends plain HTTP to HTTPS", () => {
    expect(only(full["gcp"]!, "gcp:compute/sSLPolicy:SSLPolicy", "edge-cdn")).toMatchObject({
      minTlsVersion: "TLS_1_2",
    });
    expect(only(full["gcp"]!, "gcp:compute/uRLMap:URLMap", "edge-cdn-redirect")).toMatchObject({
      defaultUrlRedirect: { httpsRedirect: true },
    });
    const entries = all(full["gcp"]!, "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry");
    expect(entries.map(({ hostname }) => hostname).sort()).toEqual([
      ...["docs.example.com", "shop.example.com", "www.old.example.org"],
    ]);
    const proofs = all(full["gcp"]!, "gcp:dns/recordSet:RecordSet").filter(({ type }) => type === "CNAME");
    expect(proofs).toHaveLength(3);
  });

  test("logs for as long as config says", () => {
    expect(all(full["gcp"]!, "gcp:logging/projectBucketConfig:ProjectBucketConfig")).toMatchObject([
      { retentionDays: 90 },
    ]);
  });

  test("has a firewall: lists and countries hold always, the rest is previewed until it is told to refuse", () => {
    const rules = (report: Report, name: string) =>
      valuesAt(only(report, "gcp:compute/securityPolicy:SecurityPolicy", name), "rules[]").filter(isRecord);
    const said = (report: Report, name = "edge-firewall") =>
      rules(report, name).map(({ description, action, preview }) => `${description} ${action} ${preview === true}`);
    expect(said(full["gcp"]!)).toEqual([
      ...["allow-list allow false", "block-list deny(403) false", "countries deny(403) false"],
      ...["xss", "lfi", "rfi", "protocolattack", "sessionfixation"].map(
        (set) => `common: ${set}-v33-stable deny(403) true`,
      ),
      ...["badInputs: cve-canary deny(403) true", "badInputs: scannerdetection-v33-stable deny(403) true"],
      ...["sql: sqli-v33-stable deny(403) true", "rate throttle true", "everybody else allow false"],
    ]);
    expect(said(fewer["gcp"]!).filter((each) => each.endsWith("true"))).toEqual([]);
    expect(said(full["gcp"]!, "edge-firewall-edge")).toHaveLength(4);
    expect(valuesAt(rules(full["gcp"]!, "edge-firewall")[2], "match.expr.expression")).toEqual([
      "'[KP,IR]'.contains(origin.region_code)",
    ]);
  });
});

describe("a CDN on Azure", () => {
  test("calls the entry by its own name, checks its certificate, and passes on the name that was asked for", () => {
    const origin = only(full["azure"]!, "azure-native:cdn:AFDOrigin", "edge-cdn");
    expect(origin).toMatchObject({ hostName: "origin-shop-prod.example.com", enforceCertificateNameCheck: true });
    expect(origin["originHostHeader"]).toBeUndefined();
    expect(all(full["azure"]!, "azure-native:dns:RecordSet")).toContainEqual(
      expect.objectContaining({ relativeRecordSetName: "origin-shop-prod", recordType: "A" }),
    );
  });

  test("keeps assets alone, and sends plain HTTP to HTTPS", () => {
    const routes = all(full["azure"]!, "azure-native:cdn:Route");
    expect(routes).toMatchObject([
      { patternsToMatch: ["/static/*"], cacheConfiguration: {}, httpsRedirect: "Enabled" },
      { patternsToMatch: ["/*"], httpsRedirect: "Enabled", forwardingProtocol: "HttpsOnly" },
    ]);
    expect(routes[1]!["cacheConfiguration"]).toBeUndefined();
    for (const domain of all(full["azure"]!, "azure-native:cdn:AFDCustomDomain"))
      expect(domain["tlsSettings"]).toMatchObject({ minimumTlsVersion: "TLS12" });
  });

  test("has names that lead to it, and records that prove them", () => {
    const records = all(full["azure"]!, "azure-native:dns:RecordSet");
    const named = (relative: string) =>
      records.filter(({ relativeRecordSetName }) => relativeRecordSetName === relative);
    expect(
      named("shop")
        .map(({ recordType }) => recordType)
        .sort(),
    ).toEqual(["A", "AAAA"]);
    expect(valuesAt(named("shop")[0], "targetResource.id")).toMatchObject([expect.stringContaining("/afdEndpoints/")]);
    expect(named("_dnsauth.shop")).toMatchObject([{ recordType: "TXT" }]);
  });

  test("has a firewall: lists and countries hold always, the rest is only logged until it is told to refuse", () => {
    const policy = (report: Report) => only(report, "azure-native:frontdoor:Policy", "edge-firewall");
    const actions = (report: Report) =>
      valuesAt(policy(report), "customRules.rules[]")
        .filter(isRecord)
        .map(({ name, action }) => `${name} ${action}`);
    expect(policy(full["azure"]!)).toMatchObject({ policySettings: { mode: "Prevention" } });
    expect(actions(full["azure"]!)).toEqual(["AllowList Allow", "BlockList Block", "Countries Block", "Rate Log"]);
    expect(actions(fewer["azure"]!).at(-1)).toBe("Rate Block");
    const sets = (report: Report) => valuesAt(policy(report), "managedRules.managedRuleSets[]");
    expect(sets(full["azure"]!)).toMatchObject([
      { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetAction: "Log" },
      { ruleGroupOverrides: [{ ruleGroupName: "BadBots", rules: [{ action: "Log" }, {}, {}] }] },
    ]);
    expect(sets(fewer["azure"]!)).toMatchObject([{ ruleSetAction: "Block" }, {}]);
  });

  test("writes neither logins nor query strings into logs", () => {
    const hidden = valuesAt(
      only(full["azure"]!, "azure-native:frontdoor:Policy", "edge-firewall"),
      "policySettings.scrubbingRules[].matchVariable",
    );
    expect(hidden).toEqual(expect.arrayContaining(["RequestHeaderNames", "RequestCookieNames", "QueryStringArgNames"]));
    expect(
      valuesAt(
        only(full["azure"]!, "azure-native:cdn:Profile", "edge-cdn"),
        "logScrubbing.scrubbingRules[].matchVariable",
      ),
    ).toEqual(["QueryStringArgNames"]);
  });
});

describe("the gateway behind a CDN", () => {
  const header = { gcp: "x-slipway-origin-key", azure: "x-azure-fdid" } as const;
  const hops = { gcp: 2, azure: 1 } as const;

  test.each(["gcp", "azure"] as const)("on %s lets in nobody else, and knows whom it speaks for", (cloud) => {
    const policy = object(full[cloud]!, "SecurityPolicy")!;
    expect(valuesAt(policy, "spec.apiKeyAuth.extractFrom[].headers[]")).toEqual([header[cloud]]);
    const clients = object(full[cloud]!, "ClientTrafficPolicy")!;
    expect(valuesAt(clients, "spec.clientIPDetection.xForwardedFor.numTrustedHops")).toEqual([hops[cloud]]);
    expect(object(named[cloud]!, "SecurityPolicy")).toBeUndefined();
  });

  test("is reached from Google's front ends, or from Front Door's, alone", () => {
    const service = (report: Report) =>
      valuesAt(object(report, "EnvoyProxy"), "spec.provider.kubernetes.envoyService")[0];
    expect(service(full["gcp"]!)).toMatchObject({ loadBalancerSourceRanges: ["34.96.0.0/20", "34.127.192.0/18"] });
    expect(service(full["azure"]!)).toMatchObject({
      annotations: { "service.beta.kubernetes.io/azure-allowed-service-tags": "AzureFrontDoor.Backend" },
    });
    expect(JSON.stringify(service(named["gcp"]!))).not.toContain("34.96");
    expect(JSON.stringify(service(named["azure"]!))).not.toContain("FrontDoor");
  });

  test.each(["gcp", "azure"] as const)(
    "on %s has a certificate of its own name, and answers there for all hosts",
    (cloud) => {
      const listeners = valuesAt(object(full[cloud]!, "Gateway"), "spec.listeners[]").filter(isRecord);
      expect(listeners.map(({ name, hostname }) => [name, hostname])).toEqual([
        ["http", undefined],
        ["origin", undefined],
      ]);
      expect(valuesAt(object(full[cloud]!, "Certificate"), "spec.dnsNames[]")).toEqual([
        "origin-shop-prod.example.com",
      ]);
      // A CDN trusts no certificate of the staging directory.
      expect(valuesAt(object(full[cloud]!, "ClusterIssuer"), "spec.acme.server")).toEqual([
        "https://acme-v02.api.letsencrypt.org/directory",
      ]);
    },
  );
});

describe.each(["gcp", "azure"] as const)("%s", (cloud) => {
  test("the policies find nothing that must not be", () => {
    for (const report of [bare[cloud]!, named[cloud]!, full[cloud]!, fewer[cloud]!])
      expect(mandatory(report)).toEqual([]);
  });

  test("turning zones, CDN, firewall and a host on and off replaces nothing", () => {
    expect(lost(bare[cloud]!, named[cloud]!)).toEqual([]);
    expect(lost(named[cloud]!, full[cloud]!)).toEqual([]);
    expect(lost(full[cloud]!, fewer[cloud]!)).toEqual([]);
  });
});
