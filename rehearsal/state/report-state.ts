import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Renderer } from "../../policy/helm/renderer";
import { judgeStack, policySettings } from "../../policy/judge";
import { versionsInput } from "../../stacks/plan/versions/input";
import { versionsOf } from "../../stacks/plan/versions/skew";
import { capacityReport } from "../capacity";
import { costOf } from "../cost/cost";
import { type RehearseOptions, rehearse } from "../rehearse";
import { makeReport, type Report } from "../report/report";
import { stackConfigOf } from "../stack-config";
import { readStackFile, UsageError } from "../stack-files";
import { driftOf } from "./drift";
import { placeOf, readState } from "./export";
import { resourcesIn } from "./judged";
import { runOfState } from "./records";

/**
 * The report of a stack that is there, from what `pulumi stack export` has written, and what its config would change about
 * it. Without a config file there is the report alone.
 * @throws UsageError where it is no state, or of another stack
 */
export async function reportState(path: string, options: RehearseOptions): Promise<Report> {
  const started = process.uptime();
  const state = readState(resolve(path));
  const { project, stack } = placeOf(state);
  if (options.stack !== undefined && options.stack !== stack)
    throw new UsageError(`${path} is the state of ${project} ${stack}, not of ${options.stack}.`);
  const configFile = options.configFile ?? join(options.folder, `Pulumi.${stack}.yaml`);
  const file = existsSync(configFile) ? readStackFile(options.folder, stack, resolve(configFile)) : undefined;
  const now = options.now ?? new Date();
  const settings = policySettings({ project, stack, config: file?.config ?? {}, now });
  const renderer = new Renderer({ folders: [options.folder], env: options.env ?? process.env });
  const resources = await renderer.fill(resourcesIn(state));
  const levels = { "helm-release-judged": "advisory" as const, ...settings.levels };
  const { findings, unused } = judgeStack(resources, { ...settings, levels });
  const { run, secretTexts } = runOfState(state);
  const config = file && stackConfigOf(file);
  const region = file?.config["slipway:region"] ?? regionOf(run) ?? "";
  const cost = costOf({ cloud: file?.config["slipway:cloud"] ?? "", region, resources: run.resources, config });
  const report = makeReport({
    ...{ run, findings, unused, project, stack, mode: "state", configFile },
    ...{ rendering: { calls: renderer.calls, seconds: renderer.seconds }, config: file?.config ?? {} },
    ...{ capacity: capacityReport(config), cost, versions: config && versionsOf(versionsInput(config), now) },
    region,
    account: file?.config["slipway:account"] ?? "",
    placeholders: [...secretTexts, ...(file?.placeholders ?? [])],
    seconds: Math.round((process.uptime() - started) * 100) / 100,
  });
  if (!file) return report;
  const wanted = await rehearse({ ...options, stack, configFile, mode: "up" });
  return { ...report, difference: driftOf(report.resources, wanted.resources) };
}

/** The region that the first provider with one works in. */
function regionOf({ resources }: ReturnType<typeof runOfState>["run"]): string | undefined {
  const regions = resources
    .filter(({ type }) => type.startsWith("pulumi:providers:"))
    .map(({ inputs }) => inputs["region"]);
  return regions.find((region): region is string => typeof region === "string");
}
