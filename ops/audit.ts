import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Renderer } from "../policy/helm/renderer";
import { type Finding, judgeStack, policySettings } from "../policy/judge";
import { levelOf } from "../policy/levels";
import { ALL_RULES } from "../policy/rules";
import type { Settings } from "../policy/settings";
import { levelCounts } from "../rehearsal/report/findings";
import type { TextOptions } from "../rehearsal/report/paint";
import { policyLines } from "../rehearsal/report/terminal";
import { readStackFile, UsageError } from "../rehearsal/stack-files";
import { parsedState, placeOf, readState } from "../rehearsal/state/export";
import { resourcesIn } from "../rehearsal/state/judged";

export interface AuditOptions {
  /** Folder with `Pulumi.yaml` and the stacks' configs. */
  readonly cwd: string;
  /** Stack to export the state of; where a file is given, it need not be named. */
  readonly stack?: string;
  /** What `pulumi stack export` has written. */
  readonly file?: string;
  /** The stack's config: exemptions, levels, environment. @default `Pulumi.<stack>.yaml` where there is one */
  readonly config?: string;
  /** Decides which exemptions have expired. */
  readonly now: Date;
  /** Where `pulumi` and `helm` are looked for. */
  readonly env: NodeJS.ProcessEnv;
}

/** What the policies say of a state. */
export interface Audit {
  readonly project: string;
  readonly stack: string;
  /** Resources that were judged. */
  readonly resources: number;
  readonly findings: readonly Finding[];
  readonly unused: readonly string[];
  /** The file that levels and exemptions came from; none: the strictest environment's defaults. */
  readonly config?: string;
}

/**
 * Judges a stack's state as a preview's policies would. Secrets in it stay hidden: they count as unknown. Repairs are
 * findings here, since nothing is changed.
 * @throws UsageError where there is no state, or it is not one
 */
export async function audit(options: AuditOptions): Promise<Audit> {
  const state = options.file ? readState(resolve(options.cwd, options.file)) : parsedState(exported(options));
  const { project, stack } = placeOf(state);
  const name = options.stack ?? stack;
  const configFile = options.config ? resolve(options.cwd, options.config) : join(options.cwd, `Pulumi.${name}.yaml`);
  const file = options.config || existsSync(configFile) ? readStackFile(options.cwd, name, configFile) : undefined;
  const settings = policySettings({ project, stack, config: file?.config ?? {}, now: options.now });
  const renderer = new Renderer({ folders: [options.cwd], env: options.env });
  const resources = await renderer.fill(resourcesIn(state));
  const { findings, unused } = judgeStack(resources, { ...settings, levels: judging(settings) });
  return {
    ...{ project, stack, resources: resources.length, findings, unused },
    config: file?.file,
  };
}

/**
 * Levels for a state: nothing is changed, so that what a preview would repair is a finding; what could not be rendered is
 * advice, unless the config says otherwise, since the cluster runs it already.
 */
function judging(settings: Settings): Settings["levels"] {
  const repairs = ALL_RULES.filter((rule) => levelOf(rule, settings) === "remediate");
  return {
    "helm-release-judged": "advisory",
    ...settings.levels,
    ...Object.fromEntries(repairs.map(({ name }) => [name, "mandatory" as const])),
  };
}

/** The findings as the rehearsal prints them. */
export function auditText(done: Audit, options: TextOptions): string {
  const { paint } = options;
  const counts = levelCounts(done.findings);
  const mark = counts.mandatory > 0 ? paint.red("✗") : paint.green("✓");
  const by = done.config ?? "no config file: judged as prod, without exemptions";
  return [
    `${paint.bold(`Audit of ${done.project} · ${done.stack}`)}  ${paint.dim(by)}`,
    "",
    ...policyLines(done, options).map((line) => `  ${line}`),
    "",
    `${mark} ${done.resources} resources · ${counts.mandatory} mandatory, ${counts.advisory} advisory, ${counts.exempt} exempt`,
    "",
  ].join("\n");
}

function exported({ cwd, stack, env }: AuditOptions): string {
  if (!stack) throw new UsageError("Name the state to audit: --stack <name>, or --file <export.json>.");
  const { status, stdout, stderr, error } = spawnSync("pulumi", ["stack", "export", "--stack", stack, "--cwd", cwd], {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (error)
    throw new UsageError(`The Pulumi CLI could not be run (${error.message}). Export elsewhere, and give --file.`);
  if (status !== 0) throw new UsageError(`pulumi stack export: ${stderr.trim()}`);
  return stdout;
}
