import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { generated } from "../../docs/generate/main";
import type { Finding } from "../../policy/judge";
import { Graph } from "../../rehearsal/proofs/graph";
import { issuesOf } from "../../rehearsal/report/issues";
import { COMMENT_LIMIT, markdownOf } from "../../rehearsal/report/markdown";
import { htmlOf } from "../../rehearsal/report/page/page";
import { plain } from "../../rehearsal/report/paint";
import { makeReport, type Report } from "../../rehearsal/report/report";
import { sarifOf } from "../../rehearsal/report/sarif/sarif";
import { textOf } from "../../rehearsal/report/terminal";
import { writeReport } from "../../rehearsal/report/write";
import { outagesOf } from "../../rehearsal/what-if/outage";
import { trafficOf } from "../../rehearsal/what-if/traffic";
import { capacityOf } from "../../stacks/plan/capacity/capacity";
import { versionsInput } from "../../stacks/plan/versions/input";
import { versionsOf } from "../../stacks/plan/versions/skew";
import { fileConfig, fileStack, root } from "../support/configs";
import { simulate } from "../support/simulate";

const main = require("../../index") as () => Promise<object>;
const configFile = join(root, "Pulumi.prod.yaml");
const lines = readFileSync(configFile, "utf8").split("\n");

function finding(name: string, urn: string, over: Partial<Finding> = {}): Finding {
  return {
    ...{ rule: "rds-multi-az", pack: "reliability", level: "mandatory", severity: "high", urn, type: "t", name },
    ...{ message: "it has no standby", mend: "set multiAz", link: "https://example.com/rds", ...over },
  };
}

let report: Report;
beforeAll(async () => {
  const config = fileConfig("Pulumi.prod.yaml");
  const account = config["slipway:account"]!;
  const run = await simulate(main, {
    ...{ stack: "prod", config, region: "eu-west-1", account },
    existing: [`arn:aws:iam::${account}:role/developers`],
  });
  const db = run.find("aws:rds/instance:Instance", "db").find(({ inputs }) => !inputs["replicateSourceDb"])!;
  const api = run.find("kubernetes:helm.sh/v3:Release").find(({ inputs }) => inputs["name"] === "api")!;
  const bucket = run.resources.find(({ name }) => name === "shop-prod-store-media")!;
  const stack = fileStack("Pulumi.prod.yaml");
  const traffic = trafficOf(stack, 5);
  report = makeReport({
    ...{ run, config, account, project: "shop", stack: "prod", mode: "up", configFile, region: "eu-west-1" },
    ...{ placeholders: [], seconds: 1, capacity: capacityOf(stack) },
    versions: versionsOf(versionsInput(stack), new Date("2027-01-15T00:00:00Z")),
    whatIf: { settings: ["a=1"], step: "5k", traffic, outages: outagesOf(new Graph(run), "zone", "eu-west-1") },
    findings: [
      finding(db.name, db.urn),
      finding(api.name, api.urn, { rule: "x-probes", level: "advisory", severity: "low", link: "" }),
      finding(bucket.name, bucket.urn, { rule: "s3-mfa", level: "exempt", reason: "a demo <b>@team</b>" }),
    ],
  });
  report = { ...report, difference: { created: [], deleted: [], updated: [], replaced: [] } };
});

describe("JSON", () => {
  const schema = JSON.parse(generated()["docs/reference/report.schema.json"]!) as object;
  const validate = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false } }).compile(schema);
  const check = (value: unknown) => (validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors);

  test("a report of everything is as its schema says", () => expect(check(report)).toEqual([]));

  test.each([
    ["a field that nobody documented", (r: Report) => ({ ...r, news: 1 })],
    ["one that is gone", ({ alerts: _, ...r }: Report) => r],
    ["a level that is none", (r: Report) => ({ ...r, findings: [{ ...r.findings[0], level: "awful" }] })],
  ])("%s is not", (_, change) => expect(check(change(report))).not.toEqual([]));
});

describe("SARIF", () => {
  test("names each rule once, and each result's rule by its place", () => {
    const log = sarifOf(report);
    expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-schema-2.1.0.json") });
    const [run] = log.runs;
    const ids = run!.tool.driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(run!.results).toHaveLength(issuesOf(report).length);
    for (const { ruleId, ruleIndex, message, partialFingerprints } of run!.results) {
      expect(ids[ruleIndex]).toBe(ruleId);
      expect(message.text.length).toBeGreaterThan(10);
      expect(Object.keys(partialFingerprints)).toEqual(["slipway/v1"]);
    }
    const rule = run!.tool.driver.rules.find(({ id }) => id === "rds-multi-az")!;
    expect(rule).toMatchObject({ helpUri: "https://example.com/rds", properties: { "security-severity": "8.0" } });
    expect(rule.fullDescription.text).not.toBe(rule.help.text);
  });

  test("a result stands at the line of the config that it comes from, relative to the repository", () => {
    const found = sarifOf(report).runs[0]!.results;
    const lineOf = (rule: string): string | undefined => {
      const { physicalLocation } = found.find(({ ruleId }) => ruleId === rule)!.locations[0]!;
      expect(physicalLocation.artifactLocation.uri).toBe("Pulumi.prod.yaml");
      return lines[physicalLocation.region.startLine - 1]?.trim().split(":")[0];
    };
    expect(lineOf("rds-multi-az")).toBe("db");
    expect(lineOf("x-probes")).toBe("api");
    expect(lineOf("s3-mfa")).toBe("media");
    // The version is the preset's, so it stands at the section's own line.
    expect(lineOf("versions")).toBe("slipway");
  });

  test("what is accepted is suppressed, with its reason", () => {
    const exempt = sarifOf(report).runs[0]!.results.filter(({ suppressions }) => suppressions);
    expect(exempt.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions?.[0]?.justification])).toEqual([
      ["s3-mfa", "note", "a demo <b>@team</b>"],
    ]);
  });
});

