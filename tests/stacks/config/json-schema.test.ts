import Ajv from "ajv";
import schema from "../../../charts/workload/values.schema.json";
import { schemaProblems } from "../../../stacks/config/json-schema";
import { parseConfig } from "../../../stacks/config/load";
import { planWorkloads } from "../../../stacks/plan/workloads";
import { type SampleName, sampleValues } from "../../charts/workload/samples";
import { WEAKENING } from "../../charts/workload/weakening";
import { type Raw, rawStack, stackConfig, web } from "../../support/configs";

const judge = new Ajv({ strict: false, allErrors: true, code: { optimize: false } }).compile(schema);
const plain = (value: unknown): Raw => JSON.parse(JSON.stringify(value)) as Raw;
const samples: SampleName[] = ["web-minimal", "web-full", "web-shared-metrics", "worker", "cron", "task-migration"];

describe("our validator and ajv agree", () => {
  test.each(samples)("on %s, and on it with each key taken away, made a number, or strange", (sample) => {
    const values = plain(sampleValues(sample));
    expect(schemaProblems(schema, values)).toEqual([]);
    for (const key of Object.keys(values)) {
      const { [key]: _, ...less } = values;
      for (const changed of [
        less,
        { ...values, [key]: 70000 },
        { ...values, [key]: { strange: "x" } },
        { ...values, [key]: [] },
      ])
        expect([key, schemaProblems(schema, changed).length === 0]).toEqual([key, judge(changed)]);
    }
  });

  test.each(WEAKENING)("on %s", (_, overlay) => {
    const values = plain(sampleValues("web-full", overlay));
    expect(schemaProblems(schema, values).length === 0).toBe(judge(values));
  });

  test("a keyword that it does not know is an error, not a pass", () => {
    expect(() => schemaProblems({ contains: {} }, [])).toThrow(/contains is not known/);
  });
});

describe("values laid over a workload's", () => {
  const planned = (values: Raw) => planWorkloads(stackConfig({ workloads: { api: web({ values }) } }))[0]!.values;

  test("win key by key, and leave the rest", () => {
    const { spread, image, shutdown } = planned({
      spread: { zone: "DoNotSchedule" },
      image: { pullPolicy: "Always" },
      shutdown: { preStopSleepSeconds: 20 },
    });
    expect({ spread, image, shutdown }).toMatchObject({
      spread: { zone: "DoNotSchedule" },
      image: { repository: "ghcr.io/example/web", tag: "1.0.0", pullPolicy: "Always" },
      shutdown: { graceSeconds: 30, preStopSleepSeconds: 20 },
    });
  });

  test.each([
    [{ replicaCount: 3 }, "workloads.api.values.replicaCount", "is no key of the chart"],
    [{ spread: { zone: "Never" } }, "workloads.api.values.spread.zone", "is none of ScheduleAnyway, DoNotSchedule"],
    [{ runAsUser: 0 }, "workloads.api.values.runAsUser", "is below 1000"],
    [{ tmp: [{ path: "tmp", sizeLimit: "1Mi" }] }, "workloads.api.values.tmp[0].path", "does not match"],
  ])("%j is refused at planning, at %s", (values, path, message) => {
    const parse = () => parseConfig(rawStack({ workloads: { api: web({ values }) } }), "Pulumi.test.yaml");
    expect(parse).toThrow(`slipway:${path}\n`);
    expect(parse).toThrow(message);
  });
});
