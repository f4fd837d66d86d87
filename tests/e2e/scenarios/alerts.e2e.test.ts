/** promtool judges every rule, and amtool every route. Both are Prometheus's own; no cluster is needed. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AlertRoute } from "../../../components/contracts/monitoring";
import { alertmanagerConfig } from "../../../components/monitoring/receivers";
import { ruleFile } from "../../../components/monitoring/render";
import { cases } from "../../components/monitoring/cases/all";
import { ruleTests } from "../../components/monitoring/promtool";
import { everything } from "../../components/monitoring/settings";
import { alerts, groups } from "../../components/monitoring/shipped";
import { toolPath } from "../tools/tools";

const promtool = toolPath("promtool");
const amtool = toolPath("amtool");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-alerts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes data as a file that the tools read (JSON is YAML). */
function write(name: string, content: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Runs a tool. @throws Error with all that it said when it fails. */
function run(tool: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return `${stdout}${stderr}`;
}

describe("rules", () => {
  test("promtool takes them all, and finds none twice", () => {
    const file = write("all.rules.json", ruleFile(groups, everything.links));
    const records = groups.flatMap((group) => group.records ?? []);
    expect(run(promtool, ["check", "rules", file])).toContain(`${alerts.length + records.length} rules found`);
  });

  const judging = groups.filter(({ rules }) => rules.length > 0);
  test.each(judging.map((group) => [group.name, group] as const))("%s: each fires, and keeps quiet", (_, group) => {
    const { rules, tests, count } = ruleTests(group, cases);
    expect(count).toBeGreaterThan(0);
    write(`${group.name}.rules.json`, rules);
    expect(run(promtool, ["test", "rules", write(`${group.name}.tests.json`, tests)])).toContain("SUCCESS");
  });

  test("backups that an operator takes: the same figures as those of jobs, from its objects", () => {
    const [own] = groups.filter(({ name }) => name === "backups-operated");
    write("operated.rules.json", ruleFile([own!], everything.links));
    const of = (store: string, tier: string, backup: string) => `store="${store}",tier="${tier}",backup="${backup}"`;
    const taken = (labels: string, minute: number, state: string) => [
      {
        series: `slipway_psmdb_backup_created_timestamp_seconds{${labels},state="${state}"}`,
        values: `_x${minute} ${minute * 60}x90`,
      },
      ...(state === "ready"
        ? [
            {
              series: `slipway_psmdb_backup_completed_timestamp_seconds{${labels}}`,
              values: `_x${minute} ${minute * 60 + 30}x90`,
            },
          ]
        : []),
    ];
    const input = [
      ...["docs", "fresh", "broken"].map((store) => ({
        series: `slipway_psmdb_created_timestamp_seconds{store="${store}"}`,
        values: "60x100",
      })),
      ...taken(of("docs", "daily", "a"), 10, "ready"),
      ...taken(of("docs", "daily", "b"), 40, "ready"),
      ...taken(of("docs", "weekly", "c"), 50, "error"),
      ...taken(of("docs", "weekly", "d"), 20, "ready"),
      ...taken(of("docs", "daily", "e"), 60, "running"),
      ...taken(of("broken", "daily", "f"), 5, "error"),
    ];
    const sample = (metric: string, values: readonly (readonly [string, string, number])[]) => ({
      ...{ expr: metric, eval_time: "70m" },
      exp_samples: values.map(([store, tier, value]) => ({
        labels: `${metric}{store="${store}",tier="${tier}"}`,
        value,
      })),
    });
    const file = write("operated.tests.json", {
      ...{ rule_files: ["operated.rules.json"], evaluation_interval: "1m" },
      tests: [
        {
          ...{ interval: "1m", input_series: input },
          promql_expr_test: [
            // One that has none yet has lost, if it is lost, all since it was made.
            sample("slipway_backup_last_success_timestamp_seconds", [
              ["docs", "daily", 2430],
              ["docs", "weekly", 1230],
              ["fresh", "daily", 60],
              ["broken", "daily", 60],
            ]),
            sample("slipway_backup_last_run_succeeded", [
              ["docs", "daily", 1],
              ["docs", "weekly", 0],
              ["broken", "daily", 0],
            ]),
          ],
        },
      ],
    });
    expect(run(promtool, ["test", "rules", file])).toContain("SUCCESS");
  });

  test("delivery: releases, lead time, failures and recovery come out as they were", () => {
    const own = groups.filter(({ name }) => name.startsWith("delivery-")).map(({ interval: _none, ...group }) => group);
    write("delivery.rules.json", ruleFile(own, everything.links));
    const secret = (revision: number, status: string): readonly [string, string] => [
      `namespace="shop",secret="sh.helm.release.v1.api.v${revision}"`,
      `label_owner="helm",label_name="api",label_status="${status}"`,
    ];
    // Minutes: 10 deployed, 40 failed, 42 taken back, 60 a new version, of a commit of minute 20.
    const releases = [
      [secret(1, "superseded"), 10],
      [secret(2, "failed"), 40],
      [secret(3, "superseded"), 42],
      [secret(4, "deployed"), 60],
      [secret(5, "pending-upgrade"), 62],
    ] as const;
    const input = releases.flatMap(([[at, labels], minute]) => [
      { series: `kube_secret_created{${at}}`, values: `_x${minute} ${minute * 60}x120` },
      { series: `kube_secret_labels{${at},${labels}}`, values: `_x${minute} 1x120` },
    ]);
    const commit = 'slipway:workload_commit:timestamp{namespace="shop",workload="api",commit="4f5a2c9"}';
    const labels = '{namespace="shop",workload="api"}';
    const figures = { deploys: 3, failures: 1, ratio: 1 / 3, lead: 40 * 60, recovery: 2 * 60 };
    const sample = (expr: string, value: number) => ({
      expr,
      eval_time: "90m",
      exp_samples: [{ labels: `${expr}${labels}`, value }],
    });
    const file = write("delivery.tests.json", {
      rule_files: ["delivery.rules.json"],
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: [...input, { series: commit, values: "_x60 1200x120" }],
          promql_expr_test: [
            sample("slipway:delivery_deploys:count7d", figures.deploys),
            sample("slipway:delivery_failures:count7d", figures.failures),
            sample("slipway:delivery_failures:ratio7d", figures.ratio),
            sample("slipway:delivery_lead:median7d", figures.lead),
            sample("slipway:delivery_recovery:mean7d", figures.recovery),
          ],
        },
      ],
    });
    expect(run(promtool, ["test", "rules", file])).toContain("SUCCESS");
  });

  test("a rule that is wrong does not pass", () => {
    const [group] = groups.filter(({ name }) => name === "nodes");
    const broken = {
      ...group!,
      rules: group!.rules.map((rule) => ({ ...rule, expr: rule.expr.replace("== 0", "== 2") })),
    };
    const { rules, tests } = ruleTests(broken, cases);
    write("nodes.rules.json", rules);
    expect(() => run(promtool, ["test", "rules", write("nodes.tests.json", tests)])).toThrow(/NodeNotReady/);
  });
});

