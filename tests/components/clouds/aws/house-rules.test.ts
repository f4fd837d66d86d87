import * as aws from "@pulumi/aws";
import { AwsAtlas } from "../../../../components/clouds/aws/atlas";
import { AwsAurora } from "../../../../components/clouds/aws/aurora";
import { AwsBucket } from "../../../../components/clouds/aws/bucket";
import { AwsEntry } from "../../../../components/clouds/aws/entry";
import { AwsIdentity, type IdentityMode } from "../../../../components/clouds/aws/identity";
import { AwsKey } from "../../../../components/clouds/aws/key";
import { AwsPostgres } from "../../../../components/clouds/aws/postgres";
import { AwsRedis } from "../../../../components/clouds/aws/redis";
import { AwsSecret } from "../../../../components/clouds/aws/secret";
import type { Scope } from "../../../../components/contracts/common";
import type { BaseComponent, ComponentOpts } from "../../../../components/shared/base-component";
import { type ResourceRecord, type Simulation, simulate } from "../../../support/simulate";
import { allStatements, cluster, network, placement, scopeOf, taggable, world } from "./fixtures";

type Build = (scope: Scope, opts?: ComponentOpts) => BaseComponent;

const keyId = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const secretId = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/dev/stripe-AbCdEf";

const postgres =
  (replicas: number): Build =>
  (scope, opts) =>
    new AwsPostgres(
      "shop-dev-it",
      {
        ...{
          scope,
          placement,
          replicas,
          version: "17",
          instanceClass: "db.t4g.micro",
          storageGb: 20,
          maxStorageGb: 40,
        },
        ...{ multiZone: false, backupDays: 7, database: "shop", backupWindow: "02:00-03:00" },
        maintenanceWindow: "sun:04:00-sun:05:00",
      },
      opts,
    );

const identity =
  (mode: IdentityMode): Build =>
  (scope, opts) =>
    new AwsIdentity(
      "shop-dev-it",
      {
        scope,
        cluster,
        namespace: "shop",
        serviceAccount: "api",
        mode,
        grants: [{ kind: "secrets", ids: [secretId] }],
      },
      opts,
    );

const components: readonly (readonly [string, Build])[] = [
  ["PostgreSQL", postgres(0)],
  ["PostgreSQL with replicas", postgres(2)],
  [
    "Aurora with a reader and a pool",
    (scope, opts) =>
      new AwsAurora(
        "shop-dev-it",
        {
          ...{
            scope,
            placement: { ...placement, logins: [{ id: secretId, role: "api" }] },
            pool: { percent: 70 },
            version: "17",
          },
          ...{ instanceClass: "db.r7g.large", storageGb: 20, maxStorageGb: 40, multiZone: false, replicas: 1 },
          ...{ aurora: { io: "standard" }, backupDays: 7, database: "shop", backupWindow: "02:00-03:00" },
          maintenanceWindow: "sun:04:00-sun:05:00",
        },
        opts,
      ),
  ],
  [
    "MongoDB on Atlas",
    (scope, opts) =>
      new AwsAtlas(
        "shop-dev-it",
        {
          ...{
            scope,
            placement: { ...placement, logins: [{ id: secretId, role: "api", password: "p" }] },
            store: "it",
          },
          ...{ service: "atlas", version: "8.0", instanceClass: "M10", replicas: 2, storageGb: 0, backupDays: 7 },
          ...{ database: "shop", backupWindow: "02:00-03:00", maintenanceWindow: "sun:04:00-sun:05:00" },
          atlas: { organization: "64b0c0ffee64b0c0ffee64b0", apiKey: "atlas/api-key" },
        },
        opts,
      ),
  ],
  [
    "Redis",
    (scope, opts) =>
      new AwsRedis(
        "shop-dev-it",
        {
          ...{ scope, placement, engine: "valkey", version: "8.0", nodeType: "cache.t4g.micro", replicas: 1 },
          ...{ snapshotDays: 1, maintenanceWindow: "sun:04:00-sun:05:00" },
        },
        opts,
      ),
  ],
  ["bucket", (scope, opts) => new AwsBucket("shop-dev-it", { scope, oldVersionDays: 30 }, opts)],
  [
    "secret",
    (scope, opts) =>
      new AwsSecret("shop-dev-it", { scope, secretName: "it", keyId, description: "It", first: "first" }, opts),
  ],
  ["key", (scope, opts) => new AwsKey("shop-dev-it", { scope, description: "It", services: ["s3"] }, opts)],
  ["identity by Pod Identity", identity("podIdentity")],
  ["identity by IRSA", identity("irsa")],
  ["entry", (scope, opts) => new AwsEntry("shop-dev-it", { scope, network, cluster }, opts)],
];

describe.each(components)("%s", (_, build) => {
  const scope = scopeOf({ protect: true });
  let made: Simulation;
  let top: ResourceRecord;
  let own: ResourceRecord[];
  beforeAll(async () => {
    made = await simulate(
      () => {
        const provider = new aws.Provider("ours", { region: "eu-central-1" });
        const before = new aws.sqs.Queue("before");
        build(scope, { provider, dependsOn: [before] });
      },
      { existing: [...world, keyId, secretId] },
    );
    top = made.resources.find((resource) => resource.name === "shop-dev-it" && !resource.custom)!;
    own = made.resources.filter((resource) => resource.custom && !["ours", "before"].includes(resource.name));
  });

  test("hangs all of it below the component, under the component's name", () => {
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((resource) => !isBelow(made, resource, top)).map(({ urn }) => urn)).toEqual([]);
    expect(own.filter(({ name }) => !name.startsWith("shop-dev-it")).map(({ urn }) => urn)).toEqual([]);
  });

  test("tags all that takes tags with the stack's and its own name", () => {
    for (const { urn, name, inputs } of taggable(made).filter((resource) => own.includes(resource))) {
      expect({ urn, tags: inputs["tags"] }).toEqual({ urn, tags: { ...scope.tags, Name: name } });
    }
  });

  test("allows nobody everything, and anybody nothing", () => {
    for (const { of, statement } of allStatements(made).filter(({ statement: { Effect } }) => Effect === "Allow")) {
      expect({ of, wide: statement.Action.filter((action) => /^(\*|.*:\*)$/.test(action)) }).toEqual({ of, wide: [] });
      expect({ of, who: statement.Principal }).not.toEqual({ of, who: "*" });
    }
  });

  test("makes nothing before what the component waits for", () => {
    const before = made.one("Queue", "before");
    // Each says so itself: what its parent waits for does not order a destroy.
    expect(own.filter(({ dependencies }) => !dependencies.includes(before.urn)).map(({ urn }) => urn)).toEqual([]);
  });

  test("goes through the provider that it is given", () => {
    const provider = made.one("pulumi:providers:aws", "ours");
    const ours = own.filter(({ type }) => type.startsWith("aws:"));
    expect(ours.filter((resource) => !resource.provider?.includes(provider.urn)).map(({ urn }) => urn)).toEqual([]);
  });

  test("can be previewed with nothing known", async () => {
    const preview = await simulate(() => build(scope).urn, { existing: [...world, keyId, secretId], mode: "preview" });
    expect(preview.resources.filter(({ custom }) => custom).length).toBe(own.length);
  });
});

function isBelow(made: Simulation, resource: ResourceRecord, top: ResourceRecord): boolean {
  const parents = new Map(made.resources.map(({ urn, parent }) => [urn, parent]));
  for (let at = resource.parent; at; at = parents.get(at)) if (at === top.urn) return true;
  return false;
}
