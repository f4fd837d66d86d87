import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Properties, valuesAt } from "../../../rehearsal/clouds/model";
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
beforeAll(async () => {
  for (const cloud of ["gcp", "azure"] as const) {
    bare[cloud] = await prodOn(cloud, {});
    named[cloud] = await prodOn(cloud, { dns: zonesOf(cloud) });
  }
}, 240_000);

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

describe.each(["gcp", "azure"] as const)("%s", (cloud) => {
  test("the policies find nothing that must not be", () => {
    for (const report of [bare[cloud]!, named[cloud]!]) expect(mandatory(report)).toEqual([]);
  });

  test("turning zones on and off replaces nothing", () => {
    expect(lost(bare[cloud]!, named[cloud]!)).toEqual([]);
  });
});
