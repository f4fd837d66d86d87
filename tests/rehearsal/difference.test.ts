import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compared } from "../../rehearsal/difference/compared";
import { type Compared, differenceOf } from "../../rehearsal/difference/difference";
import { differenceOfPreview } from "../../rehearsal/difference/preview";
import { differenceLines } from "../../rehearsal/difference/text";
import { plain } from "../../rehearsal/report/paint";
import type { Report } from "../../rehearsal/report/report";

function resource(name: string, type: string, over: Partial<Compared> = {}): Compared {
  return {
    ...{ urn: name, name, type, custom: true, protect: false, inputs: {}, dependencies: [], propertyDependencies: {} },
    ...{ ignoreChanges: [], replaceOnChanges: [], ...over },
  };
}

const vpc = (cidrBlock: string) => resource("vpc", "aws:ec2/vpc:Vpc", { inputs: { cidrBlock }, protect: true });
const subnet = resource("subnet", "aws:ec2/subnet:Subnet", {
  ...{ inputs: { vpcId: "vpc-1" }, dependencies: ["vpc"], propertyDependencies: { vpcId: ["vpc"] } },
});
const nodes = resource("nodes", "aws:eks/nodeGroup:NodeGroup", {
  ...{ inputs: { subnetIds: ["s-1"] }, dependencies: ["subnet"], propertyDependencies: { subnetIds: ["subnet"] } },
});
const policy = resource("policy", "kubernetes:networking.k8s.io/v1:NetworkPolicy", {
  ...{ inputs: { spec: {} }, dependencies: ["subnet"], propertyDependencies: { spec: ["subnet"] } },
});
const all = (cidr: string): Compared[] => [vpc(cidr), subnet, nodes, policy];

test("the same twice is no change, whatever the order of keys", () => {
  const one = resource("a", "aws:s3/bucket:Bucket", { inputs: { tags: { a: "1", b: "2" } } });
  const two = resource("a", "aws:s3/bucket:Bucket", { inputs: { tags: { b: "2", a: "1" } } });
  const difference = differenceOf([one], [two]);
  expect(difference).toEqual({ created: [], deleted: [], updated: [], replaced: [] });
  expect(differenceLines(difference, plain)).toEqual(["✓ nothing changes"]);
});

test("what can't change in place is replaced, and what can't change under it follows", () => {
  const { replaced, updated } = differenceOf(all("10.0.0.0/16"), all("10.1.0.0/16"));
  expect(replaced.map(({ name, follows, keys }) => ({ name, follows, keys }))).toEqual([
    { name: "vpc", follows: undefined, keys: ["cidrBlock"] },
    { name: "subnet", follows: "vpc", keys: ["vpcId"] },
    { name: "nodes", follows: "subnet", keys: ["subnetIds"] },
  ]);
  expect(replaced[0]).toMatchObject({ behind: 3, holdsData: true, protect: true });
  expect(updated).toEqual([]);
});

test.each([
  "aws:rds/instance:Instance",
  "gcp:sql/databaseInstance:DatabaseInstance",
  "azure-native:dbforpostgresql:Server",
  "kubernetes:postgresql.cnpg.io/v1:Cluster",
  "mongodbatlas:index/advancedCluster:AdvancedCluster",
])("what a replacement of %s takes with it is told on every cloud", (type) => {
  const of = (name: string) => [resource("db", type, { inputs: { name }, replaceOnChanges: ["name"] })];
  expect(differenceOf(of("one"), of("two")).replaced).toMatchObject([{ holdsData: true }]);
});

test.each([
  ["an ignored change", { ignoreChanges: ["cidrBlock"] }, 0],
  ["a change that the program itself asks to replace on", { replaceOnChanges: ["tags"] }, 1],
])("%s", (_, over, count) => {
  const was = { ...vpc("10.0.0.0/16"), ...over, inputs: { cidrBlock: "10.0.0.0/16", tags: { a: "1" } } };
  const is = {
    ...was,
    inputs: count === 0 ? { ...was.inputs, cidrBlock: "10.9.0.0/16" } : { ...was.inputs, tags: {} },
  };
  expect(differenceOf([was], [is]).replaced).toHaveLength(count);
});

test("new and gone are told by URN; components and providers are left out", () => {
  const component = resource("c", "slipway:aws:Network", { custom: false });
  const provider = resource("p", "pulumi:providers:aws");
  const { created, deleted } = differenceOf([subnet, component], [nodes, provider]);
  expect(created.map(({ name }) => name)).toEqual(["nodes"]);
  expect(deleted.map(({ name }) => name)).toEqual(["subnet"]);
});

test("lines: causes one by one, followers folded, lost data in words", () => {
  const lines = differenceLines(differenceOf(all("10.0.0.0/16"), all("10.1.0.0/16")), plain);
  expect(lines).toEqual([
    "± vpc is replaced and what it holds goes with it: cidrBlock can't change in place; 3 resources stand on it (protected: the engine refuses) aws:ec2/vpc:Vpc",
    "± 2 more are replaced because they follow one of these",
    "0 new, 0 changed, 3 replaced, 0 gone",
  ]);
});

const step = (op: string, name: string, more: object = {}) => ({
  ...{ op, urn: `urn:pulumi:prod::shop::aws:rds/instance:Instance::${name}` },
  newState: { urn: name, type: "aws:rds/instance:Instance", custom: true, dependencies: [] },
  ...more,
});

test("the engine's own preview is read: replace once, not its three steps", () => {
  const { replaced, updated, created } = differenceOfPreview({
    steps: [
      step("create-replacement", "db"),
      step("replace", "db", { replaceReasons: ["engine"] }),
      step("delete-replaced", "db"),
      step("update", "cache", { diffReasons: ["tags"] }),
      step("same", "other", {
        newState: {
          ...{ type: "x", custom: true },
          dependencies: ["urn:pulumi:prod::shop::aws:rds/instance:Instance::db"],
        },
      }),
      // It stands on what stands on the database.
      step("same", "further", {
        newState: {
          ...{ type: "x", custom: true },
          dependencies: ["urn:pulumi:prod::shop::aws:rds/instance:Instance::other"],
        },
      }),
    ],
  });
  expect(replaced).toMatchObject([{ name: "db", keys: ["engine"], holdsData: true, behind: 2 }]);
  expect(updated).toMatchObject([{ name: "cache", keys: ["tags"] }]);
  expect(created).toEqual([]);
});

describe("a file to compare with", () => {
  const report = { version: 1, project: "shop", stack: "prod", resources: all("10.0.0.0/16") } as unknown as Report;
  const file = (content: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), "slipway-compare-")), "before.json");
    writeFileSync(path, content);
    return path;
  };

  test("is a report of the same stack", () => {
    const before = file(JSON.stringify({ ...report, resources: all("10.2.0.0/16") }));
    expect(compared(report, before).replaced).toHaveLength(3);
  });

  test.each([
    ["no JSON", "{", /can't be read as JSON/],
    ["something else", "{}", /neither the report\.json .* nor what `pulumi preview --json` prints/],
    ["another stack's", JSON.stringify({ ...report, stack: "dev" }), /is of shop dev, not of shop prod/],
  ])("%s is refused in plain words", (_, content, message) => {
    expect(() => compared(report, file(content))).toThrow(message);
  });
});
