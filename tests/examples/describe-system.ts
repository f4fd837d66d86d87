/** Runs the table of one system, with what must hold for all of them. One rehearsal of each stack and step, shared. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../rehearsal/clouds/model";
import { type Assumptions, rehearse } from "../../rehearsal/rehearse";
import type { Report } from "../../rehearsal/report/report";
import { planStack } from "../../stacks/plan/plan";
import type { WorkloadPlan } from "../../stacks/plan/workloads";
import { fileStack, root } from "../support/configs";
import type { Rule, Stack, System, SystemFigures } from "./figures";

/** Stacks that are called as their environment, and whose price the README must name; others are the same elsewhere. */
const own = ["prod", "staging", "dev"];

/** Every stack file of a system, prod first. */
const stacksOf = (name: string): readonly string[] =>
  readdirSync(join(root, "examples", name))
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort((one, other) => Number(other === "prod") - Number(one === "prod"));

/** Declares the tests of one system. */
export function describeSystem({ name, workloads, advice, figures }: SystemFigures): void {
  const names = stacksOf(name);
  const stepNames = (fileStack(fileOf(name, "prod")).scalingPath ?? []).map((step) => step.name);
  const stacks: Record<string, Stack> = {};
  const steps: Record<string, Stack> = {};
  const system: System = { name, stacks, steps };
  const warnings: string[] = [];

  beforeAll(async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation((line: string) => void warnings.push(line));
    stacks["prod"] = await rehearsed(name, "prod");
    warn.mockReset();
    for (const stack of names.slice(1)) stacks[stack] = await rehearsed(name, stack);
    for (const step of stepNames) steps[step] = await rehearsed(name, "prod", { step });
    warn.mockRestore();
  }, 180_000);

  test.each(names)(
    "%s rehearses without a mandatory finding or a broken proof, and names itself everywhere",
    (stack) => {
      const { report, config } = stacks[stack]!;
      expect(report).toMatchObject({
        project: name,
        stack,
        environment: own.find((one) => one === stack) ?? config.environment,
      });
      clean(report);
      expect(config.app).toBe(name);
      const strangers = names.filter((other) => other !== stack).map((other) => `${name}-${other}`);
      expect(report.resources.filter((made) => strangers.some((other) => made.name.startsWith(other)))).toEqual([]);
    },
  );

  test.each(names)("%s runs prod's workloads, or fewer", (stack) => {
    const planned = planStack(stacks[stack]!.config, stack).workloads as WorkloadPlan[];
    const kinds = Object.fromEntries(planned.map(({ name, values }) => [name, values.kind]));
    if (stack === "prod") expect(kinds).toEqual(workloads);
    else expect(workloads).toMatchObject(kinds);
  });

  test("prod fits, and no proof has a doubt", () => {
    const { report } = stacks["prod"]!;
    expect(report.capacity?.findings).toEqual([]);
    expect(report.proofs.flatMap(({ concerns }) => concerns)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("prod gets no advice but what is known, none critical; exemptions are the platform's, with a reason", () => {
    const { report } = stacks["prod"]!;
    const given = report.findings.filter(({ level }) => level === "advisory");
    expect(given.filter(({ severity }) => severity === "critical")).toEqual([]);
    const count: Record<string, number> = {};
    for (const { rule } of given) count[rule] = (count[rule] ?? 0) + 1;
    const releases = report.counts.byType["kubernetes:helm.sh/v3:Release"];
    expect(count).toEqual({ ...advice, "helm-release-judged": releases });
    for (const { level, reason } of report.findings) if (level === "exempt") expect(reason).toMatch(/^.{20,}/);
    expect(report.unused).toEqual([]);
  });

  // Each step is a change of config alone: what a stack file says, the rehearsal's `--step` reads.
  test("every step of the scaling path rehearses as prod does", () => {
    expect(stepNames.length).toBeGreaterThan(0);
    for (const step of stepNames) clean(steps[step]!.report);
  });

  test("README.md says what each stack costs, and each step more or less", () => {
    const readme = readFileSync(join(root, "examples", name, "README.md"), "utf8");
    const written = new Map(
      [...readme.matchAll(/^\| `([\w-]+)` \|.*\| ([+−]?)\$([\d,]+) a month \|$/gm)].map(([, row, sign, usd]) => [
        row!,
        Number(usd!.replaceAll(",", "")) * (sign === "−" ? -1 : 1),
      ]),
    );
    const wanted = new Map(
      names
        .filter((stack) => own.includes(stack) || written.has(stack))
        .map((stack) => [stack, monthly(stacks[stack]!)] as const),
    );
    let before = stacks["prod"]!;
    for (const step of stepNames) {
      wanted.set(step, monthly(steps[step]!) - monthly(before));
      before = steps[step]!;
    }
    const far = [...wanted].filter(([row, usd]) => !(Math.abs((written.get(row) ?? Number.NaN) - usd) <= slack(usd)));
    expect(far.map(([row, usd]) => `${row}: $${Math.round(usd)}, not ${written.get(row) ?? "in the README"}`)).toEqual(
      [],
    );
  });

  test("README.md: what it tells to run is there, asks hosts of a stack, and a diagram shows it", () => {
    const readme = readFileSync(join(root, "examples", name, "README.md"), "utf8");
    expect(readme).toContain("```mermaid");
    const paths = [...readme.matchAll(/(?<![\w/])examples\/[\w-]+(?:\/[\w.-]+)?/g)].map(([path]) => path);
    expect([...new Set(paths)]).toEqual(
      expect.arrayContaining(["load.js", "smoke.mjs", "Pulumi.prod.yaml"].map((file) => `examples/${name}/${file}`)),
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const hosts = names.flatMap((stack) => planStack(stacks[stack]!.config, stack).hosts);
    const asked = [...readme.matchAll(/(?:TARGET|API)=https:\/\/(\S+)/g)].map(([, host]) => host!);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((host) => !hosts.includes(host))).toEqual([]);
  });

  test.each(names)("%s: every store is in the picture, and who reaches it is known", (stack) => {
    const { report, config } = stacks[stack]!;
    const stores = Object.entries(config.stores).filter(([, store]) => store.kind !== "bucket" && !store.at);
    const drawn = report.topology.stores.map(({ name }) => name);
    expect(drawn).toEqual(expect.arrayContaining(stores.map(([name]) => name)));
    const { seen } = report.proofs.find(({ question }) => question === "Who can reach the stores?")!;
    for (const [store] of stores) expect(seen.join("\n")).toContain(`${name}-${stack}-store-${store}`);
    for (const line of seen) expect(line).toMatch(/: ports? [\d–]+ from .*let out by network policy: (?!no workload)/);
  });

  test("prod has a dashboard and alerts of its own, and somebody who is told", () => {
    const { dashboards, alerts, config } = stacks["prod"]!;
    expect(config.monitoring.business.length).toBeGreaterThan(0);
    for (const { title } of config.monitoring.business) expect(dashboards).toContain(title.toLowerCase());
    expect(Object.keys(alerts).filter((alert) => /^BusinessMetric(?:High|Low) /.test(alert))).not.toEqual([]);
    expect(config.monitoring.routes.length).toBeGreaterThan(0);
  });

  test.each(figures)("%s: %s", (_part, _figure, held) => {
    if (typeof held === "function") held(system);
    // Explained, not held: a reason that a reader can judge. The count of held figures leaves it out.
    else expect(held.because).toMatch(/^.{40,}/);
  });
}

function clean(report: Report): void {
  expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
  expect(report.proofs.length).toBeGreaterThan(3);
  expect(report.proofs.filter(({ holds }) => !holds)).toEqual([]);
  // MongoDB publishes what its backups cost nowhere that is kept here.
  const unpriced = (report.cost?.unpriced ?? []).filter(({ type }) => !type.endsWith(":CloudBackupSchedule"));
  expect(unpriced).toEqual([]);
}

const monthly = ({ report }: Stack): number => (report.cost?.total.expected ?? Number.NaN) / 1e6;

/** A README is right within 5%, or ten dollars. */
const slack = (usd: number): number => Math.max(10, Math.abs(usd) * 0.05);

const fileOf = (name: string, stack: string): string => `examples/${name}/Pulumi.${stack}.yaml`;

async function rehearsed(name: string, stack: string, whatIf?: Assumptions): Promise<Stack> {
  // No helm on the PATH, so that the findings are the same on every machine.
  const report = await rehearse({
    ...{ folder: root, configFile: join(root, fileOf(name, stack)), env: {} },
    ...(whatIf && { whatIf }),
  });
  const prefix = `${name}-${stack}-`;
  const byName = new Map<string, Properties>();
  for (const { name: full, type, custom, inputs } of report.resources) {
    if (!custom || type.startsWith("aws:iam/")) continue;
    const short = full.startsWith(prefix) ? full.slice(prefix.length) : full;
    byName.set(short, { ...byName.get(short), ...inputs });
  }
  const inputs = (resource: string): Properties => {
    const found = byName.get(resource);
    if (!found) throw new Error(`${name} ${stack} has no ${resource}; it has ${[...byName.keys()].join(", ")}`);
    return found;
  };
  return {
    ...{ config: fileStack(fileOf(name, stack)), report, inputs, alerts: alertsOf(report) },
    values: (workload) => inputs(workload)["values"] as Properties,
    dashboards: dashboardsOf(report),
  };
}

function alertsOf({ resources }: Report): Record<string, Rule> {
  const rules = resources
    .filter(({ type }) => type === "kubernetes:monitoring.coreos.com/v1:PrometheusRule")
    .flatMap(({ inputs }) => ((inputs["spec"] as Properties)["groups"] as Properties[]) ?? [])
    .flatMap((group) => group["rules"] as Properties[]);
  return Object.fromEntries(
    rules
      .filter(({ alert }) => alert !== undefined)
      .map(({ alert, labels, expr, for: wait }) => [
        `${String(alert)} ${String((labels as Properties)["severity"])}`,
        { expr: String(expr), for: String(wait) },
      ]),
  );
}

function dashboardsOf({ resources }: Report): string {
  const maps = resources.filter(({ type, name }) => type.endsWith(":ConfigMap") && name.includes("dashboard"));
  return maps
    .flatMap(({ inputs }) => Object.values(inputs["data"] as Properties))
    .join("\n")
    .toLowerCase();
}
