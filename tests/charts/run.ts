/**
 * `npm run test:charts`: every chart with each of its `ci/*.yaml`, judged by helm lint, kubeconform, kube-score and
 * checkov, and what the charts promise, asserted on what helm renders. Needs `npm run e2e:tools -- charts` once.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CHECKOV_EXCEPTIONS, type Exception, KUBE_SCORE_EXCEPTIONS } from "./exceptions";
import { lint, parse, readValues, template } from "./helm";
import { checkov, kubeconform, kubeScore, noStaleException } from "./judges";
import { Report } from "./report";
import { type Gvk, writeSchemas } from "./schemas";
import { hardeningTests } from "./workload/hardening";
import { networkTests } from "./workload/network";
import { podTests } from "./workload/pods";
import { progressiveTests } from "./workload/progressive";
import { renderingTests } from "./workload/rendering";
import { secretTests } from "./workload/secrets";

const CHARTS = join(__dirname, "../../charts");

/** The oldest Kubernetes that the charts allow, and the newest whose schemas are to be had. */
const KUBERNETES_VERSIONS = ["1.30.0", "1.37.0"] as const;

interface Sample {
  readonly name: string;
  readonly chart: string;
  readonly values: string;
}

function samples(): Sample[] {
  return readdirSync(CHARTS).flatMap((chart) =>
    readdirSync(join(CHARTS, chart, "ci")).map((file) => ({
      name: `${chart}/${basename(file, ".yaml")}`,
      chart: join(CHARTS, chart),
      values: join(CHARTS, chart, "ci", file),
    })),
  );
}

async function judge(report: Report, folder: string): Promise<void> {
  const rendered = new Map<string, string>();
  report.section("helm lint --strict, helm template");
  for (const { name, chart, values } of samples()) {
    report.check(name, () => {
      lint(chart, values);
      rendered.set(name, template(chart, readValues(values)));
    });
  }

  const kinds = new Map<string, Gvk>();
  for (const { apiVersion, kind } of parse([...rendered.values()].join("\n---\n"))) {
    kinds.set(`${apiVersion} ${kind}`, { apiVersion, kind });
  }
  for (const version of KUBERNETES_VERSIONS) {
    report.section(`kubeconform, Kubernetes ${version}, ${kinds.size} kinds`);
    const schemas = join(folder, version);
    await writeSchemas([...kinds.values()], version, schemas);
    for (const [name, text] of rendered) report.check(name, () => kubeconform(text, version, schemas));
  }

  report.section("kube-score");
  const used = new Set<Exception>();
  for (const [name, text] of rendered) {
    report.check(name, () => kubeScore(name, text, KUBERNETES_VERSIONS[1], used));
  }
  report.check("every exception is needed", () => noStaleException(KUBE_SCORE_EXCEPTIONS, used));

  report.section("checkov");
  const needed = new Set<Exception>();
  const findings = checkov(rendered, join(folder, "checkov"), needed);
  for (const [name, found] of findings) {
    report.check(name, () => {
      if (found.length > 0) throw new Error(found.join("\n"));
    });
  }
  report.check("every exception is needed", () => noStaleException(CHECKOV_EXCEPTIONS, needed));
}

async function main(): Promise<void> {
  const report = new Report();
  const folder = mkdtempSync(join(tmpdir(), "slipway-charts-"));
  try {
    await judge(report, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  hardeningTests(report);
  renderingTests(report);
  progressiveTests(report);
  networkTests(report);
  podTests(report);
  secretTests(report);
  if (!report.finish()) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