describe("Markdown", () => {
  test("says first whether something stands in the way, folds the rest, and calls nobody", () => {
    const text = markdownOf(report);
    const [mark, head] = text.split("\n");
    expect(mark).toBe("<!-- slipway shop prod -->");
    expect(head).toBe("### ❌ Rehearsal of shop · prod: 1 finding stops a deployment");
    expect(markdownOf({ ...report, findings: [] })).toContain("### ✅");
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(text).toContain("[rds-multi-az](https://example.com/rds)");
    expect(text).not.toContain("@team");
    expect(text).not.toContain("<b>");
  });

  test("what is alike is one line, with the first few named", () => {
    const [one] = report.findings;
    const findings = Array.from({ length: 9 }, (_, index) => ({ ...one!, name: `db-${index}` }));
    const text = markdownOf({ ...report, findings });
    expect(text).toContain("db-0, db-1, db-2 and 6 more: it has no standby");
    expect(text.match(/rds-multi-az/g)).toHaveLength(1);
  });

  test("never grows beyond what GitHub takes, and says how much it leaves out", () => {
    const [one] = report.findings;
    const findings = Array.from({ length: 5000 }, (_, index) => ({
      ...one!,
      name: `db-${index}`,
      message: `${index} ${"x".repeat(200)}`,
    }));
    const text = markdownOf({ ...report, findings });
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text.length).toBeGreaterThan(COMMENT_LIMIT / 3);
    expect(text).toMatch(/… \d{4} more findings/);
    expect(text).toContain("<summary>Capacity");
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

test("each form says what was assumed, what is lost, the alerts and the versions", () => {
  const page = htmlOf(report);
  for (const id of ["what-if", "capacity", "versions", "alerts", "changes", "order"])
    expect(page).toContain(`id="${id}-title"`);
  expect(report.alerts.length).toBeGreaterThan(100);
  for (const { name, runbook, severity } of report.alerts)
    expect([name, runbook, severity]).toEqual([expect.any(String), expect.any(String), expect.stringMatching(/./)]);
  for (const text of [page, textOf(report, { paint: plain, all: true }), markdownOf(report)]) {
    expect(text).toContain("without zone eu-west-1a".replace("without", text === page ? "Without" : "without"));
    expect(text).toContain("5 times the traffic");
  }
  expect(page).toContain("Destroyed");
});

describe("--out", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-out-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("a folder gets every form", () => {
    writeReport(report, join(folder, "new"));
    const all = ["report.html", "report.json", "report.md", "report.sarif", "report.txt"];
    expect(readdirSync(join(folder, "new")).sort()).toEqual(all);
  });

  test("a file gets the form of its ending", () => {
    writeReport(report, join(folder, "deep/comment.md"));
    writeReport(report, join(folder, "scan.sarif"));
    expect(readFileSync(join(folder, "deep/comment.md"), "utf8")).toMatch(/^<!-- slipway/);
    expect(JSON.parse(readFileSync(join(folder, "scan.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  test("a report of thousands of resources is the same JSON, written in pieces", () => {
    const resources = Array.from({ length: 2100 }, (_, index) => ({
      ...report.resources[0]!,
      name: `größe-${index} →`,
    }));
    const large: Report = { ...report, resources, unused: [], outputs: { none: null }, whatIf: undefined };
    writeReport(large, join(folder, "large.json"));
    expect(readFileSync(join(folder, "large.json"), "utf8")).toBe(`${JSON.stringify(large)}\n`);
  });

  test("another ending is refused, and a config that is not there has no lines to point at", () => {
    expect(() => writeReport(report, join(folder, "report.pdf"))).toThrow(/\.html, \.json, \.md, \.sarif, \.txt/);
    const gone = sarifOf({ ...report, configFile: join(folder, "none.yaml") });
    expect(gone.runs[0]!.results[0]!.locations[0]!.physicalLocation.region).toEqual({ startLine: 1, startColumn: 1 });
    writeFileSync(join(folder, "none.yaml"), "");
  });
});
