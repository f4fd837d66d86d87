import { PoliciesByType } from "../../policy/speed";

const { AnalyzeRequest } = require("@pulumi/pulumi/proto/analyzer_pb") as {
  AnalyzeRequest: new () => { setType(type: string): void; getType(): string };
};
const policies = ["buckets", "keys", "both"].map((name) => ({ name }));
const sees: Record<string, string[]> = { buckets: ["bucket"], keys: ["key"], both: ["bucket", "key"] };
const byType = new PoliciesByType(policies, (name, type) => sees[name]?.includes(type) ?? false);

/** As the SDK's server walks. */
function walk(type?: string): string[] {
  if (type !== undefined) {
    const request = new AnalyzeRequest();
    request.setType(type);
    expect(request.getType()).toBe(type);
  }
  const seen = [];
  for (const { name } of byType) seen.push(name);
  return seen;
}

test("once a request has been asked for its type, the policies are those for it, and only that once", () => {
  expect(walk("bucket")).toEqual(["buckets", "both"]);
  expect(walk()).toEqual(["buckets", "keys", "both"]);
  expect(walk("key")).toEqual(["keys", "both"]);
  expect(walk("queue")).toEqual([]);
});

test("they are a list like any other", () => {
  expect(byType).toHaveLength(3);
  expect(byType.map(({ name }) => name)).toEqual(["buckets", "keys", "both"]);
});
