import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { waitsFor } from "../../../rehearsal/engine/order";
import { rehearse } from "../../../rehearsal/rehearse";
import type { Report } from "../../../rehearsal/report/report";
import { root } from "../../support/configs";

const folder = mkdtempSync(join(tmpdir(), "slipway-foreign-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rehearses prod with workloads beside its own. */
function prodWith(workloads: Record<string, unknown>): Promise<Report> {
  const { config } = parse(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")) as { config: Record<string, object> };
  const all = { ...config["slipway:workloads"], ...workloads };
  // A project of its own: files of manifests are looked for where Pulumi.yaml is.
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    stringify({ name: "shop", runtime: "nodejs", main: join(root, "index.ts") }),
  );
  writeFileSync(join(folder, "Pulumi.prod.yaml"), stringify({ config: { ...config, "slipway:workloads": all } }));
  return rehearse({ folder, stack: "prod", env: {} });
}

const chart = { repo: "https://charts.example.com", name: "rabbitmq", version: "4.2.1" };
const mandatory = ({ findings }: Report) =>
  findings.filter(({ level }) => level === "mandatory").map(({ rule, name, message }) => `${rule} ${name}: ${message}`);

describe("prod with a third-party chart and raw objects", () => {
  let report: Report;
  beforeAll(async () => {
    writeFileSync(
      join(folder, "extras.yaml"),
      [
        "apiVersion: v1",
        "kind: ConfigMap",
        "metadata: { name: flags }",
        "data: { banner: 'on' }",
        "---",
        "apiVersion: external-secrets.io/v1",
        "kind: ExternalSecret",
        "metadata: { name: mq, namespace: shop-mq }",
        "spec: { secretStoreRef: { name: slipway, kind: ClusterSecretStore } }",
      ].join("\n"),
    );
    report = await prodWith({
      mq: { kind: "chart", chart, ports: [5672], kubernetesApi: true, values: { auth: { existingSecret: "mq" } } },
      extras: { kind: "manifests", file: "extras.yaml", namespaces: ["shop-mq"] },
      queues: {
        kind: "manifests",
        after: ["mq"],
        namespaces: ["shop-mq"],
        manifests: [
          { apiVersion: "rabbitmq.com/v1", kind: "Queue", metadata: { name: "orders", namespace: "shop-mq" } },
        ],
      },
      sender: { kind: "worker", image: `ghcr.io/example/sender:1.0.0@sha256:${"a".repeat(64)}`, calls: ["mq"] },
    });
  }, 120_000);

  const one = (name: string, type: string) => {
    const found = report.resources.filter((each) => each.name === name && each.type.endsWith(type));
    expect(found.map((each) => each.name)).toEqual([name]);
    return found[0]!;
  };
  const waits = (later: { urn: string }, earlier: { urn: string }): boolean =>
    waitsFor(new Map(report.resources.map((each) => [each.urn, each])), later.urn, earlier.urn);

  test("the policies find nothing that must not be", () => {
    expect(mandatory(report)).toEqual([]);
  });

  test("all is below the layer of workloads, and goes through its provider", () => {
    for (const name of ["shop-prod-mq", "shop-prod-extras-configmap-flags"]) {
      const made = report.resources.find((each) => each.name === name && each.custom)!;
      expect(made.provider).toContain("shop-prod-workloads-kubernetes");
    }
    const layer = report.resources.find(({ type }) => type === "slipway:stack:Workloads")!;
    expect(one("shop-prod-mq", "workloads:Chart").parent).toBe(layer.urn);
    expect(one("shop-prod-extras", "workloads:Manifests").parent).toBe(layer.urn);
  });

  test("the chart goes before the add-ons do, and comes after what refuses objects", () => {
    const release = one("shop-prod-mq", "v3:Release");
    const addons = report.resources.filter(({ type }) => type === "slipway:addons:Addon").map(({ urn }) => urn);
    const parts = report.resources.filter(
      ({ parent, type }) => addons.includes(parent!) && type.endsWith("v3:Release"),
    );
    expect(parts.length).toBeGreaterThan(5);
    for (const part of parts) expect(`${part.name} ${waits(release, part)}`).toBe(`${part.name} true`);
    expect(waits(release, one("shop-prod-admission-images", "ValidatingAdmissionPolicyBinding"))).toBe(true);
  });

  test("rules on images and Services hold in its namespace too, rules on Slipway's own pods do not", () => {
    const bound = (name: string) =>
      JSON.stringify(one(name, "ValidatingAdmissionPolicyBinding").inputs).includes("shop-mq");
    expect(["pods", "images", "services"].map((each) => bound(`shop-prod-admission-${each}`))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("an object waits for its namespace, and for the release only where it says so", () => {
    const release = one("shop-prod-mq", "v3:Release");
    const secret = one("shop-prod-extras-externalsecret-shop-mq-mq", "ExternalSecret");
    expect(waits(secret, one("shop-prod-mq-namespace", "v1:Namespace"))).toBe(true);
    expect(waits(secret, release)).toBe(false);
    expect(waits(one("shop-prod-queues-queue-shop-mq-orders", "Queue"), release)).toBe(true);
  });

  test("who calls the chart gets through on its ports, on both sides", () => {
    const { values } = one("shop-prod-sender", "v3:Release").inputs as { values: Record<string, unknown> };
    expect(values).toMatchObject({
      network: {
        openings: [
          { name: "mq", port: 5672, pods: { namespace: "shop-mq", labels: { "app.kubernetes.io/instance": "mq" } } },
        ],
      },
    });
    expect(JSON.stringify(values.env ?? {})).not.toContain("MQ_URL");
    expect(one("shop-prod-mq-traffic", "NetworkPolicy").inputs.spec).toMatchObject({
      ingress: [
        {},
        { from: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "sender" } } }], ports: [{ port: 5672 }] },
      ],
    });
  });
});

test("a secret in plain text is refused, in a chart's values and in an object", async () => {
  const report = await prodWith({
    mq: { kind: "chart", chart, values: { auth: { password: "hunter2" } } },
    extras: {
      kind: "manifests",
      manifests: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { DB_PASSWORD: "hunter2" } }],
    },
  });
  expect(mandatory(report).sort()).toEqual([
    "no-plaintext-secrets shop-prod-extras-configmap-c: data.DB_PASSWORD holds a secret in plain text",
    "no-plaintext-secrets shop-prod-mq: values.auth.password holds a secret in plain text",
  ]);
}, 120_000);

test("a file that is not there stops everything, and says where it was looked for", async () => {
  await expect(prodWith({ extras: { kind: "manifests", file: "none.yaml" } })).rejects.toThrow(
    new RegExp(`workloads\\.extras\\.file[^]*${join(folder, "none.yaml")}`),
  );
}, 60_000);