describe("routes", () => {
  const smtp = { host: "smtp.example.com:587", from: "alerts@example.com", username: "alerts" };
  const routes: readonly AlertRoute[] = [
    { severity: "critical", to: "pagerduty", secret: "pager" },
    { severity: "critical", team: "payments", to: "slack", secret: "chat", target: "#payments" },
    { severity: "warning", team: "shop", to: "slack", secret: "chat", target: "#shop", quiet: true },
    { severity: "warning", team: "payments", to: "slack", secret: "chat", target: "#payments" },
    { severity: "warning", team: "platform", to: "webhook", secret: "hook" },
    { severity: "info", to: "email", secret: "mail", target: "ops@example.com", smtp },
  ];
  const quietHours = [{ days: ["monday:friday"], from: "20:00", to: "24:00", location: "Europe/Lisbon" }];
  const config = () =>
    write("alertmanager.json", alertmanagerConfig({ ...everything, routes, quietHours, heartbeat: "snitch" }));

  test("Alertmanager takes the configuration", () => {
    expect(run(amtool, ["check-config", config()])).toContain("SUCCESS");
  });

  test.each([
    ["critical", "shop", "critical-pagerduty-0"],
    ["critical", "payments", "critical-pagerduty-0,critical-payments-slack-1"],
    ["critical", "platform", "critical-pagerduty-0"],
    ["warning", "shop", "warning-shop-slack-2"],
    ["warning", "payments", "warning-payments-slack-3"],
    ["warning", "platform", "warning-platform-webhook-4"],
    ["info", "shop", "info-email-5"],
    ["info", "payments", "info-email-5"],
    ["info", "platform", "info-email-5"],
    ["none", "platform", "none"],
  ])("%s alerts of the team %s go to %s", (severity, team, receivers) => {
    const file = config();
    const labels = ["alertname=WorkloadSlow", `severity=${severity}`, `team=${team}`];
    run(amtool, ["config", "routes", "test", `--config.file=${file}`, `--verify.receivers=${receivers}`, ...labels]);
  });

  test("the dead man's switch goes to its heartbeat", () => {
    const labels = ["alertname=DeadMansSwitch", "severity=none", "team=platform"];
    expect(run(amtool, ["config", "routes", "test", `--config.file=${config()}`, ...labels]).trim()).toBe("heartbeat");
  });

  test("a wrong way is told", () => {
    expect(() =>
      execFileSync(
        amtool,
        ["config", "routes", "test", `--config.file=${config()}`, "--verify.receivers=none", "severity=critical"],
        { stdio: "pipe" },
      ),
    ).toThrow();
  });
});
