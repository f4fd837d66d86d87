import { AwsRecords } from "../../../../components/clouds/aws/dns";
import type { RoutingArgs } from "../../../../components/contracts/edge";
import { simulate } from "../../../support/simulate";
import { scopeOf } from "./fixtures";

const zones = { "example.com": { name: "example.com", id: "Z0123456789ABC" } };
const hosts = [{ name: "shop.example.com", zone: "example.com" }, { name: "shop.example.org" }];
const target = { name: "entry.elb.eu-central-1.amazonaws.com", zoneId: "Z215JYRZR1TBD5", evaluateHealth: true };

const records = (routing?: RoutingArgs, ipv4Only = true) =>
  simulate(() => {
    new AwsRecords("shop-dev-records", { scope: scopeOf(), hosts, zones, target: { ...target, ipv4Only }, routing });
    return {};
  });

test("a name in no zone of the stack gets no record, and one without routing no health check", async () => {
  const made = await records();
  expect(made.find("Record").map(({ inputs }) => inputs["name"])).toEqual(["shop.example.com"]);
  expect(made.find("HealthCheck")).toEqual([]);
});

test("a target with both kinds of address gets both kinds of record", async () => {
  const made = await records(undefined, false);
  expect(made.find("Record").map(({ inputs }) => inputs["type"])).toEqual(["A", "AAAA"]);
});

describe("a name that is shared with another stack", () => {
  test.each<[what: string, routing: RoutingArgs, expected: object]>([
    ["by failover", { policy: "failover", role: "secondary" }, { failoverRoutingPolicies: [{ type: "SECONDARY" }] }],
    ["by weight", { policy: "weighted", weight: 20 }, { weightedRoutingPolicies: [{ weight: 20 }] }],
    ["by latency", { policy: "latency" }, { latencyRoutingPolicies: [{ region: "eu-central-1" }] }],
  ])("%s", async (_, routing, expected) => {
    const made = await records(routing);
    const check = made.one("HealthCheck");
    // The name itself would lead to whichever stack is up.
    expect(check.inputs).toMatchObject({ fqdn: target.name, port: 443, type: "TCP" });
    expect(made.one("Record").inputs).toMatchObject({
      ...expected,
      setIdentifier: "shop-dev",
      healthCheckId: check.id,
    });
  });
});
